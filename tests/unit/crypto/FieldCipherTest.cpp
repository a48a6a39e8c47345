#include "core/crypto/CryptoError.h"
#include "core/crypto/FieldCipher.h"
#include "core/crypto/SecureRandom.h"
#include "tests/support/CountingRandom.h"

#include <catch2/catch.hpp>

#include <functional>
#include <set>
#include <thread>

using namespace cardwright;

namespace {

SecureBytes keyOf(std::uint8_t octet) { return SecureBytes::copyOf(Bytes(32, octet)); }

std::string codeOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const CryptoError& error) {
        return error.failure().code;
    }
    return {};
}

const Bytes place = fieldPlace({"person", "7", "birthDate", "1"});

} // namespace

TEST_CASE("A field opens in its own place under its own key")
{
    SecureRandom random;
    const FieldCipher cipher(keyOf(1));
    const auto plain = toBytes(bytesOf("1984-02-29"));
    const auto sealed = cipher.seal(plain, place, random);
    CHECK(sealed.size() == plain.size() + FieldCipher::overhead);
    CHECK(sealed[0] == 0x01);
    CHECK(FieldCipher::keyIdOf(sealed) == cipher.keyId());
    CHECK(cipher.open(sealed, place).sameAs(plain));
    std::string into = "what was there before";
    cipher.openInto(into, sealed, place);
    CHECK(into == "1984-02-29");
    CHECK(cipher.open(cipher.seal({}, place, random), place).empty());
    CHECK(cipher.open(cipher.seal(plain, {}, random), {}).sameAs(plain));
    CHECK(cipher.key().size() == 32);
}

TEST_CASE("The published vector of a sealed field")
{
    testing::CountingRandom random; // nonce 00 01 .. 0b
    const FieldCipher cipher(keyOf(0x11));
    CHECK(toHex(cipher.seal(bytesOf("1984-02-29"), place, random)) ==
          "01bd2b2592000102030405060708090a0b22da8e27569307d926818c25924a295bb04c6f4644023c2d8ed8");
}

TEST_CASE("A field in another's place, under another key, cut or bent does not open")
{
    SecureRandom random;
    const FieldCipher cipher(keyOf(1));
    const FieldCipher other(keyOf(2));
    const auto sealed = cipher.seal(bytesOf("Siân"), place, random);
    CHECK(codeOf([&] { cipher.open(sealed, fieldPlace({"person", "8", "birthDate", "1"})); }) == "FIELD-SEAL");
    CHECK(codeOf([&] { cipher.open(sealed, {}); }) == "FIELD-SEAL");
    CHECK(codeOf([&] { other.open(sealed, place); }) == "FIELD-SEAL");
    std::string into;
    CHECK(codeOf([&] { cipher.openInto(into, sealed, {}); }) == "FIELD-SEAL");
    CHECK(into.find("Si") == std::string::npos);
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        CHECK(codeOf([&] { cipher.open(ByteView(sealed).first(size), place); }) == "FIELD-SEAL");
    }
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto bent = sealed;
        bent[i] ^= 0x04;
        CHECK(codeOf([&] { cipher.open(bent, place); }) == "FIELD-SEAL");
    }
    CHECK_FALSE(FieldCipher::keyIdOf({}));
    CHECK_FALSE(FieldCipher::keyIdOf(Bytes(FieldCipher::overhead - 1, 1)));
    CHECK_FALSE(FieldCipher::keyIdOf(Bytes(FieldCipher::overhead, 2)));
    CHECK(codeOf([] { FieldCipher(SecureBytes::copyOf(Bytes(31, 1))); }) == "KEY-UNUSABLE");
}

TEST_CASE("Places are told apart however their parts are cut")
{
    CHECK(fieldPlace({"ab", "c"}) != fieldPlace({"a", "bc"}));
    CHECK(fieldPlace({"a"}) != fieldPlace({"a", ""}));
    CHECK(toHex(fieldPlace({"ab", ""})) == "00000002616200000000");
}

TEST_CASE("One cipher serves many threads, each with nonces of its own")
{
    const FieldCipher cipher(keyOf(3));
    std::vector<std::set<Bytes>> nonces(4);
    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < nonces.size(); ++t) {
        threads.emplace_back([&, t] {
            SecureRandom random;
            for (int i = 0; i < 500; ++i) {
                const auto text = std::to_string(t) + "/" + std::to_string(i);
                const auto sealed = cipher.seal(bytesOf(text), place, random);
                nonces[t].insert(toBytes(ByteView(sealed).subspan(5, 12)));
                if (!cipher.open(sealed, place).sameAs(bytesOf(text))) ++wrong[t];
            }
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<Bytes> all;
    for (const auto& one : nonces) all.insert(one.begin(), one.end());
    CHECK(all.size() == 2000);
    CHECK(wrong == std::vector<int>(4, 0));
}
