#include "core/sync/CentralEnrolment.h"

#include "core/access/Roster.h"
#include "core/crypto/CertificateRequest.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/policy/PolicyFile.h"
#include "core/store/CardTrust.h"
#include "core/sync/CentralService.h"

#include <array>

namespace cardwright {

namespace {

[[noreturn]] void unfit(const std::string& what) { throw CentralError(Failure::of("CENTRE-ANSWER", what)); }

Certificate readCertificate(ByteView der, const char* name)
{
    try {
        return Certificate::fromDer(der);
    } catch (const CryptoError&) {
        unfit(std::string(name) + ": no certificate");
    }
}

/// A certificate of this authority, for this purpose, for the key that was asked for.
Certificate checkedOwn(ByteView der, ByteView request, std::span<const Certificate> trust, CertificatePurpose purpose, std::int64_t now, const char* name)
{
    auto certificate = readCertificate(der, name);
    if (certificate.publicKey() != CertificateRequest::fromDer(request).publicKey()) unfit(std::string(name) + ": for another key");
    if (const auto verdict = certificate.chainsTo(trust, now, purpose); verdict != TrustVerdict::trusted) {
        unfit(std::string(name) + ": " + nameOf(verdict));
    }
    return certificate;
}

void checkPolicies(const EnrolmentAnswer& answer, std::span<const Certificate> trust, const Certificate& centreSigning)
{
    for (const auto kind : policyKinds) {
        const EnrolmentAnswer::Policy* found = nullptr;
        for (const auto& policy : answer.policies) {
            if (policy.name == nameOf(kind)) found = &policy;
        }
        if (found == nullptr && shipsWhereAbsent(kind)) continue;
        if (found == nullptr) unfit("policies: " + std::string(nameOf(kind)));
        const auto verdict = cms::verifyDetached(bytesOf(found->body), found->signature, StatementType::policy, trust, centreSigning.notBefore());
        if (!verdict || !verdict.signer || *verdict.signer != centreSigning) throw PolicyError(Failure::of("POLICY-UNSIGNED", found->name));
        PolicyFile::parse(kind, found->body);
    }
}

} // namespace

void checkEnrolment(const EnrolmentOrder& order, const EnrolmentAnswer& answer, const Certificate& authority, std::int64_t now)
{
    if (readCertificate(answer.ca, "trust.ca") != authority) unfit("trust.ca: another authority than the pinned one");
    const std::array trust{authority};
    checkedOwn(answer.tls, order.tls, trust, CertificatePurpose::tlsClient, now, "tls");
    checkedOwn(answer.signing, order.signing, trust, CertificatePurpose::workstationSigning, now, "signing");
    checkedOwn(answer.store, order.store, trust, CertificatePurpose::envelope, now, "store");
    checkedOwn(answer.contentSigning, order.contentSigning, trust, CertificatePurpose::contentSigning, now, "contentSigning");
    const auto centreSigning = readCertificate(answer.centreSigning, "trust.centreSigning");
    if (centreSigning.chainsTo(trust, now, CertificatePurpose::statementSigning) != TrustVerdict::trusted) unfit("trust.centreSigning");
    for (const auto* recipient : {&answer.centreEnvelope, &answer.recovery}) {
        const char* name = recipient == &answer.recovery ? "trust.recovery" : "trust.centreEnvelope";
        const auto certificate = readCertificate(*recipient, name);
        if (certificate.chainsTo(trust, now, CertificatePurpose::envelope) != TrustVerdict::trusted) unfit(name);
    }
    if (!answer.cardTrust.empty() && !cardTrust::verify(answer.cardTrust, trust, centreSigning, answer.site)) unfit("trust.cards");
    checkPolicies(answer, trust, centreSigning);
    const auto roster = Roster::verify(answer.roster, trust, centreSigning, answer.site);
    if (answer.bootstrap != roster.content().agents.empty()) unfit("bootstrap");
    if (answer.siteKeys.empty()) unfit("siteKeys");
    if (answer.workstation.isNone() || answer.log.isNone()) unfit("workstation");
}

} // namespace cardwright
