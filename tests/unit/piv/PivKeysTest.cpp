#include "core/base/Tlv.h"
#include "core/crypto/BlockCipher.h"
#include "core/crypto/PrivateKey.h"
#include "core/crypto/Sha256.h"
#include "tests/unit/piv/PivTestCard.h"

#include <catch2/catch.hpp>

using namespace cardwright;

namespace {

const auto factoryKey = octets("010203040506070801020304050607080102030405060708");

struct Administration {
    Algorithm algorithm;
    CipherAlgorithm cipher;
};

const Administration administrations[] = {
    {Algorithm::tripleDes, CipherAlgorithm::tripleDes},
    {Algorithm::aes128, CipherAlgorithm::aes128},
    {Algorithm::aes192, CipherAlgorithm::aes192},
    {Algorithm::aes256, CipherAlgorithm::aes256},
};

Bytes keyFor(Algorithm algorithm)
{
    Bytes key(keySize(algorithm));
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(0x11 * (i % 15 + 1));
    return key;
}

Bytes withStatus(Bytes data) { return concat({data, octets("9000")}); }

Bytes witnessRequest(Algorithm algorithm) { return concat({octets("00 87"), Bytes{static_cast<std::uint8_t>(algorithm)}, octets("9B 04 7C 02 80 00 00")}); }

/// A card that holds `key`: sends a witness, checks ours, answers the challenge.
void holdKey(ScriptedTransport& card, const Administration& kind, const Bytes& key)
{
    const auto size = blockSize(kind.algorithm);
    const Bytes plain(size, 0x5A);
    card.expect(witnessRequest(kind.algorithm), withStatus(tlv(0x7C, tlv(0x80, BlockCipher(kind.cipher, key).encrypt(plain)))));
    card.answer([=](ByteView command) -> Bytes {
        TlvReader outer(command.subspan(5, command[4]));
        TlvReader elements(outer.expect(0x7C));
        CHECK(command[4] == 2 + 2 * (size + 2) + 2); // 28 (40 octets) with AES, 18 (24) with 3DES: never copied from an example
        if (!equal(elements.expect(0x80), plain)) return octets("6982");
        return withStatus(tlv(0x7C, tlv(0x82, BlockCipher(kind.cipher, key).encrypt(elements.expect(0x81)))));
    });
}

AdministrationOutcome authenticate(PivTestCard& t, Algorithm algorithm, const Bytes& key)
{
    testing::CountingRandom random(0xA0);
    return t.piv.authenticateAdministration(algorithm, SecureBytes::copyOf(key), random);
}

} // namespace

TEST_CASE("mutual authentication with each kind of administration key")
{
    for (const auto& kind : administrations) {
        DYNAMIC_SECTION(algorithmName(kind.algorithm))
        {
            const auto key = keyFor(kind.algorithm);
            PivTestCard t;
            holdKey(t.card, kind, key);
            CHECK(authenticate(t, kind.algorithm, key) == AdministrationOutcome::accepted);
            CHECK(t.card.resetAsked());
            auto other = key;
            other.front() ^= 0x80;
            holdKey(t.card, kind, key);
            CHECK(authenticate(t, kind.algorithm, other) == AdministrationOutcome::keyRefused);
        }
    }
    PivTestCard t;
    holdKey(t.card, administrations[0], factoryKey); // K1 = K2 = K3, as makers deliver
    CHECK(authenticate(t, Algorithm::tripleDes, factoryKey) == AdministrationOutcome::accepted);
}

