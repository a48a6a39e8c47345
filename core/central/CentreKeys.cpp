#include "core/central/CentreKeys.h"

#include "core/base/Clock.h"
#include "core/store/PrivateFiles.h"

namespace cardwright::central {

namespace {

constexpr std::size_t mostFile = 64 * 1024;
constexpr std::int64_t fiveMinutes = 5 * 60 * 1000; // a desk's clock may be a little behind
constexpr int keyMonths = 60;

Certificate certificateOf(const CentreFolder& folder, std::string_view name)
{
    return Certificate::fromPem(readWholeFile(folder.certificate(name), mostFile));
}

PrivateKey keyOf(const CentreFolder& folder, std::string_view name)
{
    return PrivateKey::fromPem(readSecretFile(folder.key(name), mostFile).view());
}

} // namespace

CentreKeys CentreKeys::open(const CentreFolder& folder)
{
    return {certificateOf(folder, "ca"),
            certificateOf(folder, "centre-signing"),
            keyOf(folder, "centre-signing"),
            certificateOf(folder, "centre-envelope"),
            keyOf(folder, "centre-envelope"),
            certificateOf(folder, "recovery")};
}

void CentreKeys::create(const CentreFolder& folder, TrainingAuthority& authority, const CentreKeyOrder& order, std::int64_t atMillis)
{
    const auto make = [&](std::string_view name, CertificateProfile profile, std::string commonName) {
        const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
        CertificateContent content;
        content.profile = profile;
        content.commonName = std::move(commonName);
        content.organisation = order.organisation;
        content.notBefore = atMillis - fiveMinutes;
        content.notAfter = std::min(startOfDay(plusMonths(dateOf(atMillis), keyMonths)), authority.root().notAfter());
        if (profile == CertificateProfile::tlsServer) {
            content.dnsNames = order.dnsNames;
            content.ipAddresses = order.ipAddresses;
        }
        writePrivateFile(folder.key(name), key.pem().view());
        writePrivateFile(folder.certificate(name), bytesOf(authority.issue(content, key.publicKey()).pem()));
    };
    make("tls", CertificateProfile::tlsServer, "cardwright-central");
    make("centre-signing", CertificateProfile::statementSigning, "Cardwright centre signing");
    make("centre-envelope", CertificateProfile::envelope, "Cardwright centre envelope");
    make("recovery", CertificateProfile::envelope, "Cardwright recovery");
}

} // namespace cardwright::central
