#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/PrivateKey.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cardwright {

/// What looking at a CMS signature gave. Only with `trusted` may the rest be believed.
struct CmsVerdict {
    TrustVerdict trust = TrustVerdict::broken;
    std::optional<Certificate> signer;           ///< whose signature it is (CHUID: from the CMS; security object: the one given)
    Bytes content;                               ///< what was signed
    std::optional<Sha256Digest> photoReference;  ///< security object only
    explicit operator bool() const noexcept { return trust == TrustVerdict::trusted; }
};

/// The two CMS SignedData (RFC 5652) of a PIV card, SP 800-73-5 part 1 3.1.2 and 3.1.7, made and read.
namespace cms {

/// The CHUID's issuer asymmetric signature: detached; content type id-PIV-CHUIDSecurityObject 2.16.840.1.101.3.6.1; signed
/// attributes content type, message digest, signing time, pivSigner-DN 2.16.840.1.101.3.6.5; the signer's certificate is in it.
/// chuid: Chuid::signedPortion(), every element but the signature, the error detection code included (FIPS 201-3 table B-1).
/// Checked from a shell: openssl cms -verify -inform DER -binary -content chuid -in signature -CAfile ca.pem -purpose any
Bytes signChuid(ByteView chuid, const PrivateKey& key, const Certificate& signer, std::int64_t atMillis);
CmsVerdict verifyChuid(ByteView chuid, ByteView signature, std::span<const Certificate> trust, std::int64_t atMillis);

/// The security object: LDSSecurityObject inside, content type id-icao-ldsSecurityObject 2.23.136.1.1.1, no certificate
/// (the CHUID carries it); signed attribute biometricInfo 1.3.6.1.5.5.7.1.2 when there is a photo reference.
/// Checked from a shell: openssl cms -verify -inform DER -in object -certfile signer.pem -CAfile ca.pem -purpose any
Bytes signSecurityObject(ByteView ldsSecurityObject, const PrivateKey& key, const Certificate& signer, std::int64_t atMillis,
                         const std::optional<Sha256Digest>& photoReference);
CmsVerdict verifySecurityObject(ByteView object, const Certificate& signer, std::span<const Certificate> trust, std::int64_t atMillis);

} // namespace cms

/// One line of an LDSSecurityObject (ICAO 9303-10 4.6.2.3).
struct DataGroupDigest {
    int number = 0; ///< 1 to 16
    Sha256Digest digest{};
    friend bool operator==(const DataGroupDigest&, const DataGroupDigest&) = default;
};

/// DER of LDSSecurityObject version 0 with SHA-256; decoding throws CryptoError SIGNED-DATA-UNREADABLE.
Bytes encodeLdsSecurityObject(std::span<const DataGroupDigest> digests);
std::vector<DataGroupDigest> decodeLdsSecurityObject(ByteView der);

} // namespace cardwright