TEST_CASE("the status words of both halves")
{
    const auto first = [](int word) {
        PivTestCard t;
        t.card.expect(witnessRequest(Algorithm::tripleDes), swOctets(static_cast<std::uint16_t>(word)));
        return authenticate(t, Algorithm::tripleDes, factoryKey);
    };
    for (const int word : {0x6A80, 0x6A81, 0x6A86, 0x6A88, 0x6D00}) CHECK(first(word) == AdministrationOutcome::algorithmRefused);
    CHECK(first(0x6983) == AdministrationOutcome::blocked);
    for (const int word : {0x6982, 0x6F00, 0x6700}) CHECK(failureOf([&] { first(word); }) == "CARD-REFUSED");

    const auto second = [](int word) {
        PivTestCard t;
        t.card.expect(witnessRequest(Algorithm::tripleDes), octets("7C 0A 80 08 0011223344556677 9000"));
        t.card.answer([word](ByteView) { return swOctets(static_cast<std::uint16_t>(word)); });
        return authenticate(t, Algorithm::tripleDes, factoryKey);
    };
    for (const int word : {0x6982, 0x6300, 0x63C2, 0x6A80}) CHECK(second(word) == AdministrationOutcome::keyRefused);
    for (const int word : {0x6983, 0x63C0}) CHECK(second(word) == AdministrationOutcome::blocked);
    for (const int word : {0x6F00, 0x6D00}) CHECK(failureOf([&] { second(word); }) == "CARD-REFUSED");
}

TEST_CASE("a card that accepts without proving that it holds the key is not believed")
{
    for (const char* answer : {"7C 0A 82 08 0000000000000000 9000", "7C 00 9000", "9000", "7C 02 82 00 9000", "7C 0A 80 08 0000000000000000 9000"}) {
        PivTestCard t;
        t.card.expect(witnessRequest(Algorithm::tripleDes), octets("7C 0A 80 08 0011223344556677 9000"));
        t.card.answer([answer](ByteView) { return octets(answer); });
        CHECK(failureOf([&] { authenticate(t, Algorithm::tripleDes, factoryKey); }) == "CARD-DATA");
    }
    for (const char* witness : {"7C 09 80 07 00112233445566 9000", "7C 02 80 00 9000", "7C 12 80 10 00112233445566770011223344556677 9000", "9000"}) {
        PivTestCard t;
        t.card.expect(witnessRequest(Algorithm::tripleDes), octets(witness));
        CHECK(failureOf([&] { authenticate(t, Algorithm::tripleDes, factoryKey); }) == "CARD-DATA");
    }
}

TEST_CASE("a key of another size or kind is our own slip")
{
    PivTestCard t;
    CHECK(failureOf([&] { authenticate(t, Algorithm::aes256, factoryKey); }) == "USAGE");
    CHECK(failureOf([&] { authenticate(t, Algorithm::eccP256, factoryKey); }) == "USAGE");
    CHECK(t.card.sent() == 0);
}

TEST_CASE("GENERATE: a point and a modulus, checked")
{
    PivTestCard t;
    SECTION("P-256")
    {
        const auto point = PrivateKey::generate(KeyAlgorithm::ecP256).publicKey().point();
        t.card.expect(octets("00 47 00 9A 05 AC 03 80 01 11 00"), withStatus(tlv(0x7F49, tlv(0x86, point))));
        const auto key = t.piv.generateKey(Slot::authentication, Algorithm::eccP256);
        CHECK(key.point == point);
        CHECK(key.publicKey().point() == point);
        CHECK(CardPublicKey::decode(Algorithm::eccP256, key.encode()) == key);
    }
    SECTION("P-384")
    {
        const auto point = PrivateKey::generate(KeyAlgorithm::ecP384).publicKey().point();
        t.card.expect(octets("00 47 00 9D 05 AC 03 80 01 14 00"), withStatus(tlv(0x7F49, tlv(0x86, point))));
        CHECK(t.piv.generateKey(Slot::keyManagement, Algorithm::eccP384).point == point);
    }
    SECTION("RSA-2048, with a leading zero and in two parts, an unknown element between")
    {
        const auto made = PrivateKey::generate(KeyAlgorithm::rsa2048).publicKey();
        auto padded = Bytes{0x00};
        append(padded, made.modulus());
        const auto answer = tlv(0x7F49, concat({tlv(0x82, made.exponent()), tlv(0x99, octets("01")), tlv(0x81, padded)}));
        const auto rest = answer.size() - 256;
        t.card.expect(octets("00 47 00 9C 05 AC 03 80 01 07 00"),
                      concat({ByteView(answer).first(256), Bytes{0x61, static_cast<std::uint8_t>(rest)}}));
        t.card.expect(concat({octets("00 C0 00 00"), Bytes{static_cast<std::uint8_t>(rest)}}), withStatus(toBytes(ByteView(answer).subspan(256))));
        const auto key = t.piv.generateKey(Slot::signature, Algorithm::rsa2048);
        CHECK(key.modulus == made.modulus());
        CHECK(key.exponent == made.exponent());
        CHECK(key.publicKey() == made);
        CHECK(CardPublicKey::decode(Algorithm::rsa2048, key.encode()) == key);
    }
}

