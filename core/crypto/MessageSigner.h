#pragma once

#include "core/crypto/PrivateKey.h"

namespace cardwright {

/// Port: whatever signs a message, a key in this process or one on a card.
class MessageSigner {
public:
    virtual ~MessageSigner() = default;
    virtual const PublicKey& publicKey() const = 0;
    /// ECDSA (DER) or RSASSA-PKCS1-v1_5 over publicKey().digestOf(message): SHA-384 for P-384, else SHA-256.
    virtual Bytes sign(ByteView message) = 0;
};

class PrivateKeySigner final : public MessageSigner {
public:
    explicit PrivateKeySigner(PrivateKey key) : m_key(std::move(key)) {}
    const PublicKey& publicKey() const override { return m_key.publicKey(); }
    Bytes sign(ByteView message) override { return m_key.sign(message); }

private:
    PrivateKey m_key;
};

} // namespace cardwright
