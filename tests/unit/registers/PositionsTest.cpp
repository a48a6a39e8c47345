#include "core/registers/Positions.h"

#include "tests/unit/registers/RegisterBench.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

Position nurse() { return {"Nurse", "Community", {"B0011", "B0020"}, "HVC00", {"ESR", "SystmOne"}}; }

struct Asked : RegisterBench {
    Asked() : holder(desk.createHolder()) {}
    PositionRecord ask(const AgentSession& by, std::optional<Date> ends = {})
    {
        return requestPosition(as(by), {holder, nurse(), *parseDate("2026-11-01"), ends, "Starts on the ward"});
    }
    UserNumber holder;
    AgentSession sponsor = role("sponsor", 555'009'000'010, "Sponsor One");
    AgentSession other = role("sponsor", 555'009'000'011, "Sponsor Two");
};

} // namespace

TEST_CASE("A position is asked for by a sponsor, approved by somebody else, and in force between its days")
{
    Asked bench;
    const auto asked = bench.ask(bench.sponsor, parseDate("2026-12-31"));
    CHECK(bench.lastKind() == "position.requested");
    CHECK(bench.lastPayload()["systems"] == nlohmann::json{"ESR", "SystmOne"});
    auto& store = bench.desk.store();
    CHECK(positionsInForce(store, bench.holder, *parseDate("2026-11-21")).empty());
    const auto approved = decidePosition(bench.in(), asked.id, true, "");
    CHECK(bench.lastKind() == "position.approved");
    CHECK(approved.state == PositionState::approved);
    bench.desk.reopen();
    CHECK(bench.desk.store().positions.byId(asked.id) == approved);
    const auto inForce = [&](const char* day) { return positionsInForce(bench.desk.store(), bench.holder, *parseDate(day)).size(); };
    CHECK(inForce("2026-10-31") == 0);
    CHECK(inForce("2026-11-01") == 1);
    CHECK(inForce("2026-12-31") == 1);
    CHECK(inForce("2027-01-01") == 0);
    CHECK(endingPositions(bench.in(), 30).empty());
    CHECK(endingPositions(bench.in(), 60).size() == 1);
    CHECK(failureOf([&] { decidePosition(bench.in(), asked.id, false, "Too late"); }).code == "POSITION-DECIDED");
    CHECK(endPosition(bench.in(), asked.id, "Moved on").state == PositionState::ended);
    CHECK(bench.lastKind() == "position.ended");
    CHECK(endingPositions(bench.in(), 60).empty());
}

TEST_CASE("Nobody asks for themselves, nobody decides their own request or their own case")
{
    Asked bench;
    const auto code = [](auto work) { return failureOf(work).code; };
    CHECK(code([&] { bench.ask(bench.role("agent", bench.holder.value())); }) == "AGENT-IS-SUBJECT");
    CHECK(bench.lastKind() == "duty.refused");
    CHECK(code([&] { bench.ask(bench.role("helpdesk", 555'009'000'012)); }) == "DUTY-NOT-ALLOWED");
    const auto asked = bench.ask(bench.agent);
    CHECK(code([&] { decidePosition(bench.in(), asked.id, true, ""); }) == "DUTY-OWN-REQUEST");
    CHECK(code([&] { decidePosition(bench.as(bench.role("manager", bench.holder.value())), asked.id, true, ""); }) == "DUTY-OWN-CASE");
    CHECK(code([&] { decidePosition(bench.as(bench.sponsor), asked.id, true, ""); }) == "DUTY-NOT-ALLOWED");
    CHECK(bench.lastKind() == "duty.refused");
    const auto manager = bench.role("manager", 555'009'000'013);
    CHECK(code([&] { decidePosition(bench.as(manager), asked.id, false, " "); }) == "POSITION-REASON");
    CHECK(decidePosition(bench.as(manager), asked.id, false, "Not on this ward").state == PositionState::refused);
    CHECK(bench.lastKind() == "position.refused");
    CHECK(code([&] { decidePosition(bench.as(manager), Guid(), true, ""); }) == "POSITION-UNKNOWN");
}

TEST_CASE("What is asked for has its fields, once")
{
    Asked bench;
    const auto code = [&](auto spoil) {
        PositionOrder order{bench.holder, nurse(), *parseDate("2026-11-01")};
        spoil(order);
        return failureOf([&] { requestPosition(bench.in(), order); });
    };
    CHECK(code([](auto& order) { order.position.jobRole = " "; }).detail == "jobRole");
    CHECK(code([](auto& order) { order.position.area.clear(); }).detail == "area");
    CHECK(code([](auto& order) { order.position.systems = {"ESR", "\x07"}; }).detail == "systems");
    CHECK(code([](auto& order) { order.position.activities.assign(41, "B1"); }).detail == "activities");
    CHECK(code([](auto& order) { order.begins = {}; }).detail == "begins");
    CHECK(code([](auto& order) { order.ends = parseDate("2026-10-31"); }).detail == "ends");
    CHECK(code([](auto& order) { order.holder = number(1); }).code == "PERSON-UNKNOWN");
    CHECK(code([](auto&) {}).code.empty());
    CHECK(code([](auto&) {}).code == "POSITION-HELD");
}

TEST_CASE("A sponsor sees no other sponsor's requests; closed ones stay for 30 days")
{
    Asked bench;
    const auto mine = bench.ask(bench.sponsor);
    PositionOrder second{bench.holder, nurse(), *parseDate("2026-12-01")};
    const auto theirs = requestPosition(bench.as(bench.other), second);
    const auto ids = [](const std::vector<PositionRecord>& rows) {
        std::vector<Guid> list;
        for (const auto& row : rows) list.push_back(row.id);
        return list;
    };
    CHECK(ids(positionWorklist(bench.as(bench.sponsor))) == std::vector<Guid>{mine.id});
    CHECK(ids(positionWorklist(bench.as(bench.other))) == std::vector<Guid>{theirs.id});
    CHECK(positionWorklist(bench.in()).size() == 2);
    CHECK(positionWorklist(bench.in(), true).empty());
    CHECK(failureOf([&] { positionWorklist(bench.as(bench.role("checker", 555'009'000'014))); }).code == "DUTY-NOT-ALLOWED");
    decidePosition(bench.in(), mine.id, false, "No");
    CHECK(positionWorklist(bench.as(bench.sponsor)).size() == 1);
    bench.desk.clock.now += 31LL * 24 * 3'600'000;
    CHECK(positionWorklist(bench.as(bench.sponsor)).empty());
    CHECK(positionWorklist(bench.in()).size() == 1); // open for however long
}
