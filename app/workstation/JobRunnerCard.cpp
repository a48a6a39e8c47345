#include "app/workstation/Convert.h"
#include "app/workstation/JobRunner.h"

#include <algorithm>
#include <array>

// What a running job does when its card leaves, comes back, is another one, or hangs; and when its agent leaves.

namespace cardwright::workstation {

/// What the same card in the reader again mends by itself.
bool JobRunner::mendsByReturn(const std::string& code)
{
    static constexpr std::array codes = {"CARD-REMOVED", "CARD-ABSENT", "CARD-RESET", "CARD-SILENT", "READER-UNKNOWN", "READER-FAULT", "PCSC-ABSENT"};
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

void JobRunner::cardGone()
{
    // While the card thread works it finds out by itself, at the very command that was cut.
    if (!m_job || m_job->onCard) return;
    if (m_job->progress.state == ui::JobState::wrongCard) m_job->progress.state = ui::JobState::cardGone;
    tell();
}

void JobRunner::cardBack()
{
    if (!m_job || m_job->onCard) return;
    if (m_job->progress.state != ui::JobState::cardGone && m_job->progress.state != ui::JobState::wrongCard) return;
    lookAndResume();
}

/// The card says what is to be gone on with: its open job, or the act from its beginning.
void JobRunner::lookAndResume()
{
    const auto id = m_job->progress.job;
    const auto reader = m_context.subjectReader;
    auto look = [&desk = m_context.desk, reader] {
        return convert::subjectCard(desk, desk.look(reader));
    };
    m_context.ask<ui::SubjectCard>(*m_context.cardThread, std::move(look), [this, id](ui::SubjectCard card) {
        if (m_job && m_job->progress.job == id) resume(card);
    }, [](const Failure& failure) {
        ui::SubjectCard card;
        card.kind = ui::CardKind::unreadable;
        card.failure = failure;
        return card;
    });
}

void JobRunner::resume(const ui::SubjectCard& card)
{
    if (m_job->onCard) return;
    const bool sameHolder = card.openJob ? card.openJob->userNumber == m_job->order.userNumber || m_job->order.userNumber.empty()
                                         : card.holder && card.holder->userNumber == m_job->order.userNumber;
    if (card.kind == ui::CardKind::torn && sameHolder) {
        m_job->repairing = true;
        return launch(repairRun());
    }
    // Cut before anything was opened on it: from the beginning, and nobody is asked twice.
    // A card that tells its serial number is known from its record on; one that does not looks blank until its CHUID is written.
    const bool blankAsBefore = card.kind == ui::CardKind::blank && (!m_job->recorded || card.serial.empty());
    const bool untouched = !m_job->repairing && (m_job->order.kind == ui::JobKind::issue ? blankAsBefore
                                                                                         : card.kind == ui::CardKind::ours && sameHolder);
    // An opened job whose CHUID never arrived leaves a blank card; repair knows it and closes that job first.
    if (untouched) return launch(m_job->recorded ? repairRun() : m_job->order.run);
    if (card.kind == ui::CardKind::unreadable && card.failure && mendsByReturn(card.failure->code)) {
        m_job->progress.state = ui::JobState::cardGone;
        return tell();
    }
    m_job->progress.state = ui::JobState::wrongCard;
    m_job->progress.failure = Failure::of("CARD-OTHER", card.holder ? card.holder->legalName : std::string());
    tell();
}

JobRunner::Run JobRunner::repairRun() const
{
    return [&desk = m_context.desk, passcode = m_job->order.passcode](const std::string& reader, runtime::Watch watch) -> RunResult {
        return desk.repair(reader, passcode ? convert::passcode(*passcode) : PasscodeSource(), std::move(watch));
    };
}

void JobRunner::continueWith(ui::PasscodeChoice passcode)
{
    if (!m_job || m_job->progress.state != ui::JobState::needsPasscode) return;
    // In its place, where the act looks for it too: it may begin again.
    if (m_job->order.passcode) *m_job->order.passcode = std::move(passcode);
    else m_job->order.passcode = std::make_shared<ui::PasscodeChoice>(std::move(passcode));
    if (!std::exchange(m_job->askAgain, false)) return launch(repairRun());
    m_job->progress.state = ui::JobState::running;
    m_job->progress.failure.reset();
    tell();
    lookAndResume();
}

void JobRunner::busy(const std::optional<std::string>& holder)
{
    if (!m_job) return;
    m_job->progress.busy = holder;
    tell();
}

/// The reader gave no passcode, or the holder's second typing was another one: asked again, the job waits meanwhile. False: it ends.
bool JobRunner::padFailed(const Failure& failure)
{
    const bool typesThere = m_job->order.passcode && m_job->order.passcode->onReader;
    const bool byReader = failure.code.rfind("PAD-", 0) == 0;
    const bool mistyped = failure.code == "PASSCODE-WRONG" && m_job->asks > 1;
    if (!typesThere || !(byReader || mistyped) || m_job->progress.state == ui::JobState::stopping) return false;
    const bool serves = failure.code != "PAD-UNFIT" && failure.code != "PAD-ABSENT" && failure.code != "PAD-NOT-ALLOWED";
    // Typed on the screen instead: only where it is a new passcode, which a repair sets or the act begins with. The one they have is asked
    // for on the act's own page again.
    const bool isNew = m_job->lastAsk != PadAsk::known && m_job->lastAsk != PadAsk::knownThenNew;
    if (!serves && !isNew) return false;
    m_job->askAgain = true;
    m_job->progress.state = ui::JobState::needsPasscode;
    m_job->progress.failure = failure;
    m_job->progress.onReader = ui::PadAsk::none;
    m_job->progress.padServes = serves;
    tell();
    return true;
}

void JobRunner::stop()
{
    if (!m_job) return;
    if (m_job->onCard) {
        m_job->progress.state = ui::JobState::stopping;
        m_job->stop.request_stop();
        return tell();
    }
    ui::JobEnd over;
    over.outcome = ui::JobOutcome::stopped;
    over.failure = Failure::of("STOPPED");
    over.repairable = m_job->opened && (!m_job->askAgain || m_job->repairing || m_job->order.kind == ui::JobKind::issue || m_job->asks > 1);
    end(std::move(over));
}

void JobRunner::tick()
{
    if (!m_job || !m_job->onCard || !m_job->deadline || Steady::now() < *m_job->deadline) return;
    // SCardTransmit cannot be cancelled: the thread is left to itself, the job is kept and probed when the card comes back. Should
    // the call return after all, the stop keeps that thread from writing on beside the repair.
    m_job->stop.request_stop();
    m_context.cardThread->abandon();
    markUnknown();
    m_hungThread = true;
    m_context.cardThread = std::make_unique<runtime::Executor>("card");
    ++m_rounds;
    m_job->round = m_rounds;
    m_job->onCard = false;
    m_job->deadline.reset();
    failed(Failure::of("CARD-SILENT"));
}

void JobRunner::markUnknown()
{
    m_context.ask<bool>([holder = m_job->order.userNumber, at = m_context.desk.clock().utcMillis()](Store& store) {
        Transaction transaction(store.database());
        for (const auto& job : store.jobs.openJobs()) {
            if (job.holder && job.holder->digits() == holder) store.jobs.setState(transaction, job.id, JobState::unknown, at);
        }
        transaction.commit();
        return true;
    }, [](bool) {}, nothingOnFailure<bool>());
}

/// Nobody may go on with a job that only waits for its card, and the holder's passcode is not kept for one. A job on the card goes on
/// to its next safe point by itself.
void JobRunner::sessionEnded()
{
    if (m_job && !m_job->onCard) stop();
}

} // namespace cardwright::workstation
