#include "EvidenceSupport.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace evidencetest;

namespace {

std::vector<EvidenceDocument> picture()
{
    std::vector<EvidenceDocument> documents{until("uk-passport", "2031-06-09"), from("gas-bill", "Severn & Wye Energy"),
                                            from("electricity-bill", "Severn & Wye Energy"), good("p60")};
    documents[1].dated = day("2026-10-02");
    documents[2].dated = day("2026-11-03");
    return documents;
}

} // namespace

TEST_CASE("The design's picture of a set that does not pass is told word for word")
{
    const auto verdict = policy().judge(picture(), today);
    CHECK_FALSE(verdict.passed);
    CHECK(verdict.title == "Not enough yet: one proof missing");
    CHECK(verdict.missing == 1);
    CHECK(verdict.documents[0].words == "Counts: photo");
    CHECK(verdict.documents[1].words == "Counts: address");
    CHECK(verdict.documents[2].words == "Does not count");
    CHECK(verdict.documents[2].reason == "Same supplier as the gas bill. Two proofs must come from two suppliers.");
    CHECK(verdict.documents[3].reason == "A P60 is not a proof of address. A notice of coding from HMRC is.");

    REQUIRE(verdict.routes.size() == 2);
    CHECK(verdict.routes[0].slots[0].document == 0U);
    CHECK_FALSE(verdict.routes[0].slots[1].filled());
    CHECK(verdict.routes[0].slots[2].document == 1U);
    CHECK(verdict.routes[1].slots[1].document == 1U);
    CHECK_FALSE(verdict.routes[1].slots[2].filled());
    CHECK(verdict.routes[1].slots[2].word == "address");

    REQUIRE(verdict.advice.size() > 4);
    CHECK(verdict.advice[0].title == "Photocard driving licence");
    CHECK(verdict.advice[0].words == "Most people carry it. Fills the first row.");
    CHECK(verdict.advice[0].completes);
    CHECK(verdict.advice[1].title == "Council tax bill");
    CHECK(verdict.advice[1].limits == "Dated 23 November 2025 or later.");
    CHECK(verdict.advice[1].datedFrom == day("2025-11-23"));
    CHECK(verdict.advice[2].title == "Bank statement on paper");
    CHECK(verdict.advice[2].limits == "Dated 23 May 2026 or later.");
    CHECK(verdict.advice[3].title == "Water bill");
    CHECK(verdict.advice[3].limits == "Dated 23 May 2026 or later, another supplier.");
    for (const auto& one : verdict.advice) CHECK(one.kind != "uk-passport");

    REQUIRE(verdict.checks.size() == 5);
    for (const auto& check : verdict.checks) {
        INFO(check.words);
        CHECK(check.holds);
    }
}

TEST_CASE("Reasons hold the arithmetic of dates")
{
    const auto reason = [](const EvidenceDocument& document) {
        return policy().judge(std::vector<EvidenceDocument>{document}, today).documents[0].reason;
    };
    CHECK(reason(dated("gas-bill", "2026-03-02")) == "Too old by 82 days. 23 May 2026 or later.");
    CHECK(reason(dated("gas-bill", "2026-05-22")) == "Too old by 1 day. 23 May 2026 or later.");
    CHECK(reason(dated("council-tax-bill", "2025-11-13")) == "Too old by 10 days. 23 November 2025 or later.");
    CHECK(reason(until("photocard-licence", "2026-11-13")) == "Expired 10 days ago, on 13 November 2026. It must be in date.");
    CHECK(reason(until("uk-passport", "2026-05-13")) ==
          "Expired on 13 May 2026. It still counted for 6 months, until 13 November 2026: 10 days ago.");
}

TEST_CASE("A refusal carries title, rules, remedies and the policy, and no document's number")
{
    auto documents = picture();
    documents[0].numberEnding = "4417";
    const auto failure = policy().judge(documents, today).failure();
    CHECK(failure.kind == FailureKind::refused);
    CHECK(failure.code == "EVIDENCE-NOT-ENOUGH");
    CHECK(failure.cause == "Not enough yet: one proof missing.");
    CHECK_THAT(failure.detail, Catch::Contains("proofs-missing: Add one proof with a photo, or one proof of address. Quickest: photocard driving licence."));
    CHECK_THAT(failure.detail, Catch::Contains("same-issuer (document 3): Same supplier"));
    CHECK_THAT(failure.detail, Catch::Contains("[policy evidence 2]"));
    CHECK_THAT(failure.detail, !Catch::Contains("4417"));
}

TEST_CASE("Without a document the remedy names both routes")
{
    const auto verdict = policy().judge({}, today);
    CHECK(verdict.title == "Not enough yet: three proofs missing");
    REQUIRE_FALSE(verdict.failedRules.empty());
    CHECK_THAT(verdict.failedRules[0].remedy, Catch::StartsWith("Add one proof of address and two proofs with a photo, or two proofs of address and one proof with a photo."));
    for (const auto& check : verdict.checks) CHECK_FALSE(check.holds);
    for (const auto& one : verdict.advice) CHECK_FALSE(one.completes);
}

TEST_CASE("Each piece of advice that completes does complete")
{
    const auto verdict = policy().judge(picture(), today);
    for (const auto& advice : verdict.advice) {
        INFO(advice.kind);
        auto documents = picture();
        auto more = good(advice.kind);
        if (advice.datedFrom) more.dated = *advice.datedFrom;
        documents.push_back(more);
        CHECK(policy().judge(documents, today).passed == advice.completes);
        if (!advice.datedFrom) continue;
        documents.back().dated = plusDays(*advice.datedFrom, -1);
        CHECK_FALSE(policy().judge(documents, today).passed);
    }
}

TEST_CASE("Of a document's number only the ending is kept")
{
    CHECK(numberEndingOf("533914417") == "4417");
    CHECK(numberEndingOf("PEMBE 908141 C99QD") == "99QD");
    CHECK(numberEndingOf("0-12-34") == "1234");
    CHECK(numberEndingOf("7") == "7");
        CHECK(numberEndingOf(" -- ") == "");
    CHECK(numberEndingOf(numberEndingOf("533914417")) == "4417");
}
