#include "core/card/CardErrors.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/SecureRandom.h"
#include "core/policy/PolicyFile.h"
#include "core/store/CardTrust.h"
#include "core/store/PolicyPair.h"
#include "core/store/PrivateFiles.h"
#include "core/store/SealedFiles.h"
#include "core/sync/ApiJson.h"
#include "core/sync/InboxApplier.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cardwright {

namespace {

using nlohmann::json;

constexpr std::string_view rosterVersionKey = "roster.version";
constexpr std::string_view rosterBeforeKey = "roster.before";
constexpr std::string_view authorityIssuedKey = "authority.issuedAt";
constexpr std::string_view cardTrustVersionKey = "cardTrust.version";
constexpr std::size_t mostFile = std::size_t{16} << 20;

std::int64_t numberIn(Store& store, std::string_view key)
{
    const auto text = store.settings.value(key).value_or(std::string());
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<Roster> heldRoster(Store& store)
{
    const auto file = store.site().rosterFile();
    if (!std::filesystem::exists(file)) return std::nullopt;
    auto& known = store.certificates();
    try {
        return Roster::verify(readWholeFile(file, mostFile), known.trust(), known.centreSigning(), store.site().description().site);
    } catch (const RosterError&) {
        return std::nullopt; // a file that was tampered with must not keep the centre's own word out
    }
}

bool namesSomebody(const Roster& roster)
{
    const auto& agents = roster.content().agents;
    return std::any_of(agents.begin(), agents.end(), [](const RosterAgent& agent) { return agent.active; });
}

/// Some agent of this roster, by its plain part, has a card that opens the store as it lies here.
bool opensStore(const SiteFolder& site, const Roster& roster)
{
    std::vector<Bytes> recipients;
    try {
        recipients = storeKeyFile::recipients(site);
    } catch (const FailureError&) {
        return false; // no key yet, or a file that nobody opens
    }
    const auto& agents = roster.content().agents;
    return std::any_of(agents.begin(), agents.end(), [&](const RosterAgent& agent) {
        return agent.active && !agent.keyIdentifier.empty() && !roster.revoked(agent.certificate) &&
               std::find(recipients.begin(), recipients.end(), agent.keyIdentifier) != recipients.end();
    });
}

std::optional<PolicyKind> policyKindNamed(std::string_view name)
{
    const auto found = std::find_if(policyKinds.begin(), policyKinds.end(), [&](PolicyKind kind) { return nameOf(kind) == name; });
    return found == policyKinds.end() ? std::nullopt : std::optional(*found);
}

/// Pinned to the centre's own certificate, so its days do not matter.
bool byCentre(const CmsVerdict& verdict, const Certificate& centreSigning) { return verdict && verdict.signer && *verdict.signer == centreSigning; }

/// The signature beside a policy's file is there and holds.
bool signatureLies(Store& store, std::string_view name, ByteView text)
{
    const auto file = store.site().policySignatureFile(name);
    if (!std::filesystem::exists(file)) return false;
    auto& known = store.certificates();
    const auto signature = readWholeFile(file, mostFile);
    return byCentre(cms::verifyDetached(text, signature, StatementType::policy, known.trust(), known.centreSigning().notBefore()), known.centreSigning());
}

} // namespace

/// Believed is what the statement says; what stands beside it is for people.
std::string InboxApplier::authority(const json& body)
{
    auto& known = m_store.certificates();
    const auto statement = api::base64(body, "authority");
    const auto verdict = cms::verifyStatement(statement, StatementType::authority, known.trust(), known.centreSigning().notBefore());
    if (!byCentre(verdict, known.centreSigning())) return "AUTHORITY-SIGNATURE";
    const auto content = api::parse(toText(verdict.content));
    const auto& site = m_store.site().description();
    if (api::text(content, "schema") != "cardwright.authority/1") return "not understood";
    if (api::guid(content, "site") != site.site || api::guid(content, "workstation") != site.workstation || api::guid(content, "log") != m_store.journal.log()) {
        return "for another desk";
    }
    const auto issuedAt = api::instant(content, "issuedAt");
    const auto held = numberIn(m_store, authorityIssuedKey);
    if (issuedAt < held) return "AUTHORITY-OLD-VERSION";
    if (issuedAt == held) return "repeated";
    constexpr std::uint64_t most = 1'000'000;
    m_store.authorities.replace(m_transaction, {api::instant(content, "until"), static_cast<std::uint32_t>(api::number(content, "issues", most)),
                                                static_cast<std::uint32_t>(api::number(content, "unlocks", most)), m_now});
    m_store.settings.set(m_transaction, authorityIssuedKey, std::to_string(issuedAt));
    return "applied";
}

/// {"roster": base64 of the signed document}. Also while nobody is signed in: who may sign in must not wait for somebody who may.
std::string InboxApplier::roster(const json& body)
{
    auto& known = m_store.certificates();
    const auto fresh = Roster::verify(api::base64(body, "roster"), known.trust(), known.centreSigning(), m_store.site().description().site);
    const auto& content = fresh.content();
    const auto held = heldRoster(m_store);
    const auto version = static_cast<std::uint64_t>(numberIn(m_store, rosterVersionKey));
    // The file may have been put back to an older one; the store remembers the highest it has seen.
    if (content.version < version) return "ROSTER-OLD-VERSION";
    if (held && !supersedes(fresh, *held) && content.version == version) return "repeated";
    // A list of nobody would lock everybody out; no machine applies it.
    if (!namesSomebody(fresh) && held && namesSomebody(*held)) return "names nobody";
    // A card that was replaced is the only one that can seal the store for its successor: which agents were trusted before is kept
    // until one of the new list opens it.
    if (opensStore(m_store.site(), fresh)) {
        m_store.settings.set(m_transaction, rosterBeforeKey, "");
    } else if (held && opensStore(m_store.site(), *held)) {
        m_store.settings.set(m_transaction, rosterBeforeKey, toBase64(held->der()));
    }
    m_store.agents.replaceAll(m_transaction, fresh);
    m_store.settings.set(m_transaction, rosterVersionKey, std::to_string(content.version));
    writePrivateFile(m_store.site().rosterFile(), fresh.der());
    record(EntryKind::rosterReceived, {{"version", content.version}, {"issuedAt", formatUtc(content.issuedAt)}, {"agents", content.agents.size()},
                                       {"document", toHex(sha256(fresh.der()))}});
    return "applied";
}

/// {"name","version","body": text,"signature": base64}. In force from the next time it is read.
std::string InboxApplier::policy(const json& body)
{
    const auto name = api::text(body, "name");
    const auto text = api::text(body, "body");
    const auto signature = api::base64(body, "signature");
    const auto kind = policyKindNamed(name);
    if (!kind) return "of an unknown name";
    auto& known = m_store.certificates();
    const auto verdict = cms::verifyDetached(bytesOf(text), signature, StatementType::policy, known.trust(), known.centreSigning().notBefore());
    if (!byCentre(verdict, known.centreSigning())) return "POLICY-UNSIGNED";
    const auto fresh = PolicyFile::parse(*kind, text); // PolicyError: the outcome is its code
    const auto& site = m_store.site();
    const auto file = site.policyFile(name);
    if (std::filesystem::exists(file)) {
        const auto held = readWholeFile(file, mostFile);
        const bool same = equal(held, bytesOf(text));
        if (same && signatureLies(m_store, name, held)) return "repeated";
        try {
            if (!same && PolicyFile::parse(*kind, toText(held)).id().version >= fresh.id().version) return "POLICY-OLD-VERSION";
        } catch (const PolicyError&) { // what lies there cannot be used: anything that the centre signed is better
        }
    }
    policyPair::write(site, name, bytesOf(text), signature);
    record(EntryKind::policyChanged, {{"name", name}, {"version", fresh.id().version}, {"digest", toHex(sha256(bytesOf(text)))}});
    return "applied";
}

/// {"trust": base64 of the centre's statement}: who certifies cards (core/store/CardTrust.h). In force from the next time it is read.
std::string InboxApplier::cardTrust(const json& body)
{
    auto& known = m_store.certificates();
    const auto& site = m_store.site();
    const auto statement = api::base64(body, "trust");
    const auto list = cardTrust::verify(statement, known.trust(), known.centreSigning(), site.description().site);
    if (!list) return "AUTHORITY-SIGNATURE";
    const auto held = static_cast<std::uint64_t>(numberIn(m_store, cardTrustVersionKey));
    if (list->version < held) return "AUTHORITY-OLD-VERSION";
    if (list->version == held && std::filesystem::exists(cardTrust::file(site))) return "repeated";
    writePrivateFile(cardTrust::file(site), statement);
    m_store.settings.set(m_transaction, cardTrustVersionKey, std::to_string(list->version));
    record(EntryKind::deliveryApplied, {{"kind", "trust"}, {"version", list->version}, {"anchors", list->anchors.size()}});
    return "applied";
}

/// {"version","sealed": base64 of an envelope to the store's certificate}. Older versions stay: a card of theirs is still opened.
std::string InboxApplier::siteKey(const json& body)
{
    constexpr std::size_t keySize = 32;
    const auto version = static_cast<int>(api::number(body, "version", 1'000'000));
    auto& vault = m_store.vault();
    auto key = vault.openEnvelope(api::base64(body, "sealed"));
    if (version == 0 || key.size() != keySize) return "not understood";
    auto keys = vault.siteKeys(m_store.site());
    const auto same = std::find_if(keys.begin(), keys.end(), [&](const SiteKeyVersion& held) { return held.version == version; });
    if (same != keys.end()) return same->key.sameAs(key.view()) ? "repeated" : "SITE-KEY-OTHER";
    keys.push_back({version, std::move(key)});
    std::sort(keys.begin(), keys.end(), [](const SiteKeyVersion& left, const SiteKeyVersion& right) { return left.version > right.version; });
    SecureRandom random;
    sealedFiles::writeSiteKeys(m_store.site(), keys, vault.cipher(), random);
    record(EntryKind::siteKeyRaised, {{"version", version}});
    return "applied";
}

namespace {

/// Never a key of it.
json toldOf(const TransportBatch& batch)
{
    json told{{"batch", batch.name}, {"profile", batch.profile}, {"algorithm", algorithmName(batch.algorithm)}};
    if (batch.serials) told["serials"] = {{"first", batch.serials->first}, {"last", batch.serials->last}};
    return told;
}

} // namespace

/// {"sealed": base64 of an envelope to the store's certificate, with TransportBatch::encode() in it} or {"batch": name, "ended": true}.
/// Of one name the last that came counts.
std::string InboxApplier::transportKey(const json& body)
{
    auto& vault = m_store.vault();
    auto batches = vault.transportKeys(m_store.site());
    const auto named = [&](const std::string& name) {
        return std::find_if(batches.begin(), batches.end(), [&](const TransportBatch& held) { return held.name == name; });
    };
    SecureRandom random;
    if (body.contains("ended")) {
        const auto name = api::text(body, "batch");
        const auto held = named(name);
        if (held == batches.end()) return "repeated";
        batches.erase(held);
        sealedFiles::writeTransportKeys(m_store.site(), batches, vault.cipher(), random);
        record(EntryKind::deliveryApplied, {{"kind", "transportKey"}, {"batch", name}, {"ended", true}});
        return "applied";
    }
    const auto opened = vault.openEnvelope(api::base64(body, "sealed"));
    TransportBatch fresh;
    try {
        fresh = TransportBatch::decode(opened.view());
    } catch (const CardDataError&) {
        return "not understood";
    }
    auto told = toldOf(fresh);
    const auto held = named(fresh.name);
    if (held != batches.end()) {
        if (held->sameAs(fresh)) return "repeated";
        told["replaced"] = true;
        batches.erase(held);
    }
    batches.push_back(std::move(fresh));
    sealedFiles::writeTransportKeys(m_store.site(), batches, vault.cipher(), random);
    record(EntryKind::transportKeyReceived, std::move(told));
    return "applied";
}

} // namespace cardwright
