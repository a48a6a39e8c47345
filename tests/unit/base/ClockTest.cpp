#include "core/base/Clock.h"

#include <catch2/catch.hpp>

using namespace cardwright;

TEST_CASE("dates are read strictly")
{
    CHECK(parseDate("2028-02-29"));
    for (const char* text : {"2027-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-01", "2026/01/01", "2026-01-1 ", "+026-01-01", ""}) {
        INFO(text);
        CHECK_FALSE(parseDate(text));
    }
}

TEST_CASE("months are calendar months, clipped at the month's end")
{
    CHECK(formatDate(plusMonths(*parseDate("2026-08-31"), 6)) == "2027-02-28");
    CHECK(formatDate(plusMonths(*parseDate("2027-08-31"), 6)) == "2028-02-29");
    CHECK(formatDate(plusMonths(*parseDate("2026-05-23"), -6)) == "2025-11-23");
    CHECK(formatDate(plusMonths(*parseDate("2026-12-31"), 12)) == "2027-12-31");
}

TEST_CASE("times go there and back")
{
    const std::int64_t at = 1795252445123;
    CHECK(parseUtc(formatUtc(at)) == at);
    CHECK(formatUtc(0) == "1970-01-01T00:00:00.000Z");
    CHECK(formatUtc(-1) == "1969-12-31T23:59:59.999Z");
    CHECK_FALSE(parseUtc("2026-11-21T24:00:00.000Z"));
    CHECK_FALSE(parseUtc("2026-11-21T09:14:05Z"));
    CHECK(formatDateForPeople(*parseDate("2026-05-03")) == "3 May 2026");
    CHECK(daysBetween(*parseDate("2026-11-21"), *parseDate("2027-02-04")) == 75);
}
