#include "core/lifecycle/CertificateCheck.h"

namespace cardwright {

namespace {

CertificatePurpose purposeOf(Slot slot) noexcept
{
    switch (slot) {
    case Slot::authentication: return CertificatePurpose::signIn;
    case Slot::signature: return CertificatePurpose::signature;
    default: return CertificatePurpose::any;
    }
}

/// Empty: it fits.
std::string problemOf(const Certificate& certificate, const CertificateExpectation& expected, const std::vector<Certificate>& trust,
                      std::int64_t now)
{
    const auto verdict = certificate.chainsTo(trust, now, purposeOf(expected.slot));
    if (verdict != TrustVerdict::trusted) return nameOf(verdict);
    if (certificate.publicKey().der() != expected.publicKey) return "it is for another key";
    if (certificate.hasName()) return "it names a person";
    const auto number = certificate.subjectSerialNumber();
    if (expected.slot == Slot::cardAuthentication) {
        // Read without contact by anybody: it may say which card this is, never whose.
        if (number) return "it holds a user number";
    } else if (number != expected.holder.digits()) {
        return "it is for another user number";
    }
    if (certificate.uuid() != expected.card) return "it is for another card";
    const auto photo = certificate.biometricInfo();
    if (photo && photo != expected.photoReference) return "its photo reference is another";
    if (!photo && expected.slot == Slot::authentication && expected.photoReference) return "its photo reference is missing";
    return {};
}

} // namespace

std::optional<Failure> certificateProblem(ByteView der, const CertificateExpectation& expected, const std::vector<Certificate>& trust,
                                          std::int64_t now)
{
    const auto slot = std::string(slotName(expected.slot));
    try {
        const auto problem = problemOf(Certificate::fromDer(der), expected, trust, now);
        if (problem.empty()) return std::nullopt;
        return Failure::of("CERTIFICATE-UNFIT", slot + ": " + problem);
    } catch (const FailureError& error) {
        return Failure::of("CERTIFICATE-UNFIT", slot + ": " + error.failure().code);
    }
}

} // namespace cardwright
