#pragma once

#include "core/base/SecureBytes.h"
#include "core/crypto/EnvelopeKey.h"

#include <span>
#include <vector>

namespace cardwright {

/// Somebody an envelope is for: the public key, and the key identifier by which the envelope names it.
struct EnvelopeRecipient {
    PublicKey key;
    Bytes keyIdentifier; ///< subject key identifier of the certificate

    /// Throws CryptoError KEY-UNUSABLE when the certificate has no key identifier or its key may not be used for this
    /// (RFC 5280 4.2.1.3: keyAgreement for EC, keyEncipherment for RSA).
    static EnvelopeRecipient of(const Certificate& certificate);
};

/// CMS AuthEnvelopedData (RFC 5083, 5084, 5652, 5753), DER. Content id-data under AES-256-GCM (nonce 12, tag 16, no attributes);
/// EC recipients (P-256, P-384): ephemeral-static ECDH with a fresh key each, dhSinglePass-stdDH-sha256kdf, AES-256 key wrap;
/// RSA recipients: OAEP with SHA-256 and MGF1 SHA-256. Recipients are named by subject key identifier. Nothing else is accepted.
/// From a shell: openssl cms -decrypt -inform DER -in FILE -recip certificate.pem -inkey key.pem
namespace envelope {

/// At least one recipient, no one twice. Throws CryptoError.
Bytes seal(ByteView content, std::span<const EnvelopeRecipient> recipients);

/// Throws CryptoError: ENVELOPE-UNREADABLE (not this structure), ENVELOPE-ALGORITHM (another algorithm than those above, named),
/// ENVELOPE-NOT-FOR-US (this key is not among the recipients), ENVELOPE-BROKEN (the key or the tag does not hold). What the
/// key itself throws (a card taken out) goes through as it is.
SecureBytes open(ByteView der, EnvelopeKey& key);

/// The recipients' key identifiers in the order of the envelope. Throws ENVELOPE-UNREADABLE, ENVELOPE-ALGORITHM.
std::vector<Bytes> recipients(ByteView der);

/// Exactly these recipients, each once, each by the algorithm of its key: ENVELOPE-RECIPIENTS otherwise, with the identifiers that
/// are missing or too many; besides ENVELOPE-UNREADABLE, ENVELOPE-ALGORITHM.
void requireRecipients(ByteView der, std::span<const EnvelopeRecipient> recipients);

} // namespace envelope

} // namespace cardwright
