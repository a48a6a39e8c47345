#include "core/central/EntryApplier.h"

#include "core/central/Problem.h"
#include "core/crypto/CryptoError.h"
#include "core/identity/NameOnCard.h"
#include "core/identity/Person.h"
#include "core/identity/UserNumber.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright::central {

namespace {

constexpr std::size_t mostCertificate = 16 * 1024;
constexpr std::size_t mostListed = 64;

std::string plain(const std::string& name) { return asciiForm(tidied(name)).value_or(tidied(name)); }

/// Family name, given names and date of birth, so that accents, letter case and spacing do not make two people of one.
std::string samePersonKey(const Payload& payload)
{
    constexpr char separator = '\x1f';
    std::string key = plain(payload.text("familyName")) + separator + plain(payload.text("givenName")) + separator + payload.date("dateOfBirth");
    for (char& letter : key) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return key;
}

/// Entries about a person hide the user number in `subject`; payload and subject must name the same one.
void checkSubject(const JournalEntry& entry, const Payload& payload)
{
    if (!payload.has("userNumber")) return;
    if (subjectDigest(payload.salt(), payload.userNumber()) != entry.subject) refuse("subject-wrong");
}

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

EntryApplier::EntryApplier(Transaction& transaction, CertificateAuthority& authority, HasPortrait hasPortrait, std::int64_t at,
                           RandomSource& random)
    : m_transaction(transaction), m_database(transaction.database()), m_authority(authority), m_hasPortrait(std::move(hasPortrait)),
      m_at(at), m_random(random)
{
}

void EntryApplier::apply(const JournalEntry& entry)
{
    const Payload payload(entry.payload.value_or(Bytes{}));
    checkSubject(entry, payload);
    dispatch(entry, payload);
}

void EntryApplier::dispatch(const JournalEntry& entry, const Payload& payload)
{
    switch (entry.kind) {
    case EntryKind::holderCreated: return holderCreated(entry, payload);
    case EntryKind::evidenceChecked: return evidenceChecked(payload);
    case EntryKind::portraitAccepted: return portraitAccepted(entry, payload);
    case EntryKind::cardOpened: return cardOpened(entry, payload);
    case EntryKind::certificateRequested: return certificateRequested(entry, payload);
    case EntryKind::certificateWithdrawn: return certificateWithdrawn(payload);
    case EntryKind::cardIssued: return cardIssued(payload);
    case EntryKind::cardTouched: return cardTouched(payload, "written");
    case EntryKind::cardUnlocked: return cardTouched(payload, "");
    case EntryKind::cardAbandoned: return cardEnds(payload, "abandoned");
    case EntryKind::cardCancelled: return cardEnds(payload, "cancelled");
    case EntryKind::agentSignedIn: return agentSignedIn(payload);
    case EntryKind::leaseRequested: return leaseRequested(entry, payload);
    // Recorded as they are: they tell what was done and change nothing here.
    case EntryKind::agentSignedOut:
    case EntryKind::clockWentBack:
    case EntryKind::dataExported:
    case EntryKind::dutyRefused:
    case EntryKind::holdersSearched:
    case EntryKind::holderViewed:
    case EntryKind::positionApproved:
    case EntryKind::positionRequested:
    case EntryKind::agentBootstrapped:
    case EntryKind::agentLocked:
    case EntryKind::cardCleared:
    case EntryKind::cardKeysRotated:
    case EntryKind::cardPasscodeChanged:
    case EntryKind::cardRenewed:
    case EntryKind::cardReplaced:
    case EntryKind::cardVerified:
    case EntryKind::deliveryApplied:
    case EntryKind::exceptionDecided:
    case EntryKind::exceptionRequested:
    case EntryKind::logBegun:
    case EntryKind::payloadErased:
    case EntryKind::policyChanged:
    case EntryKind::roleChanged:
    case EntryKind::rosterReceived:
    case EntryKind::sessionEnded:
    case EntryKind::siteKeyRaised:
    case EntryKind::storeKeyResealed:
    case EntryKind::storeKeyRotated:
    case EntryKind::tamperingFound:
    case EntryKind::temporaryCardLent:
    case EntryKind::temporaryCardReturned:
    case EntryKind::workstationEnrolled:
    case EntryKind::termsAccepted: return;
    }
    refuse("entry-malformed", "kind");
}

void EntryApplier::holderCreated(const JournalEntry& entry, const Payload& payload)
{
    const auto number = payload.userNumber();
    const auto samePerson = samePersonKey(payload);
    if (!LeaseOffice(m_database).covers(entry.log, UserNumber::parse(number).value().value())) refuse("number-not-leased");
    auto taken = m_database.prepare("SELECT 1 FROM holders WHERE user_number = ?1 UNION ALL SELECT 1 FROM agents WHERE user_number = ?1");
    if (taken.bind(number).step()) refuse("user-number-taken");
    auto known = m_database.prepare("SELECT user_number FROM holders WHERE same_person = ?1");
    if (known.bind(samePerson).step()) {
        auto problem = Problem::of("person-exists", "Merge with the existing record, or take another name and date of birth if these were typed wrong.");
        problem.userNumber = known.text(0);
        throw ProblemError(std::move(problem));
    }
    m_database.prepare("INSERT INTO holders (user_number, log, entry, legal_name, given_name, family_name, birth_date, name_on_card, ods_code, "
                       "job_title, same_person, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")
        .bind(number)
        .bind(entry.log)
        .bind(entry.id)
        .bind(payload.filledText("legalName"))
        .bind(payload.text("givenName"))
        .bind(payload.filledText("familyName"))
        .bind(payload.date("dateOfBirth"))
        .bind(payload.text("nameOnCard"))
        .bind(payload.text("odsCode", 20))
        .bind(payload.text("jobTitle"))
        .bind(samePerson)
        .bind(entry.at)
        .run();
    m_database.prepare("DELETE FROM refused_holders WHERE log = ?1 AND user_number = ?2").bind(entry.log).bind(number).run();
}

void EntryApplier::markRefused(const JournalEntry& entry)
{
    if (entry.kind != EntryKind::holderCreated || !entry.payload) return;
    std::string number;
    try {
        number = Payload(*entry.payload).userNumber();
    } catch (const ProblemError&) {
        return; // nothing can build on a record without a number
    }
    // A second entry for a number that this very log already holds does not take the first one's record away.
    auto own = m_database.prepare("SELECT 1 FROM holders WHERE user_number = ?1 AND log = ?2");
    if (own.bind(number).bind(entry.log).step()) return;
    m_database.prepare("INSERT INTO refused_holders (log, user_number, entry) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
        .bind(entry.log)
        .bind(number)
        .bind(entry.id)
        .run();
}

std::string EntryApplier::knownHolder(const Guid& log, const Payload& payload)
{
    auto number = payload.userNumber();
    auto refused = m_database.prepare("SELECT 1 FROM refused_holders WHERE log = ?1 AND user_number = ?2");
    if (refused.bind(log).bind(number).step()) refuse("depends-on-refused");
    auto known = m_database.prepare("SELECT 1 FROM holders WHERE user_number = ?1");
    if (!known.bind(number).step()) refuse("holder-unknown");
    return number;
}

void EntryApplier::evidenceChecked(const Payload& payload)
{
    static_cast<void>(payload.userNumber());
    static_cast<void>(payload.text("route"));
    payload.requireObject("policy");
    payload.requireObjects("documents", mostListed);
    if (!payload.has("verdict")) refuse("payload-malformed", "verdict");
}

void EntryApplier::portraitAccepted(const JournalEntry& entry, const Payload& payload)
{
    const auto number = knownHolder(entry.log, payload);
    const auto reference = payload.digest("photoReference");
    if (!m_hasPortrait(reference)) refuse("portrait-missing");
    m_database.prepare("UPDATE holders SET portrait = ?1 WHERE user_number = ?2").bind(reference).bind(number).run();
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
    const auto certificate = m_authority.issue(requestId, request, profile, m_at);
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
    DeliveryBook(m_database).add(m_transaction, entry.log, "certificate", body.dump(), m_at, m_random);
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
}

void EntryApplier::agentSignedIn(const Payload& payload)
{
    if (!payload.has("certificate")) refuse("payload-malformed", "certificate");
    const auto certificate = Certificate::fromDer(payload.base64("certificate", mostCertificate));
    auto known = m_database.prepare("SELECT 1 FROM agents WHERE certificate = ?1");
    if (!known.bind(certificate.fingerprint()).step()) refuse("agent-unknown");
}

void EntryApplier::leaseRequested(const JournalEntry& entry, const Payload& payload)
{
    constexpr std::int64_t most = 1000;
    const auto count = static_cast<std::uint32_t>(payload.integer("count", 1, most));
    const auto lease = LeaseOffice(m_database).grant(m_transaction, entry.log, count, entry.id, m_at, m_random);
    if (lease.isNew) DeliveryBook(m_database).add(m_transaction, entry.log, "lease", lease.body(), m_at, m_random);
}

} // namespace cardwright::central
