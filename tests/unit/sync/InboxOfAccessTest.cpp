#include "tests/unit/store/StoreFixture.h"
#include "tests/unit/sync/Post.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;
using nlohmann::json;

namespace {

constexpr const char* sponsor = "555009000010";
constexpr const char* decider = "555009000013";
constexpr const char* id = "11111111-2222-4333-8444-555555555555";

json position(const std::string& number, const char* state)
{
    json body{{"position", id},  {"userNumber", number}, {"sponsor", sponsor},    {"state", state},
              {"begins", "2026-12-01"}, {"ends", "2027-03-31"}, {"askedAt", "2026-11-21T09:14:05.123Z"},
              {"reason", "Starts"},     {"decisionReason", ""}, {"assigned", false}, {"jobRole", "Nurse"}, {"area", "Ward"},
              {"activities", {"B1"}},   {"odsCode", "HVC00"},   {"systems", {"ESR"}}, {"catalogue", "community-nurse"}};
    if (std::string(state) != "requested") {
        body["decidedAt"] = "2026-11-21T10:14:05.123Z";
        body["decider"] = decider;
        body["decisionReason"] = "Seen";
    }
    return body;
}

json request(const std::optional<std::string>& number, const char* state)
{
    json body{{"request", id}, {"kind", number ? "change" : "create"}, {"state", state}, {"sponsor", sponsor}, {"fields", {{"jobTitle", "Sister"}}},
              {"reason", "Promoted"}, {"askedAt", "2026-11-21T09:14:05.123Z"}, {"decisionReason", ""}};
    if (number) body["userNumber"] = *number;
    if (std::string(state) != "open") {
        body["decidedAt"] = "2026-11-21T10:14:05.123Z";
        body["decider"] = decider;
    }
    return body;
}

const json holder{{"legalName", "Ifeoma Balogun"}, {"givenName", "Ifeoma"}, {"familyName", "Balogun"}, {"dateOfBirth", "1988-02-29"},
                  {"nameOnCard", "Ifeoma Balogun"}, {"odsCode", "HVC00"}, {"jobTitle", "Nurse"}};

} // namespace

TEST_CASE("A position of another desk is taken over, with the person where nobody knew them, and its decision after it")
{
    Post post;
    auto& store = post.desk.store();
    const auto deliver = [&](const json& body) { return post.deliver("position", body.dump()); };
    const std::string unknown = "555009999990";
    CHECK(deliver(position(unknown, "requested")) == "of nobody known here");
    auto body = position(unknown, "requested");
    body["holder"] = holder;
    CHECK(deliver(body) == "applied");
    const auto number = UserNumber::parse(unknown).value();
    CHECK(store.people.byNumber(number)->person.legalName() == "Ifeoma Balogun");
    const auto guid = Guid::parse(id).value();
    CHECK(store.positions.byId(guid)->state == PositionState::requested);
    CHECK(store.positions.byId(guid)->position.catalogue == "community-nurse");
    CHECK(deliver(body) == "repeated");
    CHECK(deliver(position(unknown, "approved")) == "applied");
    CHECK(store.positions.byId(guid)->state == PositionState::approved);
    CHECK(store.positions.byId(guid)->overruled.empty());
    CHECK(deliver(position(unknown, "requested")) == "repeated"); // older news
    CHECK(deliver(position(unknown, "ended")) == "applied");
    CHECK(store.positions.byId(guid)->overruled.empty()); // an end after a yes overrules nobody
    CHECK(deliver(position(unknown, "approved")) == "repeated");
}

TEST_CASE("Decided here and, first, elsewhere: the centre's word counts and what was said here is kept beside it")
{
    Post post;
    auto& store = post.desk.store();
    const auto number = post.desk.createHolder();
    CHECK(post.deliver("position", position(number.digits(), "requested").dump()) == "applied");
    const auto guid = Guid::parse(id).value();
    auto mine = *store.positions.byId(guid);
    mine.state = PositionState::approved;
    mine.decider = UserNumber::parse("555009000077");
    mine.decidedAt = 1;
    {
        Transaction act(store.database());
        store.positions.put(act, mine);
        act.commit();
    }
    CHECK(post.deliver("position", position(number.digits(), "refused").dump()) == "applied");
    const auto now = *store.positions.byId(guid);
    CHECK(now.state == PositionState::refused);
    CHECK(now.decider == UserNumber::parse(decider));
    CHECK(now.overruled == "approved");
    CHECK(post.deliver("position", position(number.digits(), "refused").dump()) == "repeated");
    CHECK(store.positions.byId(guid)->overruled == "approved"); // a delivery again does not take the word away
}

