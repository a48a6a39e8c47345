// What makes the PivApplet-like, OpenFIPS201-like and newer Yubico-like cards different, in octets.
#include "tests/card/SimulatedCard.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

namespace {

RawAnswer select(SimulatedCard& card) { return card.command(0xA4, 0x04, 0x00, octets("A000000308 00001000 0100")); }

bool contains(const Bytes& octets, std::string_view text)
{
    return std::string(octets.begin(), octets.end()).find(text) != std::string::npos;
}

RawAnswer generate(SimulatedCard& card, std::uint8_t slot, std::uint8_t algorithm)
{
    return card.command(0x47, 0x00, slot, concat({octets("AC 03 80 01"), Bytes{algorithm}}));
}

} // namespace

TEST_CASE("every kind has a name of its own, keeps itself in its file, and no other name is one")
{
    std::set<std::string_view> names;
    for (const auto personality : simulator::allPersonalities()) {
        const auto name = simulator::nameOf(personality);
        names.insert(name);
        CHECK(simulator::personalityOf(name) == personality);
        SimulatedCard card(personality);
        card.reload();
        CHECK(card.card().state().personality == personality);
    }
    CHECK(names == std::set<std::string_view>{"strict", "yubico", "yubico-5.7", "pivapplet", "openfips201"});
    CHECK_FALSE(simulator::personalityOf("other"));
}

TEST_CASE("PivApplet-like: its label, five tries, few object tags, chains of 6000 octets, and no way on before SELECT")
{
    SimulatedCard card(Personality::pivApplet);
    CHECK(contains(select(card).data, "PivApplet v0.9.0"));
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C5);
    CHECK(card.command(0xFD, 0x00, 0x00).data == octets("050000"));
    CHECK(card.command(0xF6, 0xFF, 0x9A).sw == 0x6D00);
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.write(0x5FC117, octets("AA")) == 0x9000);
    CHECK(card.write(0x5FC118, octets("AA")) == 0x6A81);
    CHECK(card.write(0x5FC102, Bytes(5900, 0x11)) == 0x9000);
    CHECK(card.write(0x5FC108, Bytes(6100, 0x11)) == 0x6F00);
    CHECK(card.read(0x5FC102).sw == 0x6F00); // wedged
    select(card);
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(card.read(0x5FC108).sw == 0x6A82);
    CHECK(card.write(0x5FC102, octets("AA")) == 0x6982); // selecting anew ended the administration
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x9000);  // and left the passcode
    REQUIRE(card.authenticateFactory() == 0x9000);
    Bytes extended = octets("00 DB 3F FF 00");
    const auto data = concat({octets("5C 03 5FC108 53 82 2EE0"), Bytes(12000, 0x22)});
    append(extended, Bytes{static_cast<std::uint8_t>(data.size() >> 8), static_cast<std::uint8_t>(data.size())});
    append(extended, data);
    CHECK(card.send(extended).sw == 0x9000);
    CHECK(card.read(0x5FC108).data.size() == 12004);
    // an unlock key has the form of a passcode here
    CHECK(card.command(0x24, 0x00, 0x81, concat({padded("12345678"), octets("0102030405060708")})).sw == 0x6A80);
    CHECK(card.command(0x24, 0x00, 0x81, concat({padded("12345678"), padded("87654321")})).sw == 0x9000);
}

TEST_CASE("OpenFIPS201-like: objects and keys are there beforehand, nothing grows, nothing of Yubico's, no extended length")
{
    SimulatedCard card(Personality::openFips);
    CHECK(contains(select(card).data, "OpenFIPS201"));
    for (const std::uint8_t ins : octets("F6F7F8F9FAFBFDFEFF")) CHECK(card.command(ins, 0x00, 0x80).sw == 0x6D00);
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.write(0x5FC121, octets("AA")) == 0x6A82); // never made
    CHECK(card.write(0x5FC102, {}) == 0x9000);           // empty takes no room
    CHECK(card.write(0x5FC102, Bytes(200, 0x11)) == 0x9000);
    CHECK(card.write(0x5FC102, Bytes(201, 0x22)) == 0x6A84);
    CHECK(card.write(0x5FC102, {}) == 0x9000);
    CHECK(card.write(0x5FC102, Bytes(201, 0x22)) == 0x6A84); // even after it was emptied
    card.reload();
    select(card);
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.write(0x5FC102, Bytes(201, 0x22)) == 0x6A84); // and after it was put down
    CHECK(card.write(0x5FC102, Bytes(200, 0x22)) == 0x9000);
    CHECK(card.write(0x5FC108, Bytes(12704, 0x33)) == 0x9000);
    CHECK(card.send("00 CB 3F FF 00 0005 5C 03 5FC102 0000").sw == 0x6700);
    CHECK(generate(card, 0x9E, 0x07).sw == 0x6A88);
    CHECK(generate(card, 0x9A, 0x14).sw == 0x6A88);
    CHECK(generate(card, 0x9D, 0x11).sw == 0x9000);
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(card.command(0x87, 0x11, 0x9D, concat({octets("7C 24 82 00 81 20"), Bytes(32, 0x42)})).sw == 0x6A80); // EC 9D does not sign
}

