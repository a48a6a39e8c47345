#include "core/lifecycle/JobOpening.h"

#include "core/lifecycle/CardJobError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

JobRecord newJob(const CardDesk& desk, JobKind kind, const Guid& card, const UserNumber& holder, const CardIdentity& identity,
                 std::string data)
{
    JobRecord job;
    job.id = Guid::ordered(desk.clock.utcMillis(), desk.random);
    job.kind = nameOf(kind);
    job.card = card;
    job.holder = holder;
    if (identity.serial) job.serial = identity.serialText();
    job.openedAt = desk.clock.utcMillis();
    job.data = std::move(data);
    return job;
}

EntryDraft openingEntry(const JobRecord& job, const IssuePlan& plan, const CardIdentity& identity, std::string_view profile,
                        RandomSource& random, const std::optional<Guid>& exception)
{
    nlohmann::json payload{{"card", plan.card.text()},
                           {"job", job.id.text()},
                           {"act", nameOf(plan.act)},
                           {"generation", plan.keyName.generation},
                           {"siteKeyVersion", plan.keyName.siteKeyVersion},
                           {"locked", plan.locked},
                           {"profile", profile},
                           {"expires", formatDate(plan.expiry)},
                           {"atr", toHex(identity.atr)},
                           {"plan", nlohmann::json::parse(plan.json())}};
    if (job.serial) payload["serial"] = *job.serial;
    if (exception) payload["exception"] = exception->text();
    auto entry = entryAbout(plan.holder, EntryKind::cardOpened, std::move(payload), random);
    entry.card = plan.card;
    return entry;
}

void requireOtherThanAgent(CardDesk& desk, const UserNumber& subject, std::string_view attempted)
{
    const auto verdict = operatorIsNotSubject(desk.agent, subject);
    if (!verdict.allowed) desk.ledger.recordRefusal(verdict, subject, attempted);
    require(verdict);
}

const CardRecord& requireIssued(const CardLook& look)
{
    switch (look.kind) {
    case CardKind::blank: throw CardJobError("CARD-BLANK");
    case CardKind::foreign: throw CardJobError("CARD-FOREIGN");
    case CardKind::torn: throw CardJobError("CARD-TORN");
    case CardKind::agent: throw RefusedError(Failure::of("AGENT-CARD"));
    case CardKind::ours: break;
    }
    if (!look.file.card || !look.identity.guid) throw CardJobError("CARD-NOT-HERE");
    if (look.file.card->state == CardState::cancelled) throw CardJobError("CARD-CANCELLED");
    return *look.file.card;
}

IssuePlan issuedPlan(CardDesk& desk, const CardRecord& card)
{
    const auto made = desk.ledger.job(card.job);
    if (!made) throw CardJobError("CARD-NOT-HERE", "what its issue planned");
    const auto data = nlohmann::json::parse(made->data, nullptr, false);
    if (!data.is_object() || !data.contains("plan")) throw StoreError(Failure::of("STORE-DAMAGED", "data of a card job"));
    return IssuePlan::fromJson(data.at("plan").dump());
}

std::string batchOf(CardDesk& desk, const CardLook& look)
{
    if (look.file.card && desk.ledger.job(look.file.card->job)) return issuedPlan(desk, *look.file.card).batch;
    if (desk.transportKeys == nullptr || !look.identity.serial) return {};
    const auto fitting = desk.transportKeys->fitting(look.profile, look.identity.serial);
    return !fitting.empty() && fitting.front()->serials ? fitting.front()->name : std::string();
}

void abandon(JobRecorder& recorder, const UserNumber& holder, std::string_view reason, RandomSource& random)
{
    auto entry = entryAbout(holder, EntryKind::cardAbandoned,
                            {{"card", recorder.card().text()}, {"job", recorder.job().text()}, {"reason", reason}}, random);
    entry.card = recorder.card();
    recorder.pending().entries.push_back(std::move(entry));
    recorder.pending().cardState = CardState::abandoned;
    recorder.close(JobState::abandoned);
}

} // namespace cardwright
