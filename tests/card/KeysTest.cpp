#include "core/base/Tlv.h"
#include "core/crypto/BlockCipher.h"
#include "core/crypto/PrivateKey.h"
#include "tests/card/SimulatedCard.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

// SP 800-73-5 part 2, 3.2.4 GENERAL AUTHENTICATE and 3.3.2 GENERATE ASYMMETRIC KEY PAIR.

namespace {

Bytes generateTemplate(std::uint8_t algorithm) { return tlv(0xAC, tlv(0x80, ByteView(&algorithm, 1))); }

PublicKey generate(SimulatedCard& card, std::uint8_t slot, std::uint8_t algorithm)
{
    const auto answer = card.command(0x47, 0x00, slot, generateTemplate(algorithm));
    REQUIRE(answer.sw == 0x9000);
    TlvReader outer(answer.data);
    TlvReader inner(outer.expect(0x7F49));
    outer.end();
    if (algorithm == 0x07) {
        const ByteView modulus = inner.expect(0x81);
        return PublicKey::fromRsa(modulus, inner.expect(0x82));
    }
    return PublicKey::fromPoint(inner.expect(0x86));
}

RawAnswer sign(SimulatedCard& card, std::uint8_t slot, std::uint8_t algorithm, ByteView input)
{
    TlvWriter inner;
    inner.addEmpty(0x82).add(0x81, input);
    return card.command(0x87, algorithm, slot, tlv(0x7C, inner.octets()));
}

Bytes responseIn(const RawAnswer& answer)
{
    REQUIRE(answer.sw == 0x9000);
    return toBytes(TlvReader(TlvReader(answer.data).expect(0x7C)).expect(0x82));
}

RawAnswer agree(SimulatedCard& card, std::uint8_t slot, std::uint8_t algorithm, ByteView point)
{
    TlvWriter inner;
    inner.addEmpty(0x82).add(0x85, point);
    return card.command(0x87, algorithm, slot, tlv(0x7C, inner.octets()));
}

} // namespace

TEST_CASE("9B: mutual and single authentication, and every way to get them wrong")
{
    SimulatedCard card(Personality::strict);
    card.select();
    Bytes wrongKey = factoryAdministrationKey();
    wrongKey.back() ^= 0x10; // not the lowest bit: that is only parity
    CHECK(card.command(0x87, 0x0C, 0x9B, octets("7C028000")).sw == 0x6A86); // AES is not this card's
    CHECK(card.authenticate(0x03, wrongKey) == 0x6982);
    CHECK(card.write(0x5FC102, octets("00")) == 0x6982);
    CHECK(card.authenticateFactory() == 0x9000);
    CHECK(card.write(0x5FC102, octets("00")) == 0x9000);
    CHECK(card.authenticate(0x03, wrongKey) == 0x6982); // a wrong one ends what a right one began
    CHECK(card.write(0x5FC102, octets("00")) == 0x6982);

    const BlockCipher cipher(CipherAlgorithm::tripleDes, factoryAdministrationKey());
    const auto challenge = card.command(0x87, 0x03, 0x9B, octets("7C028100"));
    REQUIRE(challenge.sw == 0x9000);
    const Bytes value = toBytes(TlvReader(TlvReader(challenge.data).expect(0x7C)).expect(0x81));
    CHECK(card.command(0x87, 0x03, 0x9B, tlv(0x7C, tlv(0x82, cipher.encrypt(value)))).sw == 0x9000);
    CHECK(card.write(0x5FC102, octets("01")) == 0x9000);
    // the same answer once more: the challenge is spent
    CHECK(card.command(0x87, 0x03, 0x9B, tlv(0x7C, tlv(0x82, cipher.encrypt(value)))).sw == 0x6A80);
}

TEST_CASE("a witness is for the very next command")
{
    SimulatedCard card(Personality::strict);
    card.select();
    const BlockCipher cipher(CipherAlgorithm::tripleDes, factoryAdministrationKey());
    const auto first = card.command(0x87, 0x03, 0x9B, octets("7C028000"));
    const Bytes witness = cipher.decrypt(TlvReader(TlvReader(first.data).expect(0x7C)).expect(0x80));
    CHECK(card.read(0x5FC102).sw == 0x6A82);
    TlvWriter inner;
    inner.add(0x80, witness).add(0x81, Bytes(8)).addEmpty(0x82);
    CHECK(card.command(0x87, 0x03, 0x9B, tlv(0x7C, inner.octets())).sw == 0x6A80);
    CHECK(card.write(0x5FC102, octets("00")) == 0x6982);
}

TEST_CASE("reset drops administration; a new SELECT keeps it by the book and drops it on a Yubico-like card")
{
    for (const auto personality : {Personality::strict, Personality::yubico}) {
        SimulatedCard card(personality);
        card.select();
        REQUIRE(card.authenticateFactory() == 0x9000);
        card.select();
        CHECK(card.write(0x5FC102, octets("00")) == (personality == Personality::strict ? 0x9000 : 0x6982));
        card.card().reset();
        card.select();
        CHECK(card.write(0x5FC102, octets("00")) == 0x6982);
    }
}

