#pragma once

#include "core/base/SecureBytes.h"
#include "core/crypto/Certificate.h"
#include "core/crypto/PrivateKey.h"

namespace cardwright {

/// Port: the private half of one envelope recipient, a key in this process or one that never leaves its card. It does the bare
/// private operation only; derivation, key unwrapping and paddings are the envelope's own work.
class EnvelopeKey {
public:
    virtual ~EnvelopeKey() = default;
    virtual const PublicKey& publicKey() const = 0;
    /// The subject key identifier of its certificate: how an envelope names its recipients.
    virtual Bytes keyIdentifier() const = 0;
    /// EC only. SP 800-56A ECC CDH with a checked point of the same curve: the shared x coordinate, as long as the field.
    virtual SecureBytes agree(const PublicKey& ephemeral) = 0;
    /// RSA only. The bare private operation on a block as long as the modulus, its padding still on.
    virtual SecureBytes decipher(ByteView rsaBlock) = 0;
};

/// A key held in this process: the centre's, the store's, the recovery key of a training centre.
class PrivateEnvelopeKey final : public EnvelopeKey {
public:
    /// Throws CryptoError KEY-UNUSABLE when the certificate is of another key or has no key identifier.
    PrivateEnvelopeKey(PrivateKey key, const Certificate& certificate);

    const PublicKey& publicKey() const override { return m_key.publicKey(); }
    Bytes keyIdentifier() const override { return m_keyIdentifier; }
    SecureBytes agree(const PublicKey& ephemeral) override;
    SecureBytes decipher(ByteView rsaBlock) override;

private:
    PrivateKey m_key;
    Bytes m_keyIdentifier;
};

} // namespace cardwright
