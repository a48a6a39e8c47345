// ID badges at the centre: what is asked for goes to the other desks, and what became of it. Never a former name.
#include "core/central/AccessBook.h"
#include "core/central/EntryApplier.h"
#include "core/central/Problem.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

namespace cardwright::central {

namespace {

using nlohmann::json;

constexpr std::size_t longestText = 2'000;
constexpr std::size_t mostFields = 20;
constexpr std::string_view kind = "badge";
constexpr std::string_view formerName = "previousName";
constexpr std::string_view personClosed = "person-closed";

const Centre::Agent& agentOf(const CheckedEntry& checked)
{
    if (!checked.agent) refuse("author-wrong", "agent");
    return checked.agent->agent;
}

void requireGrant(CentreParts& parts, const CheckedEntry& checked, Permission permission)
{
    if (!roleAllows(parts, agentOf(checked).role, permission)) refuse("role-not-allowed", std::string(nameOf(permission)));
}

void requireOther(const CheckedEntry& checked, const json& record)
{
    if (record.value("userNumber", "") == agentOf(checked).userNumber) refuse("agent-is-subject");
}

} // namespace

bool EntryApplier::dispatchBadges(const CheckedEntry& checked)
{
    switch (checked.entry.kind) {
    case EntryKind::badgeRequested: badgeRequested(checked); return true;
    case EntryKind::badgePrinted: badgeDecided(checked, "printed"); return true;
    case EntryKind::badgeRefused: badgeDecided(checked, "refused"); return true;
    case EntryKind::cardPrinted:
    case EntryKind::cardSpoiled: facePrinted(checked); return true;
    default: return false;
    }
}

void EntryApplier::badgeRequested(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    requireGrant(m_parts, checked, Permission::requestRaise);
    payload.requireObject("fields");
    json record{{"badge", checked.entry.id.text()}, {"event", payload.filledText("event")},          {"state", "requested"},
                {"fields", json::object()},         {"requester", agentOf(checked).userNumber}, {"askedAt", formatUtc(checked.entry.at)}};
    for (const auto& [field, text] : payload.object().at("fields").items()) {
        if (!text.is_string() || text.get_ref<const std::string&>().size() > longestText || record["fields"].size() >= mostFields) {
            refuse("payload-malformed", "fields");
        }
        if (field != formerName) record["fields"][field] = text;
    }
    if (payload.has("photoReference")) record["photo"] = toHex(payload.digest("photoReference"));
    if (payload.has("userNumber")) record["userNumber"] = knownHolder(checked.entry.log, payload);
    requireOther(checked, record);
    AccessBook(m_parts).put(m_transaction, kind, checked.entry.id.text(), record);
}

void EntryApplier::badgeDecided(const CheckedEntry& checked, std::string_view state)
{
    const auto& payload = checked.payload;
    const bool prints = state == "printed";
    // It ends with the record of its holder: whoever closes that refuses it.
    const bool withPerson = !prints && payload.has("reason") && payload.text("reason", longestText) == personClosed &&
                            roleAllows(m_parts, agentOf(checked).role, Permission::holderClose);
    auto record = AccessBook(m_parts).find(kind, payload.guid("badge").text());
    // Whoever asked for it takes it back.
    const bool own = !prints && record && record->value("requester", "") == agentOf(checked).userNumber && roleAllows(m_parts, agentOf(checked).role, Permission::requestRaise);
    if (!withPerson && !own) requireGrant(m_parts, checked, prints ? Permission::cardIssue : Permission::requestDecide);
    if (!record) refuse("badge-unknown");
    requireOther(checked, *record);
    // A badge may be printed again; what was refused stays so.
    const auto before = record->at("state").get<std::string>();
    if (before == "refused" || (!prints && before != "requested")) refuse("badge-decided");
    if (prints && !payload.boolean("qualityConfirmed")) return; // somebody tried: it is on record, and the request stays open
    (*record)["state"] = state;
    (*record)["decider"] = agentOf(checked).userNumber;
    (*record)["decidedAt"] = formatUtc(checked.entry.at);
    if (payload.has("reason")) (*record)["reason"] = payload.text("reason", longestText);
    AccessBook(m_parts).put(m_transaction, kind, payload.guid("badge").text(), *record);
}

bool EntryApplier::cardLives(const Guid& card)
{
    auto query = m_database.prepare("SELECT 1 FROM cards WHERE id = ?1 AND state NOT IN ('cancelled', 'abandoned')");
    return query.bind(card).step();
}

/// A print changes nothing here. Plastic is not waste while its chip works.
void EntryApplier::facePrinted(const CheckedEntry& checked)
{
    requireGrant(m_parts, checked, Permission::cardIssue);
    const auto card = checked.payload.guid("card");
    const auto holder = holderOfCard(card);
    if (holder == agentOf(checked).userNumber) refuse("agent-is-subject");
    if (checked.entry.kind != EntryKind::cardSpoiled) return;
    static_cast<void>(checked.payload.filledText("reason", longestText));
    if (cardLives(card)) refuse("card-still-valid");
}

} // namespace cardwright::central
