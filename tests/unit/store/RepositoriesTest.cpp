#include "core/crypto/PrivateKey.h"
#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"
#include "tests/unit/store/StoreFixture.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace cardwright;
using namespace cardwright::test;

namespace {

template<class Work> void inOne(Store& store, Work work)
{
    Transaction transaction(store.database());
    work(transaction);
    transaction.commit();
}

PublicKey aKey() { return PrivateKey::generate(KeyAlgorithm::ecP256).publicKey(); }

} // namespace

TEST_CASE("People are found by number, card, birth and any word of their names")
{
    Desk desk;
    desk.lease();
    auto& store = desk.store();
    const auto callum = desk.createHolder();
    const auto sian = desk.createHolder(aPerson("Siân", "O'Neill", "1990-01-02"));
    desk.createHolder(aPerson("Percy", "Hundred%", "1990-01-02"));

    const auto found = store.people.byNumber(callum);
    REQUIRE(found);
    CHECK(found->person == aPerson());
    CHECK(found->organisation == "Harbour Valley Community Trust");
    CHECK(store.people.count() == 3);
    CHECK_FALSE(store.people.byNumber(number(1)));

    const auto card = desk.openCard(sian);
    REQUIRE(store.people.byCard(card));
    CHECK(store.people.byCard(card)->number == sian);

    const auto names = [&](PersonQuery query) {
        std::vector<std::string> list;
        for (const auto& person : store.people.find(query)) list.push_back(person.person.familyName);
        return list;
    };
    CHECK(names({"pember", {}, ""}) == std::vector<std::string>{"Pemberton-Roy"});
    CHECK(names({"roy CALL", {}, ""}) == std::vector<std::string>{"Pemberton-Roy"});
    CHECK(names({"sian oneill", {}, ""}) == std::vector<std::string>{"O'Neill"}); // an apostrophe parts words: one letter too many
    CHECK(names({"sian neill", {}, ""}) == std::vector<std::string>{"O'Neill"});
    CHECK(names({"SIÂN", {}, ""}) == std::vector<std::string>{"O'Neill"});
    CHECK(names({"%", {}, ""}).empty());
    CHECK(names({"hundred%", {}, ""}) == std::vector<std::string>{"Hundred%"});
    CHECK(names({"", parseDate("1990-01-02"), ""}) == std::vector<std::string>{"Hundred%", "O'Neill"});
    CHECK(names({"", {}, "555 0010"}).size() == 3);
    CHECK(names({"", {}, callum.digits()}).size() == 1);
    CHECK(names({"", {}, ""}).empty());
    CHECK(names({"'; DROP TABLE person; --", {}, ""}).empty());

    // What is typed into one field says by its form what it is.
    CHECK(store.people.search("neill").size() == 1);
    for (const auto* written : {"1990-01-02", "2/1/1990", "02.01.1990", "2 1 1990", "2 January 1990"}) CHECK(store.people.search(written).size() == 2);
    CHECK(store.people.search("555 0010").size() == 3);
    CHECK(store.people.search(card.text()).front().number == sian);
    CHECK(store.people.search(Guid::random(desk.random).text()).empty());
    CHECK(store.people.search("").empty());

    CHECK(store.people.sameAs("callum", "PEMBERTON ROY", *parseDate("1988-04-17")).size() == 1);
    CHECK(store.people.sameAs("callum", "PEMBERTON ROY", *parseDate("1988-04-18")).empty());

    CHECK(failureOf([&] { inOne(store, [&](auto& act) { store.people.add(act, {callum, aPerson(), "", {}, 0}); }); }).code == "STORE-WRITE");
    inOne(store, [&](auto& act) { store.people.setPhoto(act, callum, sha256(bytesOf("photo"))); });
    CHECK(store.people.byNumber(callum)->photo == sha256(bytesOf("photo")));
}

