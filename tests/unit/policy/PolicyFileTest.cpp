#include "core/policy/Embedded.h"
#include "core/policy/IssuePolicy.h"
#include "core/policy/Json.h"
#include "core/policy/OfflinePolicy.h"
#include "core/policy/PasscodePolicy.h"
#include "core/policy/PeoplePolicy.h"
#include "core/policy/PhotoPolicy.h"
#include "core/policy/RolesPolicy.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace cardwright;
using nlohmann::json;

namespace {

json shipped(const char* name) { return json::parse(embeddedText(std::string("policies/") + name + ".json")); }

std::string detailOf(PolicyKind kind, const json& policy)
{
    try {
        const auto file = PolicyFile::parse(kind, policy.dump());
        if (kind == PolicyKind::passcode) PasscodePolicy::from(file);
        if (kind == PolicyKind::issue) IssuePolicy::from(file);
        if (kind == PolicyKind::offline) OfflinePolicy::from(file);
        if (kind == PolicyKind::roles) RolesPolicy::from(file);
        if (kind == PolicyKind::people) PeoplePolicy::from(file);
        if (kind == PolicyKind::photo) PhotoPolicy::from(file);
        return "none";
    } catch (const PolicyError& error) {
        CHECK(error.failure().code == "POLICY-DAMAGED");
        CHECK(error.failure().kind == FailureKind::store);
        return error.failure().detail;
    }
}

} // namespace

TEST_CASE("The shipped policies have their schema's form and their values")
{
    const auto passcode = PasscodePolicy::shipped();
    CHECK(passcode.id.text() == "passcode 1");
    CHECK(passcode.minimumDigits == 6);
    CHECK(passcode.maximumDigits == 8);
    CHECK(passcode.tries == 3);
    CHECK(passcode.refuseDateOfBirth);
    CHECK(passcode.refuseOld);
    CHECK(passcode.userNumberPart == 4);

    const auto issue = IssuePolicy::shipped();
    REQUIRE(issue.slots.size() == 2);
    CHECK(issue.slots[0].slot == "9A");
    CHECK(issue.slots[1].slot == "9C");
    CHECK(issue.slots[1].algorithm == "P-256");
    CHECK(issue.certificateYears == 2);
    CHECK(issue.allowUnchangeableAdministrationKey);
    CHECK(issue.centreWaitSeconds > 0);
    CHECK(issue.renewalWindowDays == 90);
    CHECK_FALSE(issue.renewWhileAlone);

    const auto offline = OfflinePolicy::shipped();
    CHECK(offline.days == 7);
    CHECK(offline.issues == 40);
    CHECK(offline.unlocks == 200);
    CHECK(offline.leaseBlock == 100);

    CHECK(PolicyFile::shipped(PolicyKind::evidence).kind() == PolicyKind::evidence);
}

TEST_CASE("What is compiled in is what is published")
{
    CHECK(embeddedFiles().size() >= 15);
    for (const auto& file : embeddedFiles()) {
        INFO(file.name);
        std::ifstream source(std::string(CARDWRIGHT_SOURCE_DIR) + "/resources/" + std::string(file.name), std::ios::binary);
        REQUIRE(source);
        const std::string text((std::istreambuf_iterator<char>(source)), std::istreambuf_iterator<char>());
        CHECK(toText(file.content) == text);
    }
    CHECK_THROWS_AS(embeddedFile("nothing"), std::out_of_range);
}