TEST_CASE("GENERATE: bad public keys are refused")
{
    const auto point = PrivateKey::generate(KeyAlgorithm::ecP256).publicKey().point();
    const auto refused = [](Algorithm algorithm, const Bytes& elements) {
        return failureOf([&] { CardPublicKey::decode(algorithm, elements); }) == "CARD-DATA";
    };
    auto offCurve = point;
    offCurve.back() ^= 0x01;
    auto compressed = point;
    compressed.front() = 0x02;
    CHECK(refused(Algorithm::eccP256, tlv(0x86, offCurve)));
    CHECK(refused(Algorithm::eccP256, tlv(0x86, compressed)));
    CHECK(refused(Algorithm::eccP256, tlv(0x86, ByteView(point).first(64))));
    CHECK(refused(Algorithm::eccP384, tlv(0x86, point)));
    CHECK(refused(Algorithm::rsa2048, tlv(0x86, point)));
    CHECK(refused(Algorithm::eccP256, {}));
    CHECK(refused(Algorithm::eccP256, concat({tlv(0x86, point), tlv(0x86, point)})));
    CHECK(refused(Algorithm::eccP256, concat({tlv(0x86, point), tlv(0x81, point)})));
    CHECK(refused(Algorithm::aes256, tlv(0x86, point)));
    const auto whole = tlv(0x86, point);
    for (std::size_t size = 0; size < whole.size(); ++size) CHECK(refused(Algorithm::eccP256, toBytes(ByteView(whole).first(size))));

    const auto good = PrivateKey::generate(KeyAlgorithm::rsa2048).publicKey();
    const auto rsa = [&](const Bytes& modulus, const Bytes& exponent) { return concat({tlv(0x81, modulus), tlv(0x82, exponent)}); };
    auto even = good.modulus();
    even.back() &= 0xFE;
    auto small = good.modulus();
    small.front() = 0x00;
    CHECK(refused(Algorithm::rsa2048, rsa(even, good.exponent())));
    CHECK(refused(Algorithm::rsa2048, rsa(small, good.exponent())));
    CHECK(refused(Algorithm::rsa2048, rsa(good.modulus(), {})));
    CHECK(refused(Algorithm::rsa2048, rsa(good.modulus(), octets("03"))));
    CHECK(refused(Algorithm::rsa2048, rsa(good.modulus(), octets("010002"))));
    CHECK(refused(Algorithm::rsa2048, rsa({}, good.exponent())));
    CHECK_FALSE(refused(Algorithm::rsa2048, rsa(good.modulus(), good.exponent())));
}

