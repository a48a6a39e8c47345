// What entries about positions, requests and delegated lists change at the centre. The rules of the desk are asked once more, against
// what the centre itself knows: of two decisions the first one that arrives counts, the other is refused.
#include "core/access/PermissionMatrix.h"
#include "core/central/AccessBook.h"
#include "core/central/EntryApplier.h"
#include "core/central/Problem.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::central {

namespace {

using nlohmann::json;

constexpr std::size_t longestText = 2'000;
constexpr std::size_t longestWord = 500;
constexpr std::size_t mostListed = 40;
constexpr std::size_t mostDelegated = 200;
constexpr std::string_view personClosed = "person-closed";

const Centre::Agent& agentOf(const CheckedEntry& checked)
{
    if (!checked.agent) refuse("author-wrong", "agent");
    return checked.agent->agent;
}

void requireGrant(bool allowed, Permission permission)
{
    if (!allowed) refuse("role-not-allowed", std::string(nameOf(permission)));
}

bool delegated(CentreParts& parts, const std::string& sponsor, const json& position)
{
    const auto list = AccessBook(parts).find("delegation", sponsor);
    const auto catalogue = position.value("catalogue", "");
    if (!list || catalogue.empty()) return false;
    const auto& ids = list->at("positions");
    return std::find(ids.begin(), ids.end(), catalogue) != ids.end();
}

/// By the role, or from their own delegated list.
void requireAssign(CentreParts& parts, const Centre::Agent& agent, const json& position)
{
    const auto grant = roleGrant(parts, agent.role, Permission::positionAssign);
    requireGrant(grant == Grant::yes || (grant == Grant::listed && delegated(parts, agent.userNumber, position)), Permission::positionAssign);
}

void requireDecider(CentreParts& parts, const Centre::Agent& agent, const json& record)
{
    requireGrant(roleAllows(parts, agent.role, Permission::requestDecide), Permission::requestDecide);
    if (record.at("sponsor") == agent.userNumber) refuse("approver-is-requester");
    if (record.value("userNumber", "") == agent.userNumber) refuse("agent-is-subject");
}

json positionFrom(const Payload& payload)
{
    payload.requireTexts("activities", mostListed);
    payload.requireTexts("systems", mostListed);
    json position{{"jobRole", payload.filledText("jobRole", longestWord)}, {"area", payload.filledText("area", longestWord)},
                  {"odsCode", payload.filledText("odsCode", longestWord)}, {"activities", payload.object().at("activities")},
                  {"systems", payload.object().at("systems")},             {"begins", payload.date("begins")},
                  {"reason", payload.has("reason") ? payload.text("reason", longestText) : std::string()}};
    if (payload.has("ends")) position["ends"] = payload.date("ends");
    if (payload.has("catalogue")) position["catalogue"] = payload.text("catalogue");
    return position;
}

void decided(json& record, const CheckedEntry& checked, std::string_view state)
{
    record["state"] = state;
    record["decider"] = agentOf(checked).userNumber;
    record["decidedAt"] = formatUtc(checked.entry.at);
    record["decisionReason"] = checked.payload.has("reason") ? checked.payload.text("reason", longestText) : std::string();
}

} // namespace

bool EntryApplier::dispatchAccess(const CheckedEntry& checked)
{
    switch (checked.entry.kind) {
    case EntryKind::positionRequested: positionRequested(checked); return true;
    case EntryKind::positionApproved: positionDecided(checked, "approved"); return true;
    case EntryKind::positionRefused: positionDecided(checked, "refused"); return true;
    case EntryKind::positionEnded: positionEnded(checked); return true;
    case EntryKind::positionDefined: positionDefined(checked); return true;
    case EntryKind::positionDelegated: positionDelegated(checked); return true;
    case EntryKind::requestRaised: requestRaised(checked); return true;
    case EntryKind::requestDecided: requestDecided(checked); return true;
    case EntryKind::requestWithdrawn: requestWithdrawn(checked); return true;
    default: return false;
    }
}

void EntryApplier::positionRequested(const CheckedEntry& checked)
{
    const auto number = knownHolder(checked.entry.log, checked.payload);
    const auto& agent = agentOf(checked);
    if (number == agent.userNumber) refuse("agent-is-subject");
    auto record = positionFrom(checked.payload);
    const bool raises = roleAllows(m_parts, agent.role, Permission::requestRaise);
    if (!raises) requireAssign(m_parts, agent, record);
    record.update({{"position", checked.entry.id.text()}, {"userNumber", number}, {"sponsor", agent.userNumber}, {"state", "requested"},
                   {"askedAt", formatUtc(checked.entry.at)}, {"decisionReason", ""}, {"assigned", false}});
    AccessBook(m_parts).put(m_transaction, "position", checked.entry.id.text(), record);
}

nlohmann::json EntryApplier::accessRecord(const CheckedEntry& checked, const char* kind)
{
    auto record = AccessBook(m_parts).find(kind, checked.payload.guid(kind).text());
    if (!record) refuse(std::string(kind) + "-unknown");
    return *record;
}

void EntryApplier::positionDecided(const CheckedEntry& checked, std::string_view state)
{
    const auto number = knownHolder(checked.entry.log, checked.payload);
    auto record = accessRecord(checked, "position");
    if (record.at("userNumber") != number) refuse("payload-malformed", "userNumber");
    if (record.at("state") != "requested") refuse("position-decided");
    const auto& agent = agentOf(checked);
    // Given at once by whoever may give it without asking; every other decision is somebody else's.
    const bool assigned = state == "approved" && checked.payload.has("assigned") && checked.payload.boolean("assigned");
    if (assigned) {
        if (record.at("sponsor") != agent.userNumber) refuse("author-wrong", "sponsor");
        requireAssign(m_parts, agent, record);
    } else {
        requireDecider(m_parts, agent, record);
    }
    decided(record, checked, state);
    record["assigned"] = assigned;
    AccessBook(m_parts).put(m_transaction, "position", record.at("position").get<std::string>(), record);
}

