#include "core/base/Tlv.h"
#include "pcsc/simulator/ApduFrame.h"
#include "tests/card/SimulatedCard.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::parseFrame;
using simulator::Personality;

// ISO 7816-4 5.1 (the four cases), 5.3.3 (chaining), 5.3.4 (GET RESPONSE), 5.6 (61xx, 6Cxx).

TEST_CASE("the four cases, short and extended, and lengths that do not add up")
{
    CHECK_FALSE(parseFrame(octets("00A404")));
    CHECK(parseFrame(octets("00200080"))->room() == 256);
    CHECK(parseFrame(octets("00CB3FFF10"))->le == 16U);
    CHECK(parseFrame(octets("00CB3FFF00"))->le == 256U);
    CHECK(parseFrame(octets("00200080 02 3132"))->data.size() == 2);
    CHECK_FALSE(parseFrame(octets("00200080 02 3132"))->le);
    CHECK(parseFrame(octets("00200080 02 3132 05"))->le == 5U);
    CHECK_FALSE(parseFrame(octets("00200080 02 31")));
    CHECK_FALSE(parseFrame(octets("00200080 02 3132 05 06")));
    CHECK(parseFrame(octets("00CB3FFF 00 0000"))->le == 65536U);
    CHECK(parseFrame(octets("00CB3FFF 00 0100"))->le == 256U);
    CHECK(parseFrame(octets("00CB3FFF 00 0001 5C"))->data.size() == 1);
    CHECK(parseFrame(octets("00CB3FFF 00 0001 5C 0000"))->room() == 65536);
    CHECK_FALSE(parseFrame(octets("00CB3FFF 00 0002 5C")));
    CHECK_FALSE(parseFrame(octets("00CB3FFF 00 00")));
    CHECK_FALSE(parseFrame(octets("00CB3FFF 00 0001 5C 00")));
}

TEST_CASE("a frame whose lengths do not add up is 6700; other classes have words of their own")
{
    SimulatedCard card(Personality::strict);
    card.select();
    CHECK(card.send("00 20 00 80 08 3132").sw == 0x6700);
    CHECK(card.send("00").sw == 0x6700);
    CHECK(card.send("80 CA 00 00 00").sw == 0x6E00);
    CHECK(card.send("01 20 00 80").sw == 0x6881);
    CHECK(card.send("0C 20 00 80").sw == 0x6882);
    CHECK(card.send("00 99 00 00").sw == 0x6D00);
}

TEST_CASE("an answer beyond Le comes in parts, and other commands let the rest fall")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    REQUIRE(card.write(0x5FC105, Bytes(596, 0xAB)) == 0x9000); // 600 with its head
    const auto first = card.send("00 CB 3F FF 05 5C035FC105 00");
    CHECK(first.sw == 0x6100);
    CHECK(first.data.size() == 256);
    const auto second = card.send("00 C0 00 00 00");
    CHECK(second.sw == 0x6158);
    CHECK(second.data.size() == 256);
    const auto third = card.send("00 C0 00 00 58");
    CHECK(third.sw == 0x9000);
    CHECK(third.data.size() == 0x58);
    CHECK(card.send("00 C0 00 00 00").sw == 0x6985);
    CHECK(card.send("00 CB 3F FF 05 5C035FC105 00").sw == 0x6100);
    CHECK(card.send("00 20 00 80").sw == 0x63C3);
    CHECK(card.send("00 C0 00 00 00").sw == 0x6985);
    CHECK(card.send("00 CB 3F FF 05 5C035FC105 10").sw == 0x6100);
}

TEST_CASE("by the book a Le that is too small is answered with the right one")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    REQUIRE(card.write(0x5FC105, Bytes(100, 0xAB)) == 0x9000);
    CHECK(card.send("00 CB 3F FF 05 5C035FC105 10").sw == 0x6C66);
    CHECK(card.send("00 CB 3F FF 05 5C035FC105 66").data.size() == 0x66);
    REQUIRE(card.write(0x5FC105, Bytes(300, 0xAB)) == 0x9000);
    CHECK(card.send("00 CB 3F FF 05 5C035FC105 00").sw == 0x6130);
    CHECK(card.send("00 C0 00 00 80").sw == 0x6C30);
    CHECK(card.send("00 C0 00 00 30").sw == 0x9000);
}

TEST_CASE("chaining: a chain is one command, another header ends it, and only some commands may be chained")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.send("10 DB 3F FF 05 5C035FC105").sw == 0x9000);
    CHECK(card.send("00 DB 3F FF 04 53024142").sw == 0x9000);
    CHECK(card.read(0x5FC105).data == octets("53024142"));
    CHECK(card.send("10 DB 3F FF 05 5C035FC105").sw == 0x9000);
    CHECK(card.send("00 20 00 80").sw == 0x63C3);
    CHECK(card.send("00 DB 3F FF 04 53024344").sw == 0x6A80); // its beginning was let fall
    CHECK(card.read(0x5FC105).data == octets("53024142"));
    CHECK(card.send("10 20 00 80 08 313233343536FFFF").sw == 0x6884);
    CHECK(card.send("10 DB 3F FF 05 5C035FC105").sw == 0x9000);
    card.card().reset();
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.send("00 DB 3F FF 04 53024344").sw == 0x6A80);
}

TEST_CASE("extended length carries an object in one APDU each way")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    const Bytes content(4000, 0x5A);
    const Bytes data = concat({octets("5C035FC108"), tlv(0x53, content)});
    Bytes frame = octets("00DB3FFF 00");
    frame.push_back(static_cast<std::uint8_t>(data.size() >> 8));
    frame.push_back(static_cast<std::uint8_t>(data.size()));
    append(frame, data);
    CHECK(card.send(ByteView(frame)).sw == 0x9000);
    REQUIRE(card.verify("123456") == 0x9000);
    const auto whole = card.send("00CB3FFF 00 0005 5C035FC108 0000");
    CHECK(whole.sw == 0x9000);
    CHECK(whole.data == tlv(0x53, content));
}
