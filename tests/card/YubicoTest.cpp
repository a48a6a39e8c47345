#include "core/base/Tlv.h"
#include "core/crypto/Certificate.h"
#include "core/crypto/PrivateKey.h"
#include "core/crypto/PublicKey.h"
#include "tests/card/SimulatedCard.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

namespace {

Bytes setKeyData(std::uint8_t algorithm, ByteView key)
{
    return concat({Bytes{algorithm, 0x9B, static_cast<std::uint8_t>(key.size())}, key});
}

Bytes valueIn(const RawAnswer& answer, std::uint32_t tag)
{
    REQUIRE(answer.sw == 0x9000);
    const auto found = TlvReader(answer.data).find(tag);
    REQUIRE(found);
    return toBytes(found->value);
}

void block(SimulatedCard& card, bool passcode, bool unlockKey)
{
    for (int time = 0; passcode && time < 3; ++time) card.verify("999999");
    for (int time = 0; unlockKey && time < 3; ++time)
        card.command(0x2C, 0x00, 0x80, concat({padded("00000000"), padded("123456")}));
}

} // namespace

TEST_CASE("a card by the book knows none of Yubico's commands")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    REQUIRE(card.verify("123456") == 0x9000);
    for (const std::uint8_t ins : octets("F6F7F8F9FAFBFDFEFF")) {
        INFO(int(ins));
        CHECK(card.command(ins, 0x00, 0x80).sw == 0x6D00);
    }
    CHECK(card.command(0xFF, 0xFF, 0xFF, setKeyData(0x0C, Bytes(32, 1))).sw == 0x6D00);
}

TEST_CASE("version and serial")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    CHECK(card.command(0xFD, 0x00, 0x00).data == octets("050403"));
    const auto serial = card.command(0xF8, 0x00, 0x00);
    REQUIRE(serial.data.size() == 4);
    card.reload();
    card.select();
    CHECK(card.command(0xF8, 0x00, 0x00).data == serial.data);
}

TEST_CASE("FF sets the administration key of each kind, and metadata tell kind and factory")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    CHECK(card.command(0xFF, 0xFF, 0xFF, setKeyData(0x0C, Bytes(32, 1))).sw == 0x6982);
    CHECK(valueIn(card.command(0xF7, 0x00, 0x9B), 0x05) == octets("01"));
    Bytes current = factoryAdministrationKey();
    std::uint8_t currentAlgorithm = 0x03;
    struct Kind {
        std::uint8_t algorithm;
        std::size_t size;
    };
    for (const auto& [algorithm, size] : {Kind{0x08, 16}, Kind{0x0A, 24}, Kind{0x0C, 32}, Kind{0x03, 24}}) {
        REQUIRE(card.authenticate(currentAlgorithm, current) == 0x9000);
        CHECK(card.command(0xFF, 0xFF, 0xFF, setKeyData(algorithm, Bytes(size - 1, 1))).sw == 0x6A80);
        const Bytes next(size, static_cast<std::uint8_t>(0x40 + algorithm));
        REQUIRE(card.command(0xFF, 0xFF, 0xFF, setKeyData(algorithm, next)).sw == 0x9000);
        CHECK(valueIn(card.command(0xF7, 0x00, 0x9B), 0x01) == Bytes{algorithm});
        CHECK(valueIn(card.command(0xF7, 0x00, 0x9B), 0x05) == octets("00"));
        card.reload();
        card.select();
        CHECK(card.authenticate(algorithm, Bytes(size, 0x11)) == 0x6982);
        current = next;
        currentAlgorithm = algorithm;
    }
    REQUIRE(card.authenticate(currentAlgorithm, current) == 0x9000);
    CHECK(card.command(0xFF, 0xFF, 0xFF, setKeyData(0x03, factoryAdministrationKey())).sw == 0x9000);
    CHECK(valueIn(card.command(0xF7, 0x00, 0x9B), 0x05) == octets("01"));
}

TEST_CASE("FA sets tries and, with them, the factory passcode and unlock key; it wants both authentications")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    REQUIRE(card.command(0x24, 0x00, 0x80, concat({padded("123456"), padded("654321")})).sw == 0x9000);
    REQUIRE(card.command(0x24, 0x00, 0x81, concat({padded("12345678"), padded("87654321")})).sw == 0x9000);
    CHECK(valueIn(card.command(0xF7, 0x00, 0x80), 0x05) == octets("00"));
    CHECK(card.command(0xFA, 5, 4).sw == 0x6982);
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.command(0xFA, 5, 4).sw == 0x6982);
    REQUIRE(card.verify("654321") == 0x9000);
    CHECK(card.command(0xFA, 0, 4).sw == 0x6A80);
    CHECK(card.command(0xFA, 5, 4).sw == 0x9000);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C5);
    CHECK(valueIn(card.command(0xF7, 0x00, 0x80), 0x05) == octets("01"));
    CHECK(valueIn(card.command(0xF7, 0x00, 0x80), 0x06) == octets("0505"));
    CHECK(valueIn(card.command(0xF7, 0x00, 0x81), 0x06) == octets("0404"));
    CHECK(card.verify("654321") == 0x63C4);
    CHECK(valueIn(card.command(0xF7, 0x00, 0x80), 0x06) == octets("0504"));
    CHECK(card.verify("123456") == 0x9000);
    CHECK(card.command(0x24, 0x00, 0x81, concat({padded("12345678"), padded("11112222")})).sw == 0x9000);
}

