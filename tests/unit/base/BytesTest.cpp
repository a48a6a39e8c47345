#include "core/base/Bytes.h"

#include <catch2/catch.hpp>

using namespace cardwright;

TEST_CASE("hexadecimal goes there and back, and only well-formed text is read")
{
    CHECK(toHex(Bytes{0x00, 0xA4, 0xFF}) == "00a4ff");
    CHECK(fromHex("00A4ff") == Bytes{0x00, 0xA4, 0xFF});
    CHECK(fromHex("") == Bytes{});
    CHECK_FALSE(fromHex("0"));
    CHECK_FALSE(fromHex("0g"));
    CHECK_FALSE(fromHex("00 1"));
}

TEST_CASE("base64 holds the vectors of RFC 4648 section 10")
{
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : vectors) {
        CHECK(toBase64(bytesOf(plain)) == coded);
        CHECK(fromBase64(coded) == toBytes(bytesOf(plain)));
    }
}

TEST_CASE("base64 that is not canonical is refused")
{
    for (const char* text : {"Zg=", "Zg", "Zh==", "Z===", "Zg==Zg==", "Zg==\n", "Z g=", "=AAA", "Zm9="}) {
        INFO(text);
        CHECK_FALSE(fromBase64(text));
    }
}
