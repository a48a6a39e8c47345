#include "core/registers/Requests.h"

#include "core/registers/FormerNames.h"
#include "core/registers/Positions.h"
#include "tests/unit/registers/RegisterBench.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

struct Asking : RegisterBench {
    Asking() : holder(desk.createHolder()) {}
    RequestRecord change(const AgentSession& by, std::string title = "Ward sister")
    {
        return raiseRequest(as(by), {RequestKind::change, holder, {{"jobTitle", std::move(title)}}, "She was promoted"});
    }
    std::string code(const std::function<void()>& work) { return failureOf(work).code; }
    std::vector<Guid> listed(const AgentSession& by, WorkFilter filter = {})
    {
        std::vector<Guid> ids;
        for (const auto& item : requestWorklist(as(by), filter)) ids.push_back(item.id);
        return ids;
    }
    /// What it refused is an entry, with the rule's name.
    std::string refusedRule() { return lastKind() == "duty.refused" ? lastPayload().at("rule").get<std::string>() : std::string(); }

    UserNumber holder;
    AgentSession sponsor = role("sponsor", 555'009'000'010, "Sponsor One");
    AgentSession other = role("sponsor", 555'009'000'011, "Sponsor Two");
    AgentSession manager = role("manager", 555'009'000'013, "Joan Manager");
};

} // namespace

TEST_CASE("A change that a sponsor may only ask for is asked for, approved by somebody else, and then it is done")
{
    Asking bench;
    CHECK(bench.code([&] { ChangePerson(bench.as(bench.sponsor)).perform({bench.holder, {{"jobTitle", "Ward sister"}}, ""}); }) == "DUTY-ASK");
    const auto asked = bench.change(bench.sponsor);
    CHECK(bench.lastKind() == "request.raised");
    CHECK(bench.lastPayload()["fields"]["jobTitle"] == "Ward sister");
    CHECK(bench.desk.store().people.byNumber(bench.holder)->person.jobTitle != "Ward sister");

    const auto done = decideRequest(bench.in(), asked.id, {true, "As agreed"});
    CHECK(done.state == RequestState::approved);
    CHECK(bench.desk.store().people.byNumber(bench.holder)->person.jobTitle == "Ward sister");
    const auto kinds = bench.kinds();
    CHECK(std::vector<std::string>(kinds.end() - 2, kinds.end()) == std::vector<std::string>{"holder.changed", "request.decided"});
    CHECK(bench.lastPayload()["state"] == "approved");
    bench.desk.reopen();
    CHECK(bench.desk.store().requests.byId(asked.id) == done);
    CHECK(bench.code([&] { decideRequest(bench.in(), asked.id, {false, "Too late"}); }) == "REQUEST-DECIDED");
}

TEST_CASE("Somebody is recorded on a sponsor's request, by the register's own act, once")
{
    Asking bench;
    const std::map<std::string, std::string> fields{{"givenName", "Ifeoma"}, {"familyName", "Balogun"}, {"dateOfBirth", "1988-02-29"}, {"jobTitle", "Nurse"}};
    const auto asked = raiseRequest(bench.as(bench.sponsor), {RequestKind::create, std::nullopt, fields, "Starts on Monday"});
    CHECK_FALSE(asked.subject);
    CHECK(bench.code([&] { raiseRequest(bench.as(bench.other), {RequestKind::create, std::nullopt, fields, "Starts on Monday"}); }) == "REQUEST-OPEN");
    const auto done = decideRequest(bench.in(), asked.id, {true, ""});
    REQUIRE(done.subject);
    const auto person = bench.desk.store().people.byNumber(*done.subject);
    CHECK(person->person.legalName() == "Ifeoma Balogun");
    CHECK(person->person.odsCode == bench.desk.store().site().description().odsCode);
    // Who asked that they be recorded stands behind their access from then on.
    CHECK(sponsorsOf(bench.desk.store(), *done.subject) == std::vector<UserNumber>{bench.sponsor.number});

    // The same person again is a duplicate: the request stays open and says so.
    auto again = fields;
    again["jobTitle"] = "Sister";
    const auto second = raiseRequest(bench.as(bench.sponsor), {RequestKind::create, std::nullopt, again, "Once more"});
    const auto before = bench.kinds().size();
    CHECK(bench.code([&] { decideRequest(bench.in(), second.id, {true, ""}); }) == "PERSON-DUPLICATE");
    CHECK(bench.desk.store().requests.byId(second.id)->state == RequestState::open);
    CHECK(bench.kinds().size() == before);
}

TEST_CASE("A closing on request takes back what else is open about the person, and ends their positions")
{
    Asking bench;
    const auto asked = raiseRequest(bench.as(bench.sponsor), {RequestKind::close, bench.holder, {{"reason", "left"}}, "Left on Friday"});
    const auto open = bench.change(bench.other);
    const auto position = requestPosition(bench.as(bench.other), {bench.holder, {"Nurse", "Ward", {}, "HVC00", {}}, *parseDate("2026-11-01")});
    CHECK(bench.code([&] { decideRequest(bench.in(), asked.id, {true, ""}); }) == "PERSON-CLOSE-WORD");
    RequestDecision yes{true, ""};
    yes.typed = "CLOSE";
    CHECK(decideRequest(bench.in(), asked.id, yes).state == RequestState::approved);
    auto& store = bench.desk.store();
    CHECK(store.people.byNumber(bench.holder)->closedAt);
    CHECK(store.requests.byId(open.id)->state == RequestState::withdrawn);
    CHECK(store.positions.byId(position.id)->state == PositionState::ended);
    CHECK(bench.code([&] { bench.change(bench.sponsor); }) == "PERSON-CLOSED");
}

TEST_CASE("Nobody decides what they asked for, nor about themselves, nor what their role does not decide; each attempt is an entry")
{
    Asking bench;
    const auto asked = bench.change(bench.agent);
    const auto refused = [&](const AgentSession& by, const RequestDecision& decision = {true, ""}) {
        const auto before = bench.kinds().size();
        const auto code = bench.code([&] { decideRequest(bench.as(by), asked.id, decision); });
        CHECK(bench.kinds().size() == before + 1);
        return code + " " + bench.refusedRule();
    };
    CHECK(refused(bench.agent) == "DUTY-OWN-REQUEST approver-is-not-requester");
    CHECK(refused(bench.role("manager", bench.holder.value())) == "DUTY-OWN-CASE approver-is-not-subject");
    for (const auto* role : {"sponsor", "checker", "helpdesk"}) CHECK(refused(bench.role(role, 555'009'000'020)) == "DUTY-NOT-ALLOWED role-may-do");
    CHECK(bench.desk.store().requests.byId(asked.id) == asked);
    CHECK(bench.code([&] { decideRequest(bench.as(bench.manager), asked.id, {false, " "}); }) == "REQUEST-REASON");
    CHECK(decideRequest(bench.as(bench.manager), asked.id, {false, "Not yet"}).state == RequestState::refused);
    CHECK(bench.lastKind() == "request.decided");
    CHECK(bench.code([&] { decideRequest(bench.as(bench.manager), Guid(), {true, ""}); }) == "REQUEST-UNKNOWN");
    CHECK(bench.code([&] { bench.change(bench.role("sponsor", bench.holder.value())); }) == "AGENT-IS-SUBJECT");
    CHECK(bench.refusedRule() == "operator-is-not-subject");
    CHECK(bench.code([&] { bench.change(bench.role("helpdesk", 555'009'000'021)); }) == "DUTY-NOT-ALLOWED");
}

TEST_CASE("The decider of a request needs what the request asks for")
{
    Asking bench;
    const auto asked = bench.change(bench.sponsor);
    auto clerk = bench.role("agent", 555'009'000'030);
    clerk.permissions.set(Permission::holderChange, Grant::no);
    CHECK(bench.code([&] { decideRequest(bench.as(clerk), asked.id, {true, ""}); }) == "DUTY-NOT-ALLOWED");
    CHECK(bench.lastPayload()["attempted"] == "holder.changed");
    CHECK(bench.desk.store().requests.byId(asked.id)->state == RequestState::open);
    CHECK(bench.code([&] { decideRequest(bench.as(clerk), asked.id, {false, "No"}); }).empty());
}

TEST_CASE("A request is taken back by whoever raised it, and by nobody else")
{
    Asking bench;
    const auto asked = bench.change(bench.sponsor);
    CHECK(bench.code([&] { withdrawRequest(bench.as(bench.other), asked.id, ""); }) == "REQUEST-UNKNOWN"); // not even that it is there
    CHECK(bench.code([&] { withdrawRequest(bench.in(), asked.id, ""); }) == "REQUEST-NOT-YOURS");
    CHECK(withdrawRequest(bench.as(bench.sponsor), asked.id, "Settled").state == RequestState::withdrawn);
    CHECK(bench.lastKind() == "request.withdrawn");
    CHECK(bench.code([&] { withdrawRequest(bench.as(bench.sponsor), asked.id, ""); }) == "REQUEST-DECIDED");
}

TEST_CASE("A sponsor sees their own and nothing of anybody else's: not in lists, by no filter, by no id")
{
    Asking bench;
    const auto mine = bench.change(bench.sponsor);
    const auto theirs = bench.change(bench.other, "Matron");
    const auto position = requestPosition(bench.as(bench.other), {bench.holder, {"Nurse", "Ward", {}, "HVC00", {}}, *parseDate("2026-11-01")});
    CHECK(bench.listed(bench.sponsor) == std::vector<Guid>{mine.id});
    CHECK(bench.listed(bench.other).size() == 2);
    CHECK(bench.listed(bench.agent).size() == 3);
    using Which = WorkFilter::Which;
    CHECK(bench.listed(bench.sponsor, {Which::open, "position"}).empty());
    CHECK(bench.listed(bench.sponsor, {Which::open, "", "promoted"}) == std::vector<Guid>{mine.id});
    CHECK(bench.listed(bench.sponsor, {Which::mine}) == std::vector<Guid>{mine.id});
    CHECK(requestItem(bench.as(bench.sponsor), mine.id).title == "jobTitle");
    CHECK(bench.code([&] { requestItem(bench.as(bench.sponsor), theirs.id); }) == "REQUEST-UNKNOWN");
    CHECK(bench.code([&] { requestItem(bench.as(bench.sponsor), position.id); }) == "REQUEST-UNKNOWN");
    CHECK(positionsOf(bench.as(bench.sponsor), bench.holder).empty()); // asked for by somebody else, and not given
    CHECK(bench.code([&] { requestWorklist(bench.as(bench.role("checker", 555'009'000'014)), {}); }) == "DUTY-NOT-ALLOWED");
    CHECK(bench.refusedRule() == "role-may-do");
}

TEST_CASE("The worklist: open, closed within 30 days, mine; by kind and by what is in it")
{
    Asking bench;
    const auto first = bench.change(bench.sponsor);
    const auto second = raiseRequest(bench.in(), {RequestKind::close, bench.holder, {{"reason", "left"}}, "Left on Friday"});
    decideRequest(bench.in(), first.id, {false, "Not yet"});
    using Which = WorkFilter::Which;
    CHECK(bench.listed(bench.agent) == std::vector<Guid>{second.id});
    CHECK(bench.listed(bench.agent, {Which::closed}) == std::vector<Guid>{first.id});
    CHECK(bench.listed(bench.agent, {Which::mine}) == std::vector<Guid>{second.id});
    CHECK(bench.listed(bench.agent, {Which::open, "close"}).size() == 1);
    CHECK(bench.listed(bench.agent, {Which::open, "create"}).empty());
    CHECK(bench.listed(bench.agent, {Which::open, "", "FRIDAY"}).size() == 1);
    CHECK(bench.listed(bench.agent, {Which::open, "", bench.holder.grouped()}).size() == 1);
    CHECK(bench.listed(bench.agent, {Which::open, "", "Saturday"}).empty());
    bench.desk.clock.now += 31LL * 24 * 3'600'000;
    CHECK(bench.listed(bench.agent, {Which::closed}).empty());
    CHECK(bench.listed(bench.agent).size() == 1);
}

TEST_CASE("What is asked for has its fields and a reason")
{
    Asking bench;
    const auto detail = [&](const RequestOrder& order) {
        const auto failure = failureOf([&] { raiseRequest(bench.as(bench.sponsor), order); });
        return failure.code + " " + failure.detail;
    };
    CHECK(detail({RequestKind::change, bench.holder, {{"jobTitle", "Sister"}}, " "}) == "REQUEST-REASON ");
    CHECK(detail({RequestKind::change, bench.holder, {}, "Why"}) == "REQUEST-DETAILS fields");
    CHECK(detail({RequestKind::change, bench.holder, {{"colour", "blue"}}, "Why"}) == "REQUEST-DETAILS colour");
    CHECK(detail({RequestKind::change, std::nullopt, {{"jobTitle", "Sister"}}, "Why"}) == "REQUEST-DETAILS userNumber");
    CHECK(detail({RequestKind::close, bench.holder, {{"reason", "bored"}}, "Why"}) == "REQUEST-DETAILS reason");
    CHECK(detail({RequestKind::create, std::nullopt, {{"givenName", "A"}, {"familyName", "B"}, {"dateOfBirth", "1988-02-30"}}, "Why"}).starts_with("REQUEST-DETAILS"));
    CHECK(detail({RequestKind::change, number(1), {{"jobTitle", "Sister"}}, "Why"}).starts_with("PERSON-UNKNOWN"));
    CHECK(bench.kinds().back() != "request.raised");
}

TEST_CASE("A request of before that is decided does not tell the name that somebody bore then, nor is it found by that")
{
    Asking bench;
    const IdentityEvidence paper{"marriage-certificate", "MX 4455 0917", parseDate("2026-01-10"), true};
    const std::map<std::string, std::string> starter{{"givenName", "Ifeoma"}, {"familyName", "Balogun"}, {"dateOfBirth", "1988-02-29"}, {"jobTitle", "Nurse"}};
    const auto created = raiseRequest(bench.as(bench.sponsor), {RequestKind::create, std::nullopt, starter, "Starts on Monday"});
    const auto person = *decideRequest(bench.in(), created.id, {true, "Seen"}).subject;
    const auto name = raiseRequest(bench.as(bench.sponsor), {RequestKind::change, person, {{"familyName", "Balogun-Price"}, {"jobTitle", "Ward sister"}}, "Married"});
    RequestDecision seen{true, "Seen"};
    seen.evidence = {paper};
    decideRequest(bench.in(), name.id, seen);
    const auto fields = [&](const Guid& id) { return requestItem(bench.as(bench.manager), id).request->fields; };
    CHECK(fields(name.id).at("familyName") == "Balogun-Price"); // theirs now
    CHECK(fields(created.id).at("familyName") == "Balogun");    // a part of it

    bench.desk.clock.now += 1;
    ChangePerson(bench.in()).perform({person, {{"familyName", "Okafor"}}, "By her papers", {paper}});
    CHECK(fields(name.id).at("familyName") == hiddenName);
    CHECK(fields(name.id).at("jobTitle") == "Ward sister");
    CHECK(fields(created.id).at("familyName") == hiddenName);
    CHECK(fields(created.id).at("givenName") == "Ifeoma");
    CHECK(requestItem(bench.as(bench.manager), created.id).title == "Ifeoma Okafor");
    CHECK(bench.listed(bench.manager, {WorkFilter::Which::closed, {}, "balogun"}).empty());
    CHECK(bench.listed(bench.manager, {WorkFilter::Which::closed, {}, "okafor"}).size() == 2);
    // What is asked since, and what is open yet, is shown as it was asked.
    const auto back = raiseRequest(bench.as(bench.sponsor), {RequestKind::change, person, {{"familyName", "Balogun"}}, "Divorced"});
    CHECK(fields(back.id).at("familyName") == "Balogun");
}

TEST_CASE("A request that is decided tells the end of an NI number; an open one all of it, to whoever decides")
{
    Asking bench;
    const auto asked = raiseRequest(bench.as(bench.sponsor), {RequestKind::change, bench.holder, {{"niNumber", "AB123456C"}, {"team", "Nights"}}, "From payroll"});
    const auto fields = [&] { return requestItem(bench.as(bench.manager), asked.id).request->fields; };
    CHECK(fields().at("niNumber") == "AB123456C");
    decideRequest(bench.in(), asked.id, {false, "Not theirs"});
    CHECK(fields().at("niNumber") == "ends in 456C");
    CHECK(fields().at("team") == "Nights");
    CHECK(bench.listed(bench.manager, {WorkFilter::Which::closed, {}, "AB123456C"}).empty());
}

TEST_CASE("A request with a field that only another desk's version knows stands on the list like every other one, and deciding it names the field")
{
    Asking bench;
    auto& store = bench.desk.store();
    RequestRecord foreign{Guid::random(bench.desk.random), RequestKind::create, RequestState::open, std::nullopt, bench.sponsor.number, bench.desk.clock.now, std::nullopt,
                          {{"givenName", "Nia"}, {"familyName", "Foreign"}, {"dateOfBirth", "no day"}, {"shoeSize", "39"}}, "Starts on Monday", std::nullopt};
    Transaction act(store.database());
    store.requests.put(act, foreign);
    act.commit();
    const auto items = requestWorklist(bench.in(), {});
    REQUIRE(items.size() == 1);
    CHECK(items.front().title == "Nia Foreign");
    CHECK(requestItem(bench.in(), foreign.id).title == "Nia Foreign");
    const auto refusal = failureOf([&] { decideRequest(bench.in(), foreign.id, {true, ""}); });
    CHECK(refusal.code == "REQUEST-DETAILS");
    CHECK((refusal.detail == "dateOfBirth" || refusal.detail == "shoeSize"));
    CHECK(decideRequest(bench.in(), foreign.id, {false, "Ask anew, without the size"}).state == RequestState::refused);
}
