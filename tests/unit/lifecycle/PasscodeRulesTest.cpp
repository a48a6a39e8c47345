#include "core/base/Failure.h"
#include "core/lifecycle/PasscodeRules.h"

#include <catch2/catch.hpp>

using namespace cardwright;

namespace {

PasscodeRules rules()
{
    return PasscodeRules(PasscodePolicy::shipped(), {parseDate("1988-04-07"), "555041726093", "70123456"});
}

std::string broken(std::string_view typed)
{
    const auto verdict = rules().judge(bytesOf(typed));
    const auto* rule = verdict.firstBroken();
    return rule == nullptr ? "" : std::string(rule->key);
}

} // namespace

TEST_CASE("good passcodes pass")
{
    for (const char* good : {"739152", "8462030", "90812763", "204060", "582931"}) {
        CAPTURE(good);
        CHECK(broken(good).empty());
    }
}

TEST_CASE("six to eight digits and nothing else")
{
    for (const char* bad : {"", "7", "73915", "739152846", "73915a", "73 152", "73915\xB2"}) {
        CAPTURE(bad);
        CHECK(broken(bad) == "length");
    }
    CHECK(rules().judge(bytesOf("7391")).rules.front().shortBy == 2);
    PasscodePolicy loose = PasscodePolicy::shipped();
    loose.minimumDigits = 4;
    loose.maximumDigits = 12;
    PasscodeRules kept(loose, {});
    CHECK_FALSE(kept.judge(bytesOf("7391")).acceptable());
    CHECK_FALSE(kept.judge(bytesOf("739152846")).acceptable());
}

TEST_CASE("no simple pattern")
{
    for (const char* bad : {"123456", "654321", "901234", "712345", "111222", "000000", "121212", "1212121", "369369", "48404840",
                            "788878", "898989", "09876543"}) {
        CAPTURE(bad);
        CHECK(broken(bad) == "pattern");
    }
}

TEST_CASE("not the date of birth, in whatever form")
{
    for (const char* bad : {"070488", "07041988", "19880407", "880407", "040788", "04071988", "88040726", "90704889", "741988", "198847",
                            "041988", "198804"}) {
        CAPTURE(bad);
        CHECK(broken(bad) == "birth-date");
    }
}

TEST_CASE("not part of a number on the card")
{
    for (const char* bad : {"550417", "417260", "926093", "172609", "701234", "012345"}) {
        CAPTURE(bad);
        CHECK_FALSE(broken(bad).empty());
    }
    CHECK(broken("950412") == "card-number"); // 5041 stands in the UUID
    CHECK(broken("70123456") == "pattern");   // and would be the serial as well
}

TEST_CASE("while the holder types, only what is typed can break a rule")
{
    const auto verdict = rules().judge(bytesOf("73"));
    for (const auto& rule : verdict.rules) CHECK(rule.ok == (rule.key != "length"));
    CHECK_FALSE(rules().judge(bytesOf("1234")).rules[1].ok);
}

TEST_CASE("a refusal names the rule and shows no digit")
{
    try {
        rules().require(bytesOf("07041988"));
        FAIL("accepted");
    } catch (const RefusedError& error) {
        CHECK(error.failure().code == "PASSCODE-RULE");
        CHECK(error.failure().detail == "birth-date");
        CHECK(error.failure().cause.find_first_of("0123456789") == std::string::npos);
    }
}
