#include "core/lifecycle/RotateJob.h"

#include "core/lifecycle/CardJobError.h"
#include "core/lifecycle/IssueRun.h"
#include "core/lifecycle/JobOpening.h"
#include "core/lifecycle/PasscodeRun.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

IssuePlan planOf(const CardDesk& desk, const CardLook& look)
{
    const auto& card = *look.file.card;
    IssuePlan plan{card.guid, card.holder};
    plan.act = JobKind::rotate;
    plan.expiry = card.expires.value_or(dateOf(desk.clock.utcMillis()));
    plan.previous = CardKeyName{card.siteKeyVersion, card.generation};
    plan.keyName = {desk.keys.newestVersion(), card.generation + 1};
    plan.administrationAlgorithm = look.profile.administrationAlgorithm();
    plan.changeAdministration = look.profile.administrationKeyChangeable();
    plan.changeUnlockKey = look.profile.unlockKeyChange;
    return plan;
}

} // namespace

RotateJob::RotateJob(CardDesk desk, CardLook look) : m_desk(std::move(desk)), m_look(std::move(look)) {}

CardReceipt RotateJob::run()
{
    if (const auto holder = m_look.holder()) requireOtherThanAgent(m_desk, *holder, "touch");
    const auto& card = requireIssued(m_look);
    const auto plan = planOf(m_desk, m_look);
    if (!plan.changeAdministration && !plan.changeUnlockKey) throw CardJobError("CARD-CANNOT", "its keys stay the maker's");
    // That both can be derived is known before the card is touched.
    m_desk.keys.unlockKey(*plan.previous, card.guid);
    m_desk.keys.unlockKey(plan.keyName, card.guid);
    guardUnlockTries(m_look.unlockKeyTries, false);
    if (auto why = m_desk.exchange.unreachable(m_desk.stop)) throw FailureError(*std::move(why));

    CardSession session(m_desk.reader, m_desk.stop);
    session.useProfile(m_look.profile);
    session.expect(m_look.identity, false);
    const auto data = nlohmann::json{{"atr", toHex(m_look.identity.atr)}, {"plan", nlohmann::json::parse(plan.json())}}.dump();
    auto job = newJob(m_desk, JobKind::rotate, card.guid, card.holder, m_look.identity, data);
    JobRecorder recorder(m_desk.ledger, job.id, card.guid);
    recorder.pending().entries.push_back(openingEntry(job, plan, m_look.identity, m_look.profile.id, m_desk.random));
    recorder.pending().open = std::move(job); // committed with the first intent
    return onRecord(recorder, [&] {
        IssueRun run(m_desk, recorder, plan, m_look.identity, m_look.profile, PasscodeSource::locked());
        return run.run(session);
    });
}

} // namespace cardwright
