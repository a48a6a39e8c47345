#include "core/crypto/CryptoError.h"
#include "core/crypto/PrivateKey.h"
#include "core/crypto/SecureRandom.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace cardwright;

namespace {

Bytes hex(std::string_view text) { return fromHex(text).value(); }

// RFC 6979 A.2.5: the key, and its deterministic signature of "sample" with SHA-256.
const Bytes rfcPoint = hex("04"
                           "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                           "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
const Bytes rfcSignature = hex("3046022100"
                               "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                               "022100"
                               "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");

std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
    } catch (const CryptoError& error) {
        return error.failure().code;
    }
    return "nothing thrown";
}

} // namespace

TEST_CASE("SHA-256 gives the digest of FIPS 180-4's example, whole and in pieces")
{
    const auto expected = hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(equal(sha256(bytesOf("abc")), expected));
    Sha256 pieces;
    pieces.add(bytesOf("a")).add({}).add(bytesOf("bc"));
    CHECK(equal(pieces.finish(), expected));
    CHECK(equal(pieces.finish(), sha256({})));
    CHECK(toHex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_FALSE(sha256DigestFromHex("abcd").has_value());
}

TEST_CASE("Randomness differs from call to call, and its digits are digits")
{
    SecureRandom random;
    Bytes first(32);
    Bytes second(32);
    random.fill(first);
    random.fill(second);
    CHECK(first != second);
    const auto digits = randomDigits(random, 64);
    CHECK(digits.size() == 64);
    for (const auto digit : digits.view()) CHECK((digit >= '0' && digit <= '9'));
}

TEST_CASE("A public key from a card's point verifies the signature of RFC 6979")
{
    const auto key = PublicKey::fromPoint(rfcPoint);
    CHECK(key.algorithm() == KeyAlgorithm::ecP256);
    CHECK(key.point() == rfcPoint);
    CHECK(key.verify(bytesOf("sample"), rfcSignature));
    CHECK_FALSE(key.verify(bytesOf("sampl3"), rfcSignature));
    for (std::size_t i = 0; i < rfcSignature.size(); ++i) {
        auto bent = rfcSignature;
        bent[i] ^= 0x01;
        CHECK_FALSE(key.verify(bytesOf("sample"), bent));
        CHECK_FALSE(key.verify(bytesOf("sample"), ByteView(rfcSignature).first(i)));
    }
    CHECK(PublicKey::fromDer(key.der()) == key);
}

TEST_CASE("What is no good key is refused with one code")
{
    SECTION("a point beside its curve")
    {
        for (const std::size_t at : {std::size_t{1}, std::size_t{32}, std::size_t{33}, std::size_t{64}}) {
            auto bent = rfcPoint;
            bent[at] ^= 0x01;
            CHECK(codeOf([&] { PublicKey::fromPoint(bent); }) == "KEY-UNUSABLE");
        }
    }
    SECTION("cut, compressed, empty, zero")
    {
        CHECK(codeOf([] { PublicKey::fromPoint({}); }) == "KEY-UNUSABLE");
        CHECK(codeOf([] { PublicKey::fromPoint(ByteView(rfcPoint).first(64)); }) == "KEY-UNUSABLE");
        Bytes compressed = rfcPoint;
        compressed[0] = 0x03;
        CHECK(codeOf([&] { PublicKey::fromPoint(compressed); }) == "KEY-UNUSABLE");
        Bytes zero(65);
        zero[0] = 0x04;
        CHECK(codeOf([&] { PublicKey::fromPoint(zero); }) == "KEY-UNUSABLE");
    }
    SECTION("RSA: even, short, small exponent, a small factor")
    {
        const auto good = PrivateKey::generate(KeyAlgorithm::rsa2048).publicKey();
        const auto e = hex("010001");
        CHECK(PublicKey::fromRsa(good.modulus(), good.exponent()) == good);
        auto even = good.modulus();
        even.back() = static_cast<std::uint8_t>(even.back() & 0xFE);
        CHECK(codeOf([&] { PublicKey::fromRsa(even, e); }) == "KEY-UNUSABLE");
        CHECK(codeOf([&] { PublicKey::fromRsa(ByteView(good.modulus()).first(128), e); }) == "KEY-UNUSABLE");
        CHECK(codeOf([&] { PublicKey::fromRsa(good.modulus(), hex("03")); }) == "KEY-UNUSABLE");
        CHECK(codeOf([&] { PublicKey::fromRsa(good.modulus(), {}); }) == "KEY-UNUSABLE");
        Bytes three(256, 0xFF); // 2^2048 - 1 has the factor 3
        CHECK(codeOf([&] { PublicKey::fromRsa(three, e); }) == "KEY-UNUSABLE");
    }
    SECTION("SubjectPublicKeyInfo cut anywhere or with something after it")
    {
        const auto spki = PublicKey::fromPoint(rfcPoint).der();
        for (std::size_t size = 0; size < spki.size(); ++size) {
            CHECK(codeOf([&] { PublicKey::fromDer(ByteView(spki).first(size)); }) == "KEY-UNUSABLE");
        }
        auto longer = spki;
        longer.push_back(0);
        CHECK(codeOf([&] { PublicKey::fromDer(longer); }) == "KEY-UNUSABLE");
    }
    SECTION("a curve we do not use")
    {
        // Ed25519, RFC 8410 10.1
        const auto ed = hex("302a300506032b657003210019bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
        CHECK(codeOf([&] { PublicKey::fromDer(ed); }) == "KEY-UNUSABLE");
    }
}

TEST_CASE("Keys of each kind sign, survive PEM and agree")
{
    const auto algorithm = GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::ecP384, KeyAlgorithm::rsa2048);
    const auto key = PrivateKey::generate(algorithm);
    CHECK(key.algorithm() == algorithm);
    const auto message = bytesOf("what is signed");
    const auto signature = key.sign(message);
    CHECK(key.publicKey().verify(message, signature));
    CHECK_FALSE(PrivateKey::generate(algorithm).publicKey().verify(message, signature));

    const auto again = PrivateKey::fromPem(key.pem().view());
    CHECK(again.publicKey() == key.publicKey());
    CHECK(key.publicKey().verify(message, again.sign(message)));

    const auto digest = key.publicKey().digestOf(message);
    CHECK(digest.size() == (algorithm == KeyAlgorithm::ecP384 ? 48U : 32U));
    CHECK(key.publicKey().verifyDigest(digest, key.signDigest(digest)));
    if (key.publicKey().isEc()) {
        const auto peer = PrivateKey::generate(algorithm);
        const auto ours = key.agree(peer.publicKey());
        CHECK(ours.size() == (algorithm == KeyAlgorithm::ecP256 ? 32U : 48U));
        CHECK(ours.sameAs(peer.agree(key.publicKey()).view()));
        CHECK_THROWS_AS(key.agree(PrivateKey::generate(algorithm == KeyAlgorithm::ecP256 ? KeyAlgorithm::ecP384 : KeyAlgorithm::ecP256).publicKey()),
                        CryptoError);
        CHECK_THROWS_AS(key.publicKey().modulus(), CryptoError);
    } else {
        // The card does only the bare operation: block in, signature out.
        CHECK(key.publicKey().verify(message, key.rsaRaw(key.publicKey().signatureInput(digest))));
        CHECK_THROWS_AS(key.rsaRaw(digest), CryptoError);
        CHECK_THROWS_AS(key.publicKey().point(), CryptoError);
    }
}

TEST_CASE("A file that holds no private key is refused, also one that asks for a password")
{
    CHECK(codeOf([] { PrivateKey::fromPem({}); }) == "KEY-FILE");
    CHECK(codeOf([] { PrivateKey::fromPem(bytesOf("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")); }) == "KEY-FILE");
    CHECK(codeOf([] {
              PrivateKey::fromPem(bytesOf("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"));
          }) == "KEY-FILE");
}
