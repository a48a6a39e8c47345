#include "tests/card/SimulatedCard.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

// SP 800-73-5 part 2, 3.2.1 VERIFY, 3.2.2 CHANGE REFERENCE DATA, 3.2.3 RESET RETRY COUNTER.

namespace {

Bytes two(std::string_view first, std::string_view second) { return concat({padded(first), padded(second)}); }

} // namespace

TEST_CASE("VERIFY counts down, blocks, and by the book says 63C0 before 6983")
{
    SimulatedCard card(Personality::strict);
    card.select();
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C3);
    CHECK(card.verify("999999") == 0x63C2);
    CHECK(card.verify("123456") == 0x9000);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x9000);
    CHECK(card.verify("999999") == 0x63C2);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C2); // a wrong one ends what a right one began
    CHECK(card.verify("999999") == 0x63C1);
    CHECK(card.verify("999999") == 0x63C0);
    CHECK(card.verify("123456") == 0x6983);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x6983);
}

TEST_CASE("a Yubico-like card says 6983 with the last wrong passcode")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    CHECK(card.verify("999999") == 0x63C2);
    CHECK(card.verify("999999") == 0x63C1);
    CHECK(card.verify("999999") == 0x6983);
    CHECK(card.verify("123456") == 0x6983);
}

TEST_CASE("a passcode of the wrong form spends no try")
{
    SimulatedCard card(Personality::strict);
    card.select();
    for (const char* data : {"3132333435FFFFFF", "313233343536FF37", "31323334353A FFFF", "FFFFFFFFFFFFFFFF", "313233343536"})
        CHECK(card.command(0x20, 0x00, 0x80, octets(data)).sw == 0x6A80);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C3);
    CHECK(card.command(0x20, 0x00, 0x00).sw == 0x6A88);
    CHECK(card.command(0x20, 0x00, 0x81).sw == 0x6A88);
    CHECK(card.command(0x20, 0x01, 0x80).sw == 0x6A86);
}

TEST_CASE("P1 FF logs out, and only without data")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.verify("123456") == 0x9000);
    CHECK(card.send("00 20 FF 80 08 313233343536FFFF").sw == 0x6A80);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x9000);
    CHECK(card.send("00 20 FF 80").sw == 0x9000);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C3);
}

TEST_CASE("tries outlive power, verification does not")
{
    SimulatedCard card(Personality::strict);
    card.select();
    REQUIRE(card.verify("123456") == 0x9000);
    card.card().reset();
    card.select();
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C3);
    REQUIRE(card.verify("111111") == 0x63C2);
    card.reload();
    card.select();
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C2);
}

TEST_CASE("CHANGE REFERENCE DATA changes passcode and unlock key, each with tries of its own")
{
    SimulatedCard card(Personality::strict);
    card.select();
    CHECK(card.command(0x24, 0x00, 0x80, two("999999", "654321")).sw == 0x63C2);
    CHECK(card.command(0x24, 0x00, 0x80, two("123456", "65432A")).sw == 0x6A80);
    CHECK(card.command(0x24, 0x00, 0x80, two("123456", "654321")).sw == 0x9000);
    CHECK(card.verify("123456") == 0x63C2);
    CHECK(card.verify("654321") == 0x9000);
    CHECK(card.command(0x24, 0x00, 0x81, two("00000000", "87654321")).sw == 0x63C2);
    CHECK(card.command(0x24, 0x00, 0x81, two("12345678", "87654321")).sw == 0x9000);
    CHECK(card.command(0x24, 0x00, 0x81, two("12345678", "87654321")).sw == 0x63C2);
    CHECK(card.command(0x24, 0x00, 0x9B, two("12345678", "87654321")).sw == 0x6A88);
    CHECK(card.command(0x24, 0x00, 0x80, padded("654321")).sw == 0x6A80);
}

TEST_CASE("RESET RETRY COUNTER sets the passcode by the unlock key, does not verify it, and counts the unlock key")
{
    SimulatedCard card(Personality::strict);
    card.select();
    for (int time = 0; time < 3; ++time) card.verify("999999");
    REQUIRE(card.verify("123456") == 0x6983);
    CHECK(card.command(0x2C, 0x00, 0x80, two("12345678", "65432X")).sw == 0x6A80);
    CHECK(card.command(0x2C, 0x00, 0x80, two("00000000", "654321")).sw == 0x63C2);
    CHECK(card.command(0x2C, 0x00, 0x80, two("12345678", "654321")).sw == 0x9000);
    CHECK(card.command(0x20, 0x00, 0x80).sw == 0x63C3);
    CHECK(card.verify("654321") == 0x9000);
    CHECK(card.command(0x2C, 0x00, 0x80, two("00000000", "111111")).sw == 0x63C2); // a right one gave all tries back
    CHECK(card.command(0x2C, 0x00, 0x80, two("00000000", "111111")).sw == 0x63C1);
    CHECK(card.command(0x2C, 0x00, 0x80, two("00000000", "111111")).sw == 0x63C0);
    CHECK(card.command(0x2C, 0x00, 0x80, two("12345678", "111111")).sw == 0x6983);
    CHECK(card.command(0x24, 0x00, 0x81, two("12345678", "87654321")).sw == 0x6983);
    CHECK(card.command(0x2C, 0x00, 0x81, two("12345678", "111111")).sw == 0x6A88);
}
