#include "core/central/SiteOffice.h"

#include "core/central/DeliveryBook.h"
#include "core/central/Problem.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/Envelope.h"
#include "core/policy/PolicyFile.h"
#include "core/store/CardTrust.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cardwright::central {

namespace {

constexpr std::size_t siteKeyOctets = 32;
constexpr std::string_view cardTrustVersion = "cardTrustVersion";
constexpr std::string_view cardTrustDigest = "cardTrustDigest";

/// A policy that a desk would refuse at its start must not leave here. Its own version, which the signature covers.
int requireForm(std::string_view name, std::string_view body)
{
    for (const auto kind : policyKinds) {
        if (nameOf(kind) != name) continue;
        try {
            return PolicyFile::parse(kind, body).id().version;
        } catch (const PolicyError& error) {
            refuse("policy-malformed", error.failure().detail);
        }
    }
    refuse("policy-malformed", "name");
}

} // namespace

SignedPolicy SiteOffice::publish(Transaction&, std::string_view name, std::string_view body)
{
    const int version = requireForm(name, body);
    const auto now = m_parts.clock.utcMillis();
    SignedPolicy policy{std::string(name), version, std::string(body), {}};
    {
        auto last = m_parts.database.prepare("SELECT max(version) FROM policies WHERE name = ?1");
        // A desk takes no version twice and none that is older: it would keep what it has, and nobody would know.
        if (last.bind(name).step() && !last.isNull(0) && version <= last.integer(0)) refuse("policy-old-version", "version " + std::to_string(version));
    }
    PrivateKeySigner signer(m_parts.keys.signingKey);
    policy.signature = cms::signDetached(bytesOf(policy.body), StatementType::policy, signer, m_parts.keys.signing, now);
    m_parts.database.prepare("INSERT INTO policies (name, version, body, signature, published_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(policy.name)
        .bind(policy.version)
        .bind(policy.body)
        .bind(policy.signature)
        .bind(now)
        .run();
    return policy;
}

std::vector<SignedPolicy> SiteOffice::policies()
{
    auto query = m_parts.database.prepare("SELECT name, version, body, signature FROM policies p "
                                          "WHERE version = (SELECT max(version) FROM policies WHERE name = p.name) ORDER BY name");
    std::vector<SignedPolicy> found;
    while (query.step()) found.push_back({query.text(0), static_cast<int>(query.integer(1)), query.text(2), query.blob(3)});
    return found;
}

void SiteOffice::write(const SignedPolicy& policy) const
{
    const auto folder = m_parts.folder.policies();
    if (!std::filesystem::exists(folder)) makePrivateDirectory(folder);
    writePrivateFile(folder / (policy.name + ".json"), bytesOf(policy.body));
    writePrivateFile(folder / (policy.name + ".json.p7s"), policy.signature);
}

std::string SiteOffice::deliveryBody(const SignedPolicy& policy)
{
    return nlohmann::json{{"name", policy.name}, {"version", policy.version}, {"body", policy.body}, {"signature", toBase64(policy.signature)}}.dump();
}

std::string SiteOffice::setting(std::string_view name)
{
    auto query = m_parts.database.prepare("SELECT value FROM settings WHERE name = ?1");
    return query.bind(name).step() ? query.text(0) : std::string();
}

Bytes SiteOffice::cardTrust()
{
    const auto now = m_parts.clock.utcMillis();
    const auto version = setting(cardTrustVersion);
    nlohmann::ordered_json content;
    content["schema"] = cardTrust::schema;
    content["site"] = m_parts.site.text();
    content["version"] = version.empty() ? 1ULL : std::stoull(version);
    content["issuedAt"] = formatUtc(now);
    content["anchors"] = nlohmann::json::array();
    for (const auto& anchor : m_parts.authority.cardAnchors()) content["anchors"].push_back(toBase64(anchor.der()));
    PrivateKeySigner signer(m_parts.keys.signingKey);
    return cms::signStatement(bytesOf(content.dump()), StatementType::authority, signer, m_parts.keys.signing, now);
}

void SiteOffice::keepCardTrust(Transaction& transaction)
{
    Sha256 digest;
    for (const auto& anchor : m_parts.authority.cardAnchors()) digest.add(anchor.fingerprint());
    const auto now = toHex(digest.finish());
    if (setting(cardTrustDigest) == now) return;
    const auto before = setting(cardTrustVersion);
    const auto put = [&](std::string_view name, const std::string& value) {
        m_parts.database.prepare("INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            .bind(name)
            .bind(value)
            .run();
    };
    put(cardTrustVersion, before.empty() ? "1" : std::to_string(std::stoull(before) + 1));
    put(cardTrustDigest, now);
    DeliveryBook(m_parts).addForAll(transaction, "trust", nlohmann::json{{"trust", toBase64(cardTrust())}}.dump());
}

int SiteOffice::keyVersion()
{
    auto query = m_parts.database.prepare("SELECT coalesce(max(version), 0) FROM site_keys");
    return query.step() ? static_cast<int>(query.integer(0)) : 0;
}

int SiteOffice::raiseKey(Transaction&)
{
    const int version = keyVersion() + 1;
    SecureBytes key(siteKeyOctets);
    m_parts.random.fill(key.writable());
    const std::array recipients{EnvelopeRecipient::of(m_parts.keys.envelope)};
    m_parts.database.prepare("INSERT INTO site_keys (version, sealed, made_at) VALUES (?1, ?2, ?3)")
        .bind(version)
        .bind(envelope::seal(key.view(), recipients))
        .bind(m_parts.clock.utcMillis())
        .run();
    return version;
}

SealedSiteKey SiteOffice::keyFor(int version, const Certificate& store)
{
    auto query = m_parts.database.prepare("SELECT sealed FROM site_keys WHERE version = ?1");
    if (!query.bind(version).step()) refuse("internal", "site key");
    PrivateEnvelopeKey own(m_parts.keys.envelopeKey, m_parts.keys.envelope);
    const auto key = envelope::open(query.blob(0), own);
    const std::array recipients{EnvelopeRecipient::of(store)};
    return {version, envelope::seal(key.view(), recipients)};
}

std::vector<SealedSiteKey> SiteOffice::keysFor(const Certificate& store)
{
    std::vector<SealedSiteKey> keys;
    for (int version = 1; version <= keyVersion(); ++version) keys.push_back(keyFor(version, store));
    return keys;
}

std::string SiteOffice::deliveryBody(const SealedSiteKey& key)
{
    return nlohmann::json{{"version", key.version}, {"sealed", toBase64(key.sealed)}}.dump();
}

} // namespace cardwright::central
