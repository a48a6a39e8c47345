// Two desks' hands in one job: what the others are told, and whose keys count.
#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

const std::string number = "555001000000";

struct TwoHands : Site {
    TwoHands()
    {
        signIn();
        REQUIRE(verdictOn(desk.holder(number)) == "accepted");
        REQUIRE(verdictOn(other.signIn(agent)) == "accepted");
    }
    /// card.opened, with the plan where this desk is the one that makes it.
    JournalEntry opened(Desk& by, const Guid& which, const std::string& act = "issue", bool withPlan = true)
    {
        json payload{{"card", card.text()}, {"job", which.text()}, {"act", act}, {"generation", 1}, {"siteKeyVersion", 1}, {"locked", false}};
        if (withPlan) {
            payload["atr"] = "3b00";
            payload["plan"] = plan;
        }
        return by.about(number, EntryKind::cardOpened, std::move(payload));
    }
    JournalEntry closed(Desk& by, const Guid& which, EntryKind kind = EntryKind::cardIssued)
    {
        json payload{{"card", card.text()}, {"job", which.text()}, {"locked", false}, {"slots", {"9A"}}, {"deferred", json::array()}, {"receipt", json::object()}};
        if (kind == EntryKind::cardRenewed) payload["superseded"] = json::array();
        return by.about(number, kind, std::move(payload));
    }
    JournalEntry asked(Desk& by, const Guid& request)
    {
        keys.push_back(PrivateKey::generate(KeyAlgorithm::ecP256));
        return by.request(number, card, request, keys.back());
    }
    json jobs(Desk& to) { return deliveriesOf("card", to).back().at("jobs"); }
    json slots(Desk& to) { return deliveriesOf("card", to).back().at("slots"); }
    /// Some time goes by between two desks' acts.
    void later() { clock.now += 60'000; }

    Desk other = addDesk();
    Guid card = Guid::random(random);
    Guid job = Guid::random(random);
    json plan{{"card", card.text()}, {"objects", json::array()}};
    std::vector<PrivateKey> keys;
};

} // namespace

TEST_CASE("The plan of what was begun goes to the other desks with the beginning, and to a desk that comes later; not with every word about the card")
{
    TwoHands site;
    REQUIRE(site.verdictOn(site.opened(site.desk, site.job)) == "accepted");
    auto jobs = site.jobs(site.other);
    REQUIRE(jobs.size() == 1);
    CHECK(jobs[0].at("job") == site.job.text());
    CHECK(jobs[0].at("act") == "issue");
    CHECK(jobs[0].at("open") == true);
    CHECK(jobs[0].at("takenUp") == false);
    CHECK(jobs[0].at("atr") == "3b00");
    CHECK(jobs[0].at("plan") == site.plan);

    REQUIRE(site.verdictOn(site.closed(site.desk, site.job)) == "accepted");
    jobs = site.jobs(site.other);
    CHECK(jobs[0].at("open") == false);
    CHECK_FALSE(jobs[0].contains("plan"));

    const auto renewal = site.desk.guid();
    REQUIRE(site.verdictOn(site.opened(site.desk, renewal, "renew")) == "accepted");
    CHECK(site.deliveriesOf("card", site.other).back().at("state") == "issued"); // a renewal does not make it a card that is being made
    CHECK(site.jobs(site.other)[1].at("plan") == site.plan);
    Desk late = site.addDesk();
    CHECK(site.jobs(late)[0].at("plan") == site.plan);
    CHECK(site.verdictOn(site.opened(site.desk, site.desk.guid(), "burn")) == "payload-malformed");
}

TEST_CASE("No plan leaves the centre where holders' records stay there: printed information is part of it")
{
    TwoHands site;
    auto policy = json::parse([&] {
        for (const auto& one : site.enrolment.policies) {
            if (one.name == "offline") return one.body;
        }
        return std::string();
    }());
    policy["version"] = 2;
    policy["holdersOfOtherDesks"] = false;
    site.centre->publishPolicy("offline", policy.dump());
    REQUIRE(site.verdictOn(site.opened(site.desk, site.job)) == "accepted");
    CHECK(site.jobs(site.other).size() == 1);
    CHECK_FALSE(site.jobs(site.other)[0].contains("plan"));
}

