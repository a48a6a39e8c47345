#include "EvidenceSupport.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

using namespace cardwright;
using namespace evidencetest;

namespace {

/// A document that may be good, or wrong in one or two ways.
EvidenceDocument any(std::mt19937& random)
{
    const auto upTo = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    const auto kinds = policy().kinds();
    auto document = good(kinds[random() % kinds.size()].code, std::to_string(1000 + upTo(3)));
    document.issuer = "Sender " + std::to_string(upTo(3));
    document.dated = plusDays(today, -upTo(400));
    document.expires = plusDays(today, 300 - upTo(500));
    if (upTo(10) == 0) document.originalSeen = false;
    if (upTo(10) == 0) document.nameAgrees = false;
    if (upTo(4) == 0) document.birthDateSeen = false;
    if (upTo(6) == 0) document.addressAgrees = false;
    if (upTo(4) == 0) document.numberEnding.clear();
    if (upTo(8) == 0) document.dated.reset();
    return document;
}

std::vector<EvidenceDocument> anySet(std::mt19937& random, std::size_t most)
{
    std::vector<EvidenceDocument> documents;
    for (std::size_t count = random() % (most + 1); count > 0; --count) documents.push_back(any(random));
    return documents;
}

/// What the verdict says of each document, whatever place it stood in.
std::vector<std::string> said(const std::vector<EvidenceDocument>& documents, const EvidenceVerdict& verdict)
{
    std::vector<std::string> lines{verdict.title, verdict.route};
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto& d = documents[i];
        lines.push_back(d.kind + '|' + d.numberEnding + '|' + d.issuer + '|' + (d.dated ? formatDate(*d.dated) : "") + '|' +
                        (d.expires ? formatDate(*d.expires) : "") + '|' + std::to_string(d.originalSeen) + std::to_string(d.nameAgrees) +
                        std::to_string(d.birthDateSeen) + std::to_string(d.addressAgrees) + "->" + verdict.documents[i].words + '|' +
                        verdict.documents[i].rule + '|' + verdict.documents[i].reason);
    }
    std::sort(lines.begin() + 2, lines.end());
    return lines;
}

} // namespace

TEST_CASE("The order of the documents never matters")
{
    std::mt19937 random(20261123);
    int passes = 0;
    for (int round = 0; round < 450; ++round) {
        auto documents = anySet(random, 6);
        const auto verdict = policy().judge(documents, today);
        passes += verdict.passed ? 1 : 0;
        const auto first = said(documents, verdict);
        for (int turn = 0; turn < 3; ++turn) {
            std::shuffle(documents.begin(), documents.end(), random);
            const auto again = policy().judge(documents, today);
            REQUIRE(said(documents, again) == first);
            REQUIRE(again.advice.size() == verdict.advice.size());
        }
    }
    CHECK(passes > 5);
}

TEST_CASE("One document more never turns a pass into a failure")
{
    std::mt19937 random(417);
    int passes = 0;
    for (int round = 0; round < 1200; ++round) {
        auto documents = anySet(random, 7);
        if (!policy().judge(documents, today).passed) continue;
        ++passes;
        for (int more = 0; more < 4; ++more) {
            documents.insert(documents.begin() + static_cast<std::ptrdiff_t>(random() % (documents.size() + 1)), any(random));
            REQUIRE(policy().judge(documents, today).passed);
        }
    }
    CHECK(passes > 20);
}

TEST_CASE("A pass rests on documents that each count once and clash with none")
{
    std::mt19937 random(93);
    int passes = 0;
    for (int round = 0; round < 1200; ++round) {
        const auto documents = anySet(random, 7);
        const auto verdict = policy().judge(documents, today);
        if (!verdict.passed) continue;
        ++passes;
        const auto route = std::find_if(verdict.routes.begin(), verdict.routes.end(), [&](const auto& one) { return one.id == verdict.route; });
        REQUIRE(route != verdict.routes.end());
        std::set<std::size_t> used;
        std::set<std::string> addressSenders;
        bool birthDate = false;
        bool number = false;
        for (const auto& slot : route->slots) {
            REQUIRE(slot.filled());
            REQUIRE(used.insert(*slot.document).second);
            const auto& document = documents[*slot.document];
            REQUIRE(document.originalSeen);
            REQUIRE(document.nameAgrees);
            const auto& kind = *policy().kind(document.kind);
            REQUIRE(kind.countsIn(slot.group));
            birthDate |= document.birthDateSeen;
            number |= !document.numberEnding.empty();
            if (slot.group != "A") continue;
            REQUIRE(document.addressAgrees);
            const auto sender = kind.issuerWord.empty() ? kind.issuer : document.issuer;
            REQUIRE(addressSenders.insert(sender).second);
        }
        REQUIRE(birthDate);
        REQUIRE(number);
    }
    CHECK(passes > 20);
}

