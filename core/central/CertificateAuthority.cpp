#include "core/central/CertificateAuthority.h"

#include "core/base/Clock.h"

namespace cardwright::central {

namespace {

constexpr int mostMonths = 36; // NHS certificate policy: no certificate beyond three years
constexpr std::size_t longestOrganisation = 64; // RFC 5280 A.1; what is beyond is left out of requests

CertificatePurpose purposeOf(CertificateProfile profile) noexcept
{
    switch (profile) {
    case CertificateProfile::signIn: return CertificatePurpose::signIn;
    case CertificateProfile::signature: return CertificatePurpose::signature;
    default: return CertificatePurpose::any;
    }
}

bool sameOrganisation(const std::string& certified, const std::string& asked)
{
    return certified == asked || (asked.size() > longestOrganisation && !certified.empty() && asked.starts_with(certified));
}

} // namespace

std::optional<std::string> objectionTo(const Certificate& certificate, const CardCertificateOrder& order, std::span<const Certificate> anchors,
                                       std::int64_t atMillis)
{
    const auto verdict = certificate.chainsTo(anchors, atMillis, purposeOf(order.profile));
    if (verdict != TrustVerdict::trusted) return std::string("chain: ") + nameOf(verdict);
    if (certificate.notAfter() > startOfDay(plusMonths(dateOf(atMillis), mostMonths))) return "validity";
    if (!(certificate.publicKey() == order.key)) return "key";
    if (certificate.hasName()) return "names a person";
    if (certificate.uuid() != order.subject.card) return "card";
    if (certificate.subjectSerialNumber().value_or("") != order.subject.userNumber) return "userNumber";
    if (!sameOrganisation(certificate.subjectOrganisation().value_or(""), order.subject.organisation)) return "organisation";
    if (certificate.biometricInfo() != order.subject.photoReference) return "photoReference";
    return std::nullopt;
}

} // namespace cardwright::central