TEST_CASE("A policy out of its bounds is refused with the field")
{
    const auto spoilt = [](const char* name, void (*spoil)(json&)) {
        auto policy = shipped(name);
        spoil(policy);
        return policy;
    };
    CHECK_THAT(detailOf(PolicyKind::passcode, spoilt("passcode", [](json& p) { p["minimumDigits"] = 4; })), Catch::Contains("minimumDigits"));
    CHECK_THAT(detailOf(PolicyKind::passcode, spoilt("passcode", [](json& p) { p["minimumDigits"] = 8; p["maximumDigits"] = 7; })), Catch::Contains("more than maximumDigits"));
    CHECK_THAT(detailOf(PolicyKind::passcode, spoilt("passcode", [](json& p) { p["tries"] = 0; })), Catch::Contains("tries"));
    CHECK_THAT(detailOf(PolicyKind::passcode, spoilt("passcode", [](json& p) { p["refuse"].erase("dateOfBirth"); })), Catch::Contains("refuse.dateOfBirth: must be there"));
    CHECK_THAT(detailOf(PolicyKind::issue, spoilt("issue", [](json& p) { p["slots"][1]["slot"] = "9A"; })), Catch::Contains("9A stands twice"));
    CHECK_THAT(detailOf(PolicyKind::issue, spoilt("issue", [](json& p) { p["slots"][0]["algorithm"] = "RSA-1024"; })), Catch::Contains("slots[0].algorithm"));
    CHECK_THAT(detailOf(PolicyKind::issue, spoilt("issue", [](json& p) { p["slots"] = json::array(); })), Catch::Contains("slots"));
    CHECK_THAT(detailOf(PolicyKind::offline, spoilt("offline", [](json& p) { p["leaseLowWater"] = 100; })), Catch::Contains("not below leaseBlock"));
    CHECK_THAT(detailOf(PolicyKind::offline, spoilt("offline", [](json& p) { p["days"] = -1; })), Catch::Contains("days"));
    CHECK_THAT(detailOf(PolicyKind::offline, shipped("issue")), Catch::Contains("offline.json"));
}

TEST_CASE("A policy that is not there or no JSON says so")
{
    try {
        PasscodePolicy::load("/nowhere/passcode.json");
        FAIL("it was read");
    } catch (const PolicyError& error) {
        CHECK(error.failure().code == "POLICY-ABSENT");
    }
    CHECK_THROWS_AS(PolicyFile::parse(PolicyKind::issue, "{"), PolicyError);
    CHECK_THROWS_AS(PolicyFile::parse(PolicyKind::issue, "{\"id\":\"a\",\"id\":\"b\"}"), PolicyError);
}

TEST_CASE("Every published schema is itself well-formed, and strict about fields")
{
    for (const auto& file : embeddedFiles()) {
        if (file.name.substr(0, 8) != "schemas/") continue;
        INFO(file.name);
        const auto schema = json::parse(toText(file.content));
        CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
        CHECK(schema.at("additionalProperties") == false);
        const std::string name(file.name.substr(8, file.name.size() - 8 - std::string_view(".schema.json").size()));
        CHECK_FALSE(checkSchema(name, json::object()).empty());
    }
}

TEST_CASE("JSON is parsed strictly")
{
    json into = "untouched";
    CHECK(parseJson("{", into));
    CHECK(into == "untouched");
    CHECK_FALSE(parseJson(R"({"a": {"b": 1}, "c": {"b": 2}})", into)); // one name in two objects
    CHECK(into["c"]["b"] == 2);
    CHECK(parseJson(R"({"a": {"b": 1, "b": 2}})", into)->text() == "b: the same field stands twice");
    CHECK_FALSE(parseJson(std::string(64, '[') + std::string(64, ']'), into));
    CHECK(parseJson(std::string(65, '[') + std::string(65, ']'), into));
    CHECK(parseJson("12345", into, {4, 64})->what == "longer than 4 octets");
    CHECK(parseJson("{\n\"a\": tru }", into)->path == "line 2, column 9");
}

TEST_CASE("Roles: each once, grants of the list only, and somebody to decide an exception")
{
    const auto roles = RolesPolicy::shipped();
    CHECK(roles.id.text() == "roles 3");
    CHECK(roles.roles.size() == 6);
    CHECK(roles.rosterDays == 30);
    CHECK(roles.sessionHours == 10);
    CHECK(roles.exceptionDays == 7);

    const auto policy = shipped("roles");
    CHECK(detailOf(PolicyKind::roles, policy) == "none");
    auto bad = policy;
    bad["roles"].push_back(bad["roles"][0]);
    CHECK(detailOf(PolicyKind::roles, bad) == "roles.json, line 1, roles[6].id: manager stands twice");
    bad = policy;
    bad["roles"][0]["grants"]["card.issue"] = "sometimes";
    CHECK(detailOf(PolicyKind::roles, bad).find("roles[0].grants") != std::string::npos);
    bad = policy;
    for (auto& role : bad["roles"]) role["grants"].erase("exception.decide");
    CHECK(detailOf(PolicyKind::roles, bad) == "roles.json, line 1, exceptions.acts: nobody may decide an exception");
    bad["exceptions"]["acts"] = json::array();
    CHECK(detailOf(PolicyKind::roles, bad) == "none");
    bad = policy;
    bad["signIn"]["rosterDays"] = 0;
    CHECK(detailOf(PolicyKind::roles, bad).find("signIn.rosterDays") != std::string::npos);
    bad = policy;
    bad["signIn"].erase("sessionHours");
    CHECK(detailOf(PolicyKind::roles, bad).find("sessionHours") != std::string::npos);
}

