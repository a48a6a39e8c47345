#include "core/registers/Positions.h"

#include "core/identity/Person.h"
#include "core/identity/Utf8.h"
#include "core/journal/EntryDraft.h"
#include "core/store/Store.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::size_t longestText = 500;
constexpr std::size_t longestWord = 120;
constexpr std::size_t mostListed = 40;
constexpr std::size_t mostRows = 10'000;
constexpr int closedDays = 30;

[[noreturn]] void refuse(std::string_view code, std::string detail = {}) { throw RefusedError(Failure::of(code, std::move(detail))); }

bool isBlank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

void requireWord(const std::string& text, const char* field)
{
    const auto points = codePoints(text);
    if (isBlank(text) || !points || points->size() > longestWord || std::any_of(points->begin(), points->end(), isControl)) refuse("POSITION-DETAILS", field);
}

void requireList(const std::vector<std::string>& list, const char* field)
{
    if (list.size() > mostListed) refuse("POSITION-DETAILS", field);
    for (const auto& text : list) requireWord(text, field);
}

void requireDetails(const PositionOrder& order)
{
    requireWord(order.position.jobRole, "jobRole");
    requireWord(order.position.area, "area");
    requireWord(order.position.odsCode, "odsCode");
    requireList(order.position.activities, "activities");
    requireList(order.position.systems, "systems");
    if (!order.begins.ok()) refuse("POSITION-DETAILS", "begins");
    if (order.ends && (!order.ends->ok() || *order.ends < order.begins)) refuse("POSITION-DETAILS", "ends");
    if (order.reason.size() > longestText) refuse("POSITION-REASON");
}

PositionRecord known(const RegisterDesk& desk, const Guid& id)
{
    auto record = desk.store.positions.byId(id);
    if (!record) refuse("POSITION-UNKNOWN");
    return *record;
}

nlohmann::json positionJson(const PositionRecord& record)
{
    const auto& position = record.position;
    nlohmann::json object{{"jobRole", position.jobRole}, {"area", position.area},     {"activities", position.activities},
                          {"odsCode", position.odsCode}, {"systems", position.systems}, {"begins", formatDate(record.begins)}};
    if (record.ends) object["ends"] = formatDate(*record.ends);
    if (!isBlank(record.reason)) object["reason"] = record.reason;
    return object;
}

JournalEntry append(const RegisterDesk& desk, Transaction& act, const UserNumber& holder, EntryKind kind, nlohmann::json payload)
{
    return desk.store.journal.append(act, entryAbout(holder, kind, std::move(payload), desk.random), desk.agent.author());
}

/// The end of a request or position: its row and its entry.
PositionRecord finish(const RegisterDesk& desk, Transaction& act, PositionRecord record, PositionState state, const std::string& reason)
{
    record.state = state;
    record.decider = desk.agent.number;
    record.decidedAt = desk.clock.utcMillis();
    record.decisionReason = reason;
    const auto kind = state == PositionState::approved  ? EntryKind::positionApproved
                      : state == PositionState::refused ? EntryKind::positionRefused
                                                        : EntryKind::positionEnded;
    nlohmann::json payload{{"position", record.id.text()}, {"sponsor", record.sponsor.digits()}};
    if (!isBlank(reason)) payload["reason"] = reason;
    desk.store.positions.put(act, record);
    append(desk, act, record.holder, kind, std::move(payload));
    return record;
}

/// A sponsor never sees another sponsor's.
void keepVisible(const RegisterDesk& desk, std::vector<PositionRecord>& records, bool mine)
{
    const auto grant = desk.agent.permissions.grant(Permission::requestDecide);
    if (grant == Grant::yes && !mine) return;
    if (grant == Grant::no) requireDuty(desk, mayDo(desk.agent, Permission::requestDecide), "position.worklist");
    std::erase_if(records, [&](const PositionRecord& record) { return record.sponsor != desk.agent.number; });
}

} // namespace

