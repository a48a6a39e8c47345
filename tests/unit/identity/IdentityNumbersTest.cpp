#include "core/identity/IdentityNumbers.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace std::chrono_literals;

TEST_CASE("A driver number agrees with surname and birth date, whichever way the month is written")
{
    const Date birth = 1976y / 3 / 5;
    CHECK(checkDriverNumber("MORGA703056SM9IJ", "Morgan", birth).warnings.empty());
    CHECK(checkDriverNumber("morga 753056 sm9ij 35", "Morgan", birth).warnings.empty()); // the raised month says nothing
    CHECK(checkDriverNumber("MORGA703056SM9IJ", "Mor-gan", birth).warnings.empty());
    CHECK(checkDriverNumber("LI999703056A99IJ", "Li", birth).warnings.empty());
    CHECK(checkDriverNumber("MCDON703056SM9IJ", "MacDonald", birth).warnings.empty());
    CHECK(checkDriverNumber("12345678", "Morgan", birth).wellFormed);
}

TEST_CASE("A difference is told and refuses nothing; no warning speaks of sex")
{
    const Date birth = 1976y / 3 / 5;
    for (const auto& verdict : {checkDriverNumber("MORGA703056SM9IJ", "Jones", birth), checkDriverNumber("MORGA703056SM9IJ", "Morgan", Date(1976y / 5 / 3))}) {
        CHECK(verdict.wellFormed);
        REQUIRE(verdict.warnings.size() == 1);
        for (const auto* word : {"sex", "gender", "female", "woman", "MORGA"}) CHECK(verdict.warnings.front().find(word) == std::string::npos);
    }
    CHECK(checkDriverNumber("MORGA703056SM9IJ", "", std::nullopt).warnings.empty());
}

TEST_CASE("What is no driver number")
{
    for (const auto* number : {"", "MORGA", "MORGA70305", "99999703056SM9IJ", "MO9GA703056SM9IJ", "MORGA723056SM9IJ", "MORGA713056SM9IJ", "MORGA703326SM9IJ",
                               "MORGAX03056SM9IJ", "MORGA703056SM9IJX1", "1234567", "MORGA703056SM9I!"}) {
        CAPTURE(number);
        CHECK_FALSE(checkDriverNumber(number, "Morgan", std::nullopt).wellFormed);
    }
}

TEST_CASE("National Insurance and passport numbers by their form")
{
    for (const auto* number : {"AB123456C", "ab 12 34 56 c", "JG103759A"}) CHECK(checkNationalInsuranceNumber(number).wellFormed);
    for (const auto* number : {"", "AB123456", "AB123456E", "DB123456C", "AO123456C", "BG123456C", "ZZ123456C", "A1123456C", "AB12X456C", "AB1234567C"}) {
        CAPTURE(number);
        CHECK_FALSE(checkNationalInsuranceNumber(number).wellFormed);
    }
    CHECK(checkUkPassportNumber("925 665 416").wellFormed);
    for (const auto* number : {"", "12345678", "1234567890", "12345678A"}) CHECK_FALSE(checkUkPassportNumber(number).wellFormed);
}
