// What entries about cards change. EntryApplierCertificates.cpp has their certificates.
#include "core/central/CardBook.h"
#include "core/central/CardJobs.h"
#include "core/central/EntryApplier.h"
#include "core/central/IssuingOffice.h"
#include "core/central/Problem.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::central {

namespace {

constexpr std::size_t mostListed = 64;
constexpr std::size_t mostWord = 80;

/// RFC 5280 5.3.1 for the desk's words (core/lifecycle/CancelJob.h).
RevocationReason reasonOf(const Payload& payload)
{
    const auto word = payload.has("reason") ? payload.text("reason", 40) : std::string();
    if (word == "lost" || word == "stolen" || word == "misused") return RevocationReason::keyCompromise;
    if (word == "name-changed") return RevocationReason::affiliationChanged;
    if (word == "damaged" || word == "expired" || word == "replaced") return RevocationReason::superseded;
    return RevocationReason::cessationOfOperation;
}

} // namespace

bool EntryApplier::dispatchCard(const CheckedEntry& checked)
{
    if (!applyToCard(checked)) return false;
    // What was asked for a card is told when it came: other desks can do nothing with the question.
    if (checked.entry.kind != EntryKind::certificateRequested) {
        CardBook(m_parts).tellOthers(m_transaction, checked.payload.guid("card"), checked.workstation.id,
                                    checked.entry.kind == EntryKind::cardOpened);
    }
    return true;
}

bool EntryApplier::applyToCard(const CheckedEntry& checked)
{
    const auto& [entry, payload, workstation, agent] = checked;
    switch (entry.kind) {
    case EntryKind::cardOpened: cardOpened(checked); return true;
    case EntryKind::certificateRequested: certificateRequested(checked); return true;
    case EntryKind::certificateWithdrawn: certificateWithdrawn(payload); return true;
    case EntryKind::cardIssued:
    case EntryKind::cardRenewed:
    case EntryKind::cardKeysRotated:
    case EntryKind::cardAbandoned: cardJobClosed(checked); return true;
    case EntryKind::cardTouched: cardTouched(payload, "written"); return true;
    case EntryKind::cardUnlocked:
    case EntryKind::cardPasscodeChanged:
    case EntryKind::temporaryCardLent: cardOpensAgain(payload); return true;
    case EntryKind::temporaryCardReturned: cardTouched(payload, ""); return true;
    case EntryKind::cardCancelled: cardEnds(checked, false); return true;
    case EntryKind::cardReplaced: cardEnds(checked, true); return true; // "card" is the old one; the new one names itself when it is opened
    default: return false;
    }
}

/// One card per person that works or is being made, whatever two desks that were alone thought.
void EntryApplier::requireOnlyCard(const Guid& card, std::string_view number)
{
    auto known = m_database.prepare("SELECT user_number, state FROM cards WHERE id = ?1");
    if (known.bind(card).step()) {
        if (known.text(0) != number) refuse("card-taken");
        if (known.text(1) == "cancelled") refuse("card-cancelled");
    }
    auto other = m_database.prepare("SELECT 1 FROM cards WHERE user_number = ?1 AND id <> ?2 AND state IN ('opened', 'issued')");
    if (other.bind(number).bind(card).step()) refuse("person-has-card");
}

