#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/PasscodeSource.h"

#include <optional>

namespace cardwright {

class EraseRun;

class JobRecorder;
struct PasscodeSubject;

/// What became of a torn card.
struct RepairResult {
    enum class Kind {
        finished,  ///< the job went through; the receipt is that of its act
        /// The job was given up. Issue: its CHUID had never been written, the card is blank, the user number stays with the
        /// person. Unlock, passcode change, lending: nobody was there to type a passcode, the card is locked. Touch: nothing was
        /// due any more.
        abandoned,
    };
    Kind kind = Kind::finished;
    JobKind job = JobKind::issue;
    std::optional<CardReceipt> receipt; ///< finished
    Guid card;
    std::optional<UserNumber> holder;
};

/// Goes on with the open job of the card in the reader, by the probing rules of design card.md ("When the outcome of a step is
/// unknown").
class RepairJob {
public:
    /// passcode: where it is needed, which no record holds.
    RepairJob(CardDesk desk, PasscodeSource passcode);

    /// Whether the open job of this look cannot go on without an answer about the passcode.
    static bool needsPasscode(const CardLook& look);

    /// Errors: RefusedError NOTHING-TO-REPAIR, PASSCODE-NEEDED, PASSCODE-RULE, AGENT-IS-SUBJECT; CardJobError PAD-*; CardError as the job's own; TransportError;
    /// StoreError; StoppedError.
    RepairResult run();

private:
    EraseRun eraseOf(JobRecorder& recorder, const CardLook& look, bool clear);
    void requirePasscode(CardSession& session, const PasscodeSubject& subject);
    CardReceipt finishPlan(JobRecorder& recorder, CardSession& session, const CardLook& look);
    RepairResult finishClear(CardLook look, CardFile file);
    void finishPasscode(JobRecorder& recorder, const CardLook& look, RepairResult& result);
    void finishTouch(JobRecorder& recorder, const CardLook& look, RepairResult& result);
    RepairResult abandonUnwritten(const CardLook& look);
    CardDesk m_desk;
    PasscodeSource m_passcode;
};

} // namespace cardwright