TEST_CASE("GENERATE: every status word")
{
    const std::pair<int, const char*> words[] = {{0x6982, "CARD-NEEDS-ADMIN"}, {0x6A80, "CARD-ALGORITHM"}, {0x6A81, "CARD-ALGORITHM"},
                                                 {0x6A86, "CARD-ALGORITHM"},   {0x6A88, "CARD-ALGORITHM"}, {0x6F00, "CARD-REFUSED"},
                                                 {0x6985, "CARD-REFUSED"},     {0x6D00, "CARD-REFUSED"}};
    for (const auto& [word, code] : words) {
        PivTestCard t;
        t.card.expect(octets("00 47 00 9E 05 AC 03 80 01 11 00"), swOctets(static_cast<std::uint16_t>(word)));
        CHECK(failureOf([&] { t.piv.generateKey(Slot::cardAuthentication, Algorithm::eccP256); }) == code);
    }
    for (const char* answer : {"9000", "7F49 00 9000", "7F49 02 86 00 9000", "7F49 05 86 9000", "8602AABB 9000"}) {
        PivTestCard t;
        t.card.expect("00 47 00 9E 05 AC 03 80 01 11 00", answer);
        CHECK(failureOf([&] { t.piv.generateKey(Slot::cardAuthentication, Algorithm::eccP256); }) == "CARD-DATA");
    }
    PivTestCard t;
    CHECK(failureOf([&] { t.piv.generateKey(Slot::authentication, Algorithm::aes128); }) == "USAGE");
    CHECK(t.card.sent() == 0);
}

TEST_CASE("an ECDSA signature: the digest travels, what comes back verifies")
{
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto digest = sha256(octets("616263"));
    PivTestCard t;
    const auto signature = key.signDigest(digest);
    t.card.expect(concat({octets("00 87 11 9A 26 7C 24 82 00 81 20"), digest, octets("00")}), withStatus(tlv(0x7C, tlv(0x82, signature))));
    const auto back = t.piv.sign(Slot::authentication, Algorithm::eccP256, digest);
    CHECK(key.publicKey().verifyDigest(digest, back));
}

TEST_CASE("a digest is fitted to the curve: cut on the right, or zeros in front")
{
    PivTestCard t;
    const Bytes digest(48, 0xD1);
    t.card.expect(concat({octets("00 87 11 9A 26 7C 24 82 00 81 20"), ByteView(digest).first(32), octets("00")}),
                  octets("7C 0A 82 08 30 06 02 01 01 02 01 01 9000"));
    CHECK(t.piv.sign(Slot::authentication, Algorithm::eccP256, digest) == octets("3006020101020101"));
    const Bytes shorter(32, 0xD2);
    t.card.expect(concat({octets("00 87 14 9A 36 7C 34 82 00 81 30"), Bytes(16, 0x00), shorter, octets("00")}),
                  octets("7C 0A 82 08 30 06 02 01 01 02 01 01 9000"));
    CHECK(t.piv.sign(Slot::authentication, Algorithm::eccP384, shorter).size() == 8);
}

TEST_CASE("an RSA signature: the padded block is ours, chained, and what comes back verifies")
{
    const auto key = PrivateKey::generate(KeyAlgorithm::rsa2048);
    const auto digest = sha256(octets("616263"));
    PivTestCard t;
    Bytes sent;
    t.card.answer([&](ByteView command) {
        CHECK(equal(command.first(5), octets("10 87 07 9C FF")));
        append(sent, command.subspan(5));
        return octets("9000");
    });
    t.card.answer([&](ByteView command) {
        CHECK(command[0] == 0x00);
        append(sent, command.subspan(5, command[4]));
        TlvReader outer(sent);
        TlvReader elements(outer.expect(0x7C));
        outer.end();
        CHECK(elements.expect(0x82).empty());
        const auto answer = tlv(0x7C, tlv(0x82, key.rsaRaw(elements.expect(0x81))));
        t.card.answer([answer](ByteView) { return withStatus(toBytes(ByteView(answer).subspan(250))); });
        return concat({ByteView(answer).first(250), Bytes{0x61, static_cast<std::uint8_t>(answer.size() - 250)}});
    });
    const auto signature = t.piv.sign(Slot::signature, Algorithm::rsa2048, digest);
    CHECK(key.publicKey().verifyDigest(digest, signature));
    CHECK(signature.size() == 256);
}