TEST_CASE("A card that one desk began and another finished: the first one hears of it, and what it asked for ends")
{
    TwoHands site;
    const auto before = site.desk.guid();
    const auto after = site.desk.guid();
    REQUIRE(site.verdictOn(site.opened(site.desk, site.job)) == "accepted");
    REQUIRE(site.verdictOn(site.asked(site.desk, before)) == "accepted");
    site.later();
    REQUIRE(site.verdictOn(site.opened(site.other, site.job, "issue", false)) == "accepted");
    CHECK(site.jobs(site.desk)[0].at("takenUp") == true);
    CHECK(site.jobs(site.desk)[0].at("open") == true);
    REQUIRE(site.verdictOn(site.asked(site.other, after)) == "accepted");
    REQUIRE(site.verdictOn(site.closed(site.other, site.job)) == "accepted");
    CHECK(site.jobs(site.desk)[0].at("open") == false);
    CHECK(site.deliveriesOf("card", site.desk).back().at("state") == "issued");
    REQUIRE(site.slots(site.desk).size() == 1);
    CHECK(site.slots(site.desk)[0].at("request") == after.text());
    CHECK(site.deliveriesOf("revocation").back().at("certificates").size() == 1); // of the key that is gone
}

TEST_CASE("What a desk sends late about a card that another one finished later changes nothing, and asks for nothing")
{
    TwoHands site;
    const auto own = site.desk.guid();
    const auto late = site.desk.guid();
    REQUIRE(site.verdictOn(site.opened(site.desk, site.job)) == "accepted");
    // Made now, and under way for long: the line was down.
    const auto asked = site.asked(site.desk, late);
    const auto finished = GENERATE(EntryKind::cardIssued, EntryKind::cardAbandoned);
    auto closing = finished == EntryKind::cardIssued
                       ? site.closed(site.desk, site.job)
                       : site.desk.about(number, finished, {{"card", site.card.text()}, {"job", site.job.text()}, {"reason", "never-written"}});
    site.later();
    REQUIRE(site.verdictOn(site.opened(site.other, site.job, "issue", false)) == "accepted");
    REQUIRE(site.verdictOn(site.asked(site.other, own)) == "accepted");
    REQUIRE(site.verdictOn(site.closed(site.other, site.job)) == "accepted");
    site.later();
    REQUIRE(site.verdictOn(asked) == "accepted");
    CHECK(site.deliveriesOf("certificate").empty()); // nobody certifies a key that is gone
    REQUIRE(site.verdictOn(closing) == "accepted");
    const auto told = site.deliveriesOf("card", site.other).back();
    CHECK(told.at("state") == "issued");
    REQUIRE(told.at("slots").size() == 1);
    CHECK(told.at("slots")[0].at("request") == own.text());
}

TEST_CASE("A renewal that was cut at one desk is over with one that was done at another; a card that ends takes its jobs along")
{
    TwoHands site;
    REQUIRE(site.verdictOn(site.opened(site.desk, site.job)) == "accepted");
    REQUIRE(site.verdictOn(site.closed(site.desk, site.job)) == "accepted");
    const auto cut = site.desk.guid();
    const auto done = site.desk.guid();
    REQUIRE(site.verdictOn(site.opened(site.desk, cut, "renew")) == "accepted");
    site.later();
    REQUIRE(site.verdictOn(site.opened(site.other, done, "renew")) == "accepted");
    REQUIRE(site.verdictOn(site.closed(site.other, done, EntryKind::cardRenewed)) == "accepted");
    for (const auto& job : site.jobs(site.desk)) CHECK(job.at("open") == false);

    const auto another = site.desk.guid();
    REQUIRE(site.verdictOn(site.opened(site.desk, another, "rotate")) == "accepted");
    auto draft = entryAbout(UserNumber::parse(number).value(), EntryKind::cardCancelled, {{"card", site.card.text()}, {"reason", "lost"}}, site.random);
    REQUIRE(site.verdictOn(site.other.steppedUp(std::move(draft), site.agent)) == "accepted");
    for (const auto& job : site.jobs(site.desk)) CHECK(job.at("open") == false);
}
