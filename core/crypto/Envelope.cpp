#include "core/crypto/Envelope.h"

#include "core/base/Tlv.h"
#include "core/crypto/Der.h"
#include "core/crypto/EnvelopeParts.h"
#include "core/crypto/OpenSsl.h"
#include "core/crypto/SecureRandom.h"

#include <algorithm>
#include <array>
#include <map>

namespace cardwright::envelope {

namespace {

using openssl::fail;
using openssl::must;
using openssl::owned;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, openssl::Freer<EVP_CIPHER_CTX_free>>;

constexpr std::uint32_t context0 = 0xA0;
constexpr std::uint32_t primitive0 = 0x80;

using Tag = std::array<std::uint8_t, 16>;
using Nonce = std::array<std::uint8_t, 12>;

Bytes encrypted(ByteView content, const SecureBytes& key, const Nonce& nonce, Tag& tag)
{
    const auto context = owned<CipherContext>(EVP_CIPHER_CTX_new(), "cipher");
    must(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.view().data(), nonce.data()) == 1, "cipher");
    Bytes out(content.size());
    int size = 0;
    if (!content.empty()) {
        must(EVP_EncryptUpdate(context.get(), out.data(), &size, content.data(), openssl::intSize(content)) == 1, "cipher");
    }
    std::array<std::uint8_t, 16> rest{};
    must(EVP_EncryptFinal_ex(context.get(), rest.data(), &size) == 1 &&
             EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag.size()), tag.data()) == 1,
         "cipher");
    return out;
}

SecureBytes decrypted(const Parts& parts, const SecureBytes& key)
{
    const auto context = owned<CipherContext>(EVP_CIPHER_CTX_new(), "cipher");
    Tag tag{};
    std::copy_n(parts.tag.begin(), tag.size(), tag.begin());
    must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.view().data(), parts.nonce.data()) == 1 &&
             EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()), tag.data()) == 1,
         "cipher");
    SecureBytes out(parts.content.size());
    int size = 0;
    if (!parts.content.empty()) {
        must(EVP_DecryptUpdate(context.get(), out.writable().data(), &size, parts.content.data(), openssl::intSize(parts.content)) == 1, "cipher");
    }
    std::array<std::uint8_t, 16> rest{};
    if (EVP_DecryptFinal_ex(context.get(), rest.data(), &size) != 1) fail("ENVELOPE-BROKEN", "content");
    return out;
}

void requireDistinct(std::span<const EnvelopeRecipient> recipients)
{
    must(!recipients.empty(), "an envelope without recipients");
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            must(recipients[i].keyIdentifier != recipients[j].keyIdentifier, "a recipient named twice");
        }
    }
}

} // namespace

Bytes seal(ByteView content, std::span<const EnvelopeRecipient> recipients)
{
    const openssl::QueueDrain drain;
    requireDistinct(recipients);
    SecureRandom random;
    SecureBytes key(contentKeySize);
    random.fill(key.writable());
    Nonce nonce{};
    random.fill(nonce);

    std::vector<Bytes> infos;
    infos.reserve(recipients.size());
    for (const auto& recipient : recipients) infos.push_back(recipientInfo(recipient, key.view()));
    std::sort(infos.begin(), infos.end()); // DER orders a SET OF by its encodings (X.690 11.6)
    Bytes recipientInfos;
    for (const auto& info : infos) append(recipientInfos, info);

    Tag tag{};
    const Bytes body = encrypted(content, key, nonce, tag);
    constexpr std::uint8_t version[] = {0};
    const Bytes contentInfo = tlv(der::sequence, concat({der::oid(oids::data), gcmAlgorithm(nonce), tlv(primitive0, body)}));
    const Bytes data = tlv(der::sequence, concat({tlv(der::integer, version), tlv(der::set, recipientInfos), contentInfo, tlv(der::octetString, tag)}));
    return tlv(der::sequence, concat({der::oid(oids::authEnvelopedData), tlv(context0, data)}));
}

SecureBytes open(ByteView octets, EnvelopeKey& key)
{
    const openssl::QueueDrain drain;
    const auto parts = read(octets);
    const Bytes ours = key.keyIdentifier();
    const auto found = std::find_if(parts.recipients.begin(), parts.recipients.end(),
                                    [&](const Recipient& one) { return equal(one.keyIdentifier, ours); });
    if (found == parts.recipients.end()) fail("ENVELOPE-NOT-FOR-US", "key " + toHex(ours));
    return decrypted(parts, contentKeyFrom(*found, key));
}

std::vector<Bytes> recipients(ByteView octets)
{
    std::vector<Bytes> identifiers;
    for (const auto& one : read(octets).recipients) identifiers.push_back(toBytes(one.keyIdentifier));
    return identifiers;
}

void requireRecipients(ByteView octets, std::span<const EnvelopeRecipient> wanted)
{
    const auto parts = read(octets);
    std::map<Bytes, const EnvelopeRecipient*> left;
    for (const auto& one : wanted) left.emplace(one.keyIdentifier, &one);
    for (const auto& one : parts.recipients) {
        const auto found = left.find(toBytes(one.keyIdentifier));
        if (found == left.end()) fail("ENVELOPE-RECIPIENTS", "too many: " + toHex(one.keyIdentifier));
        const PublicKey& key = found->second->key;
        const bool fits = one.ephemeral ? one.ephemeral->algorithm() == key.algorithm() : !key.isEc();
        if (!fits) fail("ENVELOPE-RECIPIENTS", "by another kind of key: " + toHex(one.keyIdentifier));
        left.erase(found);
    }
    if (!left.empty()) fail("ENVELOPE-RECIPIENTS", "missing: " + toHex(left.begin()->first));
}

} // namespace cardwright::envelope
