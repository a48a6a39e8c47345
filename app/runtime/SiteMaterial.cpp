#include "app/runtime/SiteMaterial.h"

#include "core/crypto/CmsSignature.h"
#include "core/store/CardTrust.h"
#include "core/store/PolicyPair.h"
#include "core/store/PrivateFiles.h"
#include "core/store/SiteCertificates.h"

#include <algorithm>

namespace cardwright::runtime {

namespace {

constexpr std::size_t pemLimit = 64 * 1024;

bool signedByCentre(const policyPair::Held& held, const std::vector<Certificate>& trust, const Certificate& centreSigning)
{
    return std::any_of(held.signatures.begin(), held.signatures.end(), [&](const Bytes& signature) {
        // Pinned to the centre's own certificate, so its days do not matter: a desk whose clock is wrong, or that was long alone,
        // still starts, and says what is the matter at sign-in.
        const auto verdict = cms::verifyDetached(held.text, signature, StatementType::policy, trust, centreSigning.notBefore());
        return verdict && verdict.signer && *verdict.signer == centreSigning;
    });
}

policyPair::Held readPolicy(const SiteFolder& site, std::string_view name)
{
    try {
        return policyPair::read(site, name);
    } catch (const FailureError&) {
        throw PolicyError(Failure::of("POLICY-ABSENT", std::string(name)));
    }
}

} // namespace

void requireSignedPolicy(const SiteFolder& site, std::string_view name, const std::vector<Certificate>& trust, const Certificate& centreSigning)
{
    // Read again once: the desk may have put a newer policy there between the text and its signature.
    if (signedByCentre(readPolicy(site, name), trust, centreSigning) || signedByCentre(readPolicy(site, name), trust, centreSigning)) return;
    throw PolicyError(Failure::of("POLICY-UNSIGNED", std::string(name)));
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
    auto people = std::filesystem::exists(site.policyFile("people")) ? PeoplePolicy::load(policy("people")) : PeoplePolicy::shipped();
    auto photo = std::filesystem::exists(site.policyFile("photo")) ? PhotoPolicy::load(policy("photo")) : PhotoPolicy::shipped();
    auto terms = std::filesystem::exists(site.policyFile("terms")) ? TermsPolicy::load(policy("terms")) : TermsPolicy::shipped();
    auto print = std::filesystem::exists(site.policyFile("print")) ? PrintPolicy::load(policy("print")) : PrintPolicy::shipped();
    auto badges = std::filesystem::exists(site.policyFile("badges")) ? BadgePolicy::load(policy("badges")) : BadgePolicy::shipped();
    auto contentSigning = Certificate::fromPem(readWholeFile(site.contentSigningCertificateFile(), pemLimit));
    auto tls = Certificate::fromPem(readWholeFile(site.tlsCertificateFile(), pemLimit));
    // From here on it judges what is on cards and what cards sign; the roster is pinned to centreSigning besides.
    trust = cardTrust::anchors(site, certificates);
    const auto recovery = certificates.recovery();
    const auto storeCertificate = certificates.store();
    return {std::move(site),  std::move(evidence), std::move(passcode), std::move(issue), std::move(offline), std::move(roles), std::move(people), std::move(photo), std::move(terms), std::move(print), std::move(badges),
            std::move(trust), centreSigning,       recovery,            std::move(contentSigning), storeCertificate, std::move(tls),
            ProfileSet::shipped()};
}

} // namespace cardwright::runtime