TEST_CASE("A card goes from opened to issued, and knows what is due")
{
    Desk desk;
    desk.lease();
    auto& store = desk.store();
    const auto holder = desk.createHolder();
    const auto card = desk.openCard(holder);
    const auto request = Guid::random(desk.random);
    const auto key = aKey();

    CHECK(store.cards.activeOf(holder)->state == CardState::opened);
    inOne(store, [&](auto& act) {
        store.cards.setSerial(act, card, "12345678");
        store.cards.setKey(act, card, Slot::authentication, key);
        store.cards.setKey(act, card, Slot::signature, aKey());
        store.cards.setRequested(act, card, Slot::authentication, request);
        store.cards.setExpires(act, card, *parseDate("2029-11-21"));
    });
    CHECK_FALSE(store.cards.due(card)); // not issued yet: its job goes on
    inOne(store, [&](auto& act) { store.cards.setState(act, card, CardState::issued, 77); });

    const auto record = store.cards.bySerial("12345678");
    REQUIRE(record);
    CHECK(record->guid == card);
    CHECK(record->issuedAt == 77);
    CHECK(record->expires == parseDate("2029-11-21"));
    REQUIRE(store.cards.due(card));
    CHECK(store.cards.due(card)->waiting == std::vector{Slot::authentication});
    CHECK(store.cards.due(card)->ready.empty());
    REQUIRE(store.cards.slot(card, Slot::authentication));
    CHECK(store.cards.slot(card, Slot::authentication)->publicKey == key.der());

    CHECK(failureOf([&] { inOne(store, [&](auto& act) { store.cards.setWritten(act, card, Slot::authentication); }); }).code == "INTERNAL");
    inOne(store, [&](auto& act) {
        CHECK(store.cards.setReady(act, request, bytesOf("certificate")));
        CHECK_FALSE(store.cards.setReady(act, request, bytesOf("certificate")));
        CHECK_FALSE(store.cards.setReady(act, Guid::random(desk.random), bytesOf("certificate")));
    });
    CHECK(store.cards.allDue().size() == 1);
    CHECK(store.cards.due(card)->ready == std::vector{Slot::authentication});
    inOne(store, [&](auto& act) { store.cards.setWritten(act, card, Slot::authentication); });
    CHECK_FALSE(store.cards.due(card));
    CHECK(store.cards.allDue().empty());

    SECTION("a new key makes what was asked for the old one worthless")
    {
        inOne(store, [&](auto& act) { store.cards.setKey(act, card, Slot::authentication, aKey()); });
        const auto slot = store.cards.slot(card, Slot::authentication);
        CHECK(slot->state == SlotState::keyMade);
        CHECK_FALSE(slot->request);
        CHECK_FALSE(slot->certificate);
    }
    SECTION("an unknown card cannot be changed unseen")
    {
        CHECK(failureOf([&] { inOne(store, [&](auto& act) { store.cards.setState(act, Guid::random(desk.random), CardState::issued, 1); }); }).code == "INTERNAL");
        CHECK(failureOf([&] { desk.openCard(number(99)); }).code == "STORE-WRITE");
    }
    SECTION("an abandoned card is no card of the person's")
    {
        inOne(store, [&](auto& act) { store.cards.setState(act, card, CardState::abandoned, 99); });
        CHECK_FALSE(store.cards.activeOf(holder));
        CHECK(store.cards.ofHolder(holder).size() == 1);
        CHECK(store.cards.byGuid(card)->issuedAt == 77);
    }
}