void EntryApplier::cardOpened(const CheckedEntry& checked)
{
    const auto& entry = checked.entry;
    const auto& payload = checked.payload;
    constexpr std::int64_t most = 0x7FFFFFFF;
    const auto card = payload.guid("card");
    const auto number = knownHolder(entry.log, payload);
    const auto generation = payload.integer("generation", 0, most);
    const auto version = payload.integer("siteKeyVersion", 0, most);
    CardJobs jobs(m_parts, m_transaction);
    if (payload.has("act") && payload.text("act", 16) != "issue") {
        if (holderOfLivingCard(card) != number) refuse("card-taken");
        if (payload.has("exception")) useForRenewal(checked);
        jobs.opened(entry, payload, checked.workstation.id);
        return;
    }
    requireOnlyCard(card, number);
    if (jobs.finishedElsewhere(payload.guid("job"), entry.at, checked.workstation.id)) return;
    const auto optional = [&](std::string_view field, auto&& read) { return payload.has(field) ? std::optional(read()) : std::nullopt; };
    m_database.prepare("INSERT INTO cards (id, user_number, log, job, generation, state, changed_at, site_key_version, serial, profile, expires, opened_at) "
                       "VALUES (?1, ?2, ?3, ?4, ?5, 'opened', ?6, ?7, ?8, ?9, ?10, ?11) "
                       "ON CONFLICT (id) DO UPDATE SET log = excluded.log, job = excluded.job, generation = excluded.generation, state = 'opened', "
                       "changed_at = excluded.changed_at, site_key_version = excluded.site_key_version, serial = coalesce(excluded.serial, serial), "
                       "profile = coalesce(excluded.profile, profile), expires = coalesce(excluded.expires, expires)")
        .bind(card)
        .bind(number)
        .bind(entry.log)
        .bind(payload.guid("job"))
        .bind(generation)
        .bind(m_at)
        .bind(version)
        .bind(optional("serial", [&] { return payload.text("serial", mostWord); }))
        .bind(optional("profile", [&] { return payload.text("profile", mostWord); }))
        .bind(optional("expires", [&] { return payload.date("expires"); }))
        .bind(entry.at)
        .run();
    jobs.opened(entry, payload, checked.workstation.id);
}

void EntryApplier::cardJobClosed(const CheckedEntry& checked)
{
    const auto& [entry, payload, workstation, agent] = checked;
    static_cast<void>(holderOfCard(payload.guid("card")));
    if (payload.has("job") && !CardJobs(m_parts, m_transaction).closed(entry, payload, workstation.id)) return;
    switch (entry.kind) {
    case EntryKind::cardIssued: return cardIssued(payload);
    case EntryKind::cardRenewed: return cardRenewed(payload);
    case EntryKind::cardKeysRotated: return cardKeysRotated(payload);
    default: return cardAbandoned(payload);
    }
}

std::string EntryApplier::holderOfCard(const Guid& card)
{
    auto query = m_database.prepare("SELECT user_number FROM cards WHERE id = ?1");
    if (!query.bind(card).step()) refuse("card-unknown");
    return query.text(0);
}

std::string EntryApplier::holderOfLivingCard(const Guid& card)
{
    auto number = holderOfCard(card);
    auto query = m_database.prepare("SELECT 1 FROM cards WHERE id = ?1 AND state = 'cancelled'");
    if (query.bind(card).step()) refuse("card-cancelled");
    return number;
}

void EntryApplier::setCardState(const Guid& card, std::string_view state)
{
    m_database.prepare("UPDATE cards SET state = ?1, changed_at = ?2 WHERE id = ?3").bind(state).bind(m_at).bind(card).run();
}

void EntryApplier::cardIssued(const Payload& payload)
{
    const auto card = payload.guid("card");
    static_cast<void>(holderOfLivingCard(card));
    static_cast<void>(payload.guid("job"));
    const bool locked = payload.boolean("locked");
    payload.requireObject("receipt");
    setCardState(card, "issued");
    setLocked(card, locked);
    m_database.prepare("UPDATE cards SET issued_at = coalesce(issued_at, ?1) WHERE id = ?2").bind(m_at).bind(card).run();
    markWritten(card, payload);
    adoptAgentsCard(card);
}

/// The old certificates end with the proof of the new ones.
void EntryApplier::cardRenewed(const Payload& payload)
{
    const auto card = payload.guid("card");
    static_cast<void>(holderOfCard(card));
    markWritten(card, payload);
    if (payload.has("locked")) setLocked(card, payload.boolean("locked"));
    if (payload.has("superseded")) {
        payload.requireObjects("superseded", mostListed);
        for (const auto& one : payload.object().at("superseded")) {
            const auto request = Guid::parse(one.value("request", ""));
            if (!request) refuse("payload-malformed", "superseded");
            IssuingOffice(m_parts).end(m_transaction, *request, card, RevocationReason::superseded);
        }
    }
    adoptAgentsCard(card);
}