TEST_CASE("a signature that cannot be one")
{
    const auto digest = sha256({});
    for (const char* body : {"", "30 00", "30 03 02 01 01", "30 06 02 01 01 02 01 81", "30 06 02 01 01 02 01", "30 07 02 01 01 02 01 01 00",
                             "30 06 02 01 01 02 01 01 00", "30 05 02 00 02 01 01"}) {
        PivTestCard t;
        t.card.answer([body](ByteView) { return withStatus(tlv(0x7C, tlv(0x82, octets(body)))); });
        INFO(body);
        CHECK(failureOf([&] { t.piv.sign(Slot::authentication, Algorithm::eccP256, digest); }) == "CARD-DATA");
    }
    PivTestCard t;
    Bytes tooLong(34, 0x01);
    t.card.answer([&](ByteView) { return withStatus(tlv(0x7C, tlv(0x82, tlv(0x30, concat({tlv(0x02, tooLong), tlv(0x02, octets("01"))}))))); });
    CHECK(failureOf([&] { t.piv.sign(Slot::authentication, Algorithm::eccP256, digest); }) == "CARD-DATA");
    t.card.answer([](ByteView) { return octets("9000"); }).answer([](ByteView) { return withStatus(tlv(0x7C, tlv(0x82, Bytes(255, 1)))); });
    CHECK(failureOf([&] { t.piv.sign(Slot::authentication, Algorithm::rsa2048, digest); }) == "CARD-DATA");
    CHECK(failureOf([&] { t.piv.sign(Slot::authentication, Algorithm::eccP256, Bytes(20)); }) == "USAGE");
    CHECK(failureOf([&] { t.piv.sign(Slot::authentication, Algorithm::aes256, digest); }) == "USAGE");
}

TEST_CASE("use of a key: every status word")
{
    const std::pair<int, const char*> words[] = {{0x6982, "CARD-NEEDS-PASSCODE"}, {0x6A80, "CARD-NO-KEY"}, {0x6A81, "CARD-NO-KEY"},
                                                 {0x6A82, "CARD-NO-KEY"},         {0x6A86, "CARD-NO-KEY"}, {0x6A88, "CARD-NO-KEY"},
                                                 {0x6985, "CARD-REFUSED"},        {0x6F00, "CARD-REFUSED"}, {0x6983, "CARD-REFUSED"}};
    for (const auto& [word, code] : words) {
        PivTestCard t;
        t.card.answer([word = word](ByteView) { return swOctets(static_cast<std::uint16_t>(word)); });
        CHECK(failureOf([&] { t.piv.sign(Slot::signature, Algorithm::eccP256, sha256({})); }) == code);
    }
}

TEST_CASE("key agreement gives the x coordinate that both sides have")
{
    const auto onCard = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto ours = PrivateKey::generate(KeyAlgorithm::ecP256);
    PivTestCard t;
    t.card.expect(concat({octets("00 87 11 9D 47 7C 45 82 00 85 41"), ours.publicKey().point(), octets("00")}),
                  withStatus(tlv(0x7C, tlv(0x82, onCard.agree(ours.publicKey()).view()))));
    const auto secretMade = t.piv.keyAgreement(Slot::keyManagement, Algorithm::eccP256, ours.publicKey().point());
    CHECK(secretMade.sameAs(ours.agree(onCard.publicKey()).view()));

    t.card.answer([](ByteView) { return withStatus(tlv(0x7C, tlv(0x82, Bytes(31, 1)))); });
    CHECK(failureOf([&] { t.piv.keyAgreement(Slot::keyManagement, Algorithm::eccP256, ours.publicKey().point()); }) == "CARD-DATA");
    CHECK(failureOf([&] { t.piv.keyAgreement(Slot::keyManagement, Algorithm::eccP384, ours.publicKey().point()); }) == "USAGE");
    CHECK(failureOf([&] { t.piv.keyAgreement(Slot::keyManagement, Algorithm::rsa2048, ours.publicKey().point()); }) == "USAGE");
}