PositionRecord requestPosition(const RegisterDesk& desk, const PositionOrder& order)
{
    requireDuty(desk, mayDoTo(desk.agent, Permission::requestRaise, order.holder), nameOf(EntryKind::positionRequested), order.holder);
    const auto person = desk.store.people.byNumber(order.holder);
    if (!person) refuse("PERSON-UNKNOWN");
    if (person->closedAt) refuse("PERSON-CLOSED");
    requireDetails(order);
    for (const auto& held : desk.store.positions.ofHolder(order.holder)) {
        const bool live = held.state == PositionState::requested || held.state == PositionState::approved;
        if (live && held.position == order.position && held.begins == order.begins) refuse("POSITION-HELD");
    }
    PositionRecord record{Guid(), order.holder, desk.agent.number, PositionState::requested, order.begins, order.ends, desk.clock.utcMillis(),
                          std::nullopt, order.position, order.reason, std::nullopt};
    Transaction act(desk.store.database());
    record.id = append(desk, act, order.holder, EntryKind::positionRequested, positionJson(record)).id;
    desk.store.positions.put(act, record);
    act.commit();
    return record;
}

PositionRecord decidePosition(const RegisterDesk& desk, const Guid& id, bool approve, const std::string& reason)
{
    const auto record = known(desk, id);
    const auto attempted = nameOf(approve ? EntryKind::positionApproved : EntryKind::positionRefused);
    requireDuty(desk, mayDo(desk.agent, Permission::requestDecide), attempted, record.holder);
    requireDuty(desk, approverIsNotRequester(desk.agent, record.sponsor), attempted, record.holder);
    requireDuty(desk, approverIsNotSubject(desk.agent, record.holder), attempted, record.holder);
    if (record.state != PositionState::requested) refuse("POSITION-DECIDED");
    if ((!approve && isBlank(reason)) || reason.size() > longestText) refuse("POSITION-REASON");
    const auto person = desk.store.people.byNumber(record.holder);
    if (approve && (!person || person->closedAt)) refuse("PERSON-CLOSED");
    Transaction act(desk.store.database());
    auto decided = finish(desk, act, record, approve ? PositionState::approved : PositionState::refused, reason);
    act.commit();
    return decided;
}

PositionRecord endPosition(const RegisterDesk& desk, const Guid& id, const std::string& reason)
{
    const auto record = known(desk, id);
    requireDuty(desk, mayDoTo(desk.agent, Permission::positionAssign, record.holder), nameOf(EntryKind::positionEnded), record.holder);
    if (record.state != PositionState::requested && record.state != PositionState::approved) refuse("POSITION-DECIDED");
    if (isBlank(reason) || reason.size() > longestText) refuse("POSITION-REASON");
    Transaction act(desk.store.database());
    auto ended = finish(desk, act, record, PositionState::ended, reason);
    act.commit();
    return ended;
}

std::size_t endPositionsOf(const RegisterDesk& desk, Transaction& act, const UserNumber& holder, const std::string& reason)
{
    std::size_t ended = 0;
    for (const auto& record : desk.store.positions.ofHolder(holder)) {
        if (record.state != PositionState::requested && record.state != PositionState::approved) continue;
        finish(desk, act, record, PositionState::ended, reason);
        ++ended;
    }
    return ended;
}

std::vector<PositionRecord> positionWorklist(const RegisterDesk& desk, bool mine)
{
    constexpr std::int64_t day = 24LL * 3'600'000;
    auto records = desk.store.positions.worklist(desk.clock.utcMillis() - closedDays * day, mostRows);
    keepVisible(desk, records, mine);
    return records;
}

std::vector<PositionRecord> endingPositions(const RegisterDesk& desk, int days)
{
    auto records = desk.store.positions.endingBy(plusDays(dateOf(desk.clock.utcMillis()), days), mostRows);
    keepVisible(desk, records, false);
    return records;
}

std::vector<PositionRecord> positionsInForce(Store& store, const UserNumber& holder, Date today)
{
    auto records = store.positions.ofHolder(holder);
    std::erase_if(records, [&](const PositionRecord& record) {
        return record.state != PositionState::approved || record.begins > today || (record.ends && *record.ends < today);
    });
    return records;
}

} // namespace cardwright
