#pragma once

#include "core/base/Random.h"
#include "core/crypto/Certificate.h"
#include "core/crypto/CertificateRequest.h"
#include "core/crypto/PrivateKey.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What a certificate is for decides its key usages (RFC 5280 4.2.1.3, 4.2.1.12).
enum class CertificateProfile {
    root,              ///< CA, path length 0
    contentSigning,    ///< id-PIV-content-signing
    tlsServer,
    tlsClient,
    signIn,            ///< 9A
    signature,         ///< 9C
    keyManagement,     ///< 9D
    cardAuthentication, ///< 9E
    envelope,           ///< recipient of envelopes: the centre's, the store's, the recovery key (keyAgreement, critical)
    statementSigning,   ///< the centre's roster, policies, authority, countersignatures
    workstationSigning  ///< a workstation's entries and checkpoints
};

/// What the certificate says. Empty texts and absent values are left out.
struct CertificateContent {
    CertificateProfile profile = CertificateProfile::signIn;
    std::string commonName;
    std::string organisation;
    std::string serialNumber; ///< subject serialNumber: a user number
    std::optional<Guid> uuid; ///< SAN urn:uuid:
    std::vector<std::string> dnsNames;
    std::vector<std::string> ipAddresses; ///< dotted IPv4 or IPv6 text
    std::optional<Sha256Digest> photoReference; ///< biometricInfo
    std::int64_t notBefore = 0; ///< UTC milliseconds; whole seconds are kept
    std::int64_t notAfter = 0;
};

/// Two years less a second after `from`, the default life of a holder's certificate.
std::int64_t defaultNotAfter(std::int64_t from);

/// Makes X.509 certificates for the training authority. Throws CryptoError.
namespace certify {

/// A root: signed by its own key.
Certificate selfSigned(const CertificateContent& content, const PrivateKey& key, RandomSource& random);
Certificate issue(const CertificateContent& content, const PublicKey& subjectKey, const Certificate& issuer,
                  const PrivateKey& issuerKey, RandomSource& random);
/// From a request whose possession is proven (SIGNATURE-WRONG otherwise): number, organisation, GUID and photo reference are
/// taken from it, names never.
Certificate issueFromRequest(const CertificateRequest& request, CertificateProfile profile, std::int64_t notBefore,
                             std::int64_t notAfter, const Certificate& issuer, const PrivateKey& issuerKey, RandomSource& random);

} // namespace certify

} // namespace cardwright
