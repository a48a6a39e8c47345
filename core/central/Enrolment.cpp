#include "core/central/Enrolment.h"

#include "core/central/AgentOffice.h"
#include "core/central/AccessBook.h"
#include "core/central/BatchOffice.h"
#include "core/central/CardBook.h"
#include "core/central/Centre.h"
#include "core/central/DeliveryBook.h"
#include "core/central/DeskTerms.h"
#include "core/central/EnrolmentJson.h"
#include "core/central/EntryApplier.h"
#include "core/central/IssuingOffice.h"
#include "core/central/SiteOffice.h"
#include "core/central/Tokens.h"
#include "core/crypto/CryptoError.h"
#include "core/identity/UserNumber.h"
#include "core/store/Statement.h"

#include <algorithm>

namespace cardwright::central {

namespace {

constexpr std::int64_t fiveMinutes = 5 * 60 * 1000;
constexpr int deskMonths = 36;
constexpr std::size_t mostName = 120;
constexpr const char* firstRole = "manager";

/// A desk's request: its key, proven. What it says of itself is not taken over: the centre names its desks.
PublicKey keyOf(ByteView request, std::string_view which)
{
    try {
        const auto read = CertificateRequest::fromDer(request);
        if (!read.provesPossession()) refuse("possession-not-proven", std::string(which));
        auto key = read.publicKey();
        if (key.algorithm() != KeyAlgorithm::ecP256) refuse("request-mismatch", std::string(which) + ": a P-256 key is asked for");
        return key;
    } catch (const CryptoError&) {
        refuse("request-unreadable", "requests." + std::string(which));
    }
}

CertificateContent deskContent(CentreParts& parts, CertificateProfile profile, std::string commonName, const Guid& workstation)
{
    const auto now = parts.clock.utcMillis();
    CertificateContent content;
    content.profile = profile;
    content.commonName = std::move(commonName);
    content.organisation = parts.siteName;
    content.uuid = workstation;
    content.notBefore = now - fiveMinutes;
    content.notAfter = std::min(startOfDay(plusMonths(dateOf(now), deskMonths)), parts.authority.root().notAfter());
    return content;
}

WorkstationBook::Certificates certify(CentreParts& parts, const EnrolmentRequest& request, const Guid& workstation)
{
    const auto tls = keyOf(request.requests.tls, "tls");
    const auto signing = keyOf(request.requests.signing, "signing");
    const auto store = keyOf(request.requests.store, "store");
    const auto contentSigning = keyOf(request.requests.contentSigning, "contentSigning");
    // One key for two purposes would let one of them stand in for the other.
    if (tls == signing || tls == store || tls == contentSigning || signing == store || signing == contentSigning || store == contentSigning) {
        refuse("request-mismatch", "the four keys must differ");
    }
    const auto name = workstation.text();
    const auto make = [&](CertificateProfile profile, const std::string& commonName, const PublicKey& key) {
        return parts.authority.issue(deskContent(parts, profile, commonName, workstation), key);
    };
    return {make(CertificateProfile::tlsClient, name, tls), make(CertificateProfile::workstationSigning, name, signing),
            make(CertificateProfile::envelope, name, store),
            make(CertificateProfile::contentSigning, "Cardwright content signer", contentSigning)};
}

Sha256Digest digestOf(const EnrolmentRequest& request)
{
    Sha256 digest;
    digest.add(bytesOf(request.name)).add(bytesOf("\n")).add(bytesOf(request.place)).add(bytesOf("\n"));
    // Its keys, not the requests' octets: whoever asks again may have signed them anew.
    digest.add(keyOf(request.requests.tls, "tls").fingerprint());
    digest.add(keyOf(request.requests.signing, "signing").fingerprint());
    digest.add(keyOf(request.requests.store, "store").fingerprint());
    digest.add(keyOf(request.requests.contentSigning, "contentSigning").fingerprint());
    return digest.finish();
}

EnrolmentAnswer answerFor(CentreParts& parts, const EnrolledWorkstation& desk, const WorkstationBook::Certificates& made)
{
    EnrolmentAnswer answer;
    answer.workstation = desk.id;
    answer.log = desk.log;
    answer.site = {parts.site, parts.siteName, parts.odsCode};
    answer.certificates = {made.tls.der(), made.signing.der(), made.store.der(), made.contentSigning.der()};
    answer.trust = {parts.authority.root().der(), parts.keys.signing.der(), parts.keys.envelope.der(), parts.keys.recovery.der(), {}};
    SiteOffice site(parts);
    answer.trust.cards = site.cardTrust();
    answer.policies = site.policies();
    answer.siteKeys = site.keysFor(made.store);
    AgentOffice agents(parts);
    answer.roster = agents.rosterFor(made.store);
    answer.bootstrap = agents.none();
    return answer;
}

} // namespace

EnrolmentAnswer enrolWorkstation(Centre& centre, const EnrolmentRequest& request)
{
    auto& parts = centre.parts();
    const auto row = Tokens(parts).find(request.token);
    const auto digest = digestOf(request);
    if (row.workstation) {
        if (row.request != digest) refuse("enrolment-token-used");
        return readEnrolmentAnswer(row.answer);
    }
    const auto now = parts.clock.utcMillis();
    EnrolledWorkstation desk{Guid::random(parts.random), Guid::random(parts.random), {}, request.name, request.place, false, now};
    const auto made = certify(parts, request, desk.id);
    desk.certificate = made.tls.fingerprint();
    EnrolmentAnswer answer;
    {
        Transaction transaction(parts.database);
        WorkstationBook(parts).add(transaction, desk, made);
        answer = answerFor(parts, desk, made);
        Tokens(parts).spend(transaction, row.digest, desk.id, digest, writeEnrolment(answer));
        DeskTerms terms(parts);
        terms.deliverLease(transaction, desk.log, terms.leaseCount(), std::nullopt);
        terms.deliverAuthority(transaction, desk.log);
        DeliveryBook(parts).add(transaction, desk.log, "revocation", HotList(parts).whole());
        CardBook(parts).tellAll(transaction, desk.log);
        BatchOffice(parts).tellAll(transaction, desk.log);
        AccessBook(parts).tellAll(transaction, desk.log);
        transaction.commit();
    }
    return answer;
}

std::string enrolWorkstation(Centre& centre, std::string_view body) { return writeEnrolment(enrolWorkstation(centre, readEnrolment(body))); }

namespace {

Sha256Digest digestOf(const FirstAgentRequest& request)
{
    Sha256 digest;
    digest.add(bytesOf(request.name)).add(bytesOf("\n")).add(bytesOf(request.userNumber)).add(request.card.bytes());
    for (const auto& one : request.requests) {
        try {
            digest.add(bytesOf(one.slot)).add(CertificateRequest::fromDer(one.request).publicKey().fingerprint());
        } catch (const CryptoError&) {
            refuse("request-unreadable", "requests");
        }
    }
    for (const auto& one : request.keys) digest.add(bytesOf(one.slot)).add(sha256(one.publicKey));
    return digest.finish();
}

struct Made {
    Guid request;
    Sha256Digest digest{};
};

/// One order per request and key, in their order. The same call asked again makes the same orders.
std::vector<CardCertificateOrder> ordersOf(CentreParts& parts, const FirstAgentRequest& request, const Sha256Digest& call)
{
    const auto transaction = [&](std::string_view slot) {
        const auto digest = Sha256().add(call).add(bytesOf(slot)).finish();
        return Guid::fromBytes(ByteView(digest).first(16)).value();
    };
    std::vector<CardCertificateOrder> orders;
    for (const auto& one : request.requests) {
        const auto profile = profileOfSlot(one.slot);
        auto read = CertificateRequest::fromDer(one.request);
        checkRequest(read, profile, request.card, request.userNumber);
        const bool named = profile != CertificateProfile::cardAuthentication;
        const RequestSubject subject{named ? request.userNumber : std::string(), read.organisation().value_or(""), request.card,
                                     named ? read.photoReference() : std::nullopt};
        const auto key = read.publicKey();
        orders.push_back({transaction(one.slot), profile, std::move(read), key, subject});
    }
    for (const auto& one : request.keys) {
        if (one.slot != "9D") refuse("slot-unknown", "keys");
        const RequestSubject subject{request.userNumber, parts.siteName, request.card, std::nullopt};
        orders.push_back({transaction(one.slot), CertificateProfile::keyManagement, std::nullopt, PublicKey::fromDer(one.publicKey), subject});
    }
    return orders;
}

/// What was made before another one failed is taken back.
[[noreturn]] void undo(CentreParts& parts, const std::vector<AgentCertificate>& issued, const Failure& failure)
{
    Transaction transaction(parts.database);
    for (const auto& one : issued) IssuingOffice(parts).revoke(transaction, one.certificate, RevocationReason::cessationOfOperation);
    transaction.commit();
    refuse("certificate-refused", failure.code + ": " + failure.detail);
}

std::vector<AgentCertificate> certifyAgent(CentreParts& parts, const FirstAgentRequest& request, const Sha256Digest& call, std::vector<Made>& made)
{
    const auto now = parts.clock.utcMillis();
    std::vector<std::string> slots;
    for (const auto& one : request.requests) slots.push_back(one.slot);
    for (const auto& one : request.keys) slots.push_back(one.slot);
    std::vector<AgentCertificate> issued;
    for (auto& order : ordersOf(parts, request, call)) {
        const auto& slot = slots[issued.size()];
        made.push_back({order.request, order.pkcs10 ? sha256(order.pkcs10->der()) : sha256(order.key.der())});
        AuthorityTask task;
        task.order = std::move(order);
        const auto outcome = perform(parts.authority, task, now);
        if (outcome.issued) {
            issued.push_back({slot, *outcome.issued});
        } else if (isPassing(*outcome.failure)) {
            refuse("authority-unreachable"); // asked again, the same call gets what was made so far
        } else {
            undo(parts, issued, *outcome.failure);
        }
    }
    return issued;
}

const Certificate& certificateFor(const std::vector<AgentCertificate>& issued, std::string_view slot)
{
    const auto found = std::find_if(issued.begin(), issued.end(), [&](const AgentCertificate& one) { return one.slot == slot; });
    if (found == issued.end()) refuse("slot-unknown", std::string(slot) + " is missing");
    return found->certificate;
}

void keepCard(CentreParts& parts, const FirstAgentRequest& request, const std::vector<AgentCertificate>& issued, const std::vector<Made>& made)
{
    const auto now = parts.clock.utcMillis();
    parts.database.prepare("INSERT INTO cards (id, user_number, generation, state, changed_at) VALUES (?1, ?2, 1, 'issued', ?3)")
        .bind(request.card)
        .bind(request.userNumber)
        .bind(now)
        .run();
    for (std::size_t i = 0; i < issued.size(); ++i) {
        parts.database
            .prepare("INSERT INTO certificates (request, card, slot, request_digest, certificate, issued_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .bind(made[i].request)
            .bind(request.card)
            .bind(issued[i].slot)
            .bind(made[i].digest)
            .bind(issued[i].certificate.der())
            .bind(now)
            .run();
    }
}

void requirePerson(const FirstAgentRequest& request)
{
    const auto number = UserNumber::parse(request.userNumber);
    if (!number || number->digits() != request.userNumber) refuse("payload-malformed", "userNumber");
    if (request.name.empty() || request.name.size() > mostName) refuse("payload-malformed", "name");
}

} // namespace

FirstAgentAnswer enrolFirstAgent(Centre& centre, const Guid& workstation, const FirstAgentRequest& request)
{
    auto& parts = centre.parts();
    const auto row = Tokens(parts).find(request.token);
    if (row.workstation != workstation) refuse("enrolment-token-wrong");
    requirePerson(request);
    const auto digest = digestOf(request);
    if (row.firstAgentRequest == digest) return readFirstAgentAnswer(row.firstAgentAnswer);
    AgentOffice agents(parts);
    if (!agents.none()) refuse("bootstrap-over");
    const auto desk = WorkstationBook(parts).byId(workstation);
    std::vector<Made> made;
    FirstAgentAnswer answer;
    try {
        answer.certificates = certifyAgent(parts, request, digest, made);
    } catch (const CryptoError&) {
        refuse("request-unreadable", "requests");
    }
    AgentOffice::Record record{{}, request.card, certificateFor(answer.certificates, "9A"), certificateFor(answer.certificates, "9D"), std::nullopt};
    record.agent.userNumber = request.userNumber;
    record.agent.name = request.name;
    record.agent.role = firstRole;
    Transaction transaction(parts.database);
    agents.add(transaction, record);
    keepCard(parts, request, answer.certificates, made);
    agents.publishRoster(transaction);
    answer.roster = agents.lastRosterOf(desk->log);
    Tokens(parts).keepFirstAgent(transaction, row.digest, digest, writeFirstAgent(answer));
    transaction.commit();
    return answer;
}

std::string enrolFirstAgent(Centre& centre, const Guid& workstation, std::string_view body)
{
    return writeFirstAgent(enrolFirstAgent(centre, workstation, readFirstAgent(body)));
}

} // namespace cardwright::central
