#pragma once

#include "core/crypto/Certificate.h"
#include "core/crypto/EnvelopeKey.h"
#include "core/crypto/MessageSigner.h"
#include "core/piv/Slot.h"

namespace cardwright {

class PivApplication;

/// The card's key in 9A (or 9C) as a signer of statements: delegation, step-up. The passcode must have been accepted in the
/// same transaction. Throws what PivApplication::sign throws; CryptoError SIGNATURE-WRONG when the card signs with another key.
class CardSigner final : public MessageSigner {
public:
    CardSigner(PivApplication& card, PublicKey key, Slot slot = Slot::authentication);
    const PublicKey& publicKey() const override { return m_key; }
    Bytes sign(ByteView message) override;

private:
    PivApplication& m_card;
    PublicKey m_key;
    Slot m_slot;
};

/// The card's key in 9D as a recipient: ECDH, or the bare RSA operation. The passcode must have been accepted in the same
/// transaction. Throws what PivApplication throws.
class CardEnvelopeKey final : public EnvelopeKey {
public:
    CardEnvelopeKey(PivApplication& card, const Certificate& keyManagement);
    const PublicKey& publicKey() const override { return m_key; }
    Bytes keyIdentifier() const override { return m_keyIdentifier; }
    SecureBytes agree(const PublicKey& ephemeral) override;
    SecureBytes decipher(ByteView rsaBlock) override;
    /// The card holds this certificate's key: asked with a fresh ECDH (or RSA) challenge. False: a copied certificate.
    bool provesKey(RandomSource& random);

private:
    PivApplication& m_card;
    PublicKey m_key;
    Bytes m_keyIdentifier;
};

} // namespace cardwright