TEST_CASE("The step record: intent, command, outcome")
{
    Desk desk;
    auto& store = desk.store();
    const JobRecord job{Guid::random(desk.random), "issue", JobState::open, Guid::random(desk.random), {}, "777", 5, {}, R"({"slots":["9A"]})"};
    inOne(store, [&](auto& act) {
        store.jobs.open(act, job);
        store.jobs.intend(act, job.id, 0, "administration", 10);
    });
    CHECK(store.jobs.byId(job.id) == job);
    CHECK(store.jobs.openOnCard(job.card) == job);
    CHECK(store.jobs.openOnSerial("777") == job);

    SECTION("an intent without an outcome survives a new start")
    {
        desk.reopen();
        const auto steps = desk.store().jobs.steps(job.id);
        REQUIRE(steps.size() == 1);
        CHECK(steps[0].intentAt == 10);
        CHECK_FALSE(steps[0].outcomeAt);
    }
    SECTION("an outcome needs an intent")
    {
        inOne(store, [&](auto& act) { store.jobs.conclude(act, job.id, 0, "done", 11, R"({"key":"00"})"); });
        CHECK(store.jobs.steps(job.id)[0].outcome == "done");
        CHECK(failureOf([&] { inOne(store, [&](auto& act) { store.jobs.conclude(act, job.id, 1, "done", 11, "{}"); }); }).code == "STORE-WRITE");
    }
    SECTION("a step that is run again is open again")
    {
        inOne(store, [&](auto& act) { store.jobs.conclude(act, job.id, 0, "done", 11, "{}"); });
        inOne(store, [&](auto& act) { store.jobs.intend(act, job.id, 0, "administration", 12); });
        const auto step = store.jobs.steps(job.id)[0];
        CHECK(step.attempts == 2);
        CHECK_FALSE(step.outcomeAt);
        CHECK(step.outcome.empty());
    }
    SECTION("one card, one open job")
    {
        auto second = job;
        second.id = Guid::random(desk.random);
        CHECK(failureOf([&] { inOne(store, [&](auto& act) { store.jobs.open(act, second); }); }).code == "STORE-WRITE");
        inOne(store, [&](auto& act) { store.jobs.setState(act, job.id, JobState::unknown, 20); });
        CHECK(store.jobs.openJobs().size() == 1);
        CHECK_FALSE(store.jobs.byId(job.id)->closedAt);
        inOne(store, [&](auto& act) {
            store.jobs.setState(act, job.id, JobState::done, 30);
            store.jobs.open(act, second);
        });
        CHECK(store.jobs.byId(job.id)->closedAt == 30);
    }
    SECTION("steps are forgotten for closed jobs only")
    {
        inOne(store, [&](auto& act) { store.jobs.forgetSteps(act, job.id); });
        CHECK(store.jobs.steps(job.id).size() == 1);
        inOne(store, [&](auto& act) {
            store.jobs.setState(act, job.id, JobState::done, 30);
            store.jobs.forgetSteps(act, job.id);
        });
        CHECK(store.jobs.steps(job.id).empty());
    }
    SECTION("what is not JSON is no job data")
    {
        CHECK(failureOf([&] { inOne(store, [&](auto& act) { store.jobs.setData(act, job.id, "not json"); }); }).code == "STORE-WRITE");
    }
}

