// What desks are told of each other's cards.
#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

const std::string number = "555001000000";

/// Two desks; the first one makes a card.
struct TwoDesks : Site {
    TwoDesks()
    {
        signIn();
        REQUIRE(verdictOn(desk.holder(number)) == "accepted");
    }
    JournalEntry opened()
    {
        return desk.about(number, EntryKind::cardOpened,
                          {{"card", card.text()}, {"job", desk.guid().text()}, {"generation", 1}, {"siteKeyVersion", 1}, {"locked", false},
                           {"serial", "0102"}, {"profile", "strict"}, {"expires", "2031-11-20"}});
    }
    JournalEntry issued(const json& deferred = json::array())
    {
        return desk.about(number, EntryKind::cardIssued, {{"card", card.text()}, {"job", desk.guid().text()}, {"locked", true}, {"slots", {"9A"}},
                                                          {"deferred", deferred}, {"receipt", json::object()}});
    }
    JournalEntry act(Desk& by, EntryKind kind, json more = json::object())
    {
        more["card"] = card.text();
        return by.about(number, kind, std::move(more));
    }
    json last(Desk& to) { return deliveriesOf("card", to).back(); }
    std::size_t told(Desk& to) { return deliveriesOf("card", to).size(); }

    Desk other = addDesk();
    Guid card = Guid::random(random);
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
};

} // namespace

TEST_CASE("What one desk does to a card is told to the others: opened, certified, issued, written, unlocked, with other keys, ended")
{
    TwoDesks site;
    REQUIRE(site.verdictOn(site.opened()) == "accepted");
    auto told = site.last(site.other);
    CHECK(told.at("card") == site.card.text());
    CHECK(told.at("userNumber") == number);
    CHECK(told.at("state") == "opened");
    CHECK(told.at("siteKeyVersion") == 1);
    CHECK(told.at("serial") == "0102");
    CHECK(told.at("profile") == "strict");
    CHECK(told.at("expires") == "2031-11-20");
    CHECK(told.at("slots").empty());
    CHECK(told.at("holder").at("familyName") == "Pemberton-Roy");

    const auto request = site.desk.guid();
    REQUIRE(site.verdictOn(site.desk.request(number, site.card, request, site.key)) == "accepted");
    told = site.last(site.other);
    REQUIRE(told.at("slots").size() == 1);
    CHECK(told.at("slots")[0].at("request") == request.text());
    CHECK(told.at("slots")[0].at("publicKey") == toBase64(site.key.publicKey().der()));
    CHECK(told.at("slots")[0].contains("certificate"));
    CHECK(told.at("slots")[0].at("written") == false);

    REQUIRE(site.verdictOn(site.issued({"9A"})) == "accepted");
    told = site.last(site.other);
    CHECK(told.at("state") == "issued");
    CHECK(told.at("locked") == true);
    CHECK(told.at("slots")[0].at("written") == false);

    // The card walks over to the other desk: now the first one is told.
    CHECK(site.told(site.desk) == 0);
    REQUIRE(site.verdictOn(site.other.signIn(site.agent)) == "accepted");
    REQUIRE(site.verdictOn(site.act(site.other, EntryKind::cardTouched, {{"written", {"9A"}}})) == "accepted");
    REQUIRE(site.verdictOn(site.act(site.other, EntryKind::cardUnlocked)) == "accepted");
    REQUIRE(site.verdictOn(site.act(site.other, EntryKind::cardKeysRotated, {{"generation", 2}, {"siteKeyVersion", 1}})) == "accepted");
    CHECK(site.told(site.desk) == 3);
    told = site.last(site.desk);
    CHECK(told.at("slots")[0].at("written") == true);
    CHECK(told.at("locked") == false);
    CHECK(told.at("generation") == 2);
    // An older entry that arrives late does not take the keys back.
    REQUIRE(site.verdictOn(site.act(site.desk, EntryKind::cardKeysRotated, {{"generation", 1}, {"siteKeyVersion", 1}})) == "accepted");
    CHECK(site.last(site.other).at("generation") == 2);

    auto draft = entryAbout(UserNumber::parse(number).value(), EntryKind::cardCancelled, {{"card", site.card.text()}, {"reason", "lost"}}, site.random);
    REQUIRE(site.verdictOn(site.other.steppedUp(std::move(draft), site.agent)) == "accepted");
    CHECK(site.last(site.desk).at("state") == "cancelled");
    CHECK(site.last(site.desk).at("slots").empty());
}

TEST_CASE("A desk that comes later, or lost its store, hears of every card in use, its own among them; never of an agent's first one")
{
    TwoDesks site;
    REQUIRE(site.verdictOn(site.opened()) == "accepted");
    REQUIRE(site.verdictOn(site.desk.request(number, site.card, site.desk.guid(), site.key)) == "accepted");
    REQUIRE(site.verdictOn(site.issued()) == "accepted");
    Desk late = site.addDesk();
    REQUIRE(site.told(late) == 1);
    CHECK(site.last(late).at("card") == site.card.text());
    CHECK(site.last(late).at("slots")[0].at("written") == true);
    site.desk.log = site.centre->beginLog(site.desk.workstation, "the store was lost");
    REQUIRE(site.told(site.desk) == 1);
    CHECK(site.last(site.desk).at("card") == site.card.text());
    for (const auto& body : site.deliveriesOf("card", late)) CHECK(body.at("card") != site.agent.card.text());
}

TEST_CASE("The holder's record stays at the centre where the offline policy says so")
{
    TwoDesks site;
    auto policy = json::parse([&] {
        for (const auto& one : site.enrolment.policies) {
            if (one.name == "offline") return one.body;
        }
        return std::string();
    }());
    policy["version"] = 2;
    policy["holdersOfOtherDesks"] = false;
    site.centre->publishPolicy("offline", policy.dump());
    REQUIRE(site.verdictOn(site.opened()) == "accepted");
    CHECK_FALSE(site.last(site.other).contains("holder"));
    CHECK(site.last(site.other).at("userNumber") == number);
}
