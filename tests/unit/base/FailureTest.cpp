#include "core/base/FailureCatalogue.h"

#include <catch2/catch.hpp>

#include <set>

using namespace cardwright;

TEST_CASE("every code is unique, upper case, and has two plain sentences")
{
    std::set<std::string_view> seen;
    for (const auto& row : failureCatalogue()) {
        INFO(row.code);
        CHECK(seen.insert(row.code).second);
        CHECK(row.code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == std::string_view::npos);
        for (const auto words : {row.cause, row.nextStep}) {
            REQUIRE_FALSE(words.empty());
            CHECK(words.back() == '.');
            for (const char* unwanted : {"please", "Please", "successfully", "invalid", "Invalid", "error occurred"}) {
                CHECK(words.find(unwanted) == std::string_view::npos);
            }
        }
    }
}

TEST_CASE("exceptions become values at the boundary, and foreign texts stay inside")
{
    const auto known = failureFrom(std::make_exception_ptr(RefusedError(Failure::of("LEASE-EMPTY", "desk 2"))));
    CHECK(known.code == "LEASE-EMPTY");
    CHECK(known.detail == "desk 2");
    CHECK(exitCodeOf(known.kind) == 3);
    const auto foreign = failureFrom(std::make_exception_ptr(std::runtime_error("passcode 123456 at line 7")));
    CHECK(foreign.code == "INTERNAL");
    CHECK(foreign.cause.find("123456") == std::string::npos);
    CHECK(foreign.detail.empty());
}
