#include "core/store/Statement.h"
#include "tests/unit/central/TestCentre.h"

#include <algorithm>

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// A site with three people on record and its agent signed in.
class People : public Site {
public:
    People()
    {
        signIn();
        REQUIRE(verdictOn(desk.holder("555001000000", "Siân", "O’Neill", "1984-02-29")) == "accepted");
        REQUIRE(verdictOn(desk.holder("555001000001", "Callum", "Pemberton-Roy")) == "accepted");
        auto elsewhere = entryAbout(UserNumber::parse("555001000002").value(), EntryKind::holderCreated,
                                    {{"legalName", "Carla Elsewhere"}, {"givenName", "Carla"}, {"familyName", "Elsewhere"}, {"dateOfBirth", "1990-01-01"},
                                     {"nameOnCard", "Carla"}, {"odsCode", "XYZ99"}, {"jobTitle", "Nurse"}},
                                    random);
        REQUIRE(verdictOn(desk.make(elsewhere, desk.author)) == "accepted");
    }
    central::EnrolledWorkstation self() { return *centre->workstationBy(desk.tlsCertificate->fingerprint()); }
    json search(const std::string& query) { return json::parse(centre->reads().search(self(), desk.call("/v1/holders?" + query))); }
    std::string refusal(const central::SignedCall& call)
    {
        return problemOf([&] { centre->reads().search(self(), call); });
    }
    std::string lastOutcome()
    {
        auto query = centre->database().prepare("SELECT outcome FROM read_log ORDER BY number DESC LIMIT 1");
        REQUIRE(query.step());
        return query.text(0);
    }
};

} // namespace

TEST_CASE("A signed search finds people of this organisation, by number, name or both names and birth date")
{
    People site;
    CHECK(site.search("number=555001000001").at("holders").at(0).at("familyName") == "Pemberton-Roy");
    CHECK(site.search("name=pember").at("holders").size() == 1);
    CHECK(site.search("name=Call").at("holders").size() == 1);
    CHECK(site.search("name=O%E2%80%99Neill").at("holders").size() == 1);
    CHECK(site.search("name=sian&born=1984-02-29").at("holders").size() == 1);
    CHECK(site.search("name=sian&born=1984-02-28").at("holders").empty());
    CHECK(site.search("name=Carla").at("holders").empty()); // somebody else's
    CHECK(site.search("name=%25%25").at("holders").empty()); // a wildcard is a character
    CHECK(site.search("name=Pem&limit=1").at("more") == false);
    CHECK(site.lastOutcome() == "answered");
    for (const char* query : {"", "name=a", "born=1990-01-01", "number=12", "limit=0&name=ab", "limit=51&name=ab", "colour=blue", "name=%2"}) {
        CHECK(site.refusal(site.desk.call("/v1/holders?" + std::string(query))) == "request-unreadable");
    }
    CHECK(site.lastOutcome() == "request-unreadable");
}

TEST_CASE("A record and a portrait are read within the organisation only")
{
    People site;
    const auto view = [&](const std::string& number) {
        return json::parse(site.centre->reads().holder(site.self(), site.desk.call("/v1/holders/" + number), number));
    };
    site.sendOne(site.desk.card("555001000000", site.desk.guid()));
    CHECK(view("555001000000").at("cards").at(0).at("state") == "opened");
    CHECK(problemOf([&] { view("555001000002"); }) == "holder-unknown");
    CHECK(problemOf([&] { view("555009999999"); }) == "holder-unknown");
    const auto portrait = [&] {
        return site.centre->reads().portrait(site.self(), site.desk.call("/v1/portraits/" + toHex(site.desk.portrait)), site.desk.portrait);
    };
    site.centre->storePortrait(site.desk.log, site.desk.portrait, site.desk.sealedPortrait());
    CHECK(problemOf(portrait) == "not-found"); // nobody's yet
    site.sendOne(site.desk.about("555001000000", EntryKind::portraitAccepted, {{"photoReference", toHex(site.desk.portrait)}}));
    CHECK(portrait() == site.desk.jpeg);
}

TEST_CASE("A read needs a live session's signature over this very call, once")
{
    People site;
    const std::string target = "/v1/holders?name=Pem";
    auto call = site.desk.call(target);
    SECTION("none at all") { CHECK(site.refusal({"GET", target, {}, {}, {}}) == "signature-missing"); }
    SECTION("half of one")
    {
        call.signature = call.signature.substr(0, call.signature.find(";signature"));
        CHECK(site.refusal(call) == "signature-missing");
    }
    SECTION("another address")
    {
        call.target = "/v1/holders?name=Call";
        CHECK(site.refusal(call) == "signature-wrong");
    }
    SECTION("another body")
    {
        call.body = "x";
        CHECK(site.refusal(call) == "signature-wrong");
    }
    SECTION("twice, also after a restart")
    {
        CHECK(site.refusal(call) == "none");
        CHECK(site.refusal(call) == "nonce-used");
        site.open();
        CHECK(site.refusal(call) == "nonce-used");
    }
    SECTION("too old, or of the future")
    {
        site.clock.now += 5 * 60 * 1000 + 1;
        CHECK(site.refusal(call) == "signature-stale");
        call = site.desk.call(target);
        site.clock.now -= 5 * 60 * 1000 + 1;
        CHECK(site.refusal(call) == "signature-stale");
    }
    SECTION("the session is over")
    {
        site.clock.now += 10 * hours;
        CHECK(site.refusal(site.desk.call(target)) == "session-expired");
    }
    SECTION("a session of another desk")
    {
        Desk other = site.addDesk();
        REQUIRE(site.verdictOn(other.signIn(site.agent)) == "accepted");
        CHECK(site.refusal(other.call(target)) == "session-not-delegated");
    }
    SECTION("an agent who may no longer")
    {
        site.centre->deactivateAgent(site.agent.certificate->fingerprint());
        CHECK(site.refusal(call) == "agent-inactive");
    }
    SECTION("a role that may not find people")
    {
        site.centre->publishPolicy("roles", [&] {
            const auto& all = site.enrolment.policies;
            const auto roles = std::find_if(all.begin(), all.end(), [](const auto& one) { return json::parse(one.body).at("id") == "roles"; });
            REQUIRE(roles != all.end());
            auto policy = json::parse(roles->body);
            policy["version"] = policy.at("version").get<int>() + 1;
            for (auto& role : policy.at("roles")) {
                if (role.at("id") == "agent") role.at("grants").erase("holder.find");
            }
            return policy.dump();
        }());
        site.centre->setAgentRole(site.agent.certificate->fingerprint(), "agent");
        CHECK(site.refusal(call) == "role-not-allowed");
    }
    if (site.lastOutcome() == "begun") FAIL("a read that was refused is in the log with its problem");
}

TEST_CASE("A session that asks too often waits, and is told how long")
{
    People site;
    int answered = 0;
    std::optional<central::Problem> problem;
    while (!problem && answered < 1000) {
        try {
            site.search("name=Pem");
            ++answered;
        } catch (const central::ProblemError& error) {
            problem = error.problem();
        }
    }
    REQUIRE(problem.has_value());
    CHECK(problem->name == "rate-limited");
    CHECK(problem->retryAfter > 0);
    CHECK(answered == 60);
    site.clock.now += problem->retryAfter * 1000;
    CHECK_NOTHROW(site.search("name=Pem"));
}
