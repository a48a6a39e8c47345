#include "core/access/ExceptionRequests.h"
#include "core/crypto/Sha256.h"
#include "tests/unit/store/StoreFixture.h"
#include "tests/unit/sync/Post.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;
using nlohmann::json;

namespace {

json holder(const char* family = "Reid")
{
    return {{"legalName", std::string("Callum ") + family}, {"givenName", "Callum"}, {"familyName", family}, {"dateOfBirth", "1988-04-17"},
            {"nameOnCard", std::string("Callum ") + family}, {"odsCode", "HVC00"}, {"jobTitle", "Sister"}, {"team", "Night"}, {"niNumber", "AB123456C"}};
}

} // namespace

TEST_CASE("What another desk changed of somebody is taken over, and a new card is due where they are called otherwise now")
{
    Post post;
    auto& store = post.desk.store();
    const auto number = post.desk.createHolder();
    const auto deliver = [&](json body) { return post.deliver("person", body.dump()); };
    CHECK(deliver({{"userNumber", number.digits()}, {"holder", holder("Pemberton-Roy")}}) == "applied");
    CHECK(store.people.byNumber(number)->person.team == "Night");
    CHECK_FALSE(store.people.byNumber(number)->identityChangedAt);
    CHECK(deliver({{"userNumber", number.digits()}, {"holder", holder("Pemberton-Roy")}}) == "repeated");
    CHECK(deliver({{"userNumber", number.digits()}, {"holder", holder()}}) == "applied");
    CHECK(store.people.byNumber(number)->person.legalName() == "Callum Reid");
    CHECK(store.people.byNumber(number)->identityChangedAt);
    CHECK(store.people.search("reid").size() == 1);
    CHECK(store.people.search("pemberton").empty());

    CHECK(deliver({{"userNumber", number.digits()}, {"closed", true}, {"at", "2026-11-21T09:14:05.123Z"}}) == "applied");
    CHECK(store.people.byNumber(number)->closedAt == parseUtc("2026-11-21T09:14:05.123Z"));
    CHECK(deliver({{"userNumber", number.digits()}, {"closed", false}, {"at", "2026-11-21T09:14:06.123Z"}}) == "applied");
    CHECK_FALSE(store.people.byNumber(number)->closedAt);
}

TEST_CASE("What was asked for under the name of before follows the person whom another desk renamed, and is still decided there")
{
    Post post;
    auto& store = post.desk.store();
    const auto number = post.desk.createHolder();
    post.deliver("person", json{{"userNumber", number.digits()}, {"holder", holder("Pemberton-Roy")}}.dump());
    using State = ExceptionRequest::State;
    const EvidenceCase about{Guid::random(post.desk.random), personDigest("Callum Pemberton-Roy", "1988-04-17"), sha256(bytesOf("documents")), "Callum Pemberton-Roy",
                             "Not enough yet"};
    ExceptionRequest request{Guid::random(post.desk.random), std::string(evidenceUnmet), std::nullopt, test::number(555'000'417'260), sha256(bytesOf("card")), "No bill yet",
                             post.desk.clock.now, State::waiting, std::nullopt, 0, {}, about};
    const auto send = [&] { return post.deliver("exception", exceptionToJson(request).dump()); };
    CHECK(send() == "applied");
    CHECK(post.deliver("person", json{{"userNumber", number.digits()}, {"holder", holder()}}.dump()) == "applied");
    CHECK(store.exceptions.byId(request.id)->subject == number);
    CHECK(send() == "repeated");
    request.state = State::refused;
    request.decider = test::number(555'000'417'261);
    request.decidedAt = post.desk.clock.now;
    request.decisionReason = "A bill is here";
    CHECK(send() == "applied");
    CHECK(store.exceptions.byId(request.id)->state == State::refused);
    CHECK(store.exceptions.byId(request.id)->subject == number);
    // The person themselves does not decide.
    request.state = State::waiting;
    request.id = Guid::random(post.desk.random);
    request.subject = number;
    CHECK(send() == "applied");
    request.state = State::allowed;
    request.decider = number;
    CHECK(send() == "DUTY-OWN-REQUEST");
}

TEST_CASE("A delivery about a person that does not do leaves the record as it was")
{
    Post post;
    auto& store = post.desk.store();
    const auto number = post.desk.createHolder();
    const auto before = store.people.byNumber(number);
    auto body = json{{"userNumber", number.digits()}, {"holder", holder()}};
    auto bad = body;
    bad["userNumber"] = "12";
    CHECK(post.deliver("person", bad.dump()) == "not understood");
    bad = body;
    bad["userNumber"] = "555009999999";
    CHECK(post.deliver("person", bad.dump()) == "of nobody known here");
    bad = body;
    bad["holder"]["dateOfBirth"] = "1988-02-30";
    CHECK(post.deliver("person", bad.dump()) == "not understood");
    bad = body;
    bad["holder"].erase("givenName");
    CHECK(post.deliver("person", bad.dump()) == "not understood");
    CHECK(post.deliver("person", json{{"userNumber", number.digits()}, {"closed", "yes"}}.dump()) == "not understood");
    CHECK(store.people.byNumber(number) == before);
    CHECK(store.people.count() == 1);
}
