#pragma once

#include "app/workstation/JobRunner.h"

namespace cardwright::workstation {

/// The card in reader 2 and what is done to it.
class CardService final : public ui::CardPort {
public:
    CardService(Context& context, ReaderDesk& readers, JobRunner& jobs) : m_context(context), m_readers(readers), m_jobs(jobs) {}

    void likenessNotSure(std::uint64_t sight, ui::Then<std::optional<Failure>> then) override;
    void lookAgain() override { m_readers.lookAgain(); }
    ui::PasscodeReport judgePasscode(ByteView typed, ByteView old, const ui::PasscodeSubject& subject) const override;
    void startIssue(std::uint64_t sight, const ui::IssueDraft& draft, ui::PasscodeChoice passcode, ui::Then<ui::JobStart> then) override;
    void startUnlock(std::uint64_t sight, ui::Likeness likeness, ui::PasscodeChoice newPasscode, ui::Then<ui::JobStart> then) override;
    void startTouch(std::uint64_t sight, ui::Then<ui::JobStart> then) override;
    void startRepair(std::uint64_t sight, ui::PasscodeChoice passcode, ui::Then<ui::JobStart> then) override;
    void continueJob(ui::PasscodeChoice passcode) override { m_jobs.continueWith(std::move(passcode)); }
    void stopJob() override { m_jobs.stop(); }
    std::vector<ui::JobStep> plannedSteps(ui::JobKind kind) const override { return JobRunner::plannedSteps(kind); }

    // -- for the acts beside it
    /// An order for the card in reader 2 as it was last seen, without its run.
    JobRunner::Order orderFor(ui::JobKind kind) const;
    void begin(std::uint64_t sight, JobRunner::Order order, ui::Then<ui::JobStart> then);

private:
    /// Why nothing may begin on the card of this sight; nothing when it may.
    std::optional<Failure> obstacle(std::uint64_t sight) const;
    /// Answers on the next turn of the GUI thread: never from inside the call.
    void answer(ui::Then<ui::JobStart> then, ui::JobStart start) const;

    Context& m_context;
    ReaderDesk& m_readers;
    JobRunner& m_jobs;
};

} // namespace cardwright::workstation
