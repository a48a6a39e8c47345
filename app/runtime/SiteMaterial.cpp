#include "app/runtime/SiteMaterial.h"

#include "core/crypto/CmsSignature.h"
#include "core/store/PrivateFiles.h"
#include "core/store/SiteCertificates.h"

#include <algorithm>

namespace cardwright::runtime {

namespace {

constexpr std::size_t pemLimit = 64 * 1024;
constexpr std::size_t policyLimit = 1024 * 1024;

Bytes readPolicy(const std::filesystem::path& file, const char* code, std::string_view name)
{
    try {
        return readWholeFile(file, policyLimit);
    } catch (const FailureError&) {
        throw PolicyError(Failure::of(code, std::string(name)));
    }
}

} // namespace

void requireSignedPolicy(const SiteFolder& site, std::string_view name, const std::vector<Certificate>& trust, const Certificate& centreSigning)
{
    const auto text = readPolicy(site.policyFile(name), "POLICY-ABSENT", name);
    const auto signature = readPolicy(site.policySignatureFile(name), "POLICY-UNSIGNED", name);
    // Pinned to the centre's own certificate, so its days do not matter: a desk whose clock is wrong, or that was long alone, still
    // starts, and says what is the matter at sign-in.
    const auto verdict = cms::verifyDetached(text, signature, StatementType::policy, trust, centreSigning.notBefore());
    if (!verdict || !verdict.signer || *verdict.signer != centreSigning) throw PolicyError(Failure::of("POLICY-UNSIGNED", std::string(name)));
}

SiteMaterial SiteMaterial::load(const std::filesystem::path& root)
{
    auto site = SiteFolder::open(root);
    SiteCertificates certificates(site);
    auto trust = certificates.trust();
    const auto centreSigning = certificates.centreSigning();
    const auto policy = [&](std::string_view name) {
        requireSignedPolicy(site, name, trust, centreSigning);
        return site.policyFile(name).string();
    };
    auto evidence = EvidencePolicy::load(policy("evidence"));
    auto passcode = PasscodePolicy::load(policy("passcode"));
    auto issue = IssuePolicy::load(policy("issue"));
    auto offline = OfflinePolicy::load(policy("offline"));
    auto roles = PermissionMatrix::load(policy("roles"));
    auto contentSigning = Certificate::fromPem(readWholeFile(site.contentSigningCertificateFile(), pemLimit));
    auto tls = Certificate::fromPem(readWholeFile(site.tlsCertificateFile(), pemLimit));
    const auto recovery = certificates.recovery();
    const auto storeCertificate = certificates.store();
    return {std::move(site),  std::move(evidence), std::move(passcode), std::move(issue), std::move(offline), std::move(roles),
            std::move(trust), centreSigning,       recovery,            std::move(contentSigning), storeCertificate, std::move(tls),
            ProfileSet::shipped()};
}

} // namespace cardwright::runtime
