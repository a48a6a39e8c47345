#include "core/base/Tlv.h"
#include "tests/unit/piv/PivTestCard.h"

using namespace cardwright;

namespace {

const std::string getChuid = "00 CB 3F FF 05 5C 03 5FC102 00";
const std::string getDiscovery = "00 CB 3F FF 03 5C 01 7E 00";

} // namespace

TEST_CASE("SELECT: the template is read, wrapped once or twice")
{
    PivTestCard t;
    const std::string body = "4F 06 000010000100 79 07 4F 05 A000000308 50 03 504956 5F50 01 75 AC 06 80 01 03 80 01 11";
    const auto whole = tlv(0x61, octets(body));
    const auto select = octets("00 A4 04 00 0B A000000308000010000100 00");
    const auto done = octets("9000");
    SECTION("once")
    {
        t.card.expect(select, concat({whole, done}));
        const auto answer = t.piv.select();
        CHECK(answer.applicationId == octets("000010000100"));
        CHECK(answer.label == "PIV");
        CHECK(answer.url == "u");
        CHECK(answer.algorithms == std::vector{Algorithm::tripleDes, Algorithm::eccP256});
        CHECK(answer.whole == whole);
    }
    SECTION("twice")
    {
        t.card.expect(select, concat({tlv(0x61, whole), done}));
        CHECK(t.piv.select().label == "PIV");
    }
    SECTION("no algorithms told")
    {
        t.card.expect("00 A4 04 00 0B A000000308000010000100 00", "61 08 4F 06 000010000100 9000");
        CHECK(t.piv.select().algorithms.empty());
    }
    CHECK_FALSE(t.card.resetAsked());
}

TEST_CASE("SELECT: no application, or an answer that is none")
{
    for (const int word : {0x6A82, 0x6A81, 0x6A86, 0x6D00, 0x6E00, 0x6999, 0x6285}) {
        PivTestCard t;
        t.card.expect(octets("00 A4 04 00 0B A000000308000010000100 00"), swOctets(static_cast<std::uint16_t>(word)));
        CHECK(failureOf([&] { t.piv.select(); }) == "CARD-NOT-PIV");
    }
    for (const char* body : {"", "6F 00", "61 05 4F", "61 06 4F 05 A0000003", "61 04 AC 07 80 01"}) {
        PivTestCard t;
        t.card.expect("00 A4 04 00 0B A000000308000010000100 00", std::string(body) + " 9000");
        CHECK(failureOf([&] { t.piv.select(); }) == "CARD-DATA");
    }
}

TEST_CASE("GET DATA: absent, empty and full are three things")
{
    PivTestCard t;
    SECTION("absent")
    {
        for (const char* word : {"6A82", "6A88"}) {
            t.card.expect(getChuid, word);
            CHECK_FALSE(t.piv.object(objects::chuid).has_value());
        }
    }
    SECTION("empty")
    {
        t.card.expect(getChuid, "53 00 9000");
        const auto content = t.piv.object(objects::chuid);
        REQUIRE(content.has_value());
        CHECK(content->empty());
    }
    SECTION("full, in two parts")
    {
        t.card.expect(getChuid, "53 03 AA 6102").expect("00 C0 00 00 02", "BBCC 9000");
        CHECK(t.piv.object(objects::chuid) == octets("AABBCC"));
    }
    SECTION("the discovery object comes bare")
    {
        t.card.expect(getDiscovery, "7E 02 4F 00 9000");
        CHECK(t.piv.object(objects::discovery) == octets("4F00"));
    }
    SECTION("the biometric group template: a tag of two octets")
    {
        t.card.expect("00 CB 3F FF 04 5C 02 7F61 00", "7F61 01 AA 9000");
        CHECK(t.piv.object(ObjectId{0x7F61, 0x1016, "biometric group template"}) == octets("AA"));
    }
}

TEST_CASE("GET DATA: refusals and cards that lie")
{
    PivTestCard t;
    SECTION("status words")
    {
        t.card.expect("00 CB 3F FF 05 5C 03 5FC109 00", "6982");
        CHECK(failureOf([&] { t.piv.object(objects::printedInformation); }) == "CARD-NEEDS-PASSCODE");
        for (const char* word : {"6A80", "6A81", "6A86", "6D00", "6F00", "6983", "6300", "63C2", "6282"}) {
            t.card.expect(getChuid, word);
            CHECK(failureOf([&] { t.piv.object(objects::chuid); }) == "CARD-REFUSED");
        }
    }
    SECTION("an answer that is not the object")
    {
        for (const char* body : {"", "53", "53 81", "53 05 AABB", "53 02 AABB CC", "7E 02 AABB", "54 00", "53 80 0000", "53 8500000001 AA"}) {
            t.card.expect(getChuid, std::string(body) + " 9000");
            INFO(body);
            CHECK(failureOf([&] { t.piv.object(objects::chuid); }) == "CARD-DATA");
        }
    }
}