TEST_CASE("For every kind with a limit the last day passes and one day more does not")
{
    for (const auto& kind : policy().kinds()) {
        for (const auto& use : kind.uses) {
            INFO(kind.code << " as " << use.group);
            // Beside it two that fill the other group: it alone decides.
            std::vector<EvidenceDocument> set;
            EvidenceAnswers answers;
            if (use.group == "N") {
                answers = routeC();
                const auto* other = kind.code == "gas-bill" ? "water-bill" : "gas-bill";
                set = {good(other), good("bank-statement"), good("adoption-certificate")};
            } else for (const auto* code : {"residence-permit", "pass-card", "forces-card", "gas-bill", "bank-statement", "mortgage-statement"}) {
                if (code != kind.code && policy().kind(code)->uses[0].group != use.group && set.size() < 2) set.push_back(good(code));
            }
            auto document = good(kind.code);
            if (use.maxAgeMonths > 0) {
                document.dated = earliestAccepted(today, use.maxAgeMonths);
                set.push_back(document);
                CHECK(policy().judge(set, today, answers).passed);
                set.back().dated = plusDays(*document.dated, -1);
                CHECK_FALSE(policy().judge(set, today, answers).passed);
            } else if (use.mustBeInDate) {
                document.expires = use.expiredGraceMonths > 0 ? earliestAccepted(today, use.expiredGraceMonths) : today;
                set.push_back(document);
                CHECK(policy().judge(set, today, answers).passed);
                set.back().expires = plusDays(*document.expires, -1);
                CHECK_FALSE(policy().judge(set, today, answers).passed);
            }
        }
    }
}

namespace {

/// Documents and answers of every way: former names, cameras, refusals, route C and the employer's check.
EvidenceDocument anyOfAll(std::mt19937& random)
{
    auto document = any(random);
    const auto one = [&](unsigned in) { return random() % in == 0; };
    if (one(8)) {
        document.formerName = true;
        document.nameAgrees = policy().kind(document.kind)->linksNames;
    }
    if (policy().kind(document.kind)->linksNames && one(2)) document.formerName = true;
    if (one(12)) document.refusedFor = "illegible";
    if (one(15)) document.seenOnCamera = true;
    return document;
}

EvidenceAnswers anyAnswers(std::mt19937& random)
{
    EvidenceAnswers answers;
    if (random() % 2 == 0) answers = routeC();
    if (random() % 4 == 0) answers.approvals.clear();
    if (random() % 6 == 0) {
        answers.ticks.insert("employer-check");
        answers.dates["employer-check-on"] = plusMonths(today, -30);
        answers.choices["employer-check-source"] = "electronic staff record";
    }
    return answers;
}

} // namespace

TEST_CASE("By every way to pass: one document more never fails a set, and order never matters")
{
    std::mt19937 random(20270228);
    std::map<std::string, int> passes;
    for (int round = 0; round < 700; ++round) {
        std::vector<EvidenceDocument> documents;
        for (std::size_t count = random() % 8; count > 0; --count) documents.push_back(anyOfAll(random));
        // Some without a photo and with the better part of what route C asks for.
        if (random() % 3 == 0) {
            std::erase_if(documents, [](const auto& one) { return policy().kind(one.kind)->countsIn("P"); });
            for (const auto* kind : {"gas-bill", "bank-statement", "birth-certificate", "deed-poll"}) {
                if (random() % 8 != 0) documents.push_back(good(kind));
            }
        }
        const auto answers = anyAnswers(random);
        const auto verdict = policy().judge(documents, today, answers);
        if (!verdict.passed) continue;
        ++passes[verdict.route];
        const auto first = said(documents, verdict);
        for (int more = 0; more < 3; ++more) {
            std::shuffle(documents.begin(), documents.end(), random);
            REQUIRE(said(documents, policy().judge(documents, today, answers)) == first);
        }
        for (int more = 0; more < 3; ++more) {
            documents.insert(documents.begin() + static_cast<std::ptrdiff_t>(random() % (documents.size() + 1)), anyOfAll(random));
            REQUIRE(policy().judge(documents, today, answers).passed);
        }
    }
    for (const auto* route : {"A", "B", "C", "R"}) {
        INFO(route);
        CHECK(passes[route] >= 3);
    }
}

TEST_CASE("A day past the limit fails on every day of the calendar, leap days included")
{
    std::mt19937 random(29);
    std::vector<Date> days;
    for (const auto* text : {"2024-02-29", "2028-02-29", "2027-02-28", "2027-03-01", "2026-08-31", "2026-12-31", "2027-01-01", "2100-02-28"}) days.push_back(day(text));
    for (int more = 0; more < 16; ++more) days.push_back(plusDays(day("2024-01-01"), static_cast<int>(random() % 3000)));
    for (const auto on : days) {
        for (const auto& kind : policy().kinds()) {
            for (const auto& use : kind.uses) {
                auto document = good(kind.code);
                document.dated = on;
                document.expires = on;
                for (auto& [id, date] : document.conditionDates) date = on;
                const auto rule = [&] { return policy().judge(std::vector<EvidenceDocument>{document}, on).documents[0].rule; };
                CAPTURE(kind.code, use.group, formatDate(on));
                REQUIRE_THAT(rule(), !Catch::Contains("old") && !Catch::Contains("expired"));
                if (use.maxAgeMonths > 0) {
                    document.dated = earliestAccepted(on, use.maxAgeMonths);
                    REQUIRE(rule() != "too-old");
                    document.dated = plusDays(*document.dated, -1);
                    REQUIRE(rule() == "too-old");
                } else if (use.mustBeInDate) {
                    document.expires = use.expiredGraceMonths > 0 ? earliestAccepted(on, use.expiredGraceMonths) : on;
                    REQUIRE(rule() != "expired");
                    document.expires = plusDays(*document.expires, -1);
                    REQUIRE(rule() == "expired");
                }
            }
        }
    }
}
