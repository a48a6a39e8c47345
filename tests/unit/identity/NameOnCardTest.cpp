#include "core/identity/NameOnCard.h"
#include "core/identity/Utf8.h"

#include <catch2/catch.hpp>

using namespace cardwright;

namespace {

std::string codeOf(const NameOnCard::Source& source)
{
    try {
        NameOnCard::make(source);
        return "none";
    } catch (const RefusedError& error) {
        return error.failure().code;
    }
}

} // namespace

TEST_CASE("A name is printed in two lines, broken before the family name")
{
    struct Row {
        NameOnCard::Source source;
        std::string first, second, chip;
    };
    const Row rows[] = {
        {{"Callum", "Pemberton-Roy", "", "", ""}, "Callum", "Pemberton-Roy", "Callum Pemberton-Roy"},
        {{"Marged Elin", "Lindqvist", "Marged", "", ""}, "Marged", "Lindqvist", "Marged Lindqvist"},
        {{"Ana", "de la Cruz", "", "", ""}, "Ana", "de la Cruz", "Ana de la Cruz"},
        {{"Ana", "de la Cruz", "", "Ani de la Cruz", ""}, "Ani", "de la Cruz", "Ani de la Cruz"},
        {{"Ana", "de la Cruz", "", "Ana Maria Cruz", ""}, "Ana Maria", "Cruz", "Ana Maria Cruz"},
        {{"Suharto", "", "", "", ""}, "", "Suharto", "Suharto"},
        {{"A", "B", "", "Mononym", ""}, "", "Mononym", "Mononym"},
        {{"  Ffion ", " Adeyemi  ", "", "", ""}, "Ffion", "Adeyemi", "Ffion Adeyemi"},
        {{"Ruairí", "Ó Súilleabháin", "", "", ""}, "Ruairí", "Ó Súilleabháin", "Ruairi O Suilleabhain"},
        {{"Łukasz", "Strauß", "", "", ""}, "Łukasz", "Strauß", "Lukasz Strauss"},
        {{"Bjørn", "Ærø", "", "", ""}, "Bjørn", "Ærø", "Bjorn Aero"},
        {{"Юлия", "Щербакова", "", "", ""}, "Юлия", "Щербакова", "Iuliia Shcherbakova"},
        {{"Θάλεια", "Ψαρρού", "", "", ""}, "Θάλεια", "Ψαρρού", "Thaleia Psarroy"},
        {{"Siân", "O’Neill", "", "", ""}, "Siân", "O’Neill", "Sian O'Neill"},
        {{"José", "Núñez", "", "", ""}, "José", "Núñez", "Jose Nunez"},
        {{"Thị", "Nguyễn", "", "", ""}, "Thị", "Nguyễn", "Thi Nguyen"},
        {{"美咲", "田中", "", "", "Misaki Tanaka"}, "美咲", "田中", "Misaki Tanaka"},
    };
    for (const auto& row : rows) {
        INFO(row.source.givenName << ' ' << row.source.familyName << ' ' << row.source.typed);
        const auto name = NameOnCard::make(row.source);
        CHECK(name.firstLine() == row.first);
        CHECK(name.secondLine() == row.second);
        CHECK(name.onChip() == row.chip);
        CHECK(name.printed() == (row.first.empty() ? row.second : row.first + ' ' + row.second));
    }
}

TEST_CASE("A name that cannot go on the card says which form is asked for")
{
    CHECK(codeOf({"美咲", "田中", "", "", ""}) == "NAME-ON-CHIP");
    CHECK(codeOf({"Ana", "😀", "", "", ""}) == "NAME-ON-CHIP");
    CHECK(codeOf({"美咲", "田中", "", "", "田中"}) == "NAME-ON-CHIP");
    CHECK(codeOf({"", "", "", "", ""}) == "NAME-ON-CARD");
    CHECK(codeOf({" ", "\xC2\xA0", "", "", ""}) == "NAME-ON-CARD");
    CHECK(codeOf({"Ana\n", "Cruz", "", "", ""}) == "NAME-ON-CARD");
    CHECK(codeOf({"Ana\xE2\x80\xAE", "Cruz", "", "", ""}) == "NAME-ON-CARD"); // right-to-left override
    CHECK(codeOf({std::string(50, 'a'), std::string(50, 'b'), "", "", ""}) == "NAME-ON-CARD");
    CHECK(codeOf({"Ana", "Cruz", "", "", std::string(126, 'a')}) == "NAME-TOO-LONG");
    CHECK(codeOf({"Ana", "Cruz", "", "", std::string(125, 'a')}) == "none");
    std::string forty;
    for (int i = 0; i < 40; ++i) forty += "щ";
    CHECK(codeOf({"И", forty, "", "", ""}) == "NAME-TOO-LONG"); // 41 letters printed, over 125 on the chip
}

TEST_CASE("Every plain form is ASCII, and marks may stand apart from their letters")
{
    CHECK(asciiForm("e\xCC\x81") == "e");
    CHECK_FALSE(asciiForm("\xCC\x81" "e"));
    CHECK_FALSE(asciiForm("\xC3\x28"));
    CHECK_FALSE(asciiForm("tab\there"));
    for (char32_t point = 0xA0; point < 0x2100; ++point) {
        const auto plain = asciiForm(utf8Of(std::u32string(1, point)));
        if (!plain) continue;
        for (const char c : *plain) CHECK((c >= 0x20 && c < 0x7F));
    }
}

TEST_CASE("Only well-formed UTF-8 is text")
{
    CHECK(codePoints("aé€😀")->size() == 4);
    CHECK(utf8Of(*codePoints("aé€😀")) == "aé€😀");
    for (const auto* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xC3"}) {
        CHECK_FALSE(codePoints(bad));
    }
}
