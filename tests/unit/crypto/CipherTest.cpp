#include "core/crypto/BlockCipher.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/KeyDerivation.h"

#include <catch2/catch.hpp>

#include <array>
#include <bit>
#include <string>

using namespace cardwright;

namespace {

Bytes hex(std::string_view text) { return fromHex(text).value(); }

/// CMAC by SP 800-38B 6.2, made by hand from single AES-256 blocks: the independent witness of the derivation.
class HandMadeCmac {
public:
    explicit HandMadeCmac(ByteView key) : m_cipher(CipherAlgorithm::aes256, key) {}

    Bytes of(ByteView message) const
    {
        const Bytes first = doubled(m_cipher.encrypt(Bytes(16)));
        const Bytes second = doubled(first);
        const bool whole = !message.empty() && message.size() % 16 == 0;
        Bytes padded = toBytes(message);
        if (!whole) {
            padded.push_back(0x80);
            while (padded.size() % 16 != 0) padded.push_back(0);
        }
        const Bytes& last = whole ? first : second;
        for (std::size_t i = 0; i < 16; ++i) padded[padded.size() - 16 + i] ^= last[i];
        Bytes state(16);
        for (std::size_t at = 0; at < padded.size(); at += 16) {
            for (std::size_t i = 0; i < 16; ++i) state[i] ^= padded[at + i];
            state = m_cipher.encrypt(state);
        }
        return state;
    }

private:
    static Bytes doubled(const Bytes& in)
    {
        Bytes out(16);
        for (std::size_t i = 0; i < 16; ++i) {
            const unsigned next = i + 1 < 16 ? in[i + 1] : 0U;
            out[i] = static_cast<std::uint8_t>((in[i] << 1) | (next >> 7));
        }
        if ((in[0] & 0x80) != 0) out[15] ^= 0x87;
        return out;
    }
    BlockCipher m_cipher;
};

Bytes kbkdfByHand(ByteView key, std::string_view label, ByteView context, std::size_t size)
{
    const HandMadeCmac cmac(key);
    Bytes out;
    for (std::uint8_t i = 1; out.size() < size; ++i) {
        const auto bits = static_cast<std::uint32_t>(size * 8);
        const Bytes counter{0, 0, 0, i};
        const Bytes zero{0};
        const Bytes length{static_cast<std::uint8_t>(bits >> 24), static_cast<std::uint8_t>(bits >> 16), static_cast<std::uint8_t>(bits >> 8),
                           static_cast<std::uint8_t>(bits)};
        append(out, cmac.of(concat({counter, bytesOf(label), zero, context, length})));
    }
    out.resize(size);
    return out;
}

const Guid card = Guid::parse("6f1f6a3e-8a53-4c0e-9a35-0f0e8a6f4d11").value();
const Guid site = Guid::parse("0b1c2d3e-0000-4000-8000-00000000aaaa").value();

} // namespace

TEST_CASE("Block ciphers give FIPS 197 and SP 800-67 answers")
{
    struct Vector {
        CipherAlgorithm algorithm;
        const char* key;
        const char* plain;
        const char* secret;
    };
    const std::array vectors{
        Vector{CipherAlgorithm::aes128, "000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff", "69c4e0d86a7b0430d8cdb78070b4c55a"},
        Vector{CipherAlgorithm::aes192, "000102030405060708090a0b0c0d0e0f1011121314151617", "00112233445566778899aabbccddeeff",
               "dda97ca4864cdfe06eaf70a0ec0d7191"},
        Vector{CipherAlgorithm::aes256, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "00112233445566778899aabbccddeeff",
               "8ea2b7ca516745bfeafc49904b496089"},
        Vector{CipherAlgorithm::tripleDes, "0123456789abcdef23456789abcdef01456789abcdef0123", "5468652071756663", "a826fd8ce53b855f"},
        // K1 = K2 = K3: plain DES, as factory keys are
        Vector{CipherAlgorithm::tripleDes, "133457799bbcdff1133457799bbcdff1133457799bbcdff1", "0123456789abcdef", "85e813540f0ab405"},
    };
    for (const auto& vector : vectors) {
        const BlockCipher cipher(vector.algorithm, hex(vector.key));
        CHECK(toHex(cipher.encrypt(hex(vector.plain))) == vector.secret);
        CHECK(toHex(cipher.decrypt(hex(vector.secret))) == vector.plain);
        CHECK(toHex(cipher.encrypt(hex(vector.plain))) == vector.secret); // no state from block to block
        CHECK_THROWS_AS(cipher.encrypt(Bytes(cipher.blockSize() + 1)), CryptoError);
        CHECK_THROWS_AS(cipher.decrypt({}), CryptoError);
    }
    CHECK_THROWS_AS(BlockCipher(CipherAlgorithm::aes128, Bytes(24)), CryptoError);
    CHECK_THROWS_AS(BlockCipher(CipherAlgorithm::tripleDes, Bytes(16)), CryptoError);
}

