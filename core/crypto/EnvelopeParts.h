#pragma once

// Inside core/crypto only: the structure of an envelope, and the three ways by which its key reaches a recipient.

#include "core/base/SecureBytes.h"
#include "core/crypto/Envelope.h"

#include <optional>
#include <vector>

namespace cardwright::envelope {

constexpr std::size_t contentKeySize = 32;

/// One RecipientInfo (RFC 5652 6.2). The views point into the envelope.
struct Recipient {
    ByteView keyIdentifier;
    std::optional<PublicKey> ephemeral; ///< EC: the originator's key; none: RSA
    ByteView encryptedKey;
};

struct Parts {
    std::vector<Recipient> recipients;
    ByteView nonce;
    ByteView content; ///< encrypted
    ByteView tag;
};

/// Strict: this structure and these algorithms. Throws CryptoError ENVELOPE-UNREADABLE, ENVELOPE-ALGORITHM.
Parts read(ByteView der);

/// The RecipientInfo for this recipient, with the content key wrapped for it.
Bytes recipientInfo(const EnvelopeRecipient& recipient, ByteView contentKey);
/// The content key. Throws CryptoError ENVELOPE-BROKEN, and what the key throws.
SecureBytes contentKeyFrom(const Recipient& recipient, EnvelopeKey& key);

namespace oids {
constexpr const char* authEnvelopedData = "1.2.840.113549.1.9.16.1.23";
constexpr const char* data = "1.2.840.113549.1.7.1";
constexpr const char* aes256Gcm = "2.16.840.1.101.3.4.1.46";
constexpr const char* aes256Wrap = "2.16.840.1.101.3.4.1.45";
constexpr const char* ecdhSha256Kdf = "1.3.132.1.11.1"; // dhSinglePass-stdDH-sha256kdf-scheme
constexpr const char* ecPublicKey = "1.2.840.10045.2.1";
constexpr const char* rsaOaep = "1.2.840.113549.1.1.7";
constexpr const char* mgf1 = "1.2.840.113549.1.1.8";
} // namespace oids

/// AlgorithmIdentifier values (without header) as they stand in every envelope of ours.
Bytes wrapAlgorithm();         ///< AES-256 key wrap, no parameters (RFC 3565 2.3.2)
Bytes keyAgreementAlgorithm(); ///< RFC 5753 7.1.4, parameters: wrapAlgorithm()
Bytes keyTransportAlgorithm(); ///< RFC 4055 4.1 with SHA-256 for both digests and no label
Bytes gcmAlgorithm(ByteView nonce);

} // namespace cardwright::envelope
