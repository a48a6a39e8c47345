#include "core/identity/UserNumber.h"

#include <catch2/catch.hpp>

using namespace cardwright;

TEST_CASE("A user number is read with and without its groups")
{
    for (const auto* text : {"555041726093", "555 0417 26093", "555 041 726 093"}) {
        INFO(text);
        const auto number = UserNumber::parse(text);
        REQUIRE(number);
        CHECK(number->digits() == "555041726093");
        CHECK(number->grouped() == "555 0417 26093");
        CHECK(number->value() == 555041726093U);
    }
}

TEST_CASE("What is no user number is none")
{
    for (const auto* text : {"", "55504172609", "5550417260931", " 555041726093", "555041726093 ", "555  041726093", "555-0417-26093",
                             "55504172609x", "+55041726093", "000000000000", "555041726093\n", "５５５０４１７２６０９３"}) {
        INFO('[' << text << ']');
        CHECK_FALSE(UserNumber::parse(text));
    }
    CHECK_FALSE(UserNumber::fromValue(0));
    CHECK_FALSE(UserNumber::fromValue(1'000'000'000'000));
}

TEST_CASE("User numbers keep leading zeros and stand in order")
{
    const auto one = UserNumber::fromValue(1);
    REQUIRE(one);
    CHECK(one->digits() == "000000000001");
    CHECK(one->grouped() == "000 0000 00001");
    CHECK(UserNumber::parse(one->digits()) == one);
    CHECK(*one < *UserNumber::fromValue(2));
    CHECK(UserNumber::fromValue(999'999'999'999)->digits() == "999999999999");
}
