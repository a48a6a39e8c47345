#include "core/base/Tlv.h"
#include "core/crypto/Der.h"
#include "core/crypto/EnvelopeParts.h"
#include "core/crypto/OpenSsl.h"

#include <openssl/rsa.h>

#include <algorithm>
#include <array>

namespace cardwright {

EnvelopeRecipient EnvelopeRecipient::of(const Certificate& certificate)
{
    auto identifier = certificate.keyIdentifier();
    if (!identifier || identifier->empty()) openssl::fail("KEY-UNUSABLE", "the certificate has no key identifier");
    if (!certificate.allows(CertificatePurpose::envelope)) openssl::fail("KEY-UNUSABLE", "the certificate is not for key agreement");
    return {certificate.publicKey(), std::move(*identifier)};
}

namespace envelope {

namespace {

using openssl::fail;
using openssl::must;
using openssl::owned;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, openssl::Freer<EVP_CIPHER_CTX_free>>;

constexpr std::uint32_t context0 = 0xA0;
constexpr std::uint32_t context1 = 0xA1;
constexpr std::uint32_t context2 = 0xA2;
constexpr std::uint32_t primitive0 = 0x80;

Bytes versionOf(std::uint8_t version) { return tlv(der::integer, {&version, 1}); }

/// ECC-CMS-SharedInfo (RFC 5753 7.2) without user keying material: what the key is for and how long it is.
Bytes sharedInfo()
{
    constexpr std::uint8_t bits[] = {0, 0, 1, 0}; // 256
    return tlv(der::sequence, concat({wrapAlgorithm(), tlv(context2, tlv(der::octetString, bits))}));
}

/// X9.63 (SEC 1 3.6.1) with SHA-256: one block is as long as the key.
SecureBytes wrappingKeyFrom(const SecureBytes& sharedX)
{
    constexpr std::uint8_t counter[] = {0, 0, 0, 1};
    auto digest = Sha256().add(sharedX.view()).add(counter).add(sharedInfo()).finish();
    auto key = SecureBytes::copyOf(digest);
    OPENSSL_cleanse(digest.data(), digest.size());
    return key;
}

/// RFC 3394. False when the wrapped key does not hold.
bool keyWrap(bool wrapping, const SecureBytes& wrappingKey, ByteView in, std::span<std::uint8_t> out)
{
    const auto context = owned<CipherContext>(EVP_CIPHER_CTX_new(), "key wrap");
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    must(EVP_CipherInit_ex(context.get(), EVP_aes_256_wrap(), nullptr, wrappingKey.view().data(), nullptr, wrapping ? 1 : 0) == 1, "key wrap");
    // The cipher may write one block more than the outcome while it works.
    SecureBytes room(in.size() + 16);
    int size = 0;
    if (EVP_CipherUpdate(context.get(), room.writable().data(), &size, in.data(), openssl::intSize(in)) != 1) return false;
    if (size < 0 || static_cast<std::size_t>(size) != out.size()) return false;
    std::copy_n(room.view().begin(), out.size(), out.begin());
    return true;
}

Bytes keyAgreementInfo(const EnvelopeRecipient& recipient, ByteView contentKey)
{
    constexpr std::uint8_t noUnusedBits[] = {0x00};
    const auto ephemeral = PrivateKey::generate(recipient.key.algorithm());
    Bytes wrapped(contentKey.size() + 8);
    must(keyWrap(true, wrappingKeyFrom(ephemeral.agree(recipient.key)), contentKey, wrapped), "key wrap");
    const Bytes point = tlv(der::bitString, concat({noUnusedBits, ephemeral.publicKey().point()}));
    const Bytes originator = tlv(context1, concat({tlv(der::sequence, der::oid(oids::ecPublicKey)), point}));
    const Bytes identifier = tlv(context0, tlv(der::octetString, recipient.keyIdentifier));
    const Bytes keys = tlv(der::sequence, tlv(der::sequence, concat({identifier, tlv(der::octetString, wrapped)})));
    return tlv(context1, concat({versionOf(3), tlv(context0, originator), keyAgreementAlgorithm(), keys}));
}

Bytes keyTransportInfo(const EnvelopeRecipient& recipient, ByteView contentKey)
{
    const auto context = owned<openssl::KeyContext>(EVP_PKEY_CTX_new(recipient.key.handle(), nullptr), "key transport");
    must(EVP_PKEY_encrypt_init(context.get()) == 1 && EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
             EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) == 1 && EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) == 1,
         "key transport");
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(recipient.key.handle()));
    Bytes encrypted(size);
    must(EVP_PKEY_encrypt(context.get(), encrypted.data(), &size, contentKey.data(), contentKey.size()) == 1 && size == encrypted.size(), "key transport");
    const Bytes identifier = tlv(primitive0, recipient.keyIdentifier);
    return tlv(der::sequence, concat({versionOf(2), identifier, keyTransportAlgorithm(), tlv(der::octetString, encrypted)}));
}

