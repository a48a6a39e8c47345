#include "core/registers/Positions.h"

#include "core/registers/AccessChecks.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

using namespace accesschecks;

namespace {

void requireDetails(const PositionOrder& order)
{
    constexpr auto code = "POSITION-DETAILS";
    requireWord(code, order.position.jobRole, "jobRole");
    requireWord(code, order.position.area, "area");
    requireWord(code, order.position.odsCode, "odsCode");
    requireWords(code, order.position.activities, "activities");
    requireWords(code, order.position.systems, "systems");
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
    if (!position.catalogue.empty()) object["catalogue"] = position.catalogue;
    return object;
}

/// The order with what the catalogue says of its position.
PositionOrder filled(const RegisterDesk& desk, PositionOrder order, const std::string& odsCode)
{
    if (order.position.catalogue.empty()) return order;
    const auto known = desk.store.catalogue.find(desk.policy.access, order.position.catalogue);
    if (!known) {
        const auto closed = desk.store.catalogue.change(order.position.catalogue);
        refuse(closed && closed->closed ? "POSITION-CLOSED" : "POSITION-NOT-LISTED", order.position.catalogue);
    }
    const auto& position = known->position;
    order.position = {position.jobRole, position.area, position.activities, position.odsCode, position.systems, position.id};
    if (order.position.odsCode.empty()) order.position.odsCode = odsCode;
    if (order.position.odsCode.empty()) order.position.odsCode = desk.store.site().description().odsCode;
    return order;
}

/// Which positions this agent may give without asking, by id of the catalogue.
std::vector<std::string> ownList(const RegisterDesk& desk)
{
    const auto list = desk.store.catalogue.listOf(desk.agent.number);
    return list ? list->positions : std::vector<std::string>();
}

/// The record of an order that may be recorded, not yet written.
PositionRecord ordered(const RegisterDesk& desk, PositionOrder order)
{
    const auto person = desk.store.people.byNumber(order.holder);
    if (!person) refuse("PERSON-UNKNOWN");
    if (person->closedAt) refuse("PERSON-CLOSED");
    order = filled(desk, std::move(order), person->person.odsCode);
    requireDetails(order);
    for (const auto& held : desk.store.positions.ofHolder(order.holder)) {
        const bool live = held.state == PositionState::requested || held.state == PositionState::approved;
        if (live && held.position == order.position && held.begins == order.begins) refuse("POSITION-HELD");
    }
    return {Guid(), order.holder, desk.agent.number, PositionState::requested, order.begins, order.ends, desk.clock.utcMillis(),
            std::nullopt, order.position, order.reason, std::nullopt};
}

void write(const RegisterDesk& desk, Transaction& act, PositionRecord& record)
{
    record.id = append(desk, act, record.holder, EntryKind::positionRequested, positionJson(record)).id;
    desk.store.positions.put(act, record);
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
    if (record.assigned && state == PositionState::approved) payload["assigned"] = true;
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

void requirePosition(const RegisterDesk& desk, const PositionOrder& order, const std::string& odsCode) { requireDetails(filled(desk, order, odsCode)); }

PositionRecord requestPosition(const RegisterDesk& desk, const PositionOrder& order)
{
    requireDuty(desk, mayDoTo(desk.agent, Permission::requestRaise, order.holder), nameOf(EntryKind::positionRequested), order.holder);
    auto record = ordered(desk, order);
    Transaction act(desk.store.database());
    write(desk, act, record);
    act.commit();
    return record;
}

PositionRecord assignPosition(const RegisterDesk& desk, const PositionOrder& order)
{
    const auto attempted = nameOf(Permission::positionAssign);
    requireDuty(desk, mayAssign(desk.agent, order.position.catalogue, ownList(desk)), attempted, order.holder);
    requireDuty(desk, operatorIsNotSubject(desk.agent, order.holder), attempted, order.holder);
    auto record = ordered(desk, order);
    record.assigned = true;
    Transaction act(desk.store.database());
    write(desk, act, record);
    record = finish(desk, act, record, PositionState::approved, "");
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
    const auto attempted = nameOf(EntryKind::positionEnded);
    const bool takenBack = record.state == PositionState::requested && record.sponsor == desk.agent.number;
    if (takenBack) {
        requireDuty(desk, mayDo(desk.agent, Permission::requestRaise), attempted, record.holder);
    } else {
        requireDuty(desk, mayAssign(desk.agent, record.position.catalogue, ownList(desk)), attempted, record.holder);
    }
    requireDuty(desk, operatorIsNotSubject(desk.agent, record.holder), attempted, record.holder);
    // What they may give themselves is on their list; what another sponsor asked for is not theirs to take back.
    if (record.state != PositionState::approved && !seesRequestsOf(desk.agent, record.sponsor)) refuse("POSITION-UNKNOWN");
    if (record.state != PositionState::requested && record.state != PositionState::approved) refuse("POSITION-DECIDED");
    if (isBlank(reason) || reason.size() > longestText) refuse("POSITION-REASON");
    Transaction act(desk.store.database());
    auto ended = finish(desk, act, record, PositionState::ended, reason);
    act.commit();
    return ended;
}

std::size_t changePositions(const RegisterDesk& desk, const BulkPositions& order)
{
    const auto attempted = nameOf(Permission::positionManage);
    requireDuty(desk, mayDo(desk.agent, Permission::positionManage), attempted);
    if (isBlank(order.reason) || order.reason.size() > longestText) refuse("POSITION-REASON");
    if (order.ends && !order.ends->ok()) refuse("POSITION-DETAILS", "ends");
    std::vector<PositionRecord> records;
    for (const auto& id : order.ids) {
        const bool twice = std::any_of(records.begin(), records.end(), [&](const PositionRecord& one) { return one.id == id; });
        if (twice) continue;
        records.push_back(known(desk, id));
        const auto& record = records.back();
        requireDuty(desk, operatorIsNotSubject(desk.agent, record.holder), attempted, record.holder);
        if (record.state != PositionState::requested && record.state != PositionState::approved) refuse("POSITION-DECIDED", id.text());
        if (order.ends && *order.ends < record.begins) refuse("POSITION-DETAILS", "ends");
    }
    Transaction act(desk.store.database());
    for (auto& record : records) {
        if (!order.ends) {
            finish(desk, act, record, PositionState::ended, order.reason);
            continue;
        }
        record.ends = order.ends;
        desk.store.positions.put(act, record);
        append(desk, act, record.holder, EntryKind::positionEnded,
               {{"position", record.id.text()}, {"sponsor", record.sponsor.digits()}, {"ends", formatDate(*order.ends)}, {"reason", order.reason}});
    }
    act.commit();
    return records.size();
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
    auto records = desk.store.positions.worklist(closedSince(desk), mostRows);
    keepVisible(desk, records, mine);
    return records;
}

std::vector<PositionRecord> endingPositions(const RegisterDesk& desk, int days)
{
    auto records = desk.store.positions.endingBy(plusDays(dateOf(desk.clock.utcMillis()), days), mostRows);
    keepVisible(desk, records, false);
    return records;
}

std::vector<PositionRecord> positionsOf(const RegisterDesk& desk, const UserNumber& holder)
{
    requireDuty(desk, mayDo(desk.agent, Permission::holderFind), nameOf(Permission::holderFind), holder);
    auto records = desk.store.positions.ofHolder(holder);
    // What somebody works as is for everybody who may look at them; who asked for what is not.
    std::erase_if(records, [&](const PositionRecord& record) {
        return record.state != PositionState::approved && !seesRequestsOf(desk.agent, record.sponsor);
    });
    std::reverse(records.begin(), records.end());
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