TEST_CASE("Numbers are taken in order, with their entry or not at all, and never come back")
{
    Desk desk;
    auto& store = desk.store();
    CHECK(failureOf([&] { desk.createHolder(); }).code == "LEASE-EMPTY");
    desk.lease(2);
    CHECK(store.leases.next() == number(firstLeased));
    CHECK(desk.createHolder() == number(firstLeased));

    SECTION("a refused act gives its number back, since it never took it")
    {
        {
            Transaction act(store.database());
            CHECK(store.leases.take(act, 1) == number(firstLeased + 1));
        }
        CHECK(desk.createHolder() == number(firstLeased + 1));
    }
    SECTION("the last number is the last")
    {
        desk.createHolder();
        CHECK_FALSE(store.leases.next());
        CHECK(failureOf([&] { desk.createHolder(); }).code == "LEASE-EMPTY");
        CHECK(store.leases.counts().free == 0);
        CHECK(store.leases.counts().taken == 2);
        desk.lease(5, firstLeased + 2);
        CHECK(desk.createHolder() == number(firstLeased + 2));
    }
    SECTION("the store itself refuses to give a number twice")
    {
        CHECK_THROWS_AS(inOne(store, [&](auto& act) { act.database().run("UPDATE lease SET taken = 0"); }), StoreError);
    }
    SECTION("a number that somebody has already is passed over")
    {
        inOne(store, [&](auto& act) { store.people.add(act, {number(firstLeased + 1), aPerson(), "", {}, 0}); });
        CHECK(failureOf([&] { desk.createHolder(); }).code == "LEASE-EMPTY");
        desk.lease(5, firstLeased + 2);
        CHECK(desk.createHolder() == number(firstLeased + 2));
    }
    SECTION("blocks do not overlap, and a repeated one is known")
    {
        CHECK(failureOf([&] { desk.lease(10, firstLeased - 5); }).code == "STORE-WRITE");
        CHECK(failureOf([&] { desk.lease(10, 999'999'999'995); }).code == "STORE-WRITE");
        const auto known = store.leases.all()[0];
        inOne(store, [&](auto& act) { CHECK_FALSE(store.leases.add(act, known)); });
        CHECK(store.leases.counts().blocks == 1);
    }
    SECTION("void blocks give nothing")
    {
        inOne(store, [&](auto& act) { store.leases.voidAll(act); });
        CHECK_FALSE(store.leases.next());
        CHECK(store.leases.counts().free == 0);
    }
}

TEST_CASE("Certificate requests have one answer")
{
    Desk desk;
    desk.lease();
    auto& store = desk.store();
    const auto holder = desk.createHolder();
    const auto card = desk.openCard(holder);
    const auto entry = desk.note(EntryKind::certificateRequested);
    const CertificateRequestRecord request{Guid::random(desk.random), card, Slot::signature, entry.id, {1, 2}, {3, 4}, sha256(bytesOf("photo")), 9, {}, {}, false};
    inOne(store, [&](auto& act) { store.certificateRequests.add(act, request); });
    CHECK(store.certificateRequests.byId(request.id) == request);
    CHECK_FALSE(store.certificateRequests.answer(request.id));
    CHECK(store.certificateRequests.countOpen() == 1);
    inOne(store, [&](auto& act) {
        CHECK(store.certificateRequests.setAnswer(act, request.id, bytesOf("first"), 10));
        CHECK_FALSE(store.certificateRequests.setAnswer(act, request.id, bytesOf("second"), 11));
    });
    CHECK(store.certificateRequests.answer(request.id) == toBytes(bytesOf("first")));
    CHECK(store.certificateRequests.countOpen() == 0);
    inOne(store, [&](auto& act) { store.certificateRequests.withdraw(act, request.id); });
    CHECK(store.certificateRequests.ofCard(card)[0].withdrawn);
}

TEST_CASE("Deliveries are stored once, in order, and the cursor moves with them")
{
    Desk desk;
    auto& store = desk.store();
    const Delivery first{1, Guid::random(desk.random), "lease", "{}"};
    const Delivery second{2, Guid::random(desk.random), "authority", "{}"};
    inOne(store, [&](auto& act) { CHECK(store.inbox.receive(act, {first, second}, 2, 5) == 2); });
    inOne(store, [&](auto& act) { CHECK(store.inbox.receive(act, {first, second}, 2, 6) == 0); });
    CHECK(store.inbox.cursor() == 2);
    inOne(store, [&](auto& act) { store.inbox.receive(act, {}, 1, 6); });
    CHECK(store.inbox.cursor() == 2);
    CHECK(store.inbox.nextToApply()->delivery == first);
    inOne(store, [&](auto& act) { store.inbox.applied(act, first.id, "applied", 7); });
    CHECK(store.inbox.nextToApply()->delivery == second);
    CHECK(store.inbox.countToApply() == 1);

    // A restored centre counts anew: another delivery under a known cursor is another delivery.
    const Delivery anew{1, Guid::random(desk.random), "lease", "{}"};
    inOne(store, [&](auto& act) { store.inbox.readAgain(act); });
    CHECK(store.inbox.cursor() == 0);
    inOne(store, [&](auto& act) { CHECK(store.inbox.receive(act, {anew, second}, 2, 8) == 1); });
    CHECK(store.inbox.countToApply() == 2);
}

TEST_CASE("Portraits lie under their hash, whole or not at all")
{
    Desk desk;
    auto& portraits = desk.store().portraits;
    const Bytes jpeg(60'000, 0x5A);
    const auto reference = portraits.put(jpeg);
    CHECK(reference == sha256(jpeg));
    CHECK(portraits.get(reference) == jpeg);
    CHECK(isPrivate(portraits.fileOf(reference)));
    CHECK_FALSE(portraits.get(sha256(bytesOf("other"))));
    CHECK(desk.keys.centreEnvelopeKey.publicKey() == desk.keys.centreEnvelope.publicKey());
    PrivateEnvelopeKey centre(desk.keys.centreEnvelopeKey, desk.keys.centreEnvelope);
    CHECK(envelope::open(*portraits.sealed(reference), centre).sameAs(jpeg)); // as it is sent
    desk.signOut();
    CHECK(failureOf([&] { portraits.get(reference); }).code == "STORE-SEALED");
    CHECK(portraits.sealed(reference));
    desk.signIn();
    std::ofstream(portraits.fileOf(reference)) << "something else";
    CHECK(failureOf([&] { portraits.get(reference); }).code == "STORE-PORTRAIT");
    CHECK(portraits.put(jpeg) == reference);
    CHECK(portraits.get(reference) == jpeg);
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(desk.site.portraits())) ++files;
    CHECK(files == 1);
}

TEST_CASE("Roster, authority, settings, evidence and drafts")
{
    Desk desk;
    desk.lease();
    auto& store = desk.store();
    const RosterEntry morgan{sha256(bytesOf("morgan")), number(555'000'000'001), "Morgan Ellis", "agent", true};
    const RosterEntry left{sha256(bytesOf("left")), number(555'000'000'002), "Long Gone", "agent", false};
    inOne(store, [&](auto& act) { store.agents.replaceAll(act, {morgan, left}); });
    CHECK(*store.agents.roster().find(morgan.certificate) == morgan);
    CHECK(store.agents.roster().find(left.certificate) == nullptr);
    inOne(store, [&](auto& act) { store.agents.replaceAll(act, {left}); });
    CHECK(store.agents.roster().find(morgan.certificate) == nullptr);

    CHECK_FALSE(store.authorities.current());
    inOne(store, [&](auto& act) { store.authorities.replace(act, {10, 40, 200, 5}); });
    inOne(store, [&](auto& act) { store.authorities.replace(act, {20, 30, 100, 6}); });
    CHECK(store.authorities.current() == AuthorityRecord{20, 30, 100, 6});

    inOne(store, [&](auto& act) { store.settings.set(act, "reader", "one"); });
    inOne(store, [&](auto& act) { store.settings.set(act, "reader", "two"); });
    CHECK(store.settings.value("reader") == "two");
    inOne(store, [&](auto& act) { store.settings.set(act, "window.theme", "dark"); });
    inOne(store, [&](auto& act) { store.settings.set(act, "windows", "other"); });
    CHECK(store.settings.beginningWith("window.") == std::map<std::string, std::string>{{"theme", "dark"}});
    CHECK(store.settings.beginningWith("none").empty());
    inOne(store, [&](auto& act) { store.settings.remove(act, "reader"); });
    CHECK_FALSE(store.settings.value("reader"));

    const auto holder = desk.createHolder();
    const auto entry = desk.note(EntryKind::evidenceChecked);
    const EvidenceCheck check{holder, entry.id, 5, "uk-level-3", "2026.1", "one photo, two address", "met", "[]"};
    inOne(store, [&](auto& act) { store.evidence.add(act, check); });
    CHECK(store.evidence.latestOf(holder) == check);

    const DraftRecord draft{Guid::random(desk.random), "issue", "Callum Pemberton-Roy", R"({"step":2})", 9};
    inOne(store, [&](auto& act) { store.drafts.save(act, draft); });
    desk.reopen();
    CHECK(desk.store().drafts.byId(draft.id) == draft);
    inOne(desk.store(), [&](auto& act) { desk.store().drafts.discard(act, draft.id); });
    CHECK(desk.store().drafts.all().empty());
}
