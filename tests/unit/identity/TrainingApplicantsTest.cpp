#include "core/identity/EvidencePolicy.h"
#include "core/identity/PhotoReference.h"
#include "core/identity/TrainingApplicants.h"
#include "core/portrait/FaceFinder.h"

#include <catch2/catch.hpp>

#include <cmath>

#include <algorithm>
#include <set>

using namespace cardwright;

TEST_CASE("Relative dates are made absolute")
{
    const Date today = *parseDate("2026-11-21");
    const auto text = [&](const char* relative) {
        const auto date = relativeDate(relative, today);
        return date ? formatDate(*date) : std::string("none");
    };
    CHECK(text("today") == "2026-11-21");
    CHECK(text("today-40d") == "2026-10-12");
    CHECK(text("today+5y") == "2031-11-21");
    CHECK(text("today-6m") == "2026-05-21");
    CHECK(text("2026-01-02") == "2026-01-02");
    for (const auto* bad : {"", "today-", "today-d", "today-6", "today-6w", "today 6d", "today--6d", "tomorrow", "today-99999999d"}) {
        INFO(bad);
        CHECK(text(bad) == "none");
    }
}

TEST_CASE("Training people pass or fail as they say, whatever the day")
{
    const auto policy = EvidencePolicy::shipped();
    for (const auto* text : {"2026-11-21", "2027-02-28", "2028-02-29", "2026-08-31", "2031-12-31"}) {
        INFO(text);
        const Date today = *parseDate(text);
        const auto applicants = trainingApplicants(today);
        CHECK(std::count_if(applicants.begin(), applicants.end(), [](const auto& one) { return one.passes; }) == 6);
        CHECK(applicants.size() >= 9);
        std::set<std::string> ids;
        for (const auto& one : applicants) {
            INFO(one.id);
            CHECK(ids.insert(one.id).second);
            CHECK(policy.judge(one.request.documents, today).passed == one.passes);
            CHECK(problemsOf(one.request.person, today, policy.ages()).empty());
            CHECK(IssueRequest::parse(one.requestJson, "").documents == one.request.documents);
            CHECK(one.request.portraitFile == one.portraitName);
            CHECK(one.requestJson.find("today") == std::string::npos);
        }
    }
}

TEST_CASE("The failing ones fail for what they are named after")
{
    const Date today = *parseDate("2026-11-21");
    const auto policy = EvidencePolicy::shipped();
    for (const auto& one : trainingApplicants(today)) {
        if (one.passes) continue;
        INFO(one.id);
        const auto verdict = policy.judge(one.request.documents, today);
        CHECK(verdict.missing == 1);
        CHECK_FALSE(verdict.advice.empty());
        if (one.id == "two-documents") CHECK(one.request.documents.size() == 2);
        if (one.id == "short-of-address" || one.id == "three-with-photo") {
            CHECK_THAT(verdict.failedRules.at(0).remedy, Catch::StartsWith("Add one proof of address."));
        }
    }
}

TEST_CASE("Every training portrait is accepted, small, and shows one face")
{
    FaceFinder finder;
    std::set<std::string> references;
    for (const auto& one : trainingApplicants(*parseDate("2026-11-21"))) {
        if (!one.passes) continue;
        INFO(one.id);
        CHECK(one.portrait.size() < 100'000);
        const auto file = PortraitFile::fromBytes(toBytes(one.portrait));
        const auto portrait = file.accept();
        CHECK(portrait.jpeg.size() <= Portrait::aim);
        const auto report = finder.look(portrait);
        CHECK(report.exactlyOne());
        CHECK(report.headShare > 0.45);
        CHECK(report.headShare < 0.80);
        CHECK(std::abs(report.offCentre) < 0.08);
        const auto reference = PhotoReference::of(portrait);
        CHECK(reference.hex() == toHex(sha256(portrait.jpeg)));
        CHECK(PhotoReference::fromHex(reference.hex()) == reference);
        CHECK(references.insert(reference.hex()).second);
    }
    CHECK(references.size() == 6);
    CHECK_FALSE(PhotoReference::fromHex("00"));
}
