#include "core/lifecycle/AttestationCheck.h"

#include "core/crypto/CryptoError.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardJobError.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/PivApplication.h"

namespace cardwright::attestationcheck {

bool wanted(const IssuePolicy& policy, const CardProfile& profile) noexcept { return policy.verifyAttestation && profile.attestationCommand; }

AttestationTrust makersOf(const IssuePolicy& policy)
{
    std::vector<Certificate> roots;
    for (const auto& maker : policy.attestationMakers) roots.push_back(maker.root);
    return trustInMakers(std::move(roots));
}

void requireKnownMaker(const CardDesk& desk, PivApplication& piv, const CardProfile& profile)
{
    if (!wanted(desk.issuePolicy, profile) || desk.issuePolicy.attestationMakers.empty()) return;
    const auto object = piv.object(objects::attestationCertificate);
    if (!object || object->empty()) return; // no key of its maker's in it
    std::optional<Certificate> issuer;
    try {
        issuer = Certificate::fromDer(CertificateObject::decode(*object).der());
    } catch (const CardDataError&) {
        throw CardJobError("CARD-ATTESTATION", "its maker's certificate cannot be read");
    } catch (const CryptoError&) {
        throw CardJobError("CARD-ATTESTATION", "its maker's certificate cannot be read");
    }
    if (!makersOf(desk.issuePolicy)(*issuer)) throw CardJobError("CARD-MAKER-UNKNOWN", issuer->issuer());
}

AttestationVerdict verdictOn(PivApplication& piv, Slot slot, const PublicKey& key, std::optional<std::uint32_t> serial, const IssuePolicy& policy)
{
    const auto verdict = attested(piv, slot, key, serial, makersOf(policy));
    if (verdict != AttestationVerdict::unsupported) return verdict;
    try {
        const auto issuer = piv.object(objects::attestationCertificate);
        return issuer && !issuer->empty() ? AttestationVerdict::broken : verdict;
    } catch (const CardError&) {
        return verdict;
    } catch (const CardDataError&) {
        return AttestationVerdict::broken;
    }
}

std::optional<std::string> refusal(AttestationVerdict verdict, const IssuePolicy& policy)
{
    switch (verdict) {
    case AttestationVerdict::proven:
    case AttestationVerdict::unsupported: return std::nullopt;
    // Where policy names no maker, one whom this site does not know is no fault of the card's.
    case AttestationVerdict::unknownMaker: return policy.attestationMakers.empty() ? std::nullopt : std::optional<std::string>("CARD-MAKER-UNKNOWN");
    case AttestationVerdict::wrongKey:
    case AttestationVerdict::broken: break;
    }
    return "CARD-ATTESTATION";
}

} // namespace cardwright::attestationcheck