TEST_CASE("The hand-made CMAC is the one of SP 800-38B")
{
    const HandMadeCmac cmac(hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"));
    CHECK(toHex(cmac.of({})) == "028962f61b7bf89efc6b551f4667d983");
    CHECK(toHex(cmac.of(hex("6bc1bee22e409f96e93d7e117393172a"))) == "28a7023f452e8f82bd4bf28d8c37c35c");
}

TEST_CASE("Key derivation equals counter mode done by hand, for one block, a cut one and several")
{
    Bytes key(32);
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i * 7);
    for (const std::size_t size : {16U, 24U, 32U, 40U}) {
        const auto context = bytesOf("some context");
        CHECK(toHex(deriveKey(key, "a label", context, size).view()) == toHex(kbkdfByHand(key, "a label", context, size)));
    }
    CHECK_THROWS_AS(deriveKey(Bytes(16), "a label", {}, 16), CryptoError);
}

TEST_CASE("Each key has its own label, and hangs on GUID and generation")
{
    const Bytes master(32, 0x5A);
    const auto siteKey = derive::siteKey(master, site, 1);
    CHECK(siteKey.sameAs(kbkdfByHand(master, "cardwright site key v1", concat({site.bytes(), Bytes{0, 0, 0, 1}}), 32)));
    CHECK_FALSE(siteKey.sameAs(derive::siteKey(master, site, 2).view()));

    const auto key = derive::administrationKey(siteKey.view(), card, 3, CipherAlgorithm::aes256);
    CHECK(key.sameAs(kbkdfByHand(siteKey.view(), "cardwright administration key AES-256 v1", concat({card.bytes(), Bytes{0, 0, 0, 3}}), 32)));
    CHECK_FALSE(key.sameAs(derive::administrationKey(siteKey.view(), card, 4, CipherAlgorithm::aes256).view()));
    CHECK_FALSE(key.sameAs(derive::administrationKey(siteKey.view(), site, 3, CipherAlgorithm::aes256).view()));
    for (const auto algorithm : {CipherAlgorithm::tripleDes, CipherAlgorithm::aes128, CipherAlgorithm::aes192, CipherAlgorithm::aes256}) {
        CHECK(derive::administrationKey(siteKey.view(), card, 1, algorithm).size() == keySizeOf(algorithm));
    }
    const auto des = derive::administrationKey(siteKey.view(), card, 1, CipherAlgorithm::tripleDes);
    for (const auto octet : des.view()) CHECK(std::popcount(octet) % 2 == 1);
}

TEST_CASE("Unlock keys are 8 digits, the same each time, no digit favoured")
{
    const Bytes siteKey(32, 0x21);
    std::array<int, 10> counts{};
    constexpr std::uint32_t keys = 2000;
    for (std::uint32_t generation = 0; generation < keys; ++generation) {
        const auto key = derive::unlockKey(siteKey, card, generation);
        REQUIRE(key.size() == 8);
        for (const auto digit : key.view()) {
            REQUIRE((digit >= '0' && digit <= '9'));
            ++counts[static_cast<std::size_t>(digit - '0')];
        }
    }
    // Chi-squared with 9 degrees of freedom; fixed input, so the answer is fixed too. 27.9 is the 0.1 % point.
    const double expected = keys * 8 / 10.0;
    double chi = 0;
    for (const int count : counts) chi += (count - expected) * (count - expected) / expected;
    CHECK(chi < 27.9);
    CHECK(derive::unlockKey(siteKey, card, 7).sameAs(derive::unlockKey(siteKey, card, 7).view()));
    CHECK_FALSE(derive::unlockKey(siteKey, card, 7).sameAs(derive::unlockKey(siteKey, card, 8).view()));
}
