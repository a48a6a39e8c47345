#include "core/policy/JsonPlace.h"
#include "core/policy/PolicyFile.h"
#include "core/policy/Embedded.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace cardwright;

namespace {

const std::string text = "{\n"                                         // 1
                         "  \"a\": [1, \"]}\\\"[\", {\"deep\": [\n"    // 2
                         "    true,\n"                                 // 3
                         "    {\"x\": null}]}],\n"                     // 4
                         "  \"b\\\"c\": 1, \"b\": {\"a\": 2,\n"        // 5
                         "    \"last\": \"z\"}\n"                      // 6
                         "}\n";

} // namespace

TEST_CASE("The line of a value is found by its path, past texts that look like JSON")
{
    CHECK(lineOf(text, "") == 1);
    CHECK(lineOf(text, "a") == 2);
    CHECK(lineOf(text, "a[1]") == 2);
    CHECK(lineOf(text, "a[2].deep[0]") == 3);
    CHECK(lineOf(text, "a[2].deep[1].x") == 4);
    CHECK(lineOf(text, "b") == 5);
    CHECK(lineOf(text, "b.a") == 5);
    CHECK(lineOf(text, "b.last") == 6);
}

TEST_CASE("A path that is not there leads to what is; nothing is ever thrown")
{
    CHECK(lineOf(text, "c") == 1);
    CHECK(lineOf(text, "b.none") == 5);
    CHECK(lineOf(text, "a[9]") == 2);
    CHECK(lineOf(text, "a[2].deep[1].x.y") == 4);
    CHECK(lineOf(text, "a[") == 2);
    CHECK(lineOf(text, "a[x]") == 2);
    CHECK(lineOf("", "a.b[3]") == 1);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        CHECK(lineOf(std::string_view(text).substr(0, cut), "a[2].deep[1].x") <= 4);
        CHECK(lineOf(std::string_view(text).substr(0, cut), "b.last") <= 6);
    }
}

TEST_CASE("A policy that misses its schema names the line")
{
    std::string policy(embeddedText("policies/offline.json"));
    const auto at = policy.find("\"days\"");
    REQUIRE(at != std::string::npos);
    const auto line = 1 + std::count(policy.begin(), policy.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const auto colon = policy.find(':', at);
    policy.insert(colon + 2, "9999"); // beyond the bound
    try {
        PolicyFile::parse(PolicyKind::offline, policy);
        FAIL("it was read");
    } catch (const PolicyError& error) {
        CHECK_THAT(error.failure().detail, Catch::StartsWith("offline.json, line " + std::to_string(line) + ", days"));
    }
    CHECK(PolicyFile::shipped(PolicyKind::offline).place("days") == "line " + std::to_string(line) + ", days");
}
