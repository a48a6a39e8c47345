#include "core/store/StoreError.h"
#include "core/sync/Inbox.h"
#include "core/sync/Lease.h"
#include "core/sync/OfflineAuthority.h"
#include "core/sync/Outbox.h"
#include "tests/unit/crypto/TestAuthority.h"
#include "tests/unit/store/StoreFixture.h"
#include "tests/unit/sync/FakeCentre.h"
#include "tests/unit/sync/Post.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;
using nlohmann::json;

namespace {

struct Asked {
    Guid request;
    Guid card;
    PublicKey key;
};

/// An issued card whose 9A certificate was asked for.
Asked askForCertificate(Desk& desk)
{
    const auto holder = desk.createHolder();
    Asked asked{Guid::random(desk.random), desk.openCard(holder), PrivateKey::generate(KeyAlgorithm::ecP256).publicKey()};
    Transaction act(desk.store().database());
    const auto entry = desk.store().journal.append(act, entryAbout(holder, EntryKind::certificateRequested, {}, desk.random), desk.author);
    desk.store().cards.setKey(act, asked.card, Slot::authentication, asked.key);
    desk.store().cards.setRequested(act, asked.card, Slot::authentication, asked.request);
    desk.store().certificateRequests.add(act, {asked.request, asked.card, Slot::authentication, entry.id, {1}, asked.key.der(), {}, 1, {}, {}, false});
    desk.store().cards.setState(act, asked.card, CardState::issued, 5);
    act.commit();
    return asked;
}

std::string certificateBody(const Asked& asked, const Certificate& certificate, const char* slot = "9A")
{
    return json{{"request", asked.request.text()}, {"card", asked.card.text()}, {"slot", slot}, {"certificate", toBase64(certificate.der())}}.dump();
}

} // namespace

TEST_CASE("A certificate makes its slot ready, once")
{
    Post post;
    TestAuthority authority;
    auto& store = post.desk.store();
    const auto asked = askForCertificate(post.desk);
    const auto certificate = authority.issue(CertificateProfile::signIn, asked.key);
    CHECK(store.cards.due(asked.card)->waiting == std::vector{Slot::authentication});
    CHECK(post.deliver("certificate", certificateBody(asked, certificate)) == "applied");
    CHECK(store.certificateRequests.answer(asked.request) == certificate.der());
    CHECK(store.cards.due(asked.card)->ready == std::vector{Slot::authentication});
    CHECK(post.deliver("certificate", certificateBody(asked, certificate)) == "repeated");
}

TEST_CASE("A certificate that does not fit is kept out, and said why")
{
    Post post;
    TestAuthority authority;
    auto& store = post.desk.store();
    const auto asked = askForCertificate(post.desk);
    const auto right = authority.issue(CertificateProfile::signIn, asked.key);
    const auto other = authority.issue(CertificateProfile::signIn, PrivateKey::generate(KeyAlgorithm::ecP256).publicKey());
    auto stranger = asked;
    stranger.request = Guid::random(post.desk.random);
    CHECK(post.deliver("certificate", certificateBody(asked, other)) == "for another key");
    CHECK(post.deliver("certificate", certificateBody(asked, right, "9C")) == "for another card or slot");
    CHECK(post.deliver("certificate", certificateBody(stranger, right)) == "for an unknown request");
    CHECK(post.deliver("certificate", "{}") == "not understood");
    CHECK(post.deliver("certificate", json{{"request", asked.request.text()}, {"card", asked.card.text()}, {"slot", "9A"}, {"certificate", "AAAA"}}.dump()) == "not understood");
    CHECK_FALSE(store.certificateRequests.answer(asked.request));
    CHECK(store.cards.due(asked.card)->ready.empty());

    SECTION("a withdrawn request's answer is kept and goes on no card")
    {
        Transaction act(store.database());
        store.certificateRequests.withdraw(act, asked.request);
        store.cards.setKey(act, asked.card, Slot::authentication, PrivateKey::generate(KeyAlgorithm::ecP256).publicKey());
        act.commit();
        CHECK(post.deliver("certificate", certificateBody(asked, right)) == "withdrawn");
        CHECK_FALSE(store.cards.due(asked.card));
    }
}

TEST_CASE("Leases and refusals")
{
    Post post;
    auto& store = post.desk.store();
    const json lease{{"lease", Guid::random(post.desk.random).text()}, {"first", "555002000000"}, {"count", 50}};
    CHECK(post.deliver("lease", lease.dump()) == "applied");
    CHECK(post.deliver("lease", lease.dump()) == "repeated");
    CHECK(store.leases.counts().free == 150);
    CHECK(post.deliver("lease", json{{"lease", Guid::random(post.desk.random).text()}, {"first", "555002000049"}, {"count", 5}}.dump()) == "overlaps another block");
    CHECK(post.deliver("lease", json{{"lease", Guid::random(post.desk.random).text()}, {"first", "55500200"}, {"count", 5}}.dump()) == "not understood");
    CHECK(post.deliver("lease", json{{"lease", Guid::random(post.desk.random).text()}, {"first", "999999999999"}, {"count", 5}}.dump()) == "not understood");

    const auto entry = post.desk.note();
    CHECK(post.deliver("refusal", json{{"entry", entry.id.text()}, {"seq", entry.seq}, {"problem", {{"title", "No."}}}}.dump()) == "applied");
    CHECK(store.outbox.row(entry.seq)->state == SendState::refused);
    CHECK(post.deliver("refusal", json{{"entry", entry.id.text()}, {"seq", entry.seq + 1}, {"problem", json::object()}}.dump()) == "for an unknown entry");

    CHECK(post.deliver("surprise", "{}") == "of an unknown kind");
    CHECK(post.deliver("lease", std::string(200, '[') + std::string(200, ']')) == "not understood");
}

