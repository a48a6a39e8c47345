#include "core/central/AgentOffice.h"

#include "core/access/Roster.h"
#include "core/central/DeliveryBook.h"
#include "core/central/IssuingOffice.h"
#include "core/crypto/Envelope.h"
#include "core/crypto/MessageSigner.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace cardwright::central {

namespace {

constexpr int rosterDays = 30;

constexpr std::string_view columns = "SELECT certificate, user_number, name, role, deputy, card, sign_in, key_management, inactive_since, revoked_at, awaits_card FROM agents ";

AgentOffice::Record read(const Statement& row)
{
    AgentOffice::Record record{{}, row.guid(5), Certificate::fromDer(row.blob(6)), Certificate::fromDer(row.blob(7)), row.optionalInteger(8)};
    record.agent = {row.digest(0), row.text(1), row.text(2), row.text(3), row.isNull(8), row.integer(4) != 0, !row.isNull(9), row.integer(10) != 0};
    return record;
}

} // namespace

std::vector<AgentOffice::Record> AgentOffice::all()
{
    auto query = m_parts.database.prepare(std::string(columns) + "ORDER BY user_number, certificate");
    std::vector<Record> found;
    while (query.step()) found.push_back(read(query));
    return found;
}

std::optional<AgentOffice::Record> AgentOffice::find(const Sha256Digest& certificate)
{
    auto query = m_parts.database.prepare(std::string(columns) + "WHERE certificate = ?1");
    if (!query.bind(certificate).step()) return std::nullopt;
    return read(query);
}

bool AgentOffice::none() { return !m_parts.database.prepare("SELECT 1 FROM agents LIMIT 1").step(); }

bool AgentOffice::isAgent(std::string_view userNumber)
{
    auto query = m_parts.database.prepare("SELECT 1 FROM agents WHERE user_number = ?1");
    return query.bind(userNumber).step();
}

