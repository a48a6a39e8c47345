#include "core/crypto/FieldCipher.h"

#include "core/crypto/OpenSsl.h"
#include "core/crypto/Sha256.h"

#include <algorithm>
#include <mutex>

namespace cardwright {

namespace {

using openssl::fail;
using openssl::must;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, openssl::Freer<EVP_CIPHER_CTX_free>>;

constexpr std::uint8_t formVersion = 0x01;
constexpr std::size_t keyIdAt = 1;
constexpr std::size_t nonceAt = 5;
constexpr std::size_t nonceSize = 12;
constexpr std::size_t bodyAt = nonceAt + nonceSize;
constexpr int tagSize = 16;

[[noreturn]] void doesNotOpen(std::string_view why) { fail("FIELD-SEAL", why); }

} // namespace

/// The two contexts hold the expanded key: each field then costs one nonce and its octets.
struct FieldCipher::Contexts {
    SecureBytes key;
    KeyId id{};
    std::mutex sealing;
    std::mutex opening;
    CipherContext seal{EVP_CIPHER_CTX_new()};
    CipherContext open{EVP_CIPHER_CTX_new()};

    void begin(EVP_CIPHER_CTX* context, const std::uint8_t* nonce, ByteView aad) const
    {
        int size = 0;
        must(EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce, -1) == 1, "field cipher");
        if (!aad.empty()) must(EVP_CipherUpdate(context, nullptr, &size, aad.data(), openssl::intSize(aad)) == 1, "field cipher");
    }

    /// True when the field's form, its tag and its place hold.
    void openTo(std::uint8_t* out, ByteView sealed, ByteView aad)
    {
        const auto body = sealed.subspan(bodyAt, sealed.size() - overhead);
        const auto tag = sealed.last(tagSize);
        std::array<std::uint8_t, tagSize> expected{};
        std::copy(tag.begin(), tag.end(), expected.begin());
        std::array<std::uint8_t, 16> rest{};
        int size = 0;
        const std::lock_guard lock(opening);
        begin(open.get(), sealed.data() + nonceAt, aad);
        if (!body.empty()) must(EVP_DecryptUpdate(open.get(), out, &size, body.data(), openssl::intSize(body)) == 1, "field cipher");
        must(EVP_CIPHER_CTX_ctrl(open.get(), EVP_CTRL_AEAD_SET_TAG, tagSize, expected.data()) == 1, "field cipher");
        if (EVP_DecryptFinal_ex(open.get(), rest.data(), &size) != 1) {
            OPENSSL_cleanse(out, body.size());
            doesNotOpen("it was changed, or belongs elsewhere");
        }
    }
};

FieldCipher::FieldCipher(SecureBytes key) : m_contexts(std::make_unique<Contexts>())
{
    const openssl::QueueDrain drain;
    if (key.size() != keySize) fail("KEY-UNUSABLE", "a field key of another length than 32");
    auto& contexts = *m_contexts;
    contexts.id = keyIdOfKey(key.view());
    must(contexts.seal && contexts.open &&
             EVP_EncryptInit_ex(contexts.seal.get(), EVP_aes_256_gcm(), nullptr, key.view().data(), nullptr) == 1 &&
             EVP_DecryptInit_ex(contexts.open.get(), EVP_aes_256_gcm(), nullptr, key.view().data(), nullptr) == 1,
         "field cipher");
    contexts.key = std::move(key);
}

FieldCipher::~FieldCipher() = default;
FieldCipher::FieldCipher(FieldCipher&&) noexcept = default;
FieldCipher& FieldCipher::operator=(FieldCipher&&) noexcept = default;

FieldCipher::KeyId FieldCipher::keyId() const noexcept { return m_contexts->id; }

ByteView FieldCipher::key() const noexcept { return m_contexts->key.view(); }

FieldCipher::KeyId FieldCipher::keyIdOfKey(ByteView key)
{
    const auto digest = Sha256().add(bytesOf("cardwright field key")).add(key).finish();
    KeyId id{};
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

std::optional<FieldCipher::KeyId> FieldCipher::keyIdOf(ByteView sealed) noexcept
{
    if (sealed.size() < overhead || sealed[0] != formVersion) return std::nullopt;
    KeyId id{};
    std::copy_n(sealed.begin() + keyIdAt, id.size(), id.begin());
    return id;
}

Bytes FieldCipher::seal(ByteView plain, ByteView aad, RandomSource& random) const
{
    const openssl::QueueDrain drain;
    auto& contexts = *m_contexts;
    Bytes sealed(plain.size() + overhead);
    sealed[0] = formVersion;
    std::copy(contexts.id.begin(), contexts.id.end(), sealed.begin() + keyIdAt);
    random.fill(std::span(sealed).subspan(nonceAt, nonceSize));
    std::array<std::uint8_t, 16> rest{};
    int size = 0;
    const std::lock_guard lock(contexts.sealing);
    EVP_CIPHER_CTX* context = contexts.seal.get();
    contexts.begin(context, sealed.data() + nonceAt, aad);
    if (!plain.empty()) {
        must(EVP_EncryptUpdate(context, sealed.data() + bodyAt, &size, plain.data(), openssl::intSize(plain)) == 1, "field cipher");
    }
    must(EVP_EncryptFinal_ex(context, rest.data(), &size) == 1 &&
             EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tagSize, sealed.data() + bodyAt + plain.size()) == 1,
         "field cipher");
    return sealed;
}

namespace {

void requireForm(ByteView sealed, const FieldCipher::KeyId& ours)
{
    const auto id = FieldCipher::keyIdOf(sealed);
    if (!id) doesNotOpen("it is not a sealed field");
    if (*id != ours) doesNotOpen("it is sealed under another key");
}

} // namespace

SecureBytes FieldCipher::open(ByteView sealed, ByteView aad) const
{
    const openssl::QueueDrain drain;
    requireForm(sealed, m_contexts->id);
    SecureBytes plain(sealed.size() - overhead);
    m_contexts->openTo(plain.writable().data(), sealed, aad);
    return plain;
}

void FieldCipher::openInto(std::string& plain, ByteView sealed, ByteView aad) const
{
    const openssl::QueueDrain drain;
    requireForm(sealed, m_contexts->id);
    plain.resize(sealed.size() - overhead);
    m_contexts->openTo(reinterpret_cast<std::uint8_t*>(plain.data()), sealed, aad);
}

Bytes fieldPlace(std::initializer_list<std::string_view> parts)
{
    Bytes place;
    for (const auto part : parts) {
        const auto size = static_cast<std::uint32_t>(part.size());
        for (const int shift : {24, 16, 8, 0}) place.push_back(static_cast<std::uint8_t>(size >> shift));
        append(place, bytesOf(part));
    }
    return place;
}

} // namespace cardwright
