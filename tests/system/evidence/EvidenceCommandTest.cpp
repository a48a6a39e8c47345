#include "tests/support/TempFolder.h"
#include "tests/support/ToolRun.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

using namespace cardwright::testing;
using nlohmann::json;

namespace {

struct Said {
    int code = 0;
    std::vector<json> lines;
    std::string text;

    const json& event(const std::string& name) const
    {
        for (const auto& line : lines) {
            if (line.at("event") == name) return line;
        }
        throw std::runtime_error("no " + name + " in " + text);
    }
};

Said evidence(std::vector<std::string> words, const std::string& input = {})
{
    words.insert(words.begin(), {CARDWRIGHT_CTL, "--json", "evidence"});
    const auto result = ToolRun(words).input(input).run();
    Said said{result.exitCode, {}, result.out + result.err};
    std::istringstream out(result.out);
    for (std::string line; std::getline(out, line);) said.lines.push_back(json::parse(line));
    return said;
}

/// Route B by a passport, a licence and a bill whose numbers are nowhere else.
json request()
{
    return {{"person", {{"givenName", "Callum"}, {"familyName", "Pemberton-Roy"}, {"dateOfBirth", "1991-08-14"}, {"odsCode", "HVC00"}, {"postcode", "HV3 2QD"}}},
            {"documents",
             {{{"kind", "uk-passport"}, {"number", "533914417"}, {"expires", "2031-06-09"}, {"originalSeen", true}, {"nameAgrees", true}, {"birthDateSeen", true}, {"confirmed", {"full-signed"}}},
              {{"kind", "photocard-licence"}, {"number", "PEMBE908141C99QD"}, {"expires", "2030-01-31"}, {"originalSeen", true}, {"nameAgrees", true}, {"birthDateSeen", true}},
              {{"kind", "gas-bill"}, {"number", "55170386"}, {"issuer", "Severn & Wye Energy"}, {"dated", "2026-05-23"}, {"originalSeen", true}, {"nameAgrees", true}, {"addressAgrees", true}}}}};
}

std::string written(const TempFolder& folder, const std::string& name, const json& value)
{
    const auto path = folder / name;
    std::ofstream(path) << value.dump(1);
    return path.string();
}

const std::string day = "2026-11-23";

} // namespace

TEST_CASE("evidence check: the verdict as JSON and in sentences, without a site")
{
    TempFolder folder;
    const auto passed = evidence({"check", written(folder, "r.json", request()), "--on", day});
    CHECK(passed.code == 0);
    const auto& result = passed.event("result");
    CHECK(result.at("passed") == true);
    CHECK(result.at("route") == "A");
    CHECK(result.at("documents")[2].at("clause") == "A1");
    CHECK(result.at("documents")[2].at("arithmetic") == "Dated 23 May 2026, and 6 calendar months: counts until 23 November 2026.");
    CHECK(result.at("documents")[0].at("number") == "ends in 4417");
    CHECK(result.at("sentences")[0] == "Enough: two with a photo, one of address.");
    for (const auto* number : {"533914417", "PEMBE908141C99QD", "55170386"}) CHECK_THAT(passed.text, !Catch::Contains(number));

    const auto next = evidence({"check", written(folder, "r.json", request()), "--on", "2026-11-24"});
    CHECK(next.code == 3);
    CHECK(next.event("result").at("passed") == false);
    CHECK(next.event("result").at("documents")[2].at("reason") == "Too old by 1 day. 24 May 2026 or later.");
    CHECK_FALSE(next.event("result").at("advice").empty());
    CHECK(next.event("failure").at("code") == "EVIDENCE-NOT-ENOUGH");
}

TEST_CASE("evidence check: what differs from the person is told; a birth date that stands for none is refused")
{
    TempFolder folder;
    auto changed = request();
    changed["documents"][1]["number"] = "JONES908141C99QD";
    changed["documents"][0]["shows"] = {{"givenName", "CALLUM"}, {"familyName", "PEMBERTON ROY"}, {"dateOfBirth", "1991-08-14"}};
    const auto warned = evidence({"check", written(folder, "r.json", changed), "--on", day});
    CHECK(warned.code == 0); // a warning refuses nothing
    REQUIRE(warned.event("result").at("warnings").size() == 1);
    CHECK_THAT(warned.event("result").at("warnings")[0].get<std::string>(), Catch::StartsWith("Document 2: The driver number begins with another surname"));
    changed["person"]["dateOfBirth"] = "1900-01-01";
    const auto refused = evidence({"check", written(folder, "s.json", changed), "--on", day});
    CHECK(refused.code == 3);
    CHECK(refused.event("result").at("person")[0].at("rule") == "birth-date-stand-in");
}