/// An agent whose own card was made anew signs in with it from now on; from the last certificate on, where some are still to come.
void EntryApplier::adoptAgentsCard(const Guid& card)
{
    const bool waits = IssuingOffice(m_parts).anyWaiting(card);
    m_database.prepare("UPDATE cards SET adoption_waits = ?1 WHERE id = ?2").bind(waits).bind(card).run();
    if (waits) return;
    AgentOffice agents(m_parts);
    if (agents.adoptCard(m_transaction, card)) agents.publishRoster(m_transaction);
}

void EntryApplier::cardTouched(const Payload& payload, std::string_view list)
{
    const auto card = payload.guid("card");
    static_cast<void>(holderOfCard(card));
    if (payload.has("locked")) setLocked(card, payload.boolean("locked"));
    if (list.empty()) return;
    payload.requireTexts(list, mostListed);
    for (const auto& slot : payload.object().at(std::string(list))) setWritten(card, slot.get<std::string>());
}

/// A passcode that its holder knows.
void EntryApplier::cardOpensAgain(const Payload& payload)
{
    const auto card = payload.guid("card");
    static_cast<void>(holderOfCard(card));
    setLocked(card, false);
}

/// Every desk must name the keys that the card carries now. They only go up, whatever the order of two desks' entries.
void EntryApplier::cardKeysRotated(const Payload& payload)
{
    constexpr std::int64_t most = 0x7FFFFFFF;
    const auto card = payload.guid("card");
    static_cast<void>(holderOfCard(card));
    m_database.prepare("UPDATE cards SET generation = ?1, site_key_version = ?2, changed_at = ?3 WHERE id = ?4 AND generation < ?1")
        .bind(payload.integer("generation", 0, most))
        .bind(payload.integer("siteKeyVersion", 0, most))
        .bind(m_at)
        .bind(card)
        .run();
}

void EntryApplier::setLocked(const Guid& card, bool locked)
{
    m_database.prepare("UPDATE cards SET locked = ?1 WHERE id = ?2").bind(locked).bind(card).run();
}

void EntryApplier::setWritten(const Guid& card, std::string_view slot)
{
    m_database.prepare("UPDATE certificates SET written = 1 WHERE card = ?1 AND slot = ?2 AND withdrawn = 0").bind(card).bind(slot).run();
}

/// "slots" but for "deferred": these came later and wait.
void EntryApplier::markWritten(const Guid& card, const Payload& payload)
{
    payload.requireTexts("slots", mostListed);
    payload.requireTexts("deferred", mostListed);
    const auto& deferred = payload.object().at("deferred");
    for (const auto& slot : payload.object().at("slots")) {
        if (std::find(deferred.begin(), deferred.end(), slot) == deferred.end()) setWritten(card, slot.get<std::string>());
    }
}

/// Begun and given up: nobody has it, and what was certified for it is not wanted. Its number may be begun again.
void EntryApplier::cardAbandoned(const Payload& payload)
{
    const auto card = payload.guid("card");
    static_cast<void>(holderOfLivingCard(card));
    setCardState(card, "abandoned");
    IssuingOffice(m_parts).endCard(m_transaction, card, RevocationReason::cessationOfOperation);
}

void EntryApplier::cardEnds(const CheckedEntry& checked, bool anotherComes)
{
    const auto& payload = checked.payload;
    const auto card = payload.guid("card");
    // Whose card it is decides who may end it: an entry about somebody else would get past "nobody serves themselves".
    if (holderOfCard(card) != payload.userNumber()) refuse("card-taken");
    setCardState(card, "cancelled");
    CardJobs(m_parts, m_transaction).endAll(card, checked.entry.at, checked.workstation.id);
    HotList(m_parts).add(m_transaction, card, reasonOf(payload));
    AgentOffice agents(m_parts);
    bool changed = false;
    for (const auto& record : agents.all()) {
        if (record.card != card || record.agent.revoked) continue;
        agents.revoke(m_transaction, record.agent.certificate);
        if (anotherComes && record.agent.active) agents.awaitNewCard(m_transaction, record.agent.certificate);
        changed = true;
    }
    if (changed) agents.publishRoster(m_transaction);
}

} // namespace cardwright::central
