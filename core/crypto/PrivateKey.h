#pragma once

#include "core/base/SecureBytes.h"
#include "core/crypto/PublicKey.h"

#include <memory>

namespace cardwright {

/// A private key held in this process: the workstation's, the training centre's, the simulated card's, an ephemeral
/// one for an ECDH challenge. A holder's key never is one: it stays on the card. Throws CryptoError.
class PrivateKey {
public:
    static PrivateKey generate(KeyAlgorithm algorithm);
    /// PKCS#8 PEM without a password (KEY-FILE when it is anything else).
    static PrivateKey fromPem(ByteView pem);
    SecureBytes pem() const;

    KeyAlgorithm algorithm() const noexcept { return m_public.algorithm(); }
    const PublicKey& publicKey() const noexcept { return m_public; }

    /// ECDSA (DER) or RSASSA-PKCS1-v1_5 over publicKey().digestOf(message).
    Bytes sign(ByteView message) const;
    /// Likewise over a digest already made. For EC any length: longer than the curve is cut as FIPS 186-5 6.4.1 says.
    Bytes signDigest(ByteView digest) const;
    /// The bare RSA private operation on a block as long as the modulus (what GENERAL AUTHENTICATE does).
    Bytes rsaRaw(ByteView block) const;
    /// Likewise where the outcome is a secret: deciphering.
    SecureBytes decipher(ByteView block) const;
    /// SP 800-56A ECC CDH: the x coordinate, as long as the field. The peer must be of the same curve.
    SecureBytes agree(const PublicKey& peer) const;

    evp_pkey_st* handle() const noexcept { return m_key.get(); }

private:
    explicit PrivateKey(std::shared_ptr<evp_pkey_st> key);
    std::shared_ptr<evp_pkey_st> m_key;
    PublicKey m_public;
};

} // namespace cardwright
