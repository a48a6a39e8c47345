// The centre's own records: desks, blocks of numbers, authority, portraits, agents. Centre.cpp has the journal's side.
#include "core/central/Centre.h"
#include "core/central/DeliveryBook.h"
#include "core/central/LeaseOffice.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"
#include "core/store/Transaction.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright::central {

namespace {

constexpr std::size_t mostDeliveries = 200;
constexpr std::int64_t hour = 3600 * 1000;
constexpr std::int64_t day = 24 * hour;

} // namespace

std::optional<EnrolledWorkstation> Centre::workstationBy(const Sha256Digest& certificate)
{
    auto query = m_database.prepare("SELECT id, log, name FROM workstations WHERE certificate = ?1");
    if (!query.bind(certificate).step()) return std::nullopt;
    return EnrolledWorkstation{query.guid(0), query.guid(1), certificate, query.text(2)};
}

void Centre::enrol(const EnrolledWorkstation& workstation)
{
    Transaction transaction(m_database);
    m_database.prepare("INSERT INTO workstations (log, id, certificate, name, enrolled_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(workstation.log)
        .bind(workstation.id)
        .bind(workstation.certificate)
        .bind(workstation.name)
        .bind(m_clock.utcMillis())
        .run();
    transaction.commit();
}

std::vector<OutgoingDelivery> Centre::deliveries(const Guid& log, std::uint64_t after)
{
    static_cast<void>(nextOf(log));
    return DeliveryBook(m_database).after(log, after, mostDeliveries);
}

std::filesystem::path Centre::portraitFile(const Sha256Digest& reference) const
{
    return m_directory / "portraits" / (toHex(reference) + ".jpg");
}

bool Centre::storePortrait(const Guid& log, const Sha256Digest& reference, ByteView jpeg)
{
    static_cast<void>(nextOf(log));
    constexpr std::array<std::uint8_t, 3> startOfImage{0xFF, 0xD8, 0xFF};
    if (sha256(jpeg) != reference) refuse("portrait-wrong", "digest");
    if (jpeg.size() < startOfImage.size() || !equal(jpeg.first(startOfImage.size()), startOfImage)) refuse("portrait-wrong", "not a JPEG");
    const auto file = portraitFile(reference);
    if (std::filesystem::exists(file)) return false;
    if (!std::filesystem::exists(file.parent_path())) makePrivateDirectory(file.parent_path());
    writePrivateFile(file, jpeg);
    return true;
}

AuthorityTerms Centre::authorityTerms()
{
    AuthorityTerms terms;
    auto query = m_database.prepare("SELECT value FROM settings WHERE name = 'authority'");
    if (!query.step()) return terms;
    const auto stored = nlohmann::json::parse(query.text(0));
    return {stored.value("days", terms.days), stored.value("issues", terms.issues), stored.value("unlocks", terms.unlocks)};
}

void Centre::setAuthorityTerms(const AuthorityTerms& terms)
{
    const nlohmann::json value{{"days", terms.days}, {"issues", terms.issues}, {"unlocks", terms.unlocks}};
    Transaction transaction(m_database);
    m_database.prepare("INSERT INTO settings (name, value) VALUES ('authority', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(value.dump())
        .run();
    transaction.commit();
}

void Centre::renewAuthority(const Guid& log)
{
    static_cast<void>(nextOf(log));
    const auto now = m_clock.utcMillis();
    DeliveryBook book(m_database);
    const auto newest = book.newest(log, "authority");
    if (newest && now >= *newest && now - *newest < hour) return;
    const auto terms = authorityTerms();
    const nlohmann::json body{{"until", formatUtc(now + terms.days * day)}, {"issues", terms.issues}, {"unlocks", terms.unlocks}};
    Transaction transaction(m_database);
    book.add(transaction, log, "authority", body.dump(), now, m_random);
    transaction.commit();
}

void Centre::grantLease(const Guid& log, std::uint32_t count, const std::optional<Guid>& cause)
{
    static_cast<void>(nextOf(log));
    Transaction transaction(m_database);
    const auto lease = LeaseOffice(m_database).grant(transaction, log, count, cause, m_clock.utcMillis(), m_random);
    if (lease.isNew) DeliveryBook(m_database).add(transaction, log, "lease", lease.body(), m_clock.utcMillis(), m_random);
    transaction.commit();
}

void Centre::setFirstNumber(std::uint64_t first)
{
    Transaction transaction(m_database);
    LeaseOffice(m_database).setFirstNumber(transaction, first);
    transaction.commit();
}

void Centre::registerAgent(const Agent& agent)
{
    Transaction transaction(m_database);
    m_database.prepare("INSERT INTO agents (user_number, name, certificate) VALUES (?1, ?2, ?3)")
        .bind(agent.userNumber)
        .bind(agent.name)
        .bind(agent.certificate)
        .run();
    m_database.prepare("INSERT INTO cards (id, user_number, generation, state, changed_at) VALUES (?1, ?2, 1, 'issued', ?3)")
        .bind(agent.card)
        .bind(agent.userNumber)
        .bind(m_clock.utcMillis())
        .run();
    transaction.commit();
}

void Centre::recordCertificate(const Guid& request, const Guid& card, std::string_view slot, const Sha256Digest& requestDigest,
                               const Certificate& certificate)
{
    Transaction transaction(m_database);
    m_database.prepare("INSERT INTO certificates (request, card, slot, request_digest, certificate, issued_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(request)
        .bind(card)
        .bind(slot)
        .bind(requestDigest)
        .bind(certificate.der())
        .bind(m_clock.utcMillis())
        .run();
    transaction.commit();
}

Centre::Counts Centre::counts()
{
    auto query = m_database.prepare("SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM entries WHERE status = 'refused'), "
                                    "(SELECT count(*) FROM holders), (SELECT count(*) FROM cards), (SELECT count(*) FROM certificates), "
                                    "(SELECT count(*) FROM deliveries)");
    query.step();
    const auto at = [&](int column) { return static_cast<std::uint64_t>(query.integer(column)); };
    return {at(0), at(1), at(2), at(3), at(4), at(5)};
}

} // namespace cardwright::central
