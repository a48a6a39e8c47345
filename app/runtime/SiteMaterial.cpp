#include "app/runtime/SiteMaterial.h"

#include "core/store/PrivateFiles.h"

namespace cardwright::runtime {

namespace {

constexpr std::size_t pemLimit = 64 * 1024;

ContentSigner loadSigner(const SiteFolder& site)
{
    const auto key = readSecretFile(site.contentSigningKeyFile(), pemLimit);
    const auto certificate = readWholeFile(site.contentSigningCertificateFile(), pemLimit);
    return {PrivateKey::fromPem(key.view()), Certificate::fromPem(certificate)};
}

SiteKeys loadKeys(const SiteFolder& site)
{
    SiteKeys keys;
    keys.add(site.description().siteKeyVersion, site.siteKey());
    return keys;
}

} // namespace

SiteMaterial SiteMaterial::load(const std::filesystem::path& root)
{
    auto site = SiteFolder::open(root);
    const auto policy = [&](PolicyKind kind) { return site.policyFile(nameOf(kind)).string(); };
    auto evidence = EvidencePolicy::load(policy(PolicyKind::evidence));
    auto passcode = PasscodePolicy::load(policy(PolicyKind::passcode));
    auto issue = IssuePolicy::load(policy(PolicyKind::issue));
    auto offline = OfflinePolicy::load(policy(PolicyKind::offline));
    auto trust = Certificate::allFromPem(readWholeFile(site.authorityFile(), pemLimit));
    auto signer = loadSigner(site);
    auto keys = loadKeys(site);
    return {std::move(site),  std::move(evidence), std::move(passcode), std::move(issue), std::move(offline),
            std::move(trust), std::move(signer),   std::move(keys),     ProfileSet::shipped()};
}

} // namespace cardwright::runtime
