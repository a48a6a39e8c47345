#include "EvidenceSupport.h"

#include "core/policy/Embedded.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

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

/// Another site's way: a route of its own with one condition, and no other besides A and B.
json withRouteC()
{
    auto policy = shipped();
    policy["version"] = 3;
    policy["routes"].erase(policy["routes"].begin() + 2, policy["routes"].end());
    policy["routes"].push_back({{"id", "C"},
                                {"title", "Two of address, two without a photo"},
                                {"slots", {"A", "A", "N", "N"}},
                                {"wants", {{{"id", "countersigned-photo"}, {"words", "A photograph countersigned by a person of standing"}}}}});
    return policy;
}

/// The form that sites have from before: none of the later members.
json asVersionOne()
{
    auto policy = shipped();
    policy["version"] = 1;
    for (const auto* later : {"dates", "switches", "remoteWants", "scores", "refusalReasons"}) policy.erase(later);
    policy["routes"].erase(policy["routes"].begin() + 2, policy["routes"].end());
    policy["groups"].erase(policy["groups"].begin() + 2);
    json kinds = json::array();
    for (auto kind : policy["kinds"]) {
        json uses = json::array();
        for (auto use : kind["uses"]) {
            if (use["group"] == "N") continue;
            use.erase("clause");
            use.erase("inDateIfShown");
            uses.push_back(use);
        }
        if (uses.empty() || kind.contains("switchedBy")) continue;
        kind["uses"] = uses;
        for (const auto* later : {"mrz", "numberForm", "help", "replaces", "noOriginal"}) kind.erase(later);
        kinds.push_back(kind);
    }
    policy["kinds"] = kinds;
    return policy;
}

/// As a person writes it, for the lines.
std::string text() { return std::string(embeddedText("policies/evidence.json")); }

std::string troubleOfText(const std::string& policy)
{
    try {
        EvidencePolicy::from(PolicyFile::parse(PolicyKind::evidence, policy));
        return "none";
    } catch (const PolicyError& error) {
        return error.failure().detail;
    }
}

/// The shipped text with one part replaced, and the line where that part stood.
struct Spoilt {
    std::string text;
    int line;
};

Spoilt spoiltAt(const std::string& part, const std::string& by)
{
    auto whole = text();
    const auto at = whole.find(part);
    REQUIRE(at != std::string::npos);
    const auto line = 1 + static_cast<int>(std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    whole.replace(at, part.size(), by);
    return {whole, line};
}

} // namespace

TEST_CASE("The shipped evidence policy says what it is and what it knows")
{
    const auto& policy = evidencetest::policy();
    CHECK(policy.id() == PolicyId{"evidence", 2});
    CHECK(policy.id().text() == "evidence 2");
    REQUIRE(policy.routes().size() == 4);
    CHECK(policy.routes()[2].slots == std::vector<std::string>{"A", "A", "N", "N"});
    CHECK_FALSE(policy.isOn("remoteCheck"));
    CHECK_FALSE(policy.isOn("onlineBills"));
    CHECK(policy.kind("online-print-out")->uses.empty()); // switched off: refused with its reason
    CHECK_FALSE(policy.scores().asked);
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
    CHECK(closed.policy.version == 3);
}

TEST_CASE("Every document of the standard is there under its clause")
{
    std::set<std::string> clauses;
    for (const auto& kind : evidencetest::policy().kinds()) {
        for (const auto& use : kind.uses) {
            INFO(kind.code);
            CHECK(use.clause.substr(0, 1) == use.group);
            clauses.insert(use.clause);
        }
    }
    for (const auto& [group, most] : {std::pair{"P", 8}, {"A", 12}, {"N", 14}}) {
        for (int number = 1; number <= most; ++number) CHECK(clauses.contains(group + std::to_string(number)));
    }
    CHECK(clauses.size() == 8 + 12 + 14);
}

TEST_CASE("A policy of the first form, without what came later, is read as before")
{
    const auto policy = read(asVersionOne());
    CHECK(policy.id().text() == "evidence 1");
    std::vector<EvidenceDocument> documents{evidencetest::good("uk-passport"), evidencetest::good("pass-card"), evidencetest::good("gas-bill")};
    CHECK(policy.judge(documents, evidencetest::today).passed);
    CHECK(policy.judge(documents, evidencetest::today).documents[0].clause.empty());
    CHECK(policy.refusals().empty());
}

