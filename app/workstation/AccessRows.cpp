#include "app/workstation/AccessRows.h"

#include "core/lifecycle/SponsorDuties.h"
#include "core/registers/Badges.h"
#include "core/store/Store.h"

#include <algorithm>

namespace cardwright::workstation::accessrows {

namespace {

constexpr std::size_t mostShown = 500;
constexpr int closedDays = 30;
constexpr std::int64_t dayMillis = 24LL * 3'600'000;

std::string nameOf(const AgentRoster& roster, const UserNumber& number)
{
    const auto& agents = roster.agents();
    const auto found = std::find_if(agents.begin(), agents.end(), [&](const auto& agent) { return agent.number == number; });
    return found == agents.end() ? "UUID " + number.digits() : found->name;
}

std::string holderName(Store& store, const UserNumber& number)
{
    const auto person = store.people.byNumber(number);
    const auto name = person ? person->person.legalName() : std::string();
    return name.empty() ? "UUID " + number.digits() : name;
}

ui::RequestRow requestRow(const RegisterDesk& room, const AgentRoster& roster, const WorkItem& item)
{
    ui::RequestRow row;
    row.id = item.id;
    row.kind = item.kind;
    row.state = item.state;
    if (item.subject) {
        row.userNumber = item.subject->digits();
        row.holderName = holderName(room.store, *item.subject);
        const auto person = room.store.people.byNumber(*item.subject);
        row.niNumberOnRecord = person && !person->person.niNumber.empty();
    } else {
        row.holderName = item.title;
    }
    row.title = item.title;
    if (item.request) row.lines.assign(item.request->fields.begin(), item.request->fields.end());
    if (item.position) {
        const auto& position = *item.position;
        row.lines = {{"begins", formatDate(position.begins)}};
        if (position.ends) row.lines.emplace_back("ends", formatDate(*position.ends));
        for (const auto& system : position.position.systems) row.lines.emplace_back("system", system);
    }
    row.reason = item.reason;
    row.askedBy = nameOf(roster, item.sponsor);
    row.askedAt = item.askedAt;
    if (item.decider) row.decidedBy = nameOf(roster, *item.decider);
    row.decidedAt = item.decidedAt.value_or(0);
    row.decisionReason = item.decisionReason;
    row.overruled = item.overruled;
    row.mine = item.sponsor == room.agent.number;
    const auto role = mayDo(room.agent, Permission::requestDecide);
    const auto requester = approverIsNotRequester(room.agent, item.sponsor);
    const auto subject = item.subject ? approverIsNotSubject(room.agent, *item.subject) : DutyVerdict{};
    row.duties = {{requester.rule, requester.allowed}, {"approver-is-not-subject", subject.allowed}};
    row.decideHeld = heldBy(role, requester, subject);
    row.withdrawHeld = row.mine ? std::string() : "REQUEST-NOT-YOURS";
    return row;
}

/// A badge among the requests: refused there, otherwise decided by its print.
ui::RequestRow badgeRow(const RegisterDesk& room, const BadgePolicy& policy, const AgentRoster& roster, const BadgeRecord& badge)
{
    const auto first = [&](const char* now, const char* always) { return badge.field(now).empty() ? badge.field(always) : badge.field(now); };
    const auto* event = policy.event(badge.event);
    ui::RequestRow row;
    row.id = badge.id;
    row.kind = "badge";
    row.state = badge.state == BadgeState::requested ? "open" : badge.isWithdrawn() ? "withdrawn" : cardwright::nameOf(badge.state);
    if (badge.holder) row.userNumber = badge.holder->digits();
    row.holderName = first("newName", "name");
    row.title = event != nullptr ? event->title : badge.event;
    for (const auto* field : {"newTitle", "title", "team", "site", "deliveryBase", "incident", "manager"}) {
        if (auto text = badge.field(field); !text.empty()) row.lines.emplace_back(std::string(badgeFieldTitle(field)), std::move(text));
    }
    row.askedBy = nameOf(roster, badge.requester);
    row.askedAt = badge.askedAt;
    if (badge.decider) row.decidedBy = nameOf(roster, *badge.decider);
    row.decidedAt = badge.decidedAt.value_or(0);
    row.decisionReason = badge.reason;
    row.mine = badge.requester == room.agent.number;
    const auto subject = badge.holder ? approverIsNotSubject(room.agent, *badge.holder) : DutyVerdict{};
    row.duties = {{"approver-is-not-subject", subject.allowed}};
    row.decideHeld = heldBy(mayDo(room.agent, Permission::requestDecide), subject);
    return row;
}

/// Open ones, and those of the last 30 days; nobody's else's for a role that decides its own.
std::vector<BadgeRecord> badgesOf(const RegisterDesk& room, const BadgePolicy& policy)
{
    if (!mayDo(room.agent, Permission::requestRaise)) return {}; // shown, not attempted: no entry of it
    auto badges = BadgeDesk(room, policy).worklist();
    const auto since = room.clock.utcMillis() - closedDays * dayMillis;
    std::erase_if(badges, [&](const BadgeRecord& badge) { return badge.state != BadgeState::requested && badge.decidedAt.value_or(0) < since; });
    return badges;
}

bool wanted(const ui::RequestRow& row, const ui::RequestQuery& query, const std::string& text)
{
    using Which = ui::RequestQuery::Which;
    const bool open = row.state == "open";
    if ((query.which == Which::open && !open) || (query.which == Which::closed && open) || (query.which == Which::mine && !row.mine)) return false;
    if (text.empty()) return true;
    auto all = row.holderName + ' ' + row.title + ' ' + row.userNumber + ' ' + row.decisionReason;
    for (const auto& [field, words] : row.lines) all += ' ' + words;
    return plainWords(all).find(text) != std::string::npos;
}

WorkFilter filterOf(const ui::RequestQuery& query)
{
    using Which = ui::RequestQuery::Which;
    WorkFilter filter{WorkFilter::Which::open, query.kind, query.text};
    if (query.which == Which::closed) filter.which = WorkFilter::Which::closed;
    if (query.which == Which::mine) filter.which = WorkFilter::Which::mine;
    return filter;
}

/// What waits about somebody, as far as this agent sees it.
std::vector<ui::RequestRow> openAbout(const RegisterDesk& room, const BadgePolicy& policy, const AgentRoster& roster, const UserNumber& number)
{
    std::vector<ui::RequestRow> rows;
    if (room.agent.permissions.grant(Permission::requestDecide) == Grant::no) return rows;
    for (const auto& item : requestWorklist(room, {})) {
        if (item.subject == number) rows.push_back(requestRow(room, roster, item));
    }
    for (const auto& badge : badgesOf(room, policy)) {
        if (badge.state == BadgeState::requested && badge.holder == number) rows.push_back(badgeRow(room, policy, roster, badge));
    }
    return rows;
}

} // namespace

std::vector<std::string> ownList(const RegisterDesk& room)
{
    const auto list = room.store.catalogue.listOf(room.agent.number);
    return list ? list->positions : std::vector<std::string>();
}

ui::PositionRow positionRow(const RegisterDesk& room, const AgentRoster& roster, const PositionRecord& record)
{
    const auto today = dateOf(room.clock.utcMillis());
    ui::PositionRow row;
    row.id = record.id;
    row.userNumber = record.holder.digits();
    row.holderName = holderName(room.store, record.holder);
    row.title = record.position.jobRole + ", " + record.position.area;
    row.activities = record.position.activities;
    row.systems = record.position.systems;
    row.odsCode = record.position.odsCode;
    row.state = cardwright::nameOf(record.state);
    row.begins = formatDate(record.begins);
    if (record.ends) {
        row.ends = formatDate(*record.ends);
        row.daysLeft = static_cast<int>((std::chrono::sys_days(*record.ends) - std::chrono::sys_days(today)).count());
    }
    row.sponsor = nameOf(roster, record.sponsor);
    if (record.decider) row.decidedBy = nameOf(roster, *record.decider);
    row.decisionReason = record.decisionReason;
    row.inForce = record.state == PositionState::approved && record.begins <= today && (!record.ends || *record.ends >= today);
    row.endHeld = heldBy(operatorIsNotSubject(room.agent, record.holder), mayAssign(room.agent, record.position.catalogue, ownList(room)));
    return row;
}

std::vector<ui::RequestRow> requestRows(const RegisterDesk& room, const BadgePolicy& badges, const AgentRoster& roster, const ui::RequestQuery& query)
{
    std::vector<ui::RequestRow> rows;
    for (const auto& item : requestWorklist(room, filterOf(query))) rows.push_back(requestRow(room, roster, item));
    if (query.kind.empty() || query.kind == "badge") {
        const auto text = plainWords(query.text);
        for (const auto& badge : badgesOf(room, badges)) {
            auto row = badgeRow(room, badges, roster, badge);
            if (wanted(row, query, text)) rows.push_back(std::move(row));
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& one, const auto& other) { return one.askedAt > other.askedAt; });
    if (rows.size() > mostShown) rows.resize(mostShown);
    return rows;
}

int openRequests(const RegisterDesk& room, const BadgePolicy& badges)
{
    const auto all = badgesOf(room, badges);
    const auto open = std::count_if(all.begin(), all.end(), [](const BadgeRecord& badge) { return badge.state == BadgeState::requested; });
    return static_cast<int>(requestWorklist(room, {}).size()) + static_cast<int>(open);
}

ui::PersonAccess personAccess(const RegisterDesk& room, const runtime::SiteMaterial& material, const UserNumber& number)
{
    const auto roster = room.store.agents.roster();
    ui::PersonAccess access;
    access.userNumber = number.digits();
    access.neededBeforeIssue = room.policy.access.positionBeforeIssue;
    const auto today = dateOf(room.clock.utcMillis());
    for (const auto& record : positionsOf(room, number)) {
        access.positions.push_back(positionRow(room, roster, record));
        access.finished |= record.state == PositionState::approved && (!record.ends || *record.ends >= today);
    }
    access.requests = openAbout(room, material.badges, roster, number);
    access.askHeld = heldBy(mayDoTo(room.agent, Permission::requestRaise, number));
    const auto list = ownList(room);
    access.assignHeld = heldBy(operatorIsNotSubject(room.agent, number), mayAssign(room.agent, list.empty() ? std::string() : list.front(), list));
    const ExceptionRules exceptions(material.roles.policy());
    access.issueHeld = heldBy(lookAtSponsors(room.store, room.agent, number, {}, &exceptions, room.clock.utcMillis()).duty);
    return access;
}

} // namespace cardwright::workstation::accessrows
