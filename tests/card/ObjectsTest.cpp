#include "core/base/Tlv.h"
#include "tests/card/SimulatedCard.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

// SP 800-73-5 part 2, 3.1: SELECT, GET DATA, and 3.3.1 PUT DATA.

TEST_CASE("SELECT takes the whole AID and its right truncations, and answers the application template")
{
    for (const auto personality : {Personality::strict, Personality::yubico}) {
        SimulatedCard card(personality);
        for (const char* aid : {"A000000308", "A000000308 00001000", "A000000308 00001000 0100"}) {
            const auto answer = card.command(0xA4, 0x04, 0x00, octets(aid));
            INFO(aid);
            REQUIRE(answer.sw == 0x9000);
            TlvReader outer(answer.data);
            TlvReader inner(outer.expect(0x61));
            outer.end();
            const ByteView name = inner.expect(0x4F);
            const Bytes pix = octets("00001000 0100");
            CHECK(equal(name.last(pix.size()), pix));
            CHECK(equal(TlvReader(inner.expect(0x79)).expect(0x4F), octets("A000000308")));
        }
        CHECK(card.command(0xA4, 0x04, 0x00, octets("A00000030800001000010000")).sw == 0x6A82);
        CHECK(card.command(0xA4, 0x04, 0x00, octets("A00000039742544659")).sw == 0x6A82);
        CHECK(card.command(0xA4, 0x04, 0x00, octets("A0000003")).sw == 0x6A82);
        CHECK(card.command(0xA4, 0x00, 0x00, octets("3F00")).sw == 0x6A86);
    }
}

TEST_CASE("before SELECT there is no PIV application, and a SELECT that fails leaves it selected and verified")
{
    SimulatedCard card(Personality::strict);
    CHECK(card.verify("123456") == 0x6D00);
    card.select();
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(card.command(0xA4, 0x04, 0x00, octets("A000000151000000")).sw == 0x6A82);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x9000);
    card.select();
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x9000);
}

TEST_CASE("what is absent, what is empty and what is guarded answer differently")
{
    SimulatedCard card(Personality::strict);
    card.select();
    CHECK(card.read(0x5FC102).sw == 0x6A82);
    for (const std::uint32_t guarded : {0x5FC109U, 0x5FC103U, 0x5FC108U, 0x5FC121U}) CHECK(card.read(guarded).sw == 0x6982);
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(card.read(0x5FC109).sw == 0x6A82);
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.write(0x5FC109, octets("0102")) == 0x9000);
    CHECK(card.read(0x5FC109).data == octets("5302 0102"));
    CHECK(card.write(0x5FC109, {}) == 0x9000);
    CHECK(card.read(0x5FC109).data == octets("5300"));
}

TEST_CASE("a Yubico-like card forgets an object that is written empty")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.write(0x5FC102, octets("AABB")) == 0x9000);
    CHECK(card.write(0x5FC102, {}) == 0x9000);
    CHECK(card.read(0x5FC102).sw == 0x6A82);
}

TEST_CASE("the discovery object is bare, there from the start, and says: PIN alone")
{
    for (const auto personality : {Personality::strict, Personality::yubico}) {
        SimulatedCard card(personality);
        card.select();
        const auto answer = card.read(0x7E);
        REQUIRE(answer.sw == 0x9000);
        CHECK(answer.data == octets("7E12 4F0B A000000308000010000100 5F2F02 4000"));
    }
}

TEST_CASE("PUT DATA wants the administration key, a known tag, a whole template")
{
    SimulatedCard card(Personality::strict);
    card.select();
    CHECK(card.write(0x5FC102, octets("00")) == 0x6982);
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(card.write(0x5FC102, octets("00")) == 0x6982);
    REQUIRE(card.authenticateFactory() == 0x9000);
    CHECK(card.write(0x5FC102, octets("00")) == 0x9000);
    CHECK(card.write(0x5FC1F0, octets("00")) == 0x6A81);
    CHECK(card.write(0x5FFF00, octets("00")) == 0x6A81);
    CHECK(card.command(0xDB, 0x00, 0x00, octets("5C035FC102 5300")).sw == 0x6A86);
    CHECK(card.command(0xDB, 0x3F, 0xFF, octets("5C035FC102")).sw == 0x6A80);
    CHECK(card.command(0xDB, 0x3F, 0xFF, octets("5C035FC102 5302 00")).sw == 0x6A80);
    CHECK(card.command(0xDB, 0x3F, 0xFF, octets("5C035FC102 5301 00 00")).sw == 0x6A80);
    CHECK(card.read(0x5FC102).data == octets("530100"));
    CHECK(card.command(0xCB, 0x3F, 0xFF, octets("5C035FC1")).sw == 0x6A80);
    CHECK(card.command(0xCB, 0x00, 0xFF, octets("5C035FC102")).sw == 0x6A86);
}

TEST_CASE("objects up to the card's size go in by chaining and come back whole; beyond it they do not")
{
    struct Limit {
        Personality personality;
        std::size_t most;
    };
    for (const auto& [personality, most] : {Limit{Personality::yubico, 3052}, Limit{Personality::strict, 16'384}}) {
        SimulatedCard card(personality);
        card.select();
        REQUIRE(card.authenticateFactory() == 0x9000);
        for (const std::size_t size : {std::size_t{1}, std::size_t{245}, std::size_t{246}, std::size_t{256}, std::size_t{1857}, most}) {
            Bytes content(size);
            for (std::size_t place = 0; place < size; ++place) content[place] = static_cast<std::uint8_t>(place * 7);
            INFO(size);
            REQUIRE(card.write(0x5FC105, content) == 0x9000);
            CHECK(card.read(0x5FC105).data == tlv(0x53, content));
        }
        CHECK(card.write(0x5FC105, Bytes(most + 1)) == 0x6A84);
        CHECK(card.read(0x5FC105).data.size() == tlv(0x53, Bytes(most)).size());
    }
}

TEST_CASE("the card's memory as a whole has an end")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    std::uint32_t tag = 0x5FC10D;
    std::uint16_t sw = 0x9000;
    int written = 0;
    while (sw == 0x9000 && written < 30) {
        sw = card.write(tag++, Bytes(3000));
        if (sw == 0x9000) ++written;
    }
    CHECK(sw == 0x6A84);
    CHECK(written == 16);
}
