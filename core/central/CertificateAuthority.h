#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/CertificateRequest.h"

#include <cstdint>

namespace cardwright::central {

/// Port: who makes certificates for the centre. The centre asks once per request GUID and keeps the answer; only when it was cut
/// off between the answer and its own commit does it ask again for the same GUID.
class CertificateAuthority {
public:
    virtual ~CertificateAuthority() = default;
    /// The request's possession was checked. Throws CryptoError.
    virtual Certificate issue(const Guid& requestId, const CertificateRequest& request, CertificateProfile profile, std::int64_t atMillis) = 0;
    /// What is no card's: TLS, signing, store and content-signing certificates of desks.
    virtual Certificate issue(const CertificateContent& content, const PublicKey& key) = 0;
    virtual const Certificate& root() const noexcept = 0;
};

} // namespace cardwright::central
