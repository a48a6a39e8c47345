#include "core/central/DeskTerms.h"

#include "core/central/DeliveryBook.h"
#include "core/central/LeaseOffice.h"
#include "core/crypto/CmsSignature.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace cardwright::central {

namespace {

constexpr std::int64_t day = 24LL * 3600 * 1000;
constexpr std::uint32_t defaultLease = 100;

} // namespace

AuthorityTerms DeskTerms::terms()
{
    AuthorityTerms terms;
    auto query = m_parts.database.prepare("SELECT value FROM settings WHERE name = 'authority'");
    if (!query.step()) return terms;
    const auto stored = nlohmann::json::parse(query.text(0));
    return {stored.value("days", terms.days), stored.value("issues", terms.issues), stored.value("unlocks", terms.unlocks)};
}

void DeskTerms::setTerms(Transaction&, const AuthorityTerms& terms)
{
    const nlohmann::json value{{"days", terms.days}, {"issues", terms.issues}, {"unlocks", terms.unlocks}};
    m_parts.database
        .prepare("INSERT INTO settings (name, value) VALUES ('authority', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(value.dump())
        .run();
}

void DeskTerms::deliverAuthority(Transaction& transaction, const Guid& log)
{
    const auto now = m_parts.clock.utcMillis();
    const auto allowed = terms();
    const auto until = formatUtc(now + allowed.days * day);
    nlohmann::ordered_json content;
    content["schema"] = "cardwright.authority/1";
    content["site"] = m_parts.site.text();
    content["workstation"] = WorkstationBook(m_parts).ofLog(log).id.text();
    content["log"] = log.text();
    content["issuedAt"] = formatUtc(now);
    content["until"] = until;
    content["issues"] = allowed.issues;
    content["unlocks"] = allowed.unlocks;
    PrivateKeySigner signer(m_parts.keys.signingKey);
    const auto statement = cms::signStatement(bytesOf(content.dump()), StatementType::authority, signer, m_parts.keys.signing, now);
    const nlohmann::json body{{"until", until}, {"issues", allowed.issues}, {"unlocks", allowed.unlocks}, {"authority", toBase64(statement)}};
    DeliveryBook(m_parts).add(transaction, log, "authority", body.dump());
}

void DeskTerms::deliverLease(Transaction& transaction, const Guid& log, std::uint32_t count, const std::optional<Guid>& cause)
{
    const auto lease = LeaseOffice(m_parts.database).grant(transaction, log, count, cause, m_parts.clock.utcMillis(), m_parts.random);
    if (lease.isNew) DeliveryBook(m_parts).add(transaction, log, "lease", lease.body());
}

std::uint32_t DeskTerms::leaseCount()
{
    auto setting = m_parts.database.prepare("SELECT value FROM settings WHERE name = 'leaseCount'");
    std::uint32_t count = defaultLease;
    if (setting.step()) {
        const auto text = setting.text(0);
        std::from_chars(text.data(), text.data() + text.size(), count);
    }
    return count;
}

} // namespace cardwright::central