TEST_CASE("A request of another desk, and a second decision on it")
{
    Post post;
    auto& store = post.desk.store();
    const auto number = post.desk.createHolder();
    const auto guid = Guid::parse(id).value();
    CHECK(post.deliver("request", request(number.digits(), "open").dump()) == "applied");
    CHECK(store.requests.byId(guid)->fields.at("jobTitle") == "Sister");
    auto mine = *store.requests.byId(guid);
    mine.state = RequestState::refused;
    mine.decider = UserNumber::parse("555009000077");
    {
        Transaction act(store.database());
        store.requests.put(act, mine);
        act.commit();
    }
    CHECK(post.deliver("request", request(number.digits(), "approved").dump()) == "applied");
    CHECK(store.requests.byId(guid)->state == RequestState::approved);
    CHECK(store.requests.byId(guid)->overruled == "refused");
    auto other = request(number.digits(), "approved");
    other["sponsor"] = "555009000099";
    CHECK(post.deliver("request", other.dump()) == "of another person");
}

TEST_CASE("What cannot be is not taken: one's own yes, what is no position, what is not sealed")
{
    Post post;
    const auto number = post.desk.createHolder();
    auto body = position(number.digits(), "approved");
    body["decider"] = sponsor;
    CHECK(post.deliver("position", body.dump()) == "DUTY-OWN-REQUEST");
    body["assigned"] = true; // given by whoever may give it without asking
    CHECK(post.deliver("position", body.dump()) == "applied");
    body["decider"] = number.digits();
    CHECK(post.deliver("position", body.dump()) == "DUTY-OWN-CASE");
    auto own = request(number.digits(), "approved");
    own["decider"] = sponsor;
    CHECK(post.deliver("request", own.dump()) == "DUTY-OWN-REQUEST");
    body = position(number.digits(), "granted");
    CHECK(post.deliver("position", body.dump()) == "not understood");
    body = position(number.digits(), "approved");
    body["begins"] = "2026-02-30";
    CHECK(post.deliver("position", body.dump()) == "not understood");
    CHECK(post.deliverAs("position", position(number.digits(), "approved").dump(), false) == "not sealed");
    CHECK(post.deliverAs("delegation", "{}", false) == "not sealed");
}

TEST_CASE("The catalogue and a delegated list of another desk; older ones change nothing")
{
    Post post;
    auto& store = post.desk.store();
    json porter{{"id", "porter"}, {"title", "Porter"}, {"jobRole", "Porter"}, {"area", "Portering"}, {"activities", json::array()},
                {"odsCode", ""},  {"systems", {"ESR"}}, {"closed", true}, {"at", "2026-11-21T10:00:00.000Z"}};
    CHECK(post.deliver("catalogue", porter.dump()) == "applied");
    CHECK(post.deliver("catalogue", porter.dump()) == "repeated");
    CHECK(store.catalogue.change("porter")->closed);
    porter["closed"] = false;
    porter["at"] = "2026-11-21T09:00:00.000Z";
    CHECK(post.deliver("catalogue", porter.dump()) == "repeated");
    CHECK(store.catalogue.change("porter")->closed);

    json list{{"sponsor", sponsor}, {"positions", {"ward-clerk"}}, {"at", "2026-11-21T10:00:00.000Z"}};
    CHECK(post.deliver("delegation", list.dump()) == "applied");
    list["positions"] = json::array();
    list["at"] = "2026-11-21T09:00:00.000Z";
    CHECK(post.deliver("delegation", list.dump()) == "repeated");
    CHECK(store.catalogue.listOf(UserNumber::parse(sponsor).value())->positions == std::vector<std::string>{"ward-clerk"});
}
