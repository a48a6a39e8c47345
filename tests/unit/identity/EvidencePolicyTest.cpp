#include "EvidenceSupport.h"

#include "core/policy/Embedded.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace cardwright;
using nlohmann::json;

namespace {

json shipped() { return json::parse(embeddedText("policies/evidence.json")); }

EvidencePolicy read(const json& policy) { return EvidencePolicy::from(PolicyFile::parse(PolicyKind::evidence, policy.dump())); }

std::string troubleOf(const json& policy)
{
    try {
        read(policy);
        return "none";
    } catch (const PolicyError& error) {
        return error.failure().code + ": " + error.failure().detail;
    }
}

/// Route C of NHS Employers' combinations: no photo at all, and a countersigned photograph.
json withRouteC()
{
    auto policy = shipped();
    policy["version"] = 2;
    policy["groups"].push_back({{"id", "N"}, {"word", "non-photo"}, {"proof", "proof without a photo"}, {"proofs", "proofs without a photo"}, {"onePerKind", true}});
    policy["routes"].push_back({{"id", "C"},
                                {"title", "Two of address, two without a photo"},
                                {"slots", {"A", "A", "N", "N"}},
                                {"wants", {{{"id", "countersigned-photo"}, {"words", "A photograph countersigned by a person of standing"}}}}});
    policy["alwaysRefused"].erase(policy["alwaysRefused"].end() - 1); // the birth certificate now counts
    policy["kinds"].push_back({{"code", "birth-certificate"}, {"title", "Birth certificate"}, {"noun", "birth certificate"}, {"showsBirthDate", true}, {"uses", {{{"group", "N"}}}}});
    policy["kinds"].push_back({{"code", "marriage-certificate"}, {"title", "Marriage certificate"}, {"noun", "marriage certificate"}, {"uses", {{{"group", "N"}}}}});
    return policy;
}

} // namespace

TEST_CASE("The shipped evidence policy says what it is and what it knows")
{
    const auto& policy = evidencetest::policy();
    CHECK(policy.id() == PolicyId{"evidence", 1});
    CHECK(policy.id().text() == "evidence 1");
    REQUIRE(policy.routes().size() == 2);
    CHECK(policy.routes()[0].slots == std::vector<std::string>{"P", "P", "A"});
    CHECK(policy.routes()[1].slots == std::vector<std::string>{"P", "A", "A"});
    REQUIRE(policy.kind("gas-bill"));
    CHECK(policy.kind("gas-bill")->wantsDated());
    CHECK_FALSE(policy.kind("gas-bill")->wantsExpires());
    CHECK(policy.kind("uk-passport")->wantsExpires());
    CHECK(policy.kind("photocard-licence")->countsIn("A"));
    CHECK(policy.kind("p60")->uses.empty());
    CHECK(policy.kind("nothing") == nullptr);
}

TEST_CASE("A policy that contradicts itself is refused with the place")
{
    struct Row {
        const char* name;
        void (*spoil)(json&);
        const char* detail;
    };
    const Row rows[] = {
        {"unknown slot group", [](json& p) { p["routes"][0]["slots"][0] = "X"; }, "route A: there is no group X"},
        {"unknown use group", [](json& p) { p["kinds"][0]["uses"][0]["group"] = "X"; }, "uk-passport: there is no group X"},
        {"a code twice", [](json& p) { p["kinds"][1]["code"] = "uk-passport"; }, "kinds: uk-passport stands twice"},
        {"refused and accepted", [](json& p) { p["alwaysRefused"][0]["code"] = "uk-passport"; }, "kinds: uk-passport stands twice"},
        {"a route twice", [](json& p) { p["routes"][1]["id"] = "A"; }, "routes: A stands twice"},
        {"a group twice", [](json& p) { p["groups"][1]["id"] = "P"; }, "groups: P stands twice"},
        {"ages", [](json& p) { p["ages"]["youngest"] = 101; }, "youngest is over oldest"},
        {"grace without expiry", [](json& p) { p["kinds"][0]["uses"][0].erase("mustBeInDate"); }, "expiredGraceMonths without mustBeInDate"},
        {"no version", [](json& p) { p.erase("version"); }, "version: must be there"},
        {"no routes", [](json& p) { p["routes"] = json::array(); }, "routes"},
        {"a misspelt field", [](json& p) { p["kinds"][0]["uses"][0]["maxAgeMonth"] = 6; }, "kinds[0].uses[0].maxAgeMonth: the schema knows no such field"},
        {"age as text", [](json& p) { p["kinds"][9]["uses"][0]["maxAgeMonths"] = "6"; }, "kinds[9].uses[0].maxAgeMonths: is of another kind"},
        {"age of nothing", [](json& p) { p["kinds"][9]["uses"][0]["maxAgeMonths"] = 0; }, "kinds[9].uses[0].maxAgeMonths"},
        {"another schema", [](json& p) { p["schema"] = "cardwright.policy.passcode/1"; }, "schema: is none of the values allowed"},
    };
    for (const auto& row : rows) {
        INFO(row.name);
        auto policy = shipped();
        row.spoil(policy);
        const auto trouble = troubleOf(policy);
        CHECK_THAT(trouble, Catch::StartsWith("POLICY-DAMAGED: evidence.json, "));
        CHECK_THAT(trouble, Catch::Contains(row.detail));
    }
    CHECK(troubleOf(shipped()) == "none");
}

TEST_CASE("The code follows the file: three months instead of six")
{
    auto changed = shipped();
    for (auto& kind : changed["kinds"]) {
        for (auto& use : kind["uses"]) {
            if (use.value("maxAgeMonths", 0) == 6) use["maxAgeMonths"] = 3;
        }
    }
    const auto strict = read(changed);
    std::vector<EvidenceDocument> documents{evidencetest::good("uk-passport"), evidencetest::good("pass-card"), evidencetest::dated("gas-bill", "2026-08-22")};
    CHECK(evidencetest::policy().judge(documents, evidencetest::today).passed);
    const auto verdict = strict.judge(documents, evidencetest::today);
    CHECK_FALSE(verdict.passed);
    CHECK(verdict.documents[2].reason == "Too old by 1 day. 23 August 2026 or later.");
}

TEST_CASE("The format carries a route with a condition of its own")
{
    const auto policy = read(withRouteC());
    using evidencetest::good;
    std::vector<EvidenceDocument> documents{good("gas-bill"), good("bank-statement"), good("birth-certificate"), good("marriage-certificate")};
    for (auto& one : documents) policy.tickWhatItShows(one);
    const auto open = policy.judge(documents, evidencetest::today);
    CHECK_FALSE(open.passed);
    CHECK(open.title == "Not enough yet: a photograph countersigned by a person of standing");
    REQUIRE_FALSE(open.failedRules.empty());
    CHECK(open.failedRules[0].rule == "route-wants");
    const auto closed = policy.judge(documents, evidencetest::today, {"countersigned-photo"});
    CHECK(closed.passed);
    CHECK(closed.route == "C");
    CHECK(closed.policy.version == 2);
}