void EntryApplier::positionEnded(const CheckedEntry& checked)
{
    const auto number = knownHolder(checked.entry.log, checked.payload);
    auto record = accessRecord(checked, "position");
    if (record.at("userNumber") != number) refuse("payload-malformed", "userNumber");
    if (record.at("state") != "requested" && record.at("state") != "approved") refuse("position-decided");
    const auto& agent = agentOf(checked);
    if (number == agent.userNumber) refuse("agent-is-subject");
    const bool takenBack = record.at("state") == "requested" && record.at("sponsor") == agent.userNumber;
    const bool withPerson = checked.payload.text("reason", longestText) == personClosed && roleAllows(m_parts, agent.role, Permission::holderClose);
    if (!takenBack && !withPerson) requireAssign(m_parts, agent, record);
    if (checked.payload.has("ends")) { // another last day: it goes on until then
        requireGrant(roleAllows(m_parts, agent.role, Permission::positionManage), Permission::positionManage);
        record["ends"] = checked.payload.date("ends");
    } else {
        decided(record, checked, "ended");
    }
    AccessBook(m_parts).put(m_transaction, "position", record.at("position").get<std::string>(), record);
}

void EntryApplier::positionDefined(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    requireGrant(roleAllows(m_parts, agentOf(checked).role, Permission::positionManage), Permission::positionManage);
    payload.requireTexts("activities", mostListed);
    payload.requireTexts("systems", mostListed);
    const auto id = payload.filledText("id", 40);
    const bool closed = payload.boolean("closed");
    if (closed) static_cast<void>(payload.filledText("approvedBy", longestText)); // who said so stays in the entry
    const json record{{"id", id},
                      {"title", payload.filledText("title", longestWord)},
                      {"jobRole", payload.filledText("jobRole", longestWord)},
                      {"area", payload.filledText("area", longestWord)},
                      {"activities", payload.object().at("activities")},
                      {"odsCode", payload.text("odsCode", longestWord)},
                      {"systems", payload.object().at("systems")},
                      {"closed", closed},
                      {"at", formatUtc(checked.entry.at)}};
    AccessBook(m_parts).put(m_transaction, "catalogue", id, record);
}

void EntryApplier::positionDelegated(const CheckedEntry& checked)
{
    const auto& agent = agentOf(checked);
    requireGrant(roleAllows(m_parts, agent.role, Permission::positionManage), Permission::positionManage);
    const auto sponsor = checked.payload.userNumber();
    if (sponsor == agent.userNumber) refuse("agent-is-subject");
    checked.payload.requireTexts("positions", mostDelegated);
    AccessBook(m_parts).put(m_transaction, "delegation", sponsor,
                            {{"sponsor", sponsor}, {"positions", checked.payload.object().at("positions")}, {"at", formatUtc(checked.entry.at)}});
}

void EntryApplier::requestRaised(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    const auto& agent = agentOf(checked);
    requireGrant(roleAllows(m_parts, agent.role, Permission::requestRaise), Permission::requestRaise);
    const auto kind = payload.filledText("kind");
    if (kind != "create" && kind != "change" && kind != "close") refuse("payload-malformed", "kind");
    payload.requireObject("fields");
    json record{{"request", checked.entry.id.text()}, {"kind", kind},
                {"state", "open"},                    {"sponsor", agent.userNumber},
                {"fields", json::object()},           {"reason", payload.filledText("reason", longestText)},
                {"askedAt", formatUtc(checked.entry.at)}, {"decisionReason", ""}};
    for (const auto& [field, text] : payload.object().at("fields").items()) {
        if (!text.is_string() || record["fields"].size() >= mostListed) refuse("payload-malformed", "fields");
        record["fields"][field] = text;
    }
    if (kind != "create") {
        record["userNumber"] = knownHolder(checked.entry.log, payload);
        if (record["userNumber"] == agent.userNumber) refuse("agent-is-subject");
    }
    AccessBook(m_parts).put(m_transaction, "request", checked.entry.id.text(), record);
}

void EntryApplier::requestDecided(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    auto record = accessRecord(checked, "request");
    if (record.at("state") != "open") refuse("request-decided");
    requireDecider(m_parts, agentOf(checked), record);
    const auto state = payload.filledText("state");
    if (state != "approved" && state != "refused") refuse("payload-malformed", "state");
    // Somebody who was recorded by it has their number from then on.
    if (state == "approved" && record.at("kind") == "create") record["userNumber"] = knownHolder(checked.entry.log, payload);
    decided(record, checked, state);
    AccessBook(m_parts).put(m_transaction, "request", record.at("request").get<std::string>(), record);
}

void EntryApplier::requestWithdrawn(const CheckedEntry& checked)
{
    auto record = accessRecord(checked, "request");
    if (record.at("state") != "open") refuse("request-decided");
    const auto& agent = agentOf(checked);
    const bool withPerson = checked.payload.has("reason") && checked.payload.text("reason", longestText) == personClosed &&
                            roleAllows(m_parts, agent.role, Permission::holderClose);
    if (record.at("sponsor") != agent.userNumber && !withPerson) refuse("author-wrong", "sponsor");
    decided(record, checked, "withdrawn");
    AccessBook(m_parts).put(m_transaction, "request", record.at("request").get<std::string>(), record);
}

} // namespace cardwright::central
