#include "EvidenceSupport.h"

#include "core/identity/EvidenceSight.h"
#include "core/identity/EvidenceWords.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace cardwright;
using namespace evidencetest;
using nlohmann::json;

namespace {

constexpr Outlet everywhere[] = {Outlet::entry, Outlet::record, Outlet::comparison, Outlet::list, Outlet::file, Outlet::leaflet, Outlet::conflict, Outlet::log};
constexpr Sight manager{true};
constexpr Sight agent{};

EvidenceDocument inFormerName(const std::string& kind)
{
    auto document = good(kind);
    document.nameAgrees = false;
    document.formerName = true;
    return document;
}

/// Route C with a restricted document, and a bill in a former name beside the deed poll that links the names.
std::vector<EvidenceDocument> guardedSet()
{
    auto deed = good("deed-poll");
    deed.formerName = true;
    auto restricted = good(std::string(restrictedKind), "7777");
    restricted.dated = day("2019-04-01");
    std::vector<EvidenceDocument> documents{inFormerName("gas-bill"), good("bank-statement"), good("birth-certificate"), restricted, deed};
    return policy().kept(documents);
}

std::string everythingIn(const EvidenceVerdict& verdict)
{
    std::string text = verdict.title;
    for (const auto& row : verdict.documents) text += '|' + row.words + row.reason + row.rule + row.clause + row.arithmetic;
    for (const auto& rule : verdict.failedRules) text += '|' + rule.rule + rule.remedy;
    for (const auto& check : verdict.checks) text += '|' + check.words;
    for (const auto& advice : verdict.advice) text += '|' + advice.title + advice.words;
    return text + verdict.failure().detail;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("Guarded things show in the form being typed, and in the record to the RA manager; nowhere else")
{
    for (const auto what : {Guarded::restrictedDocument, Guarded::formerName}) {
        for (const auto outlet : everywhere) {
            CHECK(mayShow(what, outlet, agent) == (outlet == Outlet::entry));
            CHECK(mayShow(what, outlet, manager) == (outlet == Outlet::entry || outlet == Outlet::record));
        }
    }
}

TEST_CASE("Of a restricted document neither number, issuer nor date is kept")
{
    const auto documents = guardedSet();
    const auto& restricted = documents[3];
    CHECK(restricted.restricted);
    CHECK(restricted.numberEnding.empty());
    CHECK(restricted.issuer.empty());
    CHECK_FALSE(restricted.dated);
    CHECK_FALSE(restricted.expires);
    CHECK(documents[0].numberEnding == "gas-"); // others keep theirs
    auto visa = good("evisa", "8888"); // a share code is no number
    policy().keepWhatMayBeKept(visa);
    CHECK(visa.numberEnding.empty());
    CHECK_FALSE(visa.restricted);
}

TEST_CASE("What is recorded says restricted identity document, and no more")
{
    const auto rows = json::parse(recordedDocumentsJson(guardedSet()));
    REQUIRE(rows.size() == 5);
    CHECK(rows[3] == json{{"kind", "restricted-identity-document"}, {"restricted", true}});
    CHECK(rows[0].at("formerName") == true);
    CHECK_FALSE(rows[1].contains("formerName"));
    CHECK(rows[1].at("numberEnding") == "bank");
    CHECK(rows[1].at("dated") == "2026-10-24");
}

TEST_CASE("Documents and records are shown without what may not be shown there")
{
    const auto documents = guardedSet();
    const auto recorded = recordedDocumentsJson(documents);
    for (const auto outlet : everywhere) {
        for (const auto sight : {agent, manager}) {
            const bool all = mayShow(Guarded::restrictedDocument, outlet, sight);
            const auto shown = shownDocuments(documents, outlet, sight);
            CHECK(shown.size() == (all ? 5 : 4));
            const auto text = shownDocumentsJson(recorded, outlet, sight);
            CHECK(holds(text, "restricted") == all);
            CHECK(holds(text, "formerName") == all);
            for (const auto& one : shown) CHECK((all || (!one.restricted && !one.formerName)));
        }
    }
    CHECK(shownDocumentsJson("no JSON", Outlet::record, manager) == "[]");
    CHECK(shownDocumentsJson("{}", Outlet::record, manager) == "[]");
    CHECK(shownDocumentsJson("[1,{\"kind\":\"gas-bill\"}]", Outlet::file, agent) == "[{\"kind\":\"gas-bill\"}]");
}

TEST_CASE("A verdict that is shown elsewhere names neither the restricted document nor the change of name, and comes to the same")
{
    const auto documents = guardedSet();
    const auto passed = policy().judge(documents, today, routeC());
    REQUIRE(passed.passed);
    auto lacking = guardedSet();
    lacking.push_back(inFormerName("uk-passport"));
    lacking.erase(lacking.begin() + 4); // the deed poll
    lacking.push_back(lacking[3]);      // the restricted document twice
    for (const auto& [set, verdict] : {std::pair{documents, passed}, {lacking, policy().judge(lacking, today, routeC())}}) {
        const auto shown = shownVerdict(verdict, Outlet::file, agent);
        CHECK(shown.verdict.passed == verdict.passed);
        CHECK(shown.verdict.title == verdict.title);
        CHECK(shown.verdict.missing == verdict.missing);
        REQUIRE(shown.places.size() == shown.verdict.documents.size());
        for (const auto place : shown.places) CHECK_FALSE(set[place].restricted);
        const auto text = everythingIn(shown.verdict);
        for (const auto* word : {"former", "change of name", "restricted", "Restricted", "N6"}) {
            INFO(word << " in " << text);
            CHECK_FALSE(holds(text, word));
        }
        for (const auto& route : shown.verdict.routes) {
            for (const auto& slot : route.slots) {
                if (slot.document) CHECK(*slot.document < shown.places.size());
            }
            CHECK(std::count_if(route.slots.begin(), route.slots.end(), [](const SlotVerdict& slot) { return !slot.filled(); }) == route.missing);
        }
        std::vector<EvidenceDocument> left;
        for (const auto place : shown.places) left.push_back(set[place]);
        for (const auto& sentence : sentencesOf(shown.verdict, left, policy(), shown.places)) CHECK_FALSE(holds(sentence, "estricted identity"));
    }
    const auto whole = shownVerdict(passed, Outlet::record, manager);
    CHECK(whole.verdict.documents.size() == 5);
    CHECK(whole.verdict.documents[4].words == "Counts: change of name");
}

TEST_CASE("Nobody is asked for a restricted document, and none is named in a sentence")
{
    for (const auto& set : {std::vector<EvidenceDocument>{}, {good("gas-bill"), good("bank-statement"), good("birth-certificate")}}) {
        const auto verdict = policy().judge(set, today, routeC());
        for (const auto& advice : verdict.advice) CHECK(advice.kind != restrictedKind);
        for (const auto& rule : verdict.failedRules) CHECK_FALSE(holds(rule.remedy, "estricted"));
    }
    const std::vector<EvidenceDocument> twice{good(std::string(restrictedKind), "1"), good(std::string(restrictedKind), "2"), good("birth-certificate"), good("gas-bill")};
    for (const auto& row : policy().judge(twice, today, routeC()).documents) CHECK_FALSE(holds(row.reason, "restricted"));
}

TEST_CASE("Numbers are shown by their endings")
{
    CHECK(maskedNumber("533914417") == "ends in 4417");
    CHECK(maskedNumber("4417") == "ends in 4417");
    CHECK(maskedNumber(" - ") == "no number");
}