TEST_CASE("A delivery is applied exactly once, whichever write fails")
{
    for (const auto point : {WritePoint::statement, WritePoint::commit, WritePoint::afterCommit}) {
        for (std::uint64_t at = 1; at <= 5; ++at) {
            Post post;
            auto& desk = post.desk;
            const json lease{{"lease", Guid::random(desk.random).text()}, {"first", "555002000000"}, {"count", 50}};
            post.centre.deliver("lease", post.sealed(lease.dump()), Guid::random(desk.random), true);
            desk.store().database().failOn([&](WritePoint where, std::uint64_t number) { return where == point && number == at; });
            failureOf([&] { Inbox(desk.store(), desk.clock).fetchOnce(post.centre); });
            desk.store().database().failOn({});
            desk.reopen();
            Inbox(desk.store(), desk.clock).fetchOnce(post.centre);
            CHECK(desk.store().leases.counts().blocks == 2);
            CHECK(desk.store().inbox.cursor() == 1);
            CHECK(desk.store().inbox.countToApply() == 0);
            CHECK(desk.store().inbox.latest(9).size() == 1);
        }
    }
}

TEST_CASE("More numbers are asked for in time, once")
{
    Desk desk;
    auto& store = desk.store();
    const auto ask = [&] {
        Transaction act(store.database());
        const bool asked = askForLeaseWhenLow(store, act, desk.random, 20, 100);
        act.commit();
        return asked;
    };
    CHECK(ask());
    CHECK(store.journal.latestOf(EntryKind::leaseRequested)->author == EntryAuthor{});
    CHECK_FALSE(ask()); // on its way
    desk.clock.now += 1'000;
    desk.lease(100);
    CHECK_FALSE(ask()); // enough
    for (int holder = 0; holder < 81; ++holder) desk.createHolder();
    CHECK(ask());
    SECTION("again an hour after a refusal")
    {
        FakeCentre centre;
        centre.refuses = [](const JournalEntry& entry) { return entry.kind == EntryKind::leaseRequested; };
        Outbox(store, desk.clock).drainOnce(centre);
        CHECK_FALSE(ask());
        desk.clock.now += 3'600'000;
        CHECK(ask());
    }
}

TEST_CASE("What a desk may do alone")
{
    constexpr std::int64_t hour = 3'600'000;
    const std::int64_t at = 1'795'252'445'123;
    OfflineAuthority::Facts facts;
    facts.authority = AuthorityRecord{at + 48 * hour, 3, 1, at - hour};
    facts.contact.lastContact = at - hour;
    const auto issue = [&](std::int64_t now) { return OfflineAuthority::judge(facts, BoundedAct::issue, now); };
    const auto unlock = [&](std::int64_t now) { return OfflineAuthority::judge(facts, BoundedAct::unlock, now); };

    CHECK(issue(at));
    CHECK(issue(at).alone);
    CHECK(issue(at).issuesLeft == 3);
    CHECK(issue(at).daysLeft == 2);
    CHECK(issue(at + 48 * hour - 1));
    CHECK(issue(at + 48 * hour).code == "AUTHORITY-ENDED");
    CHECK(issue(at - 48 * hour).code == "AUTHORITY-ENDED"); // a clock put back buys no time

    facts.issuesAlone = 3;
    CHECK(issue(at).code == "AUTHORITY-SPENT");
    CHECK(unlock(at));
    facts.unlocksAlone = 7;
    CHECK(unlock(at).code == "AUTHORITY-SPENT");
    CHECK(unlock(at).unlocksLeft == 0);
    CHECK_THROWS_AS(require(unlock(at)), RefusedError);

    SECTION("with the centre there, nothing bounds it")
    {
        facts.contact.lastContact = at - 60'000;
        CHECK(issue(at));
        CHECK_FALSE(issue(at).alone);
        facts.contact.lastFailure = "CENTRE-UNREACHABLE";
        CHECK_FALSE(issue(at));
    }
    SECTION("a contact in the future is none")
    {
        facts.contact.lastContact = at + hour;
        CHECK_FALSE(issue(at));
    }
    SECTION("nothing said, nothing allowed")
    {
        facts.authority.reset();
        CHECK(issue(at).code == "AUTHORITY-NONE");
    }
    SECTION("a store that was rolled back issues nothing, and unlocks")
    {
        facts.contact.lastContact = at;
        facts.contact.rolledBack = true;
        CHECK(issue(at).code == "STORE-ROLLED-BACK");
        CHECK_THROWS_AS(require(issue(at)), StoreError);
        CHECK(unlock(at));
    }
}

TEST_CASE("Each contact refreshes what is left by itself")
{
    Desk desk;
    desk.lease();
    auto& store = desk.store();
    {
        Transaction act(store.database());
        store.authorities.replace(act, {desk.clock.now + 1'000'000'000, 2, 2, desk.clock.now});
        act.commit();
    }
    desk.openCard(desk.createHolder());
    desk.openCard(desk.createHolder(aPerson("Other")));
    const auto issue = [&] { return OfflineAuthority::judge(OfflineAuthority::facts(store.authorities, store.outbox), BoundedAct::issue, desk.clock.now); };
    CHECK(issue().code == "AUTHORITY-SPENT");
    FakeCentre centre;
    Outbox(store, desk.clock).drainOnce(centre);
    CHECK(issue());
    CHECK(issue().issuesLeft == 2);
    desk.clock.now += 3'600'000;
    CHECK(issue().alone);
    CHECK(issue());
}
