#include "core/base/Guid.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cardwright;

namespace {
struct AllOnes : RandomSource {
    void fill(std::span<std::uint8_t> target) override { std::fill(target.begin(), target.end(), 0xFF); }
};
} // namespace

TEST_CASE("a Guid carries its version and variant")
{
    AllOnes random;
    CHECK(Guid::random(random).text() == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK(Guid::ordered(0x0123456789AB, random).text() == "01234567-89ab-7fff-bfff-ffffffffffff");
    CHECK(Guid::ordered(1000, random) < Guid::ordered(1001, random));
}

TEST_CASE("a Guid is read back from its text, and from no other form")
{
    const auto text = "0189c0de-1234-7abc-8def-0123456789ab";
    CHECK(Guid::parse(text)->text() == text);
    CHECK(Guid::parse("0189C0DE-1234-7ABC-8DEF-0123456789AB")->text() == text);
    for (const char* other : {"", "0189c0de12347abc8def0123456789ab", "0189c0de-1234-7abc-8def-0123456789a", "0189c0de-1234-7abc-8def-0123456789ag",
                              "0189c0d-e1234-7abc-8def-0123456789ab"}) {
        CHECK_FALSE(Guid::parse(other));
    }
    CHECK(Guid().isNone());
}