TEST_CASE("People: each heading means one thing, and HR never owns who somebody is")
{
    const auto people = PeoplePolicy::shipped();
    CHECK(people.ownedByHr("team"));
    CHECK_FALSE(people.ownedByHr("familyName"));
    CHECK(people.closeReason("left"));
    CHECK_FALSE(people.closeReason("bored"));
    REQUIRE(people.evidence("gender-recognition-certificate"));
    CHECK(people.evidence("gender-recognition-certificate")->restricted);
    CHECK(people.evidence("gender-recognition-certificate")->title == "Restricted identity document");
    const auto spoiltBy = [](auto spoil) {
        auto policy = shipped("people");
        spoil(policy);
        return detailOf(PolicyKind::people, policy);
    };
    CHECK_THAT(spoiltBy([](json& p) { p["hr"]["columns"]["team"].push_back("Job Title"); }), Catch::Contains("stands for two things"));
    CHECK_THAT(spoiltBy([](json& p) { p["hr"]["actions"]["leaver"].push_back("new"); }), Catch::Contains("stands for two things"));
    CHECK_THAT(spoiltBy([](json& p) { p["closeReasons"].push_back(p["closeReasons"][0]); }), Catch::Contains("stands twice"));
    CHECK_THAT(spoiltBy([](json& p) { p["hr"]["ownedFields"].push_back("familyName"); }), Catch::Contains("hr.ownedFields"));
    CHECK_THAT(spoiltBy([](json& p) { p["hr"]["columns"].erase("action"); }), Catch::Contains("hr.columns"));
    // As a file's headings are compared: one blank for blanks, underscores and hyphens.
    CHECK_THAT(spoiltBy([](json& p) { p["hr"]["columns"]["team"].push_back("JOB_ title"); }), Catch::Contains("hr.columns.team[2]") && Catch::Contains("stands for two things"));
    CHECK_THAT(spoiltBy([](json& p) { p["hr"]["actions"]["leaver"].push_back("_ -"); }), Catch::Contains("is no word"));
    CHECK_THAT(spoiltBy([](json& p) { p["hr"]["ownedFields"].push_back("team"); }), Catch::Contains("team stands twice"));
    CHECK_THAT(spoiltBy([](json& p) { p["hr"]["columns"].erase("site"); }), Catch::Contains("hr.ownedFields[2]: site is HR's, and no column is headed for it"));
    CHECK_THAT(spoiltBy([](json& p) { p["closeReasons"][1]["title"] = p["closeReasons"][0]["title"]; }), Catch::Contains("closeReasons[1].title"));
    CHECK_THAT(spoiltBy([](json& p) { p["access"]["positions"][1]["id"] = p["access"]["positions"][0]["id"]; }), Catch::Contains("access.positions[1].id: community-nurse stands twice"));
    CHECK(hrWord(" Staff__Number- ") == "staff number");
}

