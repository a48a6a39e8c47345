#include "core/lifecycle/UnlockJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"
#include "core/lifecycle/TermsSigning.h"

namespace cardwright {

UnlockJob::UnlockJob(CardDesk desk, CardLook look, PasscodeSource newPasscode, Options options)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_passcode(std::move(newPasscode)), m_options(options)
{
}

CardReceipt UnlockJob::run()
{
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "unlock");
    const auto& card = requireIssued(m_look);
    if (m_look.file.slot(Slot::authentication) == nullptr) throw CardJobError("CARD-NOT-HERE", "its key 9A");
    requireRules(m_desk, passcodeSubjectOf(m_look), m_passcode);
    guardUnlockTries(m_look.unlockKeyTries, m_options.spendLastTry);
    m_options.terms = requireTerms(m_desk, std::move(m_options.terms), m_look.file.terms);

    const PasscodeTerms terms{JobKind::unlock, m_options};
    auto job = newJob(m_desk, JobKind::unlock, card.guid, card.holder, m_look.identity, terms.json(m_look.identity));
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().open = std::move(job); // committed with the first intent
    if (m_options.terms) recorder.pending().entries.push_back(noticeEntry(*m_options.terms, card.holder, card.guid, m_desk.random));
    return onRecord(recorder, [&] { return runUnlock(m_desk, recorder, m_look, m_passcode, terms); });
}

} // namespace cardwright
