#include "EvidenceSupport.h"

#include <catch2/catch.hpp>

#include <algorithm>
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
