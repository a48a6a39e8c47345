#include "core/lifecycle/RenewJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/IssueRun.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"
#include "core/piv/Preflight.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

/// New certificates must find their places before any key is made.
void requireFit(const IssuePlan& plan, const CardProfile& profile)
{
    CardDemand demand;
    for (const auto& key : plan.keys) demand.keys.push_back({key.slot, key.algorithm});
    std::string reasons;
    for (const auto& shortfall : shortfalls(profile, demand)) reasons += (reasons.empty() ? "" : "; ") + shortfall.words;
    if (!reasons.empty()) throw CardJobError("CARD-UNFIT", reasons);
}

bool allWritten(const CardLook& look)
{
    return std::all_of(look.file.slots.begin(), look.file.slots.end(), [](const auto& slot) { return slot.state == SlotState::written; });
}

IssuePlan planOf(CardDesk& desk, const CardLook& look)
{
    const auto& card = *look.file.card;
    auto plan = issuedPlan(desk, card);
    plan.act = JobKind::renew;
    plan.keyName = {card.siteKeyVersion, card.generation};
    plan.locked = false;
    plan.terms.reset();
    plan.verifyAttestation = desk.issuePolicy.verifyAttestation;
    for (const auto& slot : look.file.slots) {
        if (slot.request) plan.superseded.insert_or_assign(slot.slot, *slot.request);
    }
    return plan;
}

} // namespace

RenewJob::RenewJob(CardDesk desk, CardLook look, PasscodeSource passcode, Options options)
    : m_desk(std::move(desk)), m_look(std::move(look)), m_passcode(std::move(passcode)), m_options(options)
{
}

CardReceipt RenewJob::run()
{
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "renew");
    const auto& card = requireIssued(m_look);
    if (!m_passcode.given()) throw RefusedError(Failure::of("PASSCODE-NEEDED"));
    const auto due = DueWork::of(m_look, m_desk.issuePolicy, m_desk.keys, m_desk.clock.utcMillis());
    if (due.cardExpired) throw RefusedError(Failure::of("CARD-EXPIRED", card.expires ? formatDate(*card.expires) : ""));
    // An exception is about the day alone: what is on its way comes first all the same.
    const bool early = m_options.exception && due.renewableFrom && m_desk.clock.utcMillis() < *due.renewableFrom && allWritten(m_look);
    if (!due.renewal && !early) {
        throw RefusedError(Failure::of("RENEW-NOT-DUE", due.renewableFrom ? formatDate(dateOf(*due.renewableFrom)) : "certificates are on their way"));
    }
    const auto plan = planOf(m_desk, m_look);
    requireFit(plan, m_look.profile);
    const bool alone = m_options.whileAlone && m_desk.issuePolicy.renewWhileAlone;
    if (!alone) {
        if (auto why = m_desk.exchange.unreachable(m_desk.stop)) throw FailureError(*std::move(why));
    }

    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(m_look.profile);
    session.expect(m_look.identity, m_look.profile.serialCommand);
    PasscodeEntry entry(m_desk, session.piv(), m_passcode, jobsteps::administration);
    entry.require(true, false);
    guardPasscodeTries(session.piv().passcodeTries().tries, m_options.spendLastTry);
    requirePasscode(entry);

    const auto data = nlohmann::json{{"atr", toHex(m_look.identity.atr)}, {"plan", nlohmann::json::parse(plan.json())}}.dump();
    auto job = newJob(m_desk, JobKind::renew, card.guid, card.holder, m_look.identity, data);
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    auto& first = recorder.pending();
    const auto exception = due.renewal ? std::nullopt : m_options.exception;
    first.entries.push_back(openingEntry(job, plan, m_look.identity, m_look.profile.id, m_desk.random, exception));
    first.exceptionUsed = exception;
    first.open = std::move(job); // committed with the intent of the first key
    return onRecord(recorder, [&] {
        IssueRun run(m_desk, recorder, plan, m_look.identity, m_look.profile, m_passcode.clone());
        run.passcodeIsVerified();
        return run.run(session);
    });
}

} // namespace cardwright