TEST_CASE("GENERATE wants the administration key, a slot and an algorithm of the card")
{
    SimulatedCard card(Personality::strict);
    card.select();
    CHECK(card.command(0x47, 0x00, 0x9A, generateTemplate(0x11)).sw == 0x6982);
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.command(0x47, 0x00, 0x9B, generateTemplate(0x11)).sw == 0x6A86);
    CHECK(card.command(0x47, 0x00, 0x9A, generateTemplate(0x06)).sw == 0x6A80);
    CHECK(card.command(0x47, 0x00, 0x9A, octets("AC00")).sw == 0x6A80);
    CHECK(card.command(0x47, 0x00, 0x9A, octets("8001 11")).sw == 0x6A80);
    const PublicKey first = generate(card, 0x9A, 0x11);
    const PublicKey second = generate(card, 0x9A, 0x11);
    CHECK_FALSE(first == second);
}

TEST_CASE("signatures of each algorithm verify with the key that the card gave, also after it was put down")
{
    const Bytes message = toBytes(bytesOf("harbour valley"));
    for (const std::uint8_t algorithm : {std::uint8_t{0x11}, std::uint8_t{0x14}, std::uint8_t{0x07}}) {
        SimulatedCard card(Personality::strict);
        card.select();
        REQUIRE(card.authenticateFactory() == 0x9000);
        const PublicKey key = generate(card, 0x9A, algorithm);
        CHECK(sign(card, 0x9A, algorithm, key.signatureInput(key.digestOf(message))).sw == 0x6982);
        REQUIRE(card.verify("123456") == 0x9000);
        CHECK(key.verify(message, responseIn(sign(card, 0x9A, algorithm, key.signatureInput(key.digestOf(message))))));
        CHECK(key.verify(message, responseIn(sign(card, 0x9A, algorithm, key.signatureInput(key.digestOf(message))))));
        card.reload();
        card.select();
        REQUIRE(card.verify("123456") == 0x9000);
        CHECK(key.verify(message, responseIn(sign(card, 0x9A, algorithm, key.signatureInput(key.digestOf(message))))));
        CHECK(sign(card, 0x9A, 0x06, Bytes(32, 1)).sw == 0x6A86);
        CHECK(sign(card, 0x9A, algorithm, Bytes(300, 1)).sw == 0x6A80);
    }
}

TEST_CASE("9C wants the passcode each time, right before; 9E never; 9D once")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    for (const std::uint8_t slot : {std::uint8_t{0x9C}, std::uint8_t{0x9D}, std::uint8_t{0x9E}}) generate(card, slot, 0x11);
    const Bytes digest(32, 7);
    CHECK(sign(card, 0x9E, 0x11, digest).sw == 0x9000);
    CHECK(sign(card, 0x9C, 0x11, digest).sw == 0x6982);
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(sign(card, 0x9C, 0x11, digest).sw == 0x9000);
    CHECK(sign(card, 0x9C, 0x11, digest).sw == 0x6982);
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(card.read(0x5FC102).sw == 0x6A82);
    CHECK(sign(card, 0x9C, 0x11, digest).sw == 0x6982);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x9000);
    CHECK(sign(card, 0x9A, 0x11, digest).sw == 0x6A88); // no key there
}

TEST_CASE("a Yubico-like 9C waits for its use, not for the next command")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    generate(card, 0x9C, 0x11);
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(card.read(0x5FC102).sw == 0x6A82);
    CHECK(sign(card, 0x9C, 0x11, Bytes(32, 7)).sw == 0x9000);
    CHECK(sign(card, 0x9C, 0x11, Bytes(32, 7)).sw == 0x6982);
}

TEST_CASE("9D agrees on a secret and, by the book, does not sign with a curve")
{
    for (const std::uint8_t algorithm : {std::uint8_t{0x11}, std::uint8_t{0x14}}) {
        SimulatedCard card(Personality::strict);
        card.select();
        REQUIRE(card.authenticateFactory() == 0x9000);
        const PublicKey key = generate(card, 0x9D, algorithm);
        const PrivateKey mine = PrivateKey::generate(key.algorithm());
        CHECK(agree(card, 0x9D, algorithm, mine.publicKey().point()).sw == 0x6982);
        REQUIRE(card.verify("123456") == 0x9000);
        CHECK(equal(responseIn(agree(card, 0x9D, algorithm, mine.publicKey().point())), mine.agree(key).view()));
        CHECK(sign(card, 0x9D, algorithm, Bytes(32, 7)).sw == 0x6A80);
        Bytes off = mine.publicKey().point();
        off.back() ^= 1;
        CHECK(agree(card, 0x9D, algorithm, off).sw == 0x6A80);
        const PrivateKey other = PrivateKey::generate(algorithm == 0x11 ? KeyAlgorithm::ecP384 : KeyAlgorithm::ecP256);
        CHECK(agree(card, 0x9D, algorithm, other.publicKey().point()).sw == 0x6A80);
    }
}

TEST_CASE("9D with RSA signs; 9A does not agree")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    const PublicKey rsa = generate(card, 0x9D, 0x07);
    generate(card, 0x9A, 0x11);
    REQUIRE(card.verify("123456") == 0x9000);
    const Bytes message(5, 5);
    CHECK(rsa.verify(message, responseIn(sign(card, 0x9D, 0x07, rsa.signatureInput(rsa.digestOf(message))))));
    CHECK(agree(card, 0x9A, 0x11, PrivateKey::generate(KeyAlgorithm::ecP256).publicKey().point()).sw == 0x6A80);
}

TEST_CASE("a template that makes no sense is refused and signs nothing")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    generate(card, 0x9E, 0x11);
    for (const char* data : {"7C00", "7C028200", "7C048200 8100", "7C028101", "8200", "7C068200 8100 8100", "7C038200 83"})
        CHECK(card.command(0x87, 0x11, 0x9E, octets(data)).sw == 0x6A80);
}
