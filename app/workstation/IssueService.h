#pragma once

#include "app/workstation/Context.h"
#include "core/portrait/PhotoCheck.h"

namespace cardwright::workstation {

/// The application for a card, until the card job takes over.
class IssueService final : public ui::IssuePort {
public:
    explicit IssueService(Context& context) : m_context(context) {}

    ui::IssueDraft newDraft() override;
    void keepDraft(const ui::IssueDraft& draft, ui::Then<std::optional<Failure>> then) override;
    void loadDraft(const Guid& id, ui::Then<std::optional<ui::IssueDraft>> then) override;
    void dropDraft(const Guid& id) override;
    std::vector<ui::DocumentKind> documentKinds() const override;
    void checkPerson(const ui::PersonFields& person, ui::Then<ui::PersonCheck> then) override;
    void checkEvidence(const ui::IssueDraft& draft, ui::Then<ui::EvidenceReport> then) override;
    std::vector<ui::SampleApplicant> samples() const override;
    void loadSample(const std::string& id, ui::Then<std::optional<ui::IssueDraft>> then) override;

private:
    ui::PortraitAnswer portraitAnswer(const PortraitFile& file);
    Date today() const;

    Context& m_context;
    std::unique_ptr<PhotoJudge> m_judge; ///< made on first use, on the file thread, and used there only
};

} // namespace cardwright::workstation