/// target ^= MGF1-SHA256(seed) (RFC 8017 B.2.1).
void maskBy(ByteView seed, std::span<std::uint8_t> target)
{
    for (std::uint32_t block = 0; block * 32 < target.size(); ++block) {
        const std::array<std::uint8_t, 4> counter{0, 0, static_cast<std::uint8_t>(block >> 8), static_cast<std::uint8_t>(block)};
        auto mask = Sha256().add(seed).add(counter).finish();
        for (std::size_t i = 0; i < mask.size() && block * 32 + i < target.size(); ++i) target[block * 32 + i] ^= mask[i];
        OPENSSL_cleanse(mask.data(), mask.size());
    }
}

/// EME-OAEP decoding (RFC 8017 7.1.2) for a message of the content key's size, which fixes every place: the outcome of one
/// comparison over the whole block, so that a card's answer tells nobody where a padding was wrong.
SecureBytes unpadded(SecureBytes block)
{
    constexpr std::size_t hash = 32;
    const auto all = block.writable();
    must(all.size() >= 2 * hash + 2 + contentKeySize, "an RSA block shorter than its key allows");
    const auto seed = all.subspan(1, hash);
    const auto data = all.subspan(1 + hash);
    maskBy(data, seed);
    maskBy(seed, data);
    const std::size_t one = data.size() - contentKeySize - 1;
    const auto label = sha256({});
    std::uint8_t wrong = all[0];
    for (std::size_t i = 0; i < hash; ++i) wrong |= static_cast<std::uint8_t>(data[i] ^ label[i]);
    for (std::size_t i = hash; i < one; ++i) wrong |= data[i];
    wrong |= static_cast<std::uint8_t>(data[one] ^ 0x01);
    if (wrong != 0) fail("ENVELOPE-BROKEN", "key transport");
    return SecureBytes::copyOf(data.subspan(one + 1));
}

} // namespace

Bytes recipientInfo(const EnvelopeRecipient& recipient, ByteView contentKey)
{
    must(!recipient.keyIdentifier.empty(), "a recipient without a key identifier");
    return recipient.key.isEc() ? keyAgreementInfo(recipient, contentKey) : keyTransportInfo(recipient, contentKey);
}

SecureBytes contentKeyFrom(const Recipient& recipient, EnvelopeKey& key)
{
    if (!recipient.ephemeral) {
        // RFC 8017 7.1.2 step 1: the ciphertext is as long as the modulus, or it was not made for this key.
        if (key.publicKey().isEc() || recipient.encryptedKey.size() != key.publicKey().modulus().size()) fail("ENVELOPE-BROKEN", "key transport");
        return unpadded(key.decipher(recipient.encryptedKey));
    }
    if (recipient.ephemeral->algorithm() != key.publicKey().algorithm()) fail("ENVELOPE-BROKEN", "the originator's key is of another curve");
    SecureBytes contentKey(contentKeySize);
    if (recipient.encryptedKey.size() != contentKeySize + 8 ||
        !keyWrap(false, wrappingKeyFrom(key.agree(*recipient.ephemeral)), recipient.encryptedKey, contentKey.writable())) {
        fail("ENVELOPE-BROKEN", "key agreement");
    }
    return contentKey;
}

} // namespace envelope

} // namespace cardwright
