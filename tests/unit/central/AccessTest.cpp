#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;

// Positions, requests and delegated lists between two desks: what the centre takes, and what it tells.

namespace {

constexpr const char* holderNumber = "555001000050";

struct TwoDesks {
    Site site;
    std::unique_ptr<Desk> away;
    TestAgent sponsor;
    TestAgent other;
    TestAgent manager;
    TestAgent clerk;

    TwoDesks()
    {
        site.signIn();
        REQUIRE(site.verdictOn(site.desk.holder(holderNumber, "Ifeoma", "Balogun", "1988-02-29")) == "accepted");
        sponsor = site.addAgent("555001000001", "Sylvia", "sponsor");
        other = site.addAgent("555001000002", "Oliver", "sponsor");
        manager = site.addAgent("555001000003", "Joan", "manager");
        clerk = site.addAgent("555001000004", "Amir", "agent");
        away = std::make_unique<Desk>(site.addDesk());
    }
    void at(Desk& desk, const TestAgent& agent) { REQUIRE(site.verdictOn(desk.signIn(agent)) == "accepted"); }
    static json nurse()
    {
        return {{"jobRole", "Nurse"}, {"area", "Community nursing"}, {"odsCode", "HVC00"}, {"activities", {"B1"}}, {"systems", {"ESR", "SystmOne"}},
                {"begins", "2026-12-01"}, {"ends", "2027-03-31"}, {"reason", "Starts on the ward"}, {"catalogue", "community-nurse"}};
    }
    JournalEntry asked(Desk& desk, const char* number = holderNumber) { return desk.about(number, EntryKind::positionRequested, nurse()); }
    JournalEntry decided(Desk& desk, EntryKind kind, const JournalEntry& request, json more = json::object())
    {
        more["position"] = request.id.text();
        if (!more.contains("reason")) more["reason"] = "As agreed";
        return desk.about(holderNumber, kind, std::move(more));
    }
    std::string verdict(const JournalEntry& entry) { return site.verdictOn(entry); }
};

} // namespace

TEST_CASE("A position asked for at one desk is approved at another, and every desk is told")
{
    TwoDesks desks;
    desks.at(desks.site.desk, desks.sponsor);
    const auto request = desks.asked(desks.site.desk);
    CHECK(desks.verdict(request) == "accepted");
    auto told = desks.site.deliveriesOf("position", *desks.away);
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("position") == request.id.text());
    CHECK(told[0].at("state") == "requested");
    CHECK(told[0].at("sponsor") == desks.sponsor.number);
    CHECK(told[0].at("holder").at("legalName") == "Ifeoma Balogun"); // who it is about comes along

    desks.at(*desks.away, desks.manager);
    CHECK(desks.verdict(desks.decided(*desks.away, EntryKind::positionApproved, request)) == "accepted");
    told = desks.site.deliveriesOf("position");
    CHECK(told.back().at("state") == "approved");
    CHECK(told.back().at("decider") == desks.manager.number);
    CHECK(told.back().at("decisionReason") == "As agreed");
}

TEST_CASE("Of two decisions the first one counts; the second is refused, and its desk hears who was first")
{
    TwoDesks desks;
    desks.at(desks.site.desk, desks.sponsor);
    const auto request = desks.asked(desks.site.desk);
    CHECK(desks.verdict(request) == "accepted");
    desks.at(*desks.away, desks.manager);
    CHECK(desks.verdict(desks.decided(*desks.away, EntryKind::positionRefused, request)) == "accepted");
    desks.at(desks.site.desk, desks.site.agent);
    const auto late = desks.decided(desks.site.desk, EntryKind::positionApproved, request);
    CHECK(desks.verdict(late) == "position-decided");
    CHECK(desks.site.deliveriesOf("position").back().at("state") == "refused");
    const auto refusals = desks.site.deliveriesOf("refusal");
    REQUIRE_FALSE(refusals.empty());
    CHECK(refusals.back().at("entry") == late.id.text());
    CHECK(desks.verdict(desks.decided(desks.site.desk, EntryKind::positionEnded, request)) == "position-decided");
}

TEST_CASE("The centre asks the rules on positions once more")
{
    TwoDesks desks;
    auto& desk = desks.site.desk;
    desks.at(desk, desks.sponsor);
    CHECK(desks.verdict(desks.asked(desk, desks.sponsor.number.c_str())) == "agent-is-subject");
    CHECK(desks.verdict(desks.asked(desk, "555001000099")) == "holder-unknown");
    const auto request = desks.asked(desk);
    CHECK(desks.verdict(request) == "accepted");
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionApproved, request)) == "role-not-allowed");
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionApproved, request, {{"assigned", true}})) == "role-not-allowed"); // on no list
    desks.at(desk, desks.other);
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionEnded, request)) == "role-not-allowed");
    desks.at(desk, desks.clerk);
    const auto own = desks.asked(desk);
    CHECK(desks.verdict(own) == "accepted");
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionApproved, own)) == "approver-is-requester");
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionApproved, own, {{"assigned", true}})) == "accepted"); // their role asks nobody
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionEnded, own, {{"ends", "2027-01-31"}})) == "role-not-allowed"); // many at once: a manager's
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionEnded, own)) == "accepted");
    auto unknown = json{{"position", desk.guid().text()}, {"reason", "?"}};
    CHECK(desks.verdict(desk.about(holderNumber, EntryKind::positionApproved, unknown)) == "position-unknown");
    auto malformed = TwoDesks::nurse();
    malformed["begins"] = "2026-02-30";
    CHECK(desks.verdict(desk.about(holderNumber, EntryKind::positionRequested, malformed)) == "payload-malformed");
}

