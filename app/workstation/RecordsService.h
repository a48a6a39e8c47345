#pragma once

#include "app/workstation/Context.h"

namespace cardwright::workstation {

/// What is known and recorded, and the way to the centre.
class RecordsService final : public ui::RecordsPort {
public:
    explicit RecordsService(Context& context);

    void searchPeople(const std::string& text, ui::Then<std::vector<ui::PersonRow>> then) override;
    void person(const std::string& userNumber, ui::Then<std::optional<ui::PersonCard>> then) override;
    void queue(ui::Then<std::vector<ui::QueueRow>> then) override;
    void journal(std::size_t newest, ui::Then<std::vector<ui::JournalRow>> then) override;
    void worklist(ui::Then<ui::Worklist> then) override;
    std::vector<ui::PolicyLine> policies() const override;
    void diagnose(ui::Then<std::vector<ui::DiagnosisRow>> then) override;
    void tryCentreNow() override;

    const ui::CentreState& centre() const noexcept { return m_centre; }
    /// Asks the store for the counts and tells the window. After every round with the centre and every act.
    void refreshCentre();

private:
    void roundOver(const runtime::SyncRound& round);

    Context& m_context;
    ui::CentreState m_centre;
};

} // namespace cardwright::workstation
