#pragma once

#include "core/base/Failure.h"
#include "core/crypto/Certificate.h"
#include "core/identity/UserNumber.h"
#include "core/piv/Slot.h"

#include <optional>
#include <vector>

namespace cardwright {

/// What a certificate must say before it is written to a card.
struct CertificateExpectation {
    Slot slot = Slot::authentication;
    Guid card;
    UserNumber holder;
    Bytes publicKey; ///< SubjectPublicKeyInfo that the card generated
    std::optional<Sha256Digest> photoReference;
};

/// Chain, key, holder (user number and no name; 9E: neither), card, validity and photo reference. CERTIFICATE-UNFIT with what
/// does not fit, or nothing.
std::optional<Failure> certificateProblem(ByteView der, const CertificateExpectation& expected, const std::vector<Certificate>& trust,
                                          std::int64_t now);

} // namespace cardwright
