#include "core/lifecycle/PasscodeChangeJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"

namespace cardwright {

PasscodeChangeJob::PasscodeChangeJob(CardDesk desk, CardLook look, PasscodeSource old, PasscodeSource chosen, Options options)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_old(std::move(old)), m_chosen(std::move(chosen)), m_options(options)
{
}

CardReceipt PasscodeChangeJob::run()
{
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "passcode");
    const auto& card = requireIssued(m_look);
    if (m_look.file.slot(Slot::authentication) == nullptr) throw CardJobError("CARD-NOT-HERE", "its key 9A");
    requireRules(m_desk, passcodeSubjectOf(m_look), m_chosen, m_old.digits().view());
    if (!m_old.given()) throw RefusedError(Failure::of("PASSCODE-NEEDED"));
    guardPasscodeTries(m_look.passcodeTries, m_options.spendLastTry);

    PasscodeTerms terms{JobKind::passcode};
    terms.options.spendLastTry = m_options.spendLastTry;
    auto job = newJob(m_desk, JobKind::passcode, card.guid, card.holder, m_look.identity, terms.json(m_look.identity));
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().open = std::move(job); // committed with the first intent
    return onRecord(recorder, [&] { return runChange(m_desk, recorder, m_look, m_old, m_chosen, terms); });
}

} // namespace cardwright