void AgentOffice::add(Transaction&, const Record& record)
{
    m_parts.database
        .prepare("INSERT INTO agents (certificate, user_number, name, role, deputy, card, sign_in, key_management) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(record.signIn.fingerprint())
        .bind(record.agent.userNumber)
        .bind(record.agent.name)
        .bind(record.agent.role)
        .bind(record.agent.deputy)
        .bind(record.card)
        .bind(record.signIn.der())
        .bind(record.keyManagement.der())
        .run();
}

void AgentOffice::setInactive(Transaction&, const Sha256Digest& certificate)
{
    const auto changed = m_parts.database.prepare("UPDATE agents SET inactive_since = coalesce(inactive_since, ?1), awaits_card = 0 WHERE certificate = ?2")
                             .bind(m_parts.clock.utcMillis())
                             .bind(certificate)
                             .run();
    if (changed == 0) refuse("agent-unknown");
}

void AgentOffice::setRole(Transaction&, const Sha256Digest& certificate, std::string_view role)
{
    if (m_parts.database.prepare("UPDATE agents SET role = ?1 WHERE certificate = ?2").bind(role).bind(certificate).run() == 0) {
        refuse("agent-unknown");
    }
}

void AgentOffice::setDeputy(Transaction&, const Sha256Digest& certificate, bool deputy)
{
    if (m_parts.database.prepare("UPDATE agents SET deputy = ?1 WHERE certificate = ?2").bind(deputy).bind(certificate).run() == 0) {
        refuse("agent-unknown");
    }
}

void AgentOffice::revoke(Transaction& transaction, const Sha256Digest& certificate)
{
    setInactive(transaction, certificate);
    const auto card = find(certificate)->card;
    m_parts.database.prepare("UPDATE agents SET revoked_at = coalesce(revoked_at, ?1) WHERE certificate = ?2")
        .bind(m_parts.clock.utcMillis())
        .bind(certificate)
        .run();
    m_parts.database.prepare("UPDATE cards SET state = 'cancelled', changed_at = ?1 WHERE id = ?2").bind(m_parts.clock.utcMillis()).bind(card).run();
    HotList(m_parts).add(transaction, card, RevocationReason::keyCompromise);
}

void AgentOffice::awaitNewCard(Transaction&, const Sha256Digest& certificate)
{
    m_parts.database.prepare("UPDATE agents SET awaits_card = 1 WHERE certificate = ?1").bind(certificate).run();
}

AgentOffice::Record AgentOffice::fromCertificates(std::string_view userNumber)
{
    auto query = m_parts.database.prepare(
        "SELECT a.card, a.certificate, (SELECT certificate FROM certificates WHERE card = a.card AND slot = '9D' AND withdrawn = 0 "
        "ORDER BY issued_at DESC LIMIT 1), (SELECT legal_name FROM holders WHERE user_number = c.user_number) "
        "FROM certificates a JOIN cards c ON c.id = a.card WHERE c.user_number = ?1 AND a.slot = '9A' AND a.withdrawn = 0 "
        "AND c.state IN ('opened', 'issued') ORDER BY a.issued_at DESC LIMIT 1");
    if (!query.bind(userNumber).step() || query.isNull(2)) refuse("agent-unknown", "no card with 9A and 9D");
    Record record{{}, query.guid(0), Certificate::fromDer(query.blob(1)), Certificate::fromDer(query.blob(2)), std::nullopt};
    record.agent.certificate = record.signIn.fingerprint();
    record.agent.userNumber = userNumber;
    record.agent.name = query.optionalText(3).value_or("");
    return record;
}

bool AgentOffice::adoptCard(Transaction& transaction, const Guid& card)
{
    auto owner = m_parts.database.prepare("SELECT a.name, a.role, a.deputy, a.user_number FROM cards c JOIN agents a ON a.user_number = c.user_number "
                                          "WHERE c.id = ?1 AND (a.inactive_since IS NULL OR a.awaits_card = 1) "
                                          "ORDER BY a.inactive_since IS NULL DESC, a.revoked_at DESC LIMIT 1");
    if (!owner.bind(card).step()) return false;
    auto made = m_parts.database.prepare("SELECT count(DISTINCT slot) FROM certificates WHERE card = ?1 AND slot IN ('9A', '9D') AND withdrawn = 0");
    if (!made.bind(card).step() || made.integer(0) != 2) return false;
    auto record = fromCertificates(owner.text(3));
    if (record.card != card || find(record.agent.certificate)) return false;
    record.agent.name = owner.text(0);
    record.agent.role = owner.text(1);
    record.agent.deputy = owner.integer(2) != 0;
    add(transaction, record);
    m_parts.database.prepare("UPDATE agents SET awaits_card = 0 WHERE user_number = ?1").bind(record.agent.userNumber).run();
    return true;
}

std::uint64_t AgentOffice::version()
{
    auto query = m_parts.database.prepare("SELECT value FROM settings WHERE name = 'rosterVersion'");
    std::uint64_t number = 1;
    if (query.step()) {
        const auto text = query.text(0);
        std::from_chars(text.data(), text.data() + text.size(), number);
    }
    return number;
}

Bytes AgentOffice::rosterFor(const Certificate& store)
{
    const auto recipient = EnvelopeRecipient::of(store);
    RosterContent content;
    content.site = m_parts.site;
    content.version = version();
    content.issuedAt = m_parts.clock.utcMillis();
    content.validDays = rosterDays;
    for (const auto& record : all()) {
        const auto number = UserNumber::parse(record.agent.userNumber).value();
        content.agents.push_back({record.agent.certificate, record.keyManagement.keyIdentifier().value_or(Bytes{}), record.agent.role,
                                  record.agent.active, record.agent.deputy, record.signIn.notAfter(),
                                  sealDetails({record.agent.name, number, record.signIn.der(), record.keyManagement.der()}, recipient)});
        if (record.agent.revoked) content.revoked.push_back(record.agent.certificate);
    }
    PrivateKeySigner signer(m_parts.keys.signingKey);
    return Roster::sign(content, signer, m_parts.keys.signing).der();
}

void AgentOffice::publishRoster(Transaction& transaction)
{
    m_parts.database
        .prepare("INSERT INTO settings (name, value) VALUES ('rosterVersion', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(std::to_string(version() + 1))
        .run();
    for (const auto& desk : WorkstationBook(m_parts).active()) {
        const auto roster = rosterFor(WorkstationBook(m_parts).storeCertificate(desk.id));
        DeliveryBook(m_parts).add(transaction, desk.log, "roster", nlohmann::json{{"roster", toBase64(roster)}}.dump());
    }
}

Bytes AgentOffice::lastRosterOf(const Guid& log)
{
    auto query = m_parts.database.prepare("SELECT body FROM deliveries WHERE log = ?1 AND kind = 'roster' ORDER BY cursor DESC LIMIT 1");
    if (!query.bind(log).step()) refuse("internal", "roster");
    return fromBase64(nlohmann::json::parse(query.text(0)).at("roster").get<std::string>()).value();
}

bool HotList::put(std::string_view column, ByteView value)
{
    auto statement = m_parts.database.prepare("INSERT INTO hot_list (" + std::string(column) + ", since) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    return statement.bind(value).bind(m_parts.clock.utcMillis()).run() > 0;
}

void HotList::add(Transaction& transaction, const Guid& card, RevocationReason reason)
{
    nlohmann::json certificates = nlohmann::json::array();
    bool isNew = put("card", card.bytes());
    {
        std::vector<Sha256Digest> made;
        auto query = m_parts.database.prepare("SELECT certificate FROM certificates WHERE card = ?1");
        query.bind(card);
        while (query.step()) made.push_back(sha256(query.blob(0)));
        for (const auto& one : made) {
            certificates.push_back(toHex(one));
            isNew = put("certificate", one) || isNew;
        }
    }
    IssuingOffice(m_parts).endCard(transaction, card, reason);
    if (!isNew) return;
    const nlohmann::json body{{"certificates", certificates}, {"cards", {card.text()}}};
    DeliveryBook(m_parts).addForAll(transaction, "revocation", body.dump());
}

void HotList::addCertificate(Transaction& transaction, const Sha256Digest& certificate)
{
    if (!put("certificate", certificate)) return;
    const nlohmann::json body{{"certificates", {toHex(certificate)}}, {"cards", nlohmann::json::array()}};
    DeliveryBook(m_parts).addForAll(transaction, "revocation", body.dump());
}

std::string HotList::whole()
{
    nlohmann::json body{{"certificates", nlohmann::json::array()}, {"cards", nlohmann::json::array()}};
    auto query = m_parts.database.prepare("SELECT certificate, card FROM hot_list ORDER BY number");
    while (query.step()) {
        if (const auto certificate = query.optionalDigest(0)) body["certificates"].push_back(toHex(*certificate));
        if (const auto card = query.optionalGuid(1)) body["cards"].push_back(card->text());
    }
    return body.dump();
}

} // namespace cardwright::central