TEST_CASE("FB wipes only a card whose passcode and unlock key are both blocked")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    REQUIRE(card.write(0x5FC102, octets("00")) == 0x9000);
    REQUIRE(card.command(0x47, 0x00, 0x9A, octets("AC03800111")).sw == 0x9000);
    REQUIRE(card.command(0xFF, 0xFF, 0xFF, setKeyData(0x0C, Bytes(32, 9))).sw == 0x9000);
    const auto serial = card.command(0xF8, 0x00, 0x00).data;
    CHECK(card.command(0xFB, 0x00, 0x00).sw == 0x6985);
    block(card, true, false);
    CHECK(card.command(0xFB, 0x00, 0x00).sw == 0x6985);
    block(card, false, true);
    CHECK(card.command(0xFB, 0x00, 0x00).sw == 0x9000);
    card.reload();
    card.select();
    CHECK(card.read(0x5FC102).sw == 0x6A82);
    CHECK(card.command(0xF7, 0x00, 0x9A).sw == 0x6A88);
    CHECK(card.authenticateFactory() == 0x9000);
    CHECK(card.verify("123456") == 0x9000);
    CHECK(card.command(0xF8, 0x00, 0x00).data == serial);
}

TEST_CASE("slot metadata: algorithm, policy, origin, public key")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    const auto made = card.command(0x47, 0x00, 0x9C, octets("AC03800111"));
    REQUIRE(made.sw == 0x9000);
    const auto metadata = card.command(0xF7, 0x00, 0x9C);
    CHECK(valueIn(metadata, 0x01) == octets("11"));
    CHECK(valueIn(metadata, 0x02) == octets("0301"));
    CHECK(valueIn(metadata, 0x03) == octets("01"));
    CHECK(valueIn(metadata, 0x04) == toBytes(TlvReader(made.data).expect(0x7F49)));
    CHECK(card.command(0xF7, 0x00, 0x9A).sw == 0x6A88);
    CHECK(card.command(0xF7, 0x00, 0x77).sw == 0x6A86);
}

TEST_CASE("FE imports a known EC key")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    // RFC 6979 A.2.5: the P-256 key and its public point
    const Bytes scalar = octets("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    const Bytes point = octets("04 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
                               "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
    CHECK(card.command(0xFE, 0x11, 0x9E, tlv(0x06, scalar)).sw == 0x6982);
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.command(0xFE, 0x11, 0x9E, tlv(0x06, Bytes(32, 0))).sw == 0x6A80);
    CHECK(card.command(0xFE, 0x11, 0x9E, tlv(0x06, Bytes(31, 1))).sw == 0x6A80);
    REQUIRE(card.command(0xFE, 0x11, 0x9E, concat({tlv(0x06, scalar), octets("AA0101 AB0101")})).sw == 0x9000);
    const auto metadata = card.command(0xF7, 0x00, 0x9E);
    CHECK(valueIn(metadata, 0x03) == octets("02"));
    CHECK(valueIn(metadata, 0x04) == tlv(0x86, point));
    const Bytes digest(32, 0x42);
    TlvWriter inner;
    inner.addEmpty(0x82).add(0x81, digest);
    const auto signature = card.command(0x87, 0x11, 0x9E, tlv(0x7C, inner.octets()));
    REQUIRE(signature.sw == 0x9000);
    CHECK(PublicKey::fromPoint(point).verifyDigest(digest, TlvReader(TlvReader(signature.data).expect(0x7C)).expect(0x82)));
}

TEST_CASE("F9 attests a key that was made on the card, by a key that a wipe leaves alone; an imported key it does not")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    CHECK(card.command(0xF9, 0x9A, 0x00).sw == 0x6A88);
    CHECK(card.command(0xF9, 0x9B, 0x00).sw == 0x6A86);
    REQUIRE(card.authenticateFactory() == 0x9000);
    const auto made = card.command(0x47, 0x00, 0x9A, octets("AC03800111"));
    REQUIRE(made.sw == 0x9000);
    const Bytes point = toBytes(TlvReader(TlvReader(made.data).expect(0x7F49)).expect(0x86));
    const auto attestation = card.command(0xF9, 0x9A, 0x00);
    REQUIRE(attestation.sw == 0x9000);
    const Certificate certificate = Certificate::fromDer(attestation.data);
    CHECK(certificate.publicKey() == PublicKey::fromPoint(point));
    const auto object = card.read(0x5FFF01);
    REQUIRE(object.sw == 0x9000);
    const Certificate issuer = Certificate::fromDer(TlvReader(TlvReader(object.data).expect(0x53)).expect(0x70));
    CHECK(certificate.chainsTo(std::vector{issuer}, certificate.notBefore() + 1000, CertificatePurpose::any) == TrustVerdict::trusted);
    REQUIRE(card.command(0xFE, 0x11, 0x9E, tlv(0x06, Bytes(32, 1))).sw == 0x9000);
    CHECK(card.command(0xF9, 0x9E, 0x00).sw == 0x6A80);
    block(card, true, true);
    REQUIRE(card.command(0xFB, 0x00, 0x00).sw == 0x9000);
    CHECK(card.read(0x5FFF01).data == object.data);
    CHECK(card.command(0xF9, 0x9A, 0x00).sw == 0x6A88);
}
