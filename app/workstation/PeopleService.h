#pragma once

#include "app/workstation/Context.h"
#include "ui/bridge/PeoplePort.h"

#include <atomic>
#include <memory>

namespace cardwright::workstation {

/// The register of people and the readers of documents.
class PeopleService final : public ui::PeoplePort {
public:
    explicit PeopleService(Context& context) : m_context(context) {}
    void stopReading() { ++*m_reading; } ///< the window closes: a long file is given up

    ui::PeopleRules rules() const override;
    ui::EvidenceRules evidenceRules() const override;
    ui::RecordCheck checkRecord(const ui::PersonTexts& fields) const override;
    ui::ZoneReading readZone(const std::string& typed, const ui::PersonFields& person, const ui::DocumentFields& document) const override;
    std::vector<std::string> numberWarnings(const std::string& kind, const std::string& number, const ui::PersonFields& person) const override;

    void search(const std::string& text, std::size_t most, ui::Then<ui::PeopleFound> then) override;
    void open(const std::string& userNumber, ui::Then<std::optional<ui::PersonFile>> then) override;
    void compare(const ui::PersonTexts& fields, ui::Then<ui::DuplicatesAnswer> then) override;
    void create(const ui::NewRecord& record, ui::Then<ui::RecordAnswer> then) override;
    void change(const ui::RecordChange& change, ui::Then<ui::RecordAnswer> then) override;
    void close(const ui::CloseRecord& order, ui::CardAgain again, ui::Then<ui::ActAnswer> then) override;
    void reopen(const std::string& userNumber, const std::string& reason, ui::Then<ui::ActAnswer> then) override;
    void previewFile(const std::string& path, ui::Then<ui::HrAnswer> then) override;
    void takeFile(const std::string& path, const std::string& digest, ui::Then<ui::HrAnswer> then) override;
    void leavers(ui::Then<std::vector<ui::LeaverRow>> then) override; // this and the file's: PeopleServiceFile.cpp
    void keepLeaver(const std::string& userNumber, const std::string& reason, ui::Then<ui::ActAnswer> then) override;

private:
    Date today() const;
    /// An act that records: on the desk's thread; the window hears of it.
    template <class Answer, class Task, class Otherwise, class Done>
    void record(Task task, ui::Then<Answer> then, Otherwise otherwise, Done done);
    void act(std::function<void()> task, ui::Then<ui::ActAnswer> then);

    /// Whether the reading that began as this one is still wanted: no later one was, and the window is there.
    std::function<bool()> stillWanted();

    Context& m_context;
    std::shared_ptr<std::atomic<unsigned>> m_reading = std::make_shared<std::atomic<unsigned>>(0);
};

} // namespace cardwright::workstation
