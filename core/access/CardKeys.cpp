#include "core/access/CardKeys.h"

#include "core/crypto/CryptoError.h"
#include "core/piv/Algorithm.h"
#include "core/piv/PivApplication.h"

#include <algorithm>

namespace cardwright {

namespace {

Algorithm algorithmOf(const PublicKey& key)
{
    switch (key.algorithm()) {
    case KeyAlgorithm::ecP256: return Algorithm::eccP256;
    case KeyAlgorithm::ecP384: return Algorithm::eccP384;
    case KeyAlgorithm::rsa2048: return Algorithm::rsa2048;
    case KeyAlgorithm::rsa3072: return Algorithm::rsa3072;
    }
    throw CryptoError(Failure::of("KEY-UNUSABLE"));
}

} // namespace

CardSigner::CardSigner(PivApplication& card, PublicKey key, Slot slot) : m_card(card), m_key(std::move(key)), m_slot(slot) {}

Bytes CardSigner::sign(ByteView message)
{
    const auto digest = m_key.digestOf(message);
    auto signature = m_card.sign(m_slot, algorithmOf(m_key), digest);
    if (!m_key.verifyDigest(digest, signature)) throw CryptoError(Failure::of("SIGNATURE-WRONG"));
    return signature;
}

CardEnvelopeKey::CardEnvelopeKey(PivApplication& card, const Certificate& keyManagement)
    : m_card(card), m_key(keyManagement.publicKey()), m_keyIdentifier(keyManagement.keyIdentifier().value_or(Bytes()))
{
    if (m_keyIdentifier.empty()) throw CryptoError(Failure::of("KEY-UNUSABLE", "9D: a certificate without a key identifier"));
}

SecureBytes CardEnvelopeKey::agree(const PublicKey& ephemeral)
{
    return m_card.keyAgreement(Slot::keyManagement, algorithmOf(m_key), ephemeral.point());
}

SecureBytes CardEnvelopeKey::decipher(ByteView rsaBlock)
{
    return m_card.rsaPrivate(Slot::keyManagement, algorithmOf(m_key), rsaBlock);
}

bool CardEnvelopeKey::provesKey(RandomSource& random)
{
    if (m_key.isEc()) {
        const auto ephemeral = PrivateKey::generate(m_key.algorithm());
        return ephemeral.agree(m_key).sameAs(agree(ephemeral.publicKey()).view());
    }
    // A signature is the same operation as deciphering: a block of ours that only the right key turns into one that verifies.
    std::array<std::uint8_t, 32> fresh{};
    random.fill(fresh);
    const auto signature = decipher(m_key.signatureInput(fresh));
    return m_key.verifyDigest(fresh, signature.view());
}

} // namespace cardwright
