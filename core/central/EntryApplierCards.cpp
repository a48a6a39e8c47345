// What entries about cards and their certificates change. EntryApplier.cpp has those about people and the desk.
#include "core/central/EntryApplier.h"
#include "core/central/Problem.h"
#include "core/crypto/CertificateRequest.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

namespace cardwright::central {

namespace {

constexpr std::size_t mostCertificate = 16 * 1024;
constexpr std::size_t mostListed = 64;

} // namespace

CertificateProfile profileOfSlot(std::string_view slot)
{
    if (slot == "9A") return CertificateProfile::signIn;
    if (slot == "9C") return CertificateProfile::signature;
    if (slot == "9D") return CertificateProfile::keyManagement;
    if (slot == "9E") return CertificateProfile::cardAuthentication;
    refuse("slot-unknown");
}

void checkRequest(const CertificateRequest& request, CertificateProfile profile, const Guid& card, std::string_view userNumber)
{
    if (!request.provesPossession()) refuse("possession-not-proven");
    if (request.hasName()) refuse("request-names-holder");
    if (request.uuid() != card) refuse("request-mismatch", "card");
    const auto number = request.subjectSerialNumber();
    const bool mayBeAbsent = profile == CertificateProfile::cardAuthentication;
    if (number != userNumber && !(mayBeAbsent && !number)) refuse("request-mismatch", "userNumber");
}

bool EntryApplier::dispatchCard(const CheckedEntry& checked)
{
    const auto& [entry, payload, workstation, agent] = checked;
    switch (entry.kind) {
    case EntryKind::cardOpened: cardOpened(entry, payload); return true;
    case EntryKind::certificateRequested: certificateRequested(entry, payload); return true;
    case EntryKind::certificateWithdrawn: certificateWithdrawn(payload); return true;
    case EntryKind::cardIssued: cardIssued(payload); return true;
    case EntryKind::cardRenewed: {
        const auto card = payload.guid("card");
        static_cast<void>(holderOfCard(card));
        adoptAgentsCard(card);
        return true;
    }
    case EntryKind::cardTouched: cardTouched(payload, "written"); return true;
    case EntryKind::cardUnlocked: cardTouched(payload, ""); return true;
    case EntryKind::cardAbandoned: cardEnds(payload, "abandoned"); return true;
    case EntryKind::cardCancelled: cardEnds(payload, "cancelled"); return true;
    default: return false;
    }
}

void EntryApplier::cardOpened(const JournalEntry& entry, const Payload& payload)
{
    constexpr std::int64_t most = 0x7FFFFFFF;
    const auto card = payload.guid("card");
    const auto number = knownHolder(entry.log, payload);
    const auto generation = payload.integer("generation", 0, most);
    static_cast<void>(payload.integer("siteKeyVersion", 0, most));
    auto owner = m_database.prepare("SELECT user_number FROM cards WHERE id = ?1");
    if (owner.bind(card).step() && owner.text(0) != number) refuse("card-taken");
    m_database.prepare("INSERT INTO cards (id, user_number, log, job, generation, state, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, 'opened', ?6) "
                       "ON CONFLICT (id) DO UPDATE SET log = excluded.log, job = excluded.job, generation = excluded.generation, "
                       "state = 'opened', changed_at = excluded.changed_at")
        .bind(card)
        .bind(number)
        .bind(entry.log)
        .bind(payload.guid("job"))
        .bind(generation)
        .bind(m_at)
        .run();
}

std::string EntryApplier::holderOfCard(const Guid& card)
{
    auto query = m_database.prepare("SELECT user_number FROM cards WHERE id = ?1");
    if (!query.bind(card).step()) refuse("card-unknown");
    return query.text(0);
}

void EntryApplier::certificateRequested(const JournalEntry& entry, const Payload& payload)
{
    const auto requestId = payload.guid("request");
    const auto card = payload.guid("card");
    const auto slot = payload.text("slot", 2);
    const auto profile = profileOfSlot(slot);
    const auto octets = payload.base64("csr", mostCertificate);
    const auto number = holderOfCard(card);
    const auto digest = sha256(octets);

    auto before = m_database.prepare("SELECT request_digest, certificate, card, slot FROM certificates WHERE request = ?1");
    if (before.bind(requestId).step()) {
        if (before.digest(0) != digest || before.guid(2) != card || before.text(3) != slot) refuse("request-reused");
        return deliverCertificate(entry, requestId, card, slot, before.blob(1)); // the same one again, never a second
    }
    const auto request = CertificateRequest::fromDer(octets);
    checkRequest(request, profile, card, number);
    if (payload.has("photoReference") && request.photoReference() != payload.digest("photoReference")) {
        refuse("request-mismatch", "photoReference");
    }
    const auto certificate = m_parts.authority.issue(requestId, request, profile, m_at);
    m_database.prepare("INSERT INTO certificates (request, card, slot, request_digest, certificate, issued_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(requestId)
        .bind(card)
        .bind(slot)
        .bind(digest)
        .bind(certificate.der())
        .bind(m_at)
        .run();
    deliverCertificate(entry, requestId, card, slot, certificate.der());
}

void EntryApplier::deliverCertificate(const JournalEntry& entry, const Guid& request, const Guid& card, std::string_view slot,
                                      ByteView certificate)
{
    const nlohmann::json body{{"request", request.text()}, {"card", card.text()}, {"slot", slot}, {"certificate", toBase64(certificate)}};
    DeliveryBook(m_parts).add(m_transaction, entry.log, "certificate", body.dump());
}

void EntryApplier::certificateWithdrawn(const Payload& payload)
{
    m_database.prepare("UPDATE certificates SET withdrawn = 1 WHERE request = ?1").bind(payload.guid("request")).run();
}

void EntryApplier::setCardState(const Guid& card, std::string_view state)
{
    m_database.prepare("UPDATE cards SET state = ?1, changed_at = ?2 WHERE id = ?3").bind(state).bind(m_at).bind(card).run();
}

void EntryApplier::cardIssued(const Payload& payload)
{
    const auto card = payload.guid("card");
    static_cast<void>(holderOfCard(card));
    static_cast<void>(payload.guid("job"));
    static_cast<void>(payload.boolean("locked"));
    payload.requireTexts("slots", mostListed);
    payload.requireTexts("deferred", mostListed);
    payload.requireObject("receipt");
    setCardState(card, "issued");
    adoptAgentsCard(card);
}

/// An agent whose own card was made anew signs in with it from now on.
void EntryApplier::adoptAgentsCard(const Guid& card)
{
    AgentOffice agents(m_parts);
    if (agents.adoptCard(m_transaction, card)) agents.publishRoster(m_transaction);
}

void EntryApplier::cardTouched(const Payload& payload, std::string_view list)
{
    static_cast<void>(holderOfCard(payload.guid("card")));
    if (!list.empty()) payload.requireTexts(list, mostListed);
}

void EntryApplier::cardEnds(const Payload& payload, std::string_view state)
{
    const auto card = payload.guid("card");
    static_cast<void>(holderOfCard(card));
    setCardState(card, state);
    if (state != "cancelled") return;
    HotList(m_parts).add(m_transaction, card);
    AgentOffice agents(m_parts);
    bool changed = false;
    for (const auto& record : agents.all()) {
        if (record.card != card || record.agent.revoked) continue;
        agents.revoke(m_transaction, record.agent.certificate);
        changed = true;
    }
    if (changed) agents.publishRoster(m_transaction);
}

} // namespace cardwright::central
