#include "core/registers/CsvReader.h"
#include "core/registers/HrFile.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <memory>

using namespace cardwright;

namespace {

/// A text a few octets at a time: what a file gives is cut anywhere.
ByteSource sourceOf(std::string octets, std::size_t step = 7)
{
    auto at = std::make_shared<std::size_t>(0);
    return [octets = std::move(octets), at, step](std::span<char> into) {
        const auto size = std::min({step, into.size(), octets.size() - *at});
        std::memcpy(into.data(), octets.data() + *at, size);
        *at += size;
        return size;
    };
}

std::string decoded(const std::string& octets, std::size_t step = 7)
{
    TextDecoder decoder(sourceOf(octets, step), survey(sourceOf(octets, step)).encoding);
    std::string all;
    for (std::string piece; decoder.next(piece);) all += piece;
    return all;
}

std::string utf16(std::u16string_view text, bool little, bool mark)
{
    std::string out;
    const auto put = [&](char16_t unit) {
        const char low = static_cast<char>(unit & 0xFF);
        const char high = static_cast<char>(unit >> 8);
        out += little ? low : high;
        out += little ? high : low;
    };
    if (mark) put(0xFEFF);
    for (const auto unit : text) put(unit);
    return out;
}

std::vector<CsvRecord> records(const std::string& text, std::size_t step = 7)
{
    CsvReader reader(TextDecoder(sourceOf(text, step), TextEncoding::utf8));
    std::vector<CsvRecord> all;
    for (CsvRecord record; reader.next(record);) all.push_back(record);
    return all;
}

using Fields = std::vector<std::string>;

} // namespace

TEST_CASE("Each encoding of an HR file comes out as the same letters, wherever it is cut")
{
    const std::string plain = "Name,Team\nSiân O’Neill,Łódź 😀\n";
    const std::u16string wide = u"Name,Team\nSiân O’Neill,Łódź 😀\n";
    for (const std::size_t step : {1, 2, 3, 7, 4096}) {
        INFO(step);
        CHECK(decoded(plain, step) == plain);
        CHECK(decoded("\xEF\xBB\xBF" + plain, step) == plain);
        for (const bool little : {true, false}) {
            CHECK(decoded(utf16(wide, little, true), step) == plain);
            CHECK(decoded(utf16(wide, little, false), step) == plain);
        }
        CHECK(decoded("Name\nSi\xE2n O\x92Neill \x80\n", step) == "Name\nSiân O’Neill €\n");
    }
    CHECK(nameOf(survey(sourceOf(utf16(wide, false, false))).encoding) == "UTF-16BE");
    CHECK(survey(sourceOf(plain)).octets == plain.size());
    CHECK(survey(sourceOf(plain)).digest == sha256(bytesOf(plain)));
    CHECK(survey(sourceOf("")).encoding == TextEncoding::utf8);
}

TEST_CASE("What an encoding has no letter for is marked, not guessed")
{
    CHECK(decoded("a\x81z") == "a\uFFFDz");                               // unassigned in Windows-1252
    CHECK(decoded(std::string("\xFF\xFE" "a\0\0\xD8" "b\0", 8)) == "a\uFFFDb"); // half a pair
    CHECK(decoded(std::string("\xFF\xFE" "a\0b", 5)) == "a\uFFFD");       // half a letter at the end
    CHECK(decoded("\xEF\xBB\xBF" "a\xC3") == "a\uFFFD");
}

TEST_CASE("RFC 4180 as it is written")
{
    for (const std::size_t step : {1, 2, 7, 4096}) {
        INFO(step);
        const auto read = records("a,\"b \"\"quoted\"\"\",c\r\n\r\n\"two\r\nlines\",,\"x,y\"\nlast,\"\",", step);
        REQUIRE(read.size() == 3);
        CHECK(read[0].fields == Fields{"a", "b \"quoted\"", "c"});
        CHECK(read[0].line == 1);
        CHECK(read[1].fields == Fields{"two\nlines", "", "x,y"});
        CHECK(read[1].line == 3);
        CHECK(read[2].fields == Fields{"last", "", ""});
        CHECK(read[2].line == 5);
        for (const auto& record : read) CHECK(record.problem.empty());
    }
    CHECK(records("").empty());
    CHECK(records("\r\n\n\r").empty());
    CHECK(records("a;b,c;d\n1;2;3")[1].fields == Fields{"1", "2", "3"});
    CHECK(records("a\tb\n1\t\"2\t3\"")[1].fields == Fields{"1", "2\t3"});
    CHECK(records("a\rb\rc").size() == 3);
}

TEST_CASE("A record that is not well-formed is told with its line, and the next one is read")
{
    const auto read = records("a,b\n1,\"2\"x\n3,4\"5\n6,7\n");
    REQUIRE(read.size() == 4);
    CHECK_THAT(read[1].problem, Catch::Contains("closing"));
    CHECK_THAT(read[2].problem, Catch::Contains("middle"));
    CHECK(read[2].line == 3);
    CHECK(read[3].problem.empty());
    CHECK(read[3].fields == Fields{"6", "7"});

    const auto open = records("a,b\n1,\"2\n3,4\n");
    REQUIRE(open.size() == 2);
    CHECK(open[1].line == 2);
    CHECK_THAT(open[1].problem, Catch::Contains("never closed"));

    const auto wide = records("a," + std::string(5'000, 'x') + "\n" + std::string(300, ',') + "\nb,c\n", 4096);
    REQUIRE(wide.size() == 3);
    CHECK_THAT(wide[0].problem, Catch::Contains("4096"));
    CHECK(wide[0].fields[1].size() <= CsvReader::longestField);
    CHECK_THAT(wide[1].problem, Catch::Contains("200"));
    CHECK(wide[2].problem.empty());
}

TEST_CASE("Dates of an HR file are days of the calendar in a form of the policy")
{
    const auto forms = PeoplePolicy::shipped().hr.dateForms;
    const auto text = [&](std::string_view written) {
        const auto date = hrDate(written, forms);
        return date ? formatDate(*date) : std::string("none");
    };
    CHECK(text("2024-02-29") == "2024-02-29");
    CHECK(text("29/02/2024") == "2024-02-29");
    CHECK(text("1/2/1980") == "1980-02-01");
    CHECK(text("01-Feb-1980") == "1980-02-01");
    for (const auto* bad : {"29/02/2023", "31/04/1980", "1900-02-29", "1/2/80", "13-13-1980", "02/30/1980", "0/1/1980", "1980-2-1", "", "x", "1//1980", "99999999999/1/1980"}) {
        INFO(bad);
        CHECK(text(bad) == "none");
    }
    CHECK_FALSE(hrDate("29/02/2024", {"yyyy-mm-dd"}));
}
