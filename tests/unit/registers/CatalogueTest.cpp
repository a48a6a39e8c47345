#include "core/registers/Positions.h"

#include "tests/unit/registers/RegisterBench.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

struct Giving : RegisterBench {
    Giving() : holder(desk.createHolder()) {}
    PositionOrder order(const char* id)
    {
        PositionOrder one{holder, {}, *parseDate("2026-11-01")};
        one.position.catalogue = id;
        return one;
    }
    std::string code(const std::function<void()>& work) { return failureOf(work).code; }
    std::string refusedRule() { return lastKind() == "duty.refused" ? lastPayload().at("rule").get<std::string>() : std::string(); }

    UserNumber holder;
    AgentSession sponsor = role("sponsor", 555'009'000'010, "Sponsor One");
    AgentSession manager = role("manager", 555'009'000'013, "Joan Manager");
};

const CataloguePosition porter{"", "Ward porter, nights", "Porter", "Portering", {"Move patients"}, "", {"ESR"}};

} // namespace

TEST_CASE("The catalogue says what a position is and what it opens")
{
    Giving bench;
    const auto asked = requestPosition(bench.as(bench.sponsor), bench.order("community-nurse"));
    CHECK(asked.position.jobRole == "Nurse");
    CHECK(asked.position.systems == std::vector<std::string>{"ESR", "SystmOne", "e-Referral"});
    CHECK(asked.position.odsCode == bench.desk.store().people.byNumber(bench.holder)->person.odsCode);
    CHECK(bench.lastPayload()["catalogue"] == "community-nurse");
    CHECK(bench.code([&] { requestPosition(bench.as(bench.sponsor), bench.order("astronaut")); }) == "POSITION-NOT-LISTED");
}

TEST_CASE("What refuses a position whoever it is for is said before anybody is recorded for it")
{
    Giving bench;
    const auto people = bench.desk.store().people.count();
    const auto entries = bench.kinds().size();
    const auto refused = [&](const PositionOrder& order) { return failureOf([&] { requirePosition(bench.as(bench.sponsor), order, ""); }); };
    auto order = bench.order("community-nurse");
    CHECK(refused(order).code.empty()); // of the site's organisation where the person's is not said
    order.ends = parseDate("2026-10-31");
    CHECK(refused(order).detail == "ends");
    order.ends.reset();
    order.reason = std::string(501, 'x');
    CHECK(refused(order).code == "POSITION-REASON");
    CHECK(refused(bench.order("astronaut")).code == "POSITION-NOT-LISTED");
    CHECK(bench.desk.store().people.count() == people);
    CHECK(bench.kinds().size() == entries);
}

TEST_CASE("A sponsor gives what a manager put on their list, and ends it; everything else they ask for")
{
    Giving bench;
    CHECK(bench.code([&] { assignPosition(bench.as(bench.sponsor), bench.order("ward-clerk")); }) == "DUTY-NOT-LISTED");
    CHECK(bench.refusedRule() == "position-is-listed");
    delegatePositions(bench.as(bench.manager), bench.sponsor.number, {"ward-clerk", "ward-clerk", "booking-clerk"});
    CHECK(bench.lastKind() == "position.delegated");
    CHECK(bench.lastPayload()["positions"] == nlohmann::json{"booking-clerk", "ward-clerk"});
    const auto given = assignPosition(bench.as(bench.sponsor), bench.order("ward-clerk"));
    CHECK(given.state == PositionState::approved);
    CHECK(given.assigned);
    CHECK(bench.lastKind() == "position.approved");
    CHECK(bench.lastPayload()["assigned"] == true);
    CHECK(bench.code([&] { assignPosition(bench.as(bench.sponsor), bench.order("pharmacist")); }) == "DUTY-NOT-LISTED");
    // Not for themselves, list or no list.
    auto self = bench.order("booking-clerk");
    self.holder = bench.sponsor.number;
    CHECK(bench.code([&] { assignPosition(bench.as(bench.sponsor), self); }) == "AGENT-IS-SUBJECT");

    const auto pharmacist = assignPosition(bench.in(), bench.order("pharmacist")); // an agent's role asks nobody
    CHECK(bench.code([&] { endPosition(bench.as(bench.sponsor), pharmacist.id, "Moved"); }) == "DUTY-NOT-LISTED");
    CHECK(endPosition(bench.as(bench.sponsor), given.id, "Moved").state == PositionState::ended);
    delegatePositions(bench.as(bench.manager), bench.sponsor.number, {});
    CHECK(bench.code([&] { assignPosition(bench.as(bench.sponsor), bench.order("booking-clerk")); }) == "DUTY-NOT-LISTED");
}

TEST_CASE("A delegated list is set by a manager, for somebody else, of positions that there are")
{
    Giving bench;
    for (const auto* role : {"agent", "sponsor", "checker", "helpdesk"}) {
        CHECK(bench.code([&] { delegatePositions(bench.as(bench.role(role, 555'009'000'040)), bench.sponsor.number, {"ward-clerk"}); }) == "DUTY-NOT-ALLOWED");
        CHECK(bench.refusedRule() == "role-may-do");
    }
    CHECK(bench.code([&] { delegatePositions(bench.as(bench.manager), bench.manager.number, {"ward-clerk"}); }) == "DUTY-OWN-ACCESS");
    CHECK(bench.refusedRule() == "nobody-grants-themselves");
    CHECK(bench.code([&] { delegatePositions(bench.as(bench.manager), bench.sponsor.number, {"astronaut"}); }) == "POSITION-NOT-LISTED");
    delegatePositions(bench.as(bench.manager), bench.sponsor.number, {"ward-clerk"});
    CHECK(delegatedLists(bench.as(bench.manager)).size() == 1);
    CHECK(delegatedLists(bench.as(bench.sponsor)).size() == 1);
    CHECK(delegatedLists(bench.as(bench.role("sponsor", 555'009'000'011))).empty());
}

TEST_CASE("A sponsor takes back what they asked for while nobody decided")
{
    Giving bench;
    const auto asked = requestPosition(bench.as(bench.sponsor), bench.order("pharmacist"));
    CHECK(bench.code([&] { endPosition(bench.as(bench.role("sponsor", 555'009'000'011)), asked.id, "Not mine"); }) == "DUTY-NOT-LISTED");
    CHECK(endPosition(bench.as(bench.sponsor), asked.id, "Not needed").state == PositionState::ended);
}

TEST_CASE("The same position on two sponsors' lists: what one of them asked for, the other one does not take back")
{
    Giving bench;
    const auto other = bench.role("sponsor", 555'009'000'011);
    for (const auto& sponsor : {bench.sponsor.number, other.number}) delegatePositions(bench.as(bench.manager), sponsor, {"ward-clerk"});
    const auto asked = requestPosition(bench.as(bench.sponsor), bench.order("ward-clerk"));
    const auto entries = bench.kinds().size();
    CHECK(bench.code([&] { endPosition(bench.as(other), asked.id, "Not mine"); }) == "POSITION-UNKNOWN");
    CHECK(bench.kinds().size() == entries);
    CHECK(bench.desk.store().positions.byId(asked.id)->state == PositionState::requested);
    decidePosition(bench.in(), asked.id, true, "");
    CHECK(endPosition(bench.as(other), asked.id, "Ward closes").state == PositionState::ended); // held, it is anybody's who gives it
}

TEST_CASE("A position is opened in the catalogue, changed, and closed by typing CLOSE and naming who approved")
{
    Giving bench;
    for (const auto* role : {"agent", "sponsor", "checker", "helpdesk"}) {
        CHECK(bench.code([&] { definePosition(bench.as(bench.role(role, 555'009'000'040)), porter, false); }) == "DUTY-NOT-ALLOWED");
    }
    CHECK(definePosition(bench.as(bench.manager), porter, false).position.id == "ward-porter-nights");
    CHECK(bench.lastKind() == "position.defined");
    CHECK(bench.code([&] { definePosition(bench.as(bench.manager), porter, false); }) == "POSITION-EXISTS");
    auto changed = porter;
    changed.id = "ward-porter-nights";
    changed.systems = {"ESR", "SystmOne"};
    CHECK(definePosition(bench.as(bench.manager), changed, true).position.systems.size() == 2);
    changed.jobRole = " ";
    CHECK(failureOf([&] { definePosition(bench.as(bench.manager), changed, true); }).detail == "jobRole");

    const auto close = [&](CloseCatalogueOrder order) { return bench.code([&] { closeCataloguePosition(bench.as(bench.manager), order); }); };
    CHECK(close({"ward-porter-nights", "Joan", "", "close"}) == "POSITION-CLOSE-WORD");
    CHECK(close({"ward-porter-nights", " ", "", "CLOSE"}) == "POSITION-REASON");
    CHECK(close({"astronaut", "Joan", "", "CLOSE"}) == "POSITION-NOT-LISTED");
    CHECK(bench.code([&] { closeCataloguePosition(bench.in(), {"ward-porter-nights", "Joan", "", "CLOSE"}); }) == "DUTY-NOT-ALLOWED");
    const auto held = assignPosition(bench.in(), bench.order("ward-porter-nights"));
    CHECK(close({"ward-porter-nights", "The board", "", "CLOSE"}).empty());
    CHECK(bench.lastPayload()["approvedBy"] == "The board");
    bench.desk.reopen();
    CHECK(bench.code([&] { requestPosition(bench.as(bench.sponsor), bench.order("ward-porter-nights")); }) == "POSITION-CLOSED");
    CHECK(bench.desk.store().positions.byId(held.id)->state == PositionState::approved); // who holds it keeps it
    const auto before = catalogueOf(bench.in()).size();
    CHECK(catalogueOf(bench.in(), true).size() == before + 1);
    changed.jobRole = "Porter";
    CHECK(bench.code([&] { definePosition(bench.as(bench.manager), changed, true); }) == "POSITION-CLOSED"); // a change does not undo it
    CHECK(catalogueOf(bench.in()).size() == before);
    // One that ships may be closed too.
    CHECK(close({"hr-officer", "The board", "", "CLOSE"}).empty());
    CHECK(catalogueOf(bench.in()).size() == before - 1);
}

TEST_CASE("Many positions at once: all of them or none, an entry for each")
{
    Giving bench;
    const auto manager = bench.as(bench.manager);
    const auto one = assignPosition(bench.in(), bench.order("ward-clerk"));
    const auto two = assignPosition(bench.in(), bench.order("booking-clerk"));
    CHECK(bench.code([&] { changePositions(bench.in(), {{one.id}, std::nullopt, "Ward closes"}); }) == "DUTY-NOT-ALLOWED");
    CHECK(bench.code([&] { changePositions(manager, {{one.id, Guid()}, std::nullopt, "Ward closes"}); }) == "POSITION-UNKNOWN");
    CHECK(bench.code([&] { changePositions(manager, {{one.id}, parseDate("2026-10-01"), "Ward closes"}); }) == "POSITION-DETAILS");
    CHECK(bench.desk.store().positions.byId(one.id) == one);
    CHECK(changePositions(manager, {{one.id, two.id}, parseDate("2026-12-01"), "Ward closes"}) == 2);
    CHECK(bench.desk.store().positions.byId(two.id)->ends == parseDate("2026-12-01"));
    CHECK(bench.desk.store().positions.byId(two.id)->state == PositionState::approved);
    CHECK(endingPositions(bench.in(), 30).size() == 2);
    CHECK(changePositions(manager, {{one.id, two.id, one.id}, std::nullopt, "Ward closes"}) == 2); // twice is once
    const auto kinds = bench.kinds();
    CHECK(std::count(kinds.begin(), kinds.end(), "position.ended") == 4); // two got another day before
    CHECK(endingPositions(bench.in(), 30).empty());
}

TEST_CASE("What ended and was not acted on stands on every list of endings")
{
    Giving bench;
    auto order = bench.order("ward-clerk");
    order.ends = parseDate("2026-11-10");
    const auto over = assignPosition(bench.in(), order);
    auto soon = bench.order("booking-clerk");
    soon.ends = plusDays(dateOf(bench.desk.clock.utcMillis()), 8);
    const auto coming = assignPosition(bench.in(), soon);
    const auto ids = [&](int days) {
        std::vector<Guid> list;
        for (const auto& row : endingPositions(bench.in(), days)) list.push_back(row.id);
        return list;
    };
    CHECK(ids(7) == std::vector<Guid>{over.id});
    CHECK(ids(30) == std::vector<Guid>{over.id, coming.id});
    endPosition(bench.in(), over.id, "Done");
    CHECK(ids(90) == std::vector<Guid>{coming.id});
}
