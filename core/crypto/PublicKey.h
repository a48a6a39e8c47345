#pragma once

#include "core/base/Bytes.h"
#include "core/crypto/Sha256.h"

#include <memory>

struct evp_pkey_st;

namespace cardwright {

/// The keys we make and accept (SP 800-78-5 table 1).
enum class KeyAlgorithm { ecP256, ecP384, rsa2048, rsa3072 };

const char* nameOf(KeyAlgorithm algorithm) noexcept; ///< "P-256", "P-384", "RSA-2048", "RSA-3072"

/// A public key that passed its checks: a point on its curve and not at infinity; a modulus of the exact length,
/// odd and without a small factor; an odd exponent of 65537 or more. Cheap to copy.
/// Everything that makes one throws CryptoError KEY-UNUSABLE.
class PublicKey {
public:
    /// An uncompressed point (04 x y) as a card answers it: 65 octets are P-256, 97 are P-384.
    static PublicKey fromPoint(ByteView point);
    /// Big-endian modulus and exponent as a card answers them.
    static PublicKey fromRsa(ByteView modulus, ByteView exponent);
    /// SubjectPublicKeyInfo (RFC 5280 4.1.2.7); nothing may follow it.
    static PublicKey fromDer(ByteView spki);

    KeyAlgorithm algorithm() const noexcept { return m_algorithm; }
    bool isEc() const noexcept { return m_algorithm == KeyAlgorithm::ecP256 || m_algorithm == KeyAlgorithm::ecP384; }
    Bytes der() const;          ///< SubjectPublicKeyInfo
    Sha256Digest fingerprint() const; ///< SHA-256 of der(): how receipts name a public key
    Bytes point() const;        ///< 04 x y; throws for RSA
    Bytes modulus() const;      ///< big-endian, no leading zero; throws for EC
    Bytes exponent() const;     ///< likewise

    /// What is hashed before a signature by this key: SHA-384 for P-384, else SHA-256.
    Bytes digestOf(ByteView message) const;
    /// What a card is given to sign a digest: the digest itself for EC, the EMSA-PKCS1-v1_5 block
    /// (RFC 8017 9.2, as long as the modulus) for RSA.
    Bytes signatureInput(ByteView digest) const;

    /// ECDSA (DER) or RSASSA-PKCS1-v1_5 over digestOf(message). False for whatever does not verify, however malformed.
    bool verify(ByteView message, ByteView signature) const noexcept;
    /// Likewise over a digest already made (32 octets SHA-256, 48 SHA-384).
    bool verifyDigest(ByteView digest, ByteView signature) const noexcept;

    friend bool operator==(const PublicKey& left, const PublicKey& right) noexcept;

    /// For core/crypto's own use.
    evp_pkey_st* handle() const noexcept { return m_key.get(); }
    static PublicKey adopt(std::shared_ptr<evp_pkey_st> key);

private:
    PublicKey(std::shared_ptr<evp_pkey_st> key, KeyAlgorithm algorithm) noexcept;
    std::shared_ptr<evp_pkey_st> m_key;
    KeyAlgorithm m_algorithm;
};

} // namespace cardwright
