#include "app/workstation/Convert.h"

#include "core/access/DutyRules.h"
#include "core/access/RequestSight.h"

#include <algorithm>
#include <map>

namespace cardwright::workstation::convert {

namespace {

std::string agentName(const AgentRoster& roster, const Sha256Digest& certificate)
{
    for (const auto& agent : roster.agents()) {
        if (agent.certificate == certificate) return agent.name;
    }
    return {};
}

std::string nameOfHolder(Store& store, const std::optional<UserNumber>& number)
{
    const auto record = number ? store.people.byNumber(*number) : std::nullopt;
    return record ? record->person.legalName() : std::string();
}

std::string digitsOf(const std::optional<UserNumber>& number) { return number ? number->digits() : std::string(); }

} // namespace

ui::Holder holder(Store& store, const PersonRecord& record, const std::string& place)
{
    ui::Holder holder;
    holder.userNumber = record.number.digits();
    holder.legalName = record.person.legalName();
    holder.givenName = record.person.givenName;
    holder.familyName = record.person.familyName;
    try {
        holder.nameOnCard = record.person.cardName().printed();
    } catch (const RefusedError&) {
        holder.nameOnCard = record.person.legalName(); // known by number alone, or a name from elsewhere: shown as it is
    }
    holder.dateOfBirth = record.person.dateOfBirth;
    holder.jobTitle = record.person.jobTitle;
    if (record.photo) holder.portrait = store.portraits.get(*record.photo).value_or(Bytes{});
    holder.pictureTaken = dateOf(record.createdAt);
    holder.pictureTakenAt = place;
    holder.holderSince = static_cast<int>(dateOf(record.createdAt).year());
    return holder;
}

std::vector<ui::HistoryItem> history(Store& store, const UserNumber& person, const std::string& desk)
{
    const auto roster = store.agents.roster();
    std::vector<ui::HistoryItem> items;
    for (const auto& entry : store.journal.about(person)) {
        if (tellsOfRequest(entry.kind)) continue; // it has a list of its own, where a sponsor sees what is theirs
        items.push_back({entry.at, std::string(nameOf(entry.kind)), desk, agentName(roster, entry.author.agent)});
    }
    std::reverse(items.begin(), items.end());
    return items;
}

ui::PersonRow personRow(Store& store, const PersonRecord& record)
{
    ui::PersonRow row{record.number.digits(), record.person.legalName(), record.person.dateOfBirth, record.person.jobTitle, "none"};
    if (const auto card = store.cards.activeOf(record.number)) {
        const bool waits = store.cards.due(card->guid).has_value();
        row.cardState = card->state == CardState::opened ? "open" : card->state == CardState::locked ? "locked" : waits ? "deferred" : "issued";
    }
    return row;
}

ui::OpenJob openJob(Store& store, const JobRecord& job)
{
    ui::OpenJob open;
    open.job = job.id;
    open.kind = job.kind;
    open.holderName = nameOfHolder(store, job.holder);
    open.userNumber = digitsOf(job.holder);
    const auto steps = store.jobs.steps(job.id);
    if (!steps.empty()) open.lastStep = steps.back().name;
    open.startedAt = job.openedAt;
    return open;
}

ui::QueueState queueState(SendState state)
{
    switch (state) {
    case SendState::waiting: return ui::QueueState::waiting;
    case SendState::sending: return ui::QueueState::sending;
    case SendState::accepted: return ui::QueueState::accepted;
    case SendState::refused: break;
    }
    return ui::QueueState::refused;
}

ui::QueueRow queueRow(Store& store, const OutboxRow& row)
{
    ui::QueueRow shown;
    shown.seq = row.seq;
    shown.at = row.at;
    shown.kind = std::string(nameOf(row.kind));
    shown.holderName = nameOfHolder(store, row.about);
    shown.userNumber = digitsOf(row.about);
    shown.state = queueState(row.state);
    shown.problem = row.problem;
    return shown;
}

ui::JournalRow journalRow(Store& store, const AgentRoster& roster, const JournalEntry& entry, const OutboxRow& row)
{
    ui::JournalRow shown;
    shown.seq = entry.seq;
    shown.at = entry.at;
    shown.kind = std::string(nameOf(entry.kind));
    shown.agent = agentName(roster, entry.author.agent);
    shown.holderName = nameOfHolder(store, row.about);
    shown.userNumber = digitsOf(row.about);
    shown.state = queueState(row.state);
    shown.erased = !entry.payload.has_value();
    shown.erasable = !shown.erased && row.about.has_value() && row.state == SendState::accepted;
    return shown;
}

ui::LogStanding standing(Store& store)
{
    const auto contact = store.outbox.contact();
    if (contact.forked) return ui::LogStanding::forked;
    if (contact.rolledBack) return ui::LogStanding::rolledBack;
    return store.journal.logs().size() > 1 ? ui::LogStanding::begunAnew : ui::LogStanding::good;
}

ui::Authority authority(Store& store, const OfflinePolicy& policy, std::int64_t now)
{
    const auto verdict = OfflineAuthority::judge(OfflineAuthority::facts(store.authorities, store.outbox), BoundedAct::issue, now);
    const auto current = store.authorities.current();
    const auto leases = store.leases.counts();
    ui::Authority shown;
    shown.until = verdict.until;
    shown.daysLeft = verdict.daysLeft;
    shown.daysOf = policy.days;
    shown.issuesLeft = static_cast<int>(verdict.issuesLeft);
    shown.issuesOf = current ? static_cast<int>(current->issues) : policy.issues;
    shown.unlocksLeft = static_cast<int>(verdict.unlocksLeft);
    shown.unlocksOf = current ? static_cast<int>(current->unlocks) : policy.unlocks;
    shown.numbersLeft = static_cast<int>(leases.free);
    shown.numbersOf = static_cast<int>(leases.free + leases.taken);
    return shown;
}

} // namespace cardwright::workstation::convert
