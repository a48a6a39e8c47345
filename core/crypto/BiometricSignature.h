#pragma once

#include "core/base/Guid.h"
#include "core/crypto/CmsSignature.h"

#include <array>
#include <functional>

namespace cardwright {

/// Whose biometric it is, as the signature says it (FIPS 201-3 4.2.3.2): on which card, under which number.
struct BiometricSubject {
    std::array<std::uint8_t, 25> fascN{};
    Guid card; ///< entryUUID, RFC 4530
    friend bool operator==(const BiometricSubject&, const BiometricSubject&) = default;
};

namespace cms {

/// The signature block of a CBEFF record (SP 800-76-2 9.3): CMS SignedData, detached, content type id-PIV-biometricObject
/// 2.16.840.1.101.3.6.2, no certificate (the CHUID carries it); signed attributes content type, message digest, signing time,
/// pivSigner-DN 2.16.840.1.101.3.6.5, pivFASC-N 2.16.840.1.101.3.6.6, entryUUID 1.3.6.1.1.16.4.
/// The record's header names the signature's length and is signed itself, and an ECDSA signature's length is a matter of chance:
/// record(length) is what to sign with that length in it, and is asked until the length holds.
/// Checked from a shell: openssl cms -verify -inform DER -binary -content record -in signature -certfile signer.pem -CAfile ca.pem -purpose any
Bytes signBiometric(const std::function<Bytes(std::size_t signatureSize)>& record, const BiometricSubject& subject, const PrivateKey& key,
                    const Certificate& signer, std::int64_t atMillis);
/// Broken as well when it is of another card. Never throws for what the octets are.
CmsVerdict verifyBiometric(ByteView record, ByteView signature, const BiometricSubject& subject, const Certificate& signer,
                           std::span<const Certificate> trust, std::int64_t atMillis);

} // namespace cms

} // namespace cardwright
