#pragma once

#include "core/crypto/CmpClient.h"

#include <span>

namespace cardwright {

/// One line of a certificate revocation list.
struct RevokedCertificate {
    Bytes serialNumber; ///< big-endian
    std::int64_t at = 0; ///< UTC milliseconds
    RevocationReason reason = RevocationReason::unspecified;
};

/// A full CRL, version 2 (RFC 5280 5), DER, with authority key identifier and CRL number. Throws CryptoError.
Bytes revocationList(std::span<const RevokedCertificate> revoked, std::uint64_t number, std::int64_t thisUpdate, std::int64_t nextUpdate,
                     const Certificate& issuer, const PrivateKey& issuerKey);
/// PEM of it.
std::string revocationListPem(ByteView der);
/// The certificate's own number, as a CRL names it.
Bytes serialNumberOf(const Certificate& certificate);

} // namespace cardwright