TEST_CASE("A contradiction is told with the line it stands on")
{
    struct Row {
        const char* part;
        const char* by;
        const char* told;
    };
    const Row rows[] = {
        {"\"slots\": [\"P\", \"A\", \"A\"]", "\"slots\": [\"P\", \"A\", \"X\"]", "routes[1].slots[2]: route B: there is no group X"},
        {"\"slots\": [\"P\", \"A\", \"A\"]", "\"slots\": [\"A\", \"P\", \"P\"]", "routes[1]: route B asks for the same as route A"},
        {"\"onlyWithout\": \"P\"", "\"onlyWithout\": \"A\"", "routes[2].onlyWithout: route C asks for A and is only for those without"},
        {"\"opensWith\": \"employer-check\"", "\"opensWith\": \"employer-check-on\"", "routes[3].opensWith: route R opens with employer-check-on, which is none of its ticks"},
        {"\"leastMonths\": 24", "\"mostMonths\": 24, \"leastMonths\": 25", "routes[2].wants[3]: referee-known-since: leastMonths is over mostMonths"},
        {"\"kind\": \"approval\", \"approver\": \"manager\"", "\"kind\": \"approval\"", "routes[2].wants[8]: manager-approval: approver and kind approval go together"},
        {"\"youngest\": 16", "\"youngest\": 101", "ages: youngest is over oldest"},
        {"\"oldestYears\": 110", "\"oldestYears\": 99", "dates.oldestYears: somebody may be older than their documents"},
        {"\"replaces\": \"residence-permit\"", "\"replaces\": \"evisa\"", "kinds[6].replaces: evisa and evisa replace each other"},
        {"\"replaces\": \"residence-permit\"", "\"replaces\": \"p60\"", "kinds[6].replaces: evisa replaces p60, which does not count"},
        {"\"title\": \"Irish passport\"", "\"title\": \"UK passport\"", "kinds[1]: irish-passport has the title of uk-passport"},
        {"\"hasNumber\": false, \"restricted\": true", "\"restricted\": true", "restricted-identity-document is restricted: neither number, issuer nor dates may be asked for"},
        {"\"id\": \"illegible\"", "\"id\": \"face-differs\"", "refusalReasons[5]: refusalReasons: face-differs stands twice"},
        {"\"code\": \"p45\"", "\"code\": \"gas-bill\"", "alwaysRefused[3]: kinds: gas-bill stands twice"},
        {"\"version\": 2", "\"version\": 0", "version"},
        {"\"onePerIssuer\": true", "\"onePerIssuers\": true", "groups[1].onePerIssuers: the schema knows no such field"},
    };
    for (const auto& row : rows) {
        INFO(row.part << " -> " << row.by);
        const auto spoilt = spoiltAt(row.part, row.by);
        const auto trouble = troubleOfText(spoilt.text);
        CHECK_THAT(trouble, Catch::StartsWith("evidence.json, line " + std::to_string(spoilt.line) + ", "));
        CHECK_THAT(trouble, Catch::Contains(row.told));
    }
    CHECK(troubleOfText(text()) == "none");
}

TEST_CASE("A policy by which nobody could pass is refused")
{
    const auto told = [](void (*spoil)(json&)) {
        auto policy = shipped();
        spoil(policy);
        return troubleOf(policy);
    };
    const auto drop = [](json& policy, const char* group) {
        json kinds = json::array();
        for (auto kind : policy["kinds"]) {
            json uses = json::array();
            for (const auto& use : kind["uses"]) {
                if (use["group"] != group) uses.push_back(use);
            }
            kind["uses"] = uses;
            if (!uses.empty()) kinds.push_back(kind);
        }
        policy["kinds"] = kinds;
    };
    auto withoutN = shipped();
    drop(withoutN, "N");
    CHECK_THAT(troubleOf(withoutN), Catch::Contains("route C asks for N, and no kind counts in it"));
    CHECK_THAT(told([](json& p) { for (auto& kind : p["kinds"]) kind.erase("showsBirthDate"); }), Catch::Contains("no document of it does for birth-date-seen"));
    CHECK_THAT(told([](json& p) { for (auto& kind : p["kinds"]) kind.erase("showsAddress"); }), Catch::Contains("shows no address and counts in A"));
    CHECK_THAT(told([](json& p) { for (auto& kind : p["kinds"]) kind["hasNumber"] = false; }), Catch::Contains("no document of it does for number-entered"));
    CHECK_THAT(told([](json& p) { for (auto& kind : p["kinds"]) kind.erase("issuerWord"); }), Catch::Contains("whom it comes from decides in A, and is not asked for"));
    CHECK_THAT(told([](json& p) { p["kinds"][9]["uses"][0]["inDateIfShown"] = true; }), Catch::Contains("its expiry must be there, or need not"));
    CHECK_THAT(told([](json& p) { p["switches"]["remoteCheck"] = true; p.erase("remoteWants"); }), Catch::Contains("on, and remoteWants says nothing"));
    CHECK_THAT(told([](json& p) { p["kinds"][0]["refusal"] = "Never."; }), Catch::Contains("switchedBy and refusal go together"));
    CHECK_THAT(told([](json& p) { p["routes"][0]["slots"] = {"P", "P", "P", "P", "P", "P"}; p["kinds"].erase(p["kinds"].begin() + 5, p["kinds"].begin() + 10); }),
               Catch::Contains("route A asks for 6 kinds of P, and there are 5"));
}