TEST_CASE("Yubico-like from 5.7: AES-192 administration key, RSA-3072, and keys that move and go")
{
    SimulatedCard card(Personality::yubico57);
    select(card);
    CHECK(card.command(0xFD, 0x00, 0x00).data == octets("050701"));
    CHECK(card.authenticateFactory() != 0x9000);
    REQUIRE(card.authenticate(0x0A, factoryAdministrationKey()) == 0x9000);
    CHECK(card.command(0xF7, 0x00, 0x9B).data == octets("01 01 0A 02 02 0001 05 01 01"));
    CHECK(generate(card, 0x9A, 0x05).data.size() > 384);
    CHECK(card.command(0xF6, 0x9C, 0x9A).sw == 0x9000);
    CHECK(card.command(0xF7, 0x00, 0x9A).sw == 0x6A88);
    CHECK(card.command(0xF7, 0x00, 0x9C).sw == 0x9000);
    CHECK(card.command(0xF6, 0xFF, 0x9C).sw == 0x9000);
    CHECK(card.command(0xF6, 0xFF, 0x9C).sw == 0x6A88);
    CHECK(card.command(0xF6, 0xFF, 0x12).sw == 0x6A86);
    select(card);
    CHECK(card.command(0xF6, 0xFF, 0x9C).sw == 0x6982);
    SimulatedCard older(Personality::yubico);
    select(older);
    REQUIRE(older.authenticateFactory() == 0x9000);
    CHECK(generate(older, 0x9A, 0x05).sw == 0x6A80);
}

TEST_CASE("further faults: slow, torn, lying about a length, a public key that is none")
{
    using simulator::Fault;
    SimulatedCard card(Personality::yubico);
    select(card);
    REQUIRE(card.authenticateFactory() == 0x9000);
    card.card().plan(simulator::FaultPlan::fromJson(R"({"faults":[{"at":1,"action":"slow","delayMillis":30}]})"));
    const auto begun = std::chrono::steady_clock::now();
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C3);
    CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(30));

    Fault lying;
    lying.at = 1;
    lying.action = Fault::Action::lyingLength;
    card.card().plan(simulator::FaultPlan({lying}));
    CHECK(card.read(0x7E).data[1] == 0x13);
    CHECK(card.read(0x7E).data[1] == 0x12);

    Fault key;
    key.at = 1;
    key.action = Fault::Action::badPublicKey;
    card.card().plan(simulator::FaultPlan({key}));
    const auto wrong = generate(card, 0x9A, 0x11);
    CHECK(wrong.sw == 0x9000);
    CHECK(wrong.data.size() == 70);
    const auto told = card.command(0xF7, 0x00, 0x9A).data;
    CHECK_FALSE(std::equal(wrong.data.end() - 65, wrong.data.end(), told.end() - 65));

    Fault torn;
    torn.at = 1;
    torn.action = Fault::Action::tornWrite;
    card.card().plan(simulator::FaultPlan({torn}));
    CHECK_THROWS(card.write(0x5FC102, Bytes(100, 0x55))); // the card is gone
    card.card().powerUp();
    select(card);
    const auto left = card.read(0x5FC102);
    REQUIRE(left.data.size() == 102);
    CHECK(left.data[10] == 0x55);
    CHECK(left.data.back() == 0x00);
    CHECK_THROWS(simulator::FaultPlan::fromJson(R"({"faults":[{"at":1,"action":"slow","delayMillis":-1}]})"));
}