TEST_CASE("A sponsor gives by themselves what a manager put on their list, and nothing else")
{
    TwoDesks desks;
    auto& desk = desks.site.desk;
    const auto list = [&](const TestAgent& whose) { return desk.about(whose.number, EntryKind::positionDelegated, {{"positions", {"community-nurse"}}}); };
    desks.at(desk, desks.clerk);
    const auto firstRole = desks.verdict(list(desks.sponsor));
    desks.at(desk, desks.sponsor);
    CHECK(desks.verdict(list(desks.sponsor)) == "role-not-allowed");
    desks.at(desk, desks.manager);
    CHECK(desks.verdict(list(desks.manager)) == "agent-is-subject");
    CHECK(desks.verdict(list(desks.sponsor)) == "accepted");
    CHECK(firstRole == "role-not-allowed");
    CHECK(desks.site.deliveriesOf("delegation", *desks.away).back().at("positions") == json{"community-nurse"});

    desks.at(desk, desks.sponsor);
    const auto given = desks.asked(desk);
    CHECK(desks.verdict(given) == "accepted");
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionApproved, given, {{"assigned", true}})) == "accepted");
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionEnded, given)) == "accepted");
    auto another = TwoDesks::nurse();
    another["catalogue"] = "pharmacist";
    const auto pharmacist = desk.about(holderNumber, EntryKind::positionRequested, another);
    CHECK(desks.verdict(pharmacist) == "accepted");
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionApproved, pharmacist, {{"assigned", true}})) == "role-not-allowed");
    CHECK(desks.verdict(desks.decided(desk, EntryKind::positionEnded, pharmacist)) == "accepted"); // taken back, undecided
}

TEST_CASE("A request is raised at one desk, decided at another by somebody else, and withdrawn only by whoever raised it")
{
    TwoDesks desks;
    auto& desk = desks.site.desk;
    const auto raise = [&](Desk& at) {
        return at.about(holderNumber, EntryKind::requestRaised, {{"kind", "change"}, {"fields", {{"jobTitle", "Ward sister"}}}, {"reason", "Promoted"}});
    };
    const auto decide = [&](Desk& at, const JournalEntry& request, const char* state) {
        return at.about(holderNumber, EntryKind::requestDecided, {{"request", request.id.text()}, {"state", state}, {"reason", "Seen"}});
    };
    desks.at(desk, desks.sponsor);
    const auto request = raise(desk);
    CHECK(desks.verdict(request) == "accepted");
    CHECK(desks.verdict(decide(desk, request, "approved")) == "role-not-allowed");
    CHECK(desks.site.deliveriesOf("request", *desks.away).back().at("fields") == json{{"jobTitle", "Ward sister"}});
    desks.at(*desks.away, desks.other);
    CHECK(desks.verdict(desks.away->about(holderNumber, EntryKind::requestWithdrawn, {{"request", request.id.text()}})) == "author-wrong");
    desks.at(*desks.away, desks.manager);
    CHECK(desks.verdict(decide(*desks.away, request, "approved")) == "accepted");
    CHECK(desks.verdict(decide(*desks.away, request, "refused")) == "request-decided");
    CHECK(desks.site.deliveriesOf("request").back().at("state") == "approved");
    CHECK(desks.site.deliveriesOf("request").back().at("decider") == desks.manager.number);

    desks.at(desk, desks.sponsor);
    const auto second = raise(desk);
    CHECK(desks.verdict(second) == "accepted");
    CHECK(desks.verdict(desk.about(holderNumber, EntryKind::requestWithdrawn, {{"request", second.id.text()}})) == "accepted");
    CHECK(desks.verdict(desk.about(desks.sponsor.number, EntryKind::requestRaised, {{"kind", "close"}, {"fields", {{"reason", "left"}}}, {"reason", "Me"}})) ==
          "agent-is-subject");
}

TEST_CASE("The catalogue is a manager's; a desk that comes later hears all of it")
{
    TwoDesks desks;
    auto& desk = desks.site.desk;
    const json porter{{"id", "porter"}, {"title", "Porter"}, {"jobRole", "Porter"}, {"area", "Portering"}, {"activities", json::array()},
                      {"odsCode", ""},  {"systems", {"ESR"}}, {"closed", false}};
    desks.at(desk, desks.sponsor);
    CHECK(desks.verdict(desk.plain(EntryKind::positionDefined, porter)) == "role-not-allowed");
    desks.at(desk, desks.manager);
    CHECK(desks.verdict(desk.plain(EntryKind::positionDefined, porter)) == "accepted");
    auto closed = porter;
    closed["closed"] = true;
    CHECK(desks.verdict(desk.plain(EntryKind::positionDefined, closed)) == "payload-malformed"); // who approved?
    closed["approvedBy"] = "The board";
    CHECK(desks.verdict(desk.plain(EntryKind::positionDefined, closed)) == "accepted");
    desks.at(desk, desks.sponsor);
    CHECK(desks.verdict(desks.asked(desk)) == "accepted");
    Desk third = desks.site.addDesk();
    REQUIRE(desks.site.deliveriesOf("catalogue", third).size() == 1);
    CHECK(desks.site.deliveriesOf("catalogue", third).front().at("closed") == true);
    CHECK_FALSE(desks.site.deliveriesOf("catalogue", third).front().contains("approvedBy"));
    CHECK(desks.site.deliveriesOf("position", third).size() == 1);
}