TEST_CASE("evidence check: restricted documents and former names are in no line")
{
    TempFolder folder;
    auto changed = request();
    changed["documents"][0]["nameAgrees"] = false;
    changed["documents"][0]["formerName"] = true;
    changed["documents"].push_back({{"kind", "restricted-identity-document"}, {"number", "GRC-90817263"}, {"originalSeen", true}, {"nameAgrees", true}});
    changed["documents"].push_back({{"kind", "deed-poll"}, {"number", "D-1"}, {"dated", "2020-02-29"}, {"originalSeen", true}, {"nameAgrees", true}, {"formerName", true}});
    for (const auto* without : {"nothing", "the bill"}) {
        INFO(without);
        if (std::string(without) == "the bill") changed["documents"].erase(2);
        const auto said = evidence({"check", written(folder, "r.json", changed), "--on", day});
        CHECK(said.code == (std::string(without) == "nothing" ? 0 : 3));
        for (const auto* word : {"estricted", "7263", "ormer", "change of name", "N6"}) CHECK_THAT(said.text, !Catch::Contains(word));
    }
}

TEST_CASE("evidence mrz: the zone comes through standard input, its number goes no further")
{
    const std::string zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
    const auto read = evidence({"mrz", "--on", day}, zone);
    CHECK(read.code == 0);
    const auto& result = read.event("result");
    CHECK(result.at("kind") == "other-passport");
    CHECK(result.at("familyName") == "Eriksson");
    CHECK(result.at("dateOfBirth") == "1974-08-12");
    CHECK(result.at("number") == "ends in 02C3");
    CHECK(result.at("warnings").empty());
    CHECK_THAT(read.text, !Catch::Contains("L898902C3") && !Catch::Contains("ZE184226B") && !Catch::Contains("sex"));

    auto wrong = zone;
    wrong[45 + 14] = '5'; // in the birth date
    const auto told = evidence({"mrz", "--on", day}, wrong);
    CHECK(told.code == 0);
    CHECK(told.event("result").at("problems")[0].at("field") == "date of birth");

    TempFolder folder;
    const auto beside = evidence({"mrz", "--on", day, "--request", written(folder, "r.json", request())}, zone);
    CHECK(beside.code == 0);
    CHECK(beside.event("result").at("warnings").size() == 3);
    const auto none = evidence({"mrz"}, "not a zone");
    CHECK(none.code == 2);
    CHECK(none.event("failure").at("code") == "MRZ-INPUT");
}

TEST_CASE("evidence documents: what the policy accepts; another policy is taken, and a wrong one refused with its line")
{
    TempFolder folder;
    const auto listed = evidence({"documents"});
    CHECK(listed.code == 0);
    CHECK(listed.event("result").at("policy") == "evidence 2");
    CHECK(listed.lines.size() > 45);
    for (const auto& line : listed.lines) {
        if (line.at("event") == "document" && line.at("kind") == "p60") CHECK(line.at("accepted") == false);
    }
    std::ifstream source(std::string(CARDWRIGHT_SOURCE_DIR) + "/resources/policies/evidence.json");
    auto policy = json::parse(source);
    policy["version"] = 7;
    CHECK(evidence({"documents", "--policy", written(folder, "p.json", policy)}).event("result").at("policy") == "evidence 7");
    policy["routes"][0]["slots"][0] = "X";
    const auto refused = evidence({"documents", "--policy", written(folder, "q.json", policy)});
    CHECK(refused.event("failure").at("code") == "POLICY-DAMAGED");
    CHECK_THAT(refused.event("failure").at("detail").get<std::string>(), Catch::Contains("line ") && Catch::Contains("there is no group X"));
}
