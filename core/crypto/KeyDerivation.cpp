#include "core/crypto/KeyDerivation.h"

#include "core/crypto/OpenSsl.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <bit>
#include <string>

namespace cardwright {

namespace {

constexpr std::size_t masterSize = 32;

using Kdf = std::unique_ptr<EVP_KDF, openssl::Freer<EVP_KDF_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, openssl::Freer<EVP_KDF_CTX_free>>;

Bytes bigEndian(std::uint32_t number)
{
    return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16), static_cast<std::uint8_t>(number >> 8),
            static_cast<std::uint8_t>(number)};
}

Bytes contextOf(const Guid& guid, std::uint32_t number) { return concat({guid.bytes(), bigEndian(number)}); }

std::string_view administrationLabel(CipherAlgorithm algorithm) noexcept
{
    switch (algorithm) {
    case CipherAlgorithm::tripleDes: return "cardwright administration key 3DES v1";
    case CipherAlgorithm::aes128: return "cardwright administration key AES-128 v1";
    case CipherAlgorithm::aes192: return "cardwright administration key AES-192 v1";
    case CipherAlgorithm::aes256: break;
    }
    return "cardwright administration key AES-256 v1";
}

} // namespace

SecureBytes deriveKey(ByteView key, std::string_view label, ByteView context, std::size_t size)
{
    const openssl::QueueDrain drain;
    if (key.size() != masterSize) openssl::fail("KEY-UNUSABLE", "a derivation key of another length than 32");
    const auto kdf = openssl::owned<Kdf>(EVP_KDF_fetch(nullptr, "KBKDF", nullptr), "key derivation");
    const auto state = openssl::owned<KdfContext>(EVP_KDF_CTX_new(kdf.get()), "key derivation");
    std::string mac = "CMAC";
    std::string cipher = "AES-256-CBC";
    std::string mode = "counter";
    // OSSL_PARAM takes what it only reads without const.
    const auto octets = [](const char* name, ByteView view) {
        return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(view.data()), view.size());
    };
    const std::array params{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_MAC, mac.data(), 0),
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_CIPHER, cipher.data(), 0),
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_MODE, mode.data(), 0),
        octets(OSSL_KDF_PARAM_KEY, key),
        octets(OSSL_KDF_PARAM_SALT, bytesOf(label)), // OpenSSL's name for the label
        octets(OSSL_KDF_PARAM_INFO, context),
        OSSL_PARAM_construct_end(),
    };
    SecureBytes derived(size);
    openssl::must(EVP_KDF_derive(state.get(), derived.writable().data(), size, params.data()) == 1, "key derivation");
    return derived;
}

namespace derive {

SecureBytes siteKey(ByteView master, const Guid& site, std::uint32_t version)
{
    return deriveKey(master, "cardwright site key v1", contextOf(site, version), masterSize);
}

SecureBytes administrationKey(ByteView siteKey, const Guid& card, std::uint32_t generation, CipherAlgorithm algorithm)
{
    auto key = deriveKey(siteKey, administrationLabel(algorithm), contextOf(card, generation), keySizeOf(algorithm));
    if (algorithm == CipherAlgorithm::tripleDes) {
        // Some cards refuse a DES key whose octets do not have odd parity; the lowest bit carries nothing else.
        for (auto& octet : key.writable()) {
            const auto upper = static_cast<std::uint8_t>(octet & 0xFE);
            octet = static_cast<std::uint8_t>(upper | (std::popcount(upper) % 2 == 0 ? 1 : 0));
        }
    }
    return key;
}

SecureBytes unlockKey(ByteView siteKey, const Guid& card, std::uint32_t generation)
{
    constexpr std::size_t digits = 8;
    constexpr std::uint8_t limit = 250; // the highest multiple of ten in an octet: above it some digits would be likelier
    SecureBytes key;
    for (std::uint32_t block = 0; key.size() < digits; ++block) {
        const auto drawn = deriveKey(siteKey, "cardwright unlock key v1", concat({contextOf(card, generation), bigEndian(block)}), 32);
        for (const std::uint8_t octet : drawn.view()) {
            if (octet < limit && key.size() < digits) key.append(static_cast<std::uint8_t>('0' + octet % 10));
        }
    }
    return key;
}

} // namespace derive

} // namespace cardwright
