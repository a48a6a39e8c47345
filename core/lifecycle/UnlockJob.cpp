#include "core/lifecycle/UnlockJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"

namespace cardwright {

UnlockJob::UnlockJob(CardDesk desk, CardLook look, SecureBytes newPasscode, Options options)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_passcode(std::move(newPasscode)), m_options(options)
{
}

CardReceipt UnlockJob::run()
{
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "unlock");
    const auto& card = requireIssued(m_look);
    if (m_look.file.slot(Slot::authentication) == nullptr) throw CardJobError("CARD-NOT-HERE", "its key 9A");
    PasscodeRules(m_desk.passcodePolicy, passcodeSubjectOf(m_look)).require(m_passcode.view());
    guardUnlockTries(m_look.unlockKeyTries, m_options.spendLastTry);

    const PasscodeTerms terms{JobKind::unlock, m_options};
    auto job = newJob(m_desk, JobKind::unlock, card.guid, card.holder, m_look.identity, terms.json(m_look.identity));
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().open = std::move(job); // committed with the first intent
    return onRecord(recorder, [&] { return runUnlock(m_desk, recorder, m_look, m_passcode, terms); });
}

} // namespace cardwright
