#include "core/crypto/EnvelopeKey.h"

#include "core/crypto/OpenSsl.h"

namespace cardwright {

PrivateEnvelopeKey::PrivateEnvelopeKey(PrivateKey key, const Certificate& certificate) : m_key(std::move(key))
{
    if (!(certificate.publicKey() == m_key.publicKey())) openssl::fail("KEY-UNUSABLE", "the certificate is of another key");
    auto identifier = certificate.keyIdentifier();
    if (!identifier || identifier->empty()) openssl::fail("KEY-UNUSABLE", "the certificate has no key identifier");
    m_keyIdentifier = std::move(*identifier);
}

SecureBytes PrivateEnvelopeKey::agree(const PublicKey& ephemeral) { return m_key.agree(ephemeral); }

SecureBytes PrivateEnvelopeKey::decipher(ByteView rsaBlock) { return m_key.decipher(rsaBlock); }

} // namespace cardwright
