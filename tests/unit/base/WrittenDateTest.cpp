#include "core/base/WrittenDate.h"

#include <catch2/catch.hpp>

#include <string>

using namespace cardwright;

TEST_CASE("a date is understood as people here write it")
{
    for (const std::string written : {"1992-02-29", "29/02/1992", "29/2/1992", "29.2.1992", "29-02-1992", "29 2 1992", " 29  Feb 1992", "29 february 1992", "29-FEB-1992"}) {
        INFO(written);
        CHECK(parseWrittenDate(written) == parseDate("1992-02-29"));
    }
    CHECK(parseWrittenDate("3 May 2001") == parseDate("2001-05-03"));
    CHECK(parseWrittenDate("1/12/1990") == parseDate("1990-12-01")); // the day first, always
}

TEST_CASE("what is no date of the calendar, or may be something else, is none")
{
    for (const std::string written : {"", " ", "29/02/1991", "31 4 1990", "0/1/1990", "1/13/1990", "257/01/2026", "12/258/1990", "29/02/92", "29 2", "29 2 1992 1", "29021992",
                                      "5550 4172 6093", "29 Febr 1992", "Ann Mae 1992", "1992/02/29", "/2/1992"}) {
        INFO(written);
        CHECK_FALSE(parseWrittenDate(written));
    }
}
