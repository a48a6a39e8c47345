#include "core/base/Tlv.h"

#include <catch2/catch.hpp>

using namespace cardwright;

TEST_CASE("lengths are written in their shortest form and read back")
{
    for (const std::size_t size : {0U, 1U, 0x7FU, 0x80U, 0xFFU, 0x100U, 0xFFFFU, 0x10000U}) {
        const auto object = tlv(0x53, Bytes(size, 0xAB));
        TlvReader reader(object);
        CHECK(reader.expect(0x53).size() == size);
        CHECK(reader.atEnd());
    }
    CHECK(toHex(tlv(0x7F49, Bytes{1})) == "7f490101");
    CHECK(toHex(tlv(0x5FC102, {})) == "5fc10200");
}

TEST_CASE("empty is not absent")
{
    const auto octets = tlv(0x53, {});
    REQUIRE(TlvReader(octets).find(0x53));
    CHECK(TlvReader(octets).find(0x53)->value.empty());
    CHECK_FALSE(TlvReader(octets).find(0x54));
}

TEST_CASE("whatever is cut or left over is refused")
{
    for (const char* hex : {"53", "5303aabb", "5380", "538501020304", "7f", "7fff", "7fffffffff", "53850000000001aa", "1f8080808001"}) {
        INFO(hex);
        const auto octets = *fromHex(hex);
        TlvReader reader(octets);
        CHECK_THROWS_AS(reader.next(), TlvError);
    }
    const auto two = *fromHex("53005400");
    TlvReader reader(two);
    reader.expect(0x53);
    CHECK_THROWS_AS(reader.end(), TlvError);
    CHECK_THROWS_AS(reader.expect(0x55), TlvError);
}
