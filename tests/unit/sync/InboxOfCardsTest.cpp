#include "core/sync/HotList.h"
#include "tests/unit/crypto/TestAuthority.h"
#include "tests/unit/sync/Post.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;
using nlohmann::json;

namespace {

/// A card that another desk of the site made, as the centre tells of it.
struct Elsewhere {
    Post post;
    TestAuthority authority;
    PublicKey key = PrivateKey::generate(KeyAlgorithm::ecP256).publicKey();
    UserNumber holder = number(firstLeased + 500);
    Guid card = Guid::random(post.desk.random);
    Guid request = Guid::random(post.desk.random);
    Sha256Digest photo = sha256(bytesOf("a face"));

    json body(const std::string& state = "issued")
    {
        return {{"card", card.text()},
                {"userNumber", holder.digits()},
                {"job", Guid::random(post.desk.random).text()},
                {"state", state},
                {"locked", false},
                {"generation", 2},
                {"siteKeyVersion", 1},
                {"openedAt", formatUtc(post.desk.clock.now - 5000)},
                {"issuedAt", formatUtc(post.desk.clock.now)},
                {"serial", "0102030405"},
                {"profile", "strict"},
                {"expires", "2031-11-20"},
                {"slots", {slot(false)}},
                {"holder", {{"legalName", "Ffion Adeyemi"}, {"givenName", "Ffion"}, {"familyName", "Adeyemi"}, {"dateOfBirth", "1990-02-01"},
                            {"nameOnCard", "Ffion Adeyemi"}, {"odsCode", "HVC00"}, {"jobTitle", "Porter"}, {"photoReference", toHex(photo)}}}};
    }
    json slot(bool written, bool certified = true)
    {
        json one{{"slot", "9A"}, {"publicKey", toBase64(key.der())}, {"request", request.text()}, {"written", written}};
        if (certified) one["certificate"] = toBase64(authority.issue(CertificateProfile::signIn, key).der());
        return one;
    }
    std::string deliver(const json& what) { return post.deliver("card", what.dump()); }
    CardRecord held() { return post.desk.store().cards.byGuid(card).value(); }
};

} // namespace

TEST_CASE("A card of another desk is known here from its delivery: keys, holder, and what is due on it")
{
    Elsewhere site;
    auto& store = site.post.desk.store();
    CHECK(site.deliver(site.body()) == "applied");
    const auto card = site.held();
    CHECK(card.holder == site.holder);
    CHECK(card.state == CardState::issued);
    CHECK(card.generation == 2);
    CHECK(card.serial == "0102030405");
    CHECK(formatDate(*card.expires) == "2031-11-20");
    const auto person = store.people.byCard(site.card).value();
    CHECK(person.person.legalName() == "Ffion Adeyemi");
    CHECK(person.photo == site.photo);
    CHECK(store.people.sameAs("Ffion", "Adeyemi", person.person.dateOfBirth).size() == 1); // no second card by another desk
    CHECK(store.cards.activeOf(site.holder)->guid == site.card);
    CHECK(store.cards.due(site.card)->ready == std::vector{Slot::authentication});

    // That desk wrote it in the meantime; then its keys were rotated, and they only go up.
    auto later = site.body();
    later["slots"] = {site.slot(true)};
    later["locked"] = true;
    later["generation"] = 3;
    CHECK(site.deliver(later) == "applied");
    CHECK_FALSE(store.cards.due(site.card));
    CHECK(site.held().state == CardState::locked);
    CHECK(site.held().generation == 3);
    CHECK(site.deliver(site.body()) == "applied");
    CHECK(site.held().generation == 3);
}

TEST_CASE("A card that is being made elsewhere is known before its certificates are; one without its holder's record by number alone")
{
    Elsewhere site;
    auto& store = site.post.desk.store();
    auto body = site.body("opened");
    body.erase("holder");
    body.erase("issuedAt");
    body["slots"] = {site.slot(false, false)};
    CHECK(site.deliver(body) == "applied");
    CHECK(site.held().state == CardState::opened);
    const auto person = store.people.byCard(site.card).value();
    CHECK(person.number == site.holder);
    CHECK(person.person.legalName().find_first_not_of(' ') == std::string::npos);
    CHECK_FALSE(person.photo);
    site.post.desk.reopen();
    CHECK(site.post.desk.store().people.byCard(site.card)->number == site.holder);
    CHECK(site.post.desk.store().findings().empty());
}

TEST_CASE("Cancelled stays cancelled, whether the card's delivery or the hot list said so first")
{
    Elsewhere site;
    auto& store = site.post.desk.store();
    const bool byHotList = GENERATE(false, true);
    if (byHotList) {
        Transaction transaction(store.database());
        HotList(store).add(transaction, {}, {site.card});
        transaction.commit();
        CHECK(site.deliver(site.body()) == "applied");
    } else {
        CHECK(site.deliver(site.body()) == "applied");
        CHECK(site.deliver(site.body("cancelled")) == "applied");
        CHECK(site.deliver(site.body()) == "applied");
    }
    CHECK(site.held().state == CardState::cancelled);
}

TEST_CASE("What is wrong in a card's delivery leaves nothing behind")
{
    Elsewhere site;
    auto& store = site.post.desk.store();
    auto body = site.body();
    SECTION("a certificate of another key")
    {
        body["slots"][0]["publicKey"] = toBase64(PrivateKey::generate(KeyAlgorithm::ecP256).publicKey().der());
        CHECK(site.deliver(body) == "not understood");
    }
    SECTION("a field that is missing")
    {
        const std::string field = GENERATE("card", "userNumber", "state", "locked", "generation", "siteKeyVersion", "openedAt", "slots", "job");
        body.erase(field);
        CHECK(site.deliver(body) == "not understood");
    }
    SECTION("a holder's record that is not whole")
    {
        body["holder"].erase("dateOfBirth");
        CHECK(site.deliver(body) == "not understood");
    }
    CHECK_FALSE(store.cards.byGuid(site.card));
    CHECK_FALSE(store.people.byNumber(site.holder));
    CHECK(site.post.deliverAs("card", site.body().dump(), false) == "not sealed");
}

TEST_CASE("Another person's card under the same GUID is not taken; one with a job open here waits")
{
    Elsewhere site;
    auto& store = site.post.desk.store();
    REQUIRE(site.deliver(site.body()) == "applied");
    auto body = site.body();
    body["userNumber"] = number(firstLeased + 501).digits();
    CHECK(site.deliver(body) == "of another person");
    {
        Transaction transaction(store.database());
        JobRecord job;
        job.id = Guid::random(site.post.desk.random);
        job.kind = "unlock";
        job.card = site.card;
        store.jobs.open(transaction, job);
        transaction.commit();
    }
    body = site.body();
    body["generation"] = 9;
    CHECK(site.deliver(body) == "a job is open on it here");
    CHECK(site.held().generation == 2);
}
