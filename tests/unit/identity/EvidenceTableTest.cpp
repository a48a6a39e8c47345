#include "EvidenceSupport.h"

#include "core/policy/Embedded.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <map>

// The cases of data/evidence-cases.json: sets of documents with the whole verdict, in words. A row of theirs is
// "counts GROUP CLAUSE" or "STANDING RULE CLAUSE: REASON", with - for nothing.

using namespace cardwright;
using namespace evidencetest;
using nlohmann::json;

namespace {

json casesFromFile()
{
    std::ifstream file(std::string(CARDWRIGHT_SOURCE_DIR) + "/tests/unit/identity/data/evidence-cases.json");
    REQUIRE(file);
    return json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

/// A member that holds texts by name; none where it is not there. (A loop over items() of a temporary would outlive it.)
std::map<std::string, std::string> textsOf(const json& from, const char* name) { return from.value(name, std::map<std::string, std::string>()); }

void takeAway(EvidenceDocument& document, const std::string& what)
{
    if (what == "original") document.originalSeen = false;
    else if (what == "name") document.nameAgrees = false;
    else if (what == "birth") document.birthDateSeen = false;
    else if (what == "address") document.addressAgrees = false;
    else if (what == "number") document.numberEnding.clear();
    else if (what == "dated") document.dated.reset();
    else if (what == "expires") document.expires.reset();
    else REQUIRE(document.confirmed.erase(what) + document.conditionDates.erase(what) == 1);
}

/// A good document of its kind under this policy, changed as the case says.
EvidenceDocument documentFrom(const json& from, const EvidencePolicy& judging)
{
    auto document = good(from.at("kind").get<std::string>(), from.value("number", std::string()));
    judging.tickWhatItShows(document);
    if (const auto* kind = judging.kind(document.kind)) {
        for (const auto& use : kind->uses) {
            for (const auto& condition : use.conditions) {
                if (!condition.isDate) document.confirmed.insert(condition.id);
            }
        }
    }
    if (from.contains("issuer")) document.issuer = from["issuer"];
    if (from.contains("dated")) document.dated = day(from["dated"].get<std::string>().c_str());
    if (from.contains("expires")) document.expires = day(from["expires"].get<std::string>().c_str());
    for (const auto& [id, date] : textsOf(from, "conditionDates")) document.conditionDates[id] = day(date.c_str());
    document.formerName = from.value("former", false);
    document.seenOnCamera = from.value("camera", false);
    document.refusedFor = from.value("refusedFor", std::string());
    document.scores = from.value("scores", std::map<std::string, int>());
    for (const auto& what : from.value("without", std::vector<std::string>())) takeAway(document, what);
    return document;
}

EvidenceAnswers answersFrom(const json& one)
{
    EvidenceAnswers answers;
    const auto from = one.value("answers", json::object());
    answers.ticks = from.value("ticks", std::set<std::string>());
    answers.choices = from.value("choices", std::map<std::string, std::string>());
    answers.scores = from.value("scores", std::map<std::string, int>());
    for (const auto& [id, date] : textsOf(from, "dates")) answers.dates[id] = day(date.c_str());
    answers.approvals = one.value("approvals", std::set<std::string>());
    return answers;
}

EvidencePolicy policyWith(const json& patch)
{
    auto text = json::parse(embeddedText("policies/evidence.json"));
    text.update(patch);
    return EvidencePolicy::from(PolicyFile::parse(PolicyKind::evidence, text.dump()));
}

std::string orDash(const std::string& text) { return text.empty() ? "-" : text; }

std::string rowOf(const DocumentVerdict& row)
{
    if (row.standing == DocumentStanding::counts) return "counts " + orDash(row.group) + ' ' + orDash(row.clause);
    const std::string standing = row.standing == DocumentStanding::spare ? "spare " : "refused ";
    return standing + row.rule + ' ' + orDash(row.clause) + ": " + row.reason;
}

std::vector<std::string> failedOf(const EvidenceVerdict& verdict)
{
    std::vector<std::string> rules;
    for (const auto& failed : verdict.failedRules) rules.push_back(failed.rule + ": " + failed.remedy);
    return rules;
}

void judgeCase(const json& one, const EvidencePolicy& judging)
{
    INFO(one.at("section").get<std::string>() << ": " << one.at("name").get<std::string>());
    std::vector<EvidenceDocument> documents;
    for (const auto& document : one.at("documents")) documents.push_back(documentFrom(document, judging));
    const auto on = day(one.value("on", std::string("2026-11-23")).c_str());
    const auto verdict = judging.judge(documents, on, answersFrom(one));

    CHECK(verdict.title == one.at("title").get<std::string>());
    CHECK(verdict.route == one.value("route", std::string()));
    CHECK(verdict.awaits == one.value("awaits", std::string()));
    CHECK(verdict.passed == verdict.title.starts_with("Enough: "));
    CHECK(verdict.cautions.size() == one.value("cautions", std::size_t{0}));
    REQUIRE(verdict.documents.size() == one.at("rows").size());
    for (std::size_t at = 0; at < verdict.documents.size(); ++at) CHECK(rowOf(verdict.documents[at]) == one["rows"][at].get<std::string>());
    for (const auto& [at, words] : textsOf(one, "arithmetic")) CHECK(verdict.documents[std::stoul(at)].arithmetic == words);
    for (const auto& [at, words] : textsOf(one, "rowWords")) CHECK(verdict.documents[std::stoul(at)].words == words);
    for (const auto& rule : one.value("failed", std::vector<std::string>())) CHECK_THAT(failedOf(verdict), Catch::VectorContains(rule));

    // Whatever the case is about: a verdict is whole.
    CHECK(verdict.failedRules.empty() == verdict.passed);
    CHECK((verdict.passed ? verdict.missing == 0 : !verdict.failedRules.empty()));
    for (const auto& row : verdict.documents) CHECK((row.standing == DocumentStanding::counts) == row.reason.empty());
    if (!verdict.passed && verdict.missing > 0) CHECK_FALSE(verdict.advice.empty());
}

} // namespace

TEST_CASE("Every case of the table is judged and explained as the standard says")
{
    const auto all = casesFromFile();
    CHECK(all.size() >= 200);
    for (const auto& one : all) {
        if (one.contains("policy")) judgeCase(one, policyWith(one["policy"]));
        else judgeCase(one, policy());
    }
}
