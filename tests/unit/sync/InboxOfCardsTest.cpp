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

namespace {

/// A job that the other desk began, as the centre tells of it.
struct BegunElsewhere : Elsewhere {
    Guid job = Guid::random(post.desk.random);
    json told(bool open, const std::string& state, bool withPlan = true, bool takenUp = false)
    {
        json one{{"job", job.text()}, {"act", "issue"}, {"open", open}, {"takenUp", takenUp}, {"openedAt", formatUtc(post.desk.clock.now - 5000)}, {"atr", "3b00"}};
        if (withPlan) one["plan"] = {{"card", card.text()}};
        auto whole = body(state);
        whole["job"] = job.text();
        whole["jobs"] = json::array({std::move(one)});
        return whole;
    }
    Store& store() { return post.desk.store(); }
    void begin(const Guid& id, const char* kind)
    {
        Transaction transaction(store().database());
        JobRecord own;
        own.id = id;
        own.kind = kind;
        own.card = card;
        store().jobs.open(transaction, own);
        store().jobs.intend(transaction, id, 1, "chuid", post.desk.clock.now);
        transaction.commit();
    }
    JobState stateOf(const Guid& id) { return store().jobs.stateOf(id).value(); }
};

} // namespace

TEST_CASE("A card that was begun elsewhere can be gone on with here: its job is open and known to be another desk's")
{
    BegunElsewhere site;
    REQUIRE(site.deliver(site.told(true, "opened")) == "applied");
    const auto job = site.store().jobs.openOnCard(site.card).value();
    CHECK(job.id == site.job);
    CHECK(job.elsewhere);
    CHECK(job.kind == "issue");
    CHECK(job.serial == "0102030405");
    CHECK(json::parse(job.data).at("plan").at("card") == site.card.text());
    CHECK(json::parse(job.data).at("atr") == "3b00");
    // Nothing was begun here: what is told next still counts, and its end is told without the plan.
    REQUIRE(site.deliver(site.told(false, "issued", false)) == "applied");
    CHECK(site.stateOf(site.job) == JobState::done);
    CHECK(site.held().state == CardState::issued);
    site.post.desk.reopen();
    CHECK(json::parse(site.store().jobs.byId(site.job)->data).contains("plan")); // what a test and a renewal go by
}

TEST_CASE("Whoever finishes first wins: this desk's open job ends with the word that another one closed it")
{
    BegunElsewhere site;
    REQUIRE(site.deliver(site.body("opened")) == "applied");
    const auto state = GENERATE("issued", "abandoned");
    site.begin(site.job, "issue");
    // Taken up over there: from now on this desk's record is not the whole of it.
    CHECK(site.deliver(site.told(true, "opened", false, false)) == "a job is open on it here");
    CHECK_FALSE(site.store().jobs.byId(site.job)->elsewhere);
    CHECK(site.deliver(site.told(true, "opened", false, true)) == "a job is open on it here");
    CHECK(site.store().jobs.byId(site.job)->elsewhere);
    CHECK(site.stateOf(site.job) == JobState::open);
    CHECK(site.deliver(site.told(false, state, false, true)) == "applied");
    CHECK(site.stateOf(site.job) == (std::string(state) == "issued" ? JobState::done : JobState::abandoned));
    CHECK(nameOf(site.held().state) == state);
}

TEST_CASE("A card cancelled elsewhere ends what is under way on it here, but for what makes the card itself blank or useless")
{
    BegunElsewhere site;
    REQUIRE(site.deliver(site.body()) == "applied");
    const std::string kind = GENERATE("unlock", "renew", "clear", "cancel");
    const auto own = Guid::random(site.post.desk.random);
    site.begin(own, kind.c_str());
    const bool stays = kind == "clear" || kind == "cancel";
    CHECK(site.deliver(site.body("cancelled")) == (stays ? "a job is open on it here" : "applied"));
    CHECK(site.stateOf(own) == (stays ? JobState::open : JobState::abandoned));
}

TEST_CASE("A job whose plan did not come is not known here; one begun here itself is not overlaid by another desk's")
{
    BegunElsewhere site;
    SECTION("no plan")
    {
        REQUIRE(site.deliver(site.told(true, "opened", false)) == "applied");
        CHECK_FALSE(site.store().jobs.stateOf(site.job));
    }
    SECTION("a job of this desk's own")
    {
        REQUIRE(site.deliver(site.body()) == "applied");
        const auto own = Guid::random(site.post.desk.random);
        site.begin(own, "unlock");
        CHECK(site.deliver(site.told(true, "issued")) == "a job is open on it here");
        CHECK(site.store().jobs.openOnCard(site.card)->id == own);
    }
    SECTION("a plan that is none")
    {
        auto body = site.told(true, "opened");
        body["jobs"][0]["plan"] = "text";
        CHECK(site.deliver(body) == "not understood");
        CHECK_FALSE(site.store().cards.byGuid(site.card));
    }
}