TEST_CASE("A policy that contradicts itself is refused with the line it does so on, whichever it is")
{
    struct Row {
        PolicyKind kind;
        const char* name;
        const char* from; ///< of the file as it ships
        const char* to;
        const char* says;
        const char* word;
    };
    const Row rows[] = {
        {PolicyKind::people, "people", "\"department\"", "\"Job-Title\"", "stands for two things, or twice", "itle"},
        {PolicyKind::people, "people", "\"id\": \"long-absence\"", "\"id\": \"left\"", "left stands twice", "left"},
        {PolicyKind::people, "people", "\"title\": \"Deed poll\"", "\"title\": \"Passport\"", "\"Passport\" is read for two things", "Passport"},
        {PolicyKind::people, "people", "\"id\": \"ward-clerk\"", "\"id\": \"pharmacist\"", "pharmacist stands twice", "pharmacist"},
    };
    for (const auto& row : rows) {
        auto text = std::string(embeddedText(std::string("policies/") + row.name + ".json"));
        const auto found = text.find(row.from);
        CAPTURE(row.name, row.from);
        REQUIRE(found != std::string::npos);
        text.replace(found, std::string_view(row.from).size(), row.to);
        std::string detail = "none";
        try {
            const auto file = PolicyFile::parse(row.kind, text);
            if (row.kind == PolicyKind::people) PeoplePolicy::from(file);
        } catch (const PolicyError& error) {
            detail = error.failure().detail;
        }
        const auto place = detail.find(", line ");
        REQUIRE(place != std::string::npos);
        const int line = std::stoi(detail.substr(place + 7));
        CHECK(line > 1);
        CHECK_THAT(detail, Catch::Contains(row.says));
        // Its line holds the word that stands twice.
        std::size_t begin = 0;
        for (int at = 1; at < line; ++at) begin = text.find('\n', begin) + 1;
        CHECK_THAT(text.substr(begin, text.find('\n', begin) - begin), Catch::Contains(row.word));
    }
    auto passcode = shipped("passcode");
    passcode["minimumDigits"] = 8;
    passcode["maximumDigits"] = 7;
    CHECK(detailOf(PolicyKind::passcode, passcode) == "passcode.json, line 1, minimumDigits: more than maximumDigits");
    auto offline = shipped("offline");
    offline["leaseLowWater"] = offline["leaseBlock"];
    CHECK(detailOf(PolicyKind::offline, offline) == "offline.json, line 1, leaseLowWater: not below leaseBlock");
}

TEST_CASE("The photo policy has its bounds and reasons, and says where it contradicts itself")
{
    const auto photo = PhotoPolicy::shipped();
    CHECK(photo.id.text() == "photo 1");
    CHECK(photo.limits.smallestWidth == 600);
    CHECK(photo.limits.fileBytes == 20'000'000);
    CHECK(photo.bounds[PhotoCheck::headHeight].least == 45.0);
    CHECK(photo.bounds[PhotoCheck::headHeight].most == 80.0);
    CHECK_FALSE(photo.bounds[PhotoCheck::centred].least);
    for (const auto check : allPhotoChecks()) CHECK(photo.bounds[check].asks());
    REQUIRE(photo.reason("head-covering") != nullptr);
    CHECK(photo.reason("disability") != nullptr);
    CHECK(photo.reason("lighting") != nullptr);
    CHECK(photo.reason("beauty") == nullptr);

    // The line is that of the text as it was written.
    const std::string text(embeddedText("policies/photo.json"));
    const auto detail = [&](const std::string& from, const std::string& to) {
        auto bad = text;
        const auto at = bad.find(from);
        REQUIRE(at != std::string::npos);
        bad.replace(at, from.size(), to);
        try {
            PhotoPolicy::from(PolicyFile::parse(PolicyKind::photo, bad));
            return std::string("none");
        } catch (const PolicyError& error) {
            CHECK(error.failure().code == "POLICY-DAMAGED");
            return error.failure().detail;
        }
    };
    const auto lineOf = [&](const std::string& what) { return "line " + std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(what)), '\n')); };
    CHECK(detail("\"least\": 45, \"most\": 80", "\"least\": 81, \"most\": 80") == "photo.json, " + lineOf("head-height") + ", advise.head-height: least is more than most");
    CHECK(detail("\"id\": \"disability\"", "\"id\": \"head-covering\"") == "photo.json, " + lineOf("disability") + ", reasons[1].id: head-covering stands twice");
    CHECK_THAT(detail("\"least\": 1, \"most\": 1", "\"least\": 2, \"most\": 3"), Catch::Contains(lineOf("one-face")) && Catch::Contains("one face is not within it"));
    CHECK_THAT(detail("\"least\": 45, \"most\": 80", ""), Catch::Contains(lineOf("head-height")));
    CHECK_THAT(detail("\"largestMegapixels\": 60", "\"largestMegapixels\": 0"), Catch::Contains(lineOf("largestMegapixels")));
    CHECK_THAT(detail("\"largestMegabytes\": 20", "\"largestMegabytes\": 2000"), Catch::Contains("refuse.largestMegabytes") && Catch::Contains(lineOf("largestMegabytes")));
    CHECK_THAT(detail("\"shade\"", "\"beauty\""), Catch::Contains("beauty"));
}