TEST_CASE("the head of an object costs one command, however long the object is")
{
    PivTestCard t;
    SECTION("more is announced and left alone")
    {
        t.card.expect(getChuid, "53 82 0400 AABBCC 6100");
        const auto head = t.piv.objectHead(objects::chuid);
        REQUIRE(head);
        CHECK(head->content == octets("AABBCC"));
        CHECK(head->size == 1024);
        CHECK_FALSE(head->whole());
    }
    SECTION("all of it, empty, absent")
    {
        t.card.expect(getChuid, "53 02 AABB 9000");
        CHECK(t.piv.objectHead(objects::chuid)->whole());
        t.card.expect(getChuid, "53 00 9000");
        const auto empty = t.piv.objectHead(objects::chuid);
        REQUIRE(empty);
        CHECK(empty->content.empty());
        CHECK(empty->whole());
        t.card.expect(getChuid, "6A82");
        CHECK_FALSE(t.piv.objectHead(objects::chuid));
    }
    SECTION("lies")
    {
        for (const char* body : {"53 9000", "9000", "53 82 04 9000", "53 03 AABB 9000", "53 01 AABB 9000", "53 01 AABB 6101", "7E 01 AA 9000",
                                 "53 85 0000000001 AA 9000"}) {
            t.card.expect(getChuid, body);
            INFO(body);
            CHECK(failureOf([&] { t.piv.objectHead(objects::chuid); }) == "CARD-DATA");
        }
    }
    SECTION("still one short command where extended length is in use")
    {
        t.card.allowExtendedLength();
        t.channel.useExtendedLength(true);
        t.card.expect(getChuid, "53 01 AA 9000");
        CHECK(t.piv.objectHead(objects::chuid)->whole());
        t.card.expect("00 CB 3F FF 00 0005 5C 03 5FC102 0000", "53 01 AA 9000");
        CHECK(t.piv.object(objects::chuid) == octets("AA"));
    }
}

TEST_CASE("PUT DATA: tag list and object, discovery bare, empty to empty it")
{
    PivTestCard t;
    t.card.expect("00 DB 3F FF 09 5C 03 5FC109 53 02 AABB", "9000");
    t.piv.putObject(objects::printedInformation, octets("AABB"));
    t.card.expect("00 DB 3F FF 07 5C 03 5FC109 53 00", "9000");
    t.piv.putObject(objects::printedInformation, {});
    t.card.expect("00 DB 3F FF 04 7E 02 4F00", "9000");
    t.piv.putObject(objects::discovery, octets("4F00"));
}

TEST_CASE("PUT DATA: a long object is chained, its length written as it is")
{
    PivTestCard t;
    const Bytes content(300, 0x42);
    Bytes data = octets("5C 03 5FC105 53 82 012C");
    append(data, content);
    Bytes first = octets("10 DB 3F FF FF");
    append(first, ByteView(data).first(255));
    Bytes second = octets("00 DB 3F FF");
    second.push_back(static_cast<std::uint8_t>(data.size() - 255));
    append(second, ByteView(data).subspan(255));
    t.card.expect(first, octets("9000")).expect(second, octets("9000"));
    t.piv.putObject(objects::certificate9A, content);
}

TEST_CASE("PUT DATA: every status word")
{
    const std::pair<int, const char*> words[] = {
        {0x6A84, "CARD-FULL"},           {0x6982, "CARD-NEEDS-ADMIN"},    {0x6A81, "CARD-OBJECT-UNKNOWN"},
        {0x6A82, "CARD-OBJECT-UNKNOWN"}, {0x6A86, "CARD-OBJECT-UNKNOWN"}, {0x6A88, "CARD-OBJECT-UNKNOWN"},
        {0x6A80, "CARD-REFUSED"},        {0x6F00, "CARD-REFUSED"},        {0x6700, "CARD-REFUSED"},
        {0x6883, "CARD-REFUSED"},        {0x6882, "CARD-REFUSED"},
    };
    for (const auto& [word, code] : words) {
        PivTestCard t;
        t.card.expect(octets("00 DB 3F FF 08 5C 03 5FC109 53 01 AA"), swOctets(static_cast<std::uint16_t>(word)));
        CHECK(failureOf([&] { t.piv.putObject(objects::printedInformation, octets("AA")); }) == code);
    }
}
