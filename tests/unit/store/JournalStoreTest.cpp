#include "core/journal/LogVerifier.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"
#include "tests/unit/store/StoreFixture.h"

#include <catch2/catch.hpp>

#include <sstream>

using namespace cardwright;
using namespace cardwright::test;

namespace {

std::string exported(Store& store)
{
    std::string lines;
    store.journal.exportLines([&](std::string_view line) { lines += std::string(line) + "\n"; });
    return lines;
}

LogReport verified(Store& store)
{
    std::istringstream lines(exported(store));
    return LogVerifier::verify(lines, store.journal.log(), store.journal.size());
}

} // namespace

TEST_CASE("Entries follow one another without a gap, and an export verifies")
{
    Desk desk;
    desk.lease();
    auto& journal = desk.store().journal;
    CHECK(journal.size() == 0);
    const auto first = desk.note();
    desk.clock.now += 5;
    const auto holder = desk.createHolder();
    CHECK(first.seq == 0);
    CHECK(journal.size() == 2);
    CHECK(journal.entry(0) == first);
    CHECK(journal.byId(first.id) == first);
    CHECK_FALSE(journal.entry(2));
    REQUIRE(journal.about(holder).size() == 1);
    const auto created = journal.about(holder)[0];
    CHECK(created.kind == EntryKind::holderCreated);
    CHECK(created.author == desk.author);
    const auto payload = nlohmann::json::parse(*created.payload);
    CHECK(payload["userNumber"] == holder.digits());
    CHECK(created.subject == subjectDigest(*fromHex(payload["salt"].get<std::string>()), holder.digits()));

    const auto report = verified(desk.store());
    CHECK(report.whole);
    CHECK(report.entries == 2);
    desk.reopen();
    CHECK(desk.note().seq == 2);
    CHECK(verified(desk.store()).whole);
}

TEST_CASE("An entry without its act is not there, nor the act without its entry")
{
    Desk desk;
    desk.lease();
    auto& store = desk.store();
    {
        Transaction act(store.database());
        const auto taken = store.leases.take(act, 1);
        store.people.add(act, {taken, aPerson(), "", {}, 0});
        store.journal.append(act, entryAbout(taken, EntryKind::holderCreated, {}, desk.random), desk.author);
    }
    CHECK(store.journal.size() == 0);
    CHECK(store.people.count() == 0);
    CHECK(store.leases.counts().taken == 0);
}

TEST_CASE("A clock that goes back is recorded")
{
    Desk desk;
    desk.note();
    desk.clock.now -= 60'000;
    const auto later = desk.note();
    CHECK(later.seq == 2);
    const auto step = desk.store().journal.entry(1);
    REQUIRE(step);
    CHECK(step->kind == EntryKind::clockWentBack);
    CHECK(step->author == EntryAuthor{});
    const auto payload = nlohmann::json::parse(*step->payload);
    CHECK(payload["from"] == "2026-11-21T09:14:05.123Z");
    CHECK(payload["to"] == "2026-11-21T09:13:05.123Z");
    const auto report = verified(desk.store());
    CHECK(report.whole);
    CHECK(report.clockSteps == 1);
    CHECK(desk.note().seq == 3);
}

TEST_CASE("The store refuses to change or remove an entry; a payload can be erased and the log still verifies")
{
    Desk desk;
    desk.note();
    desk.note();
    auto& database = desk.store().database();
    for (const char* change : {"DELETE FROM journal WHERE seq = 0", "DELETE FROM journal WHERE seq = 1", "UPDATE journal SET at = 1", "UPDATE journal SET kind = 'x'",
                               "UPDATE journal SET payload = x'00' WHERE seq = 0", "UPDATE journal SET digest = zeroblob(32)",
                               "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 0",
                               "INSERT INTO journal SELECT 5, zeroblob(16), at, kind, agent, session, subject, payload, payload_digest, digest, signature, NULL, NULL, NULL FROM journal WHERE seq = 0"}) {
        INFO(change);
        CHECK_THROWS_AS(database.run(change), StoreError);
    }
    CHECK(verified(desk.store()).entries == 2);
    database.run("UPDATE journal SET payload = NULL WHERE seq = 0");
    const auto report = verified(desk.store());
    CHECK(report.whole);
    CHECK(report.erasedPayloads == 1);
}

TEST_CASE("A store belongs to one log")
{
    Desk desk;
    desk.note();
    desk.close();
    auto other = desk.site.description();
    other.log = Guid::random(desk.random);
    desk.site.describe(other);
    CHECK(failureOf([&] { desk.reopen(); }).code == "SITE-DAMAGED");
}

TEST_CASE("The outbox is the journal's tail after what the centre has, and what it refused")
{
    Desk desk;
    desk.lease();
    auto& store = desk.store();
    const auto holder = desk.createHolder();
    const auto card = desk.openCard(holder);
    desk.note();
    CHECK(store.outbox.counts().waiting == 3);
    CHECK(store.outbox.counts().oldestWaiting == desk.clock.now);
    CHECK(store.outbox.countWaiting(EntryKind::cardOpened) == 1);

    auto contact = store.outbox.contact();
    contact.sendingUntil = 2;
    Transaction act(store.database());
    store.outbox.saveContact(act, contact);
    CHECK(store.outbox.row(1)->state == SendState::sending);
    CHECK(store.outbox.row(2)->state == SendState::waiting);
    CHECK(store.outbox.counts().sending == 2);

    contact.sendingUntil.reset();
    contact.nextAtCentre = 2;
    store.outbox.saveContact(act, contact);
    store.outbox.answer(act, 0, SendState::refused, R"({"title":"taken"})", {}, 8);
    store.outbox.answer(act, 1, SendState::accepted, "", sha256(bytesOf("receipt")), 8);
    act.commit();
    const auto counts = store.outbox.counts();
    CHECK(counts.waiting == 1);
    CHECK(counts.accepted == 1);
    CHECK(counts.refused == 1);
    CHECK(store.outbox.row(1)->receipt == sha256(bytesOf("receipt")));
    REQUIRE(store.outbox.refused().size() == 1);
    CHECK(store.outbox.refused()[0].problem == R"({"title":"taken"})");
    REQUIRE(store.outbox.dependants(0).size() == 1);
    CHECK(store.outbox.dependants(0)[0].card == card);
    CHECK(store.outbox.dependants(1).empty());
    CHECK(store.outbox.waiting(10).size() == 1);
    CHECK(store.outbox.latest(2)[0].seq == 2);
    CHECK(store.outbox.countWaiting(EntryKind::cardOpened) == 0);
    CHECK(wordsOf(SendState::waiting) == "recorded here, not yet at the centre");
}

TEST_CASE("A refused duty is on record")
{
    Desk desk;
    AgentSession session{Guid::random(desk.random), number(555'000'000'001), "Morgan Ellis", "agent", {}, {}, 0};
    const auto verdict = operatorIsNotSubject(session, number(555'000'000'001));
    recordDutyRefused(desk.store(), verdict, session.number, "card.unlocked", desk.author, desk.random);
    const auto entry = desk.store().journal.entry(0);
    REQUIRE(entry);
    CHECK(entry->kind == EntryKind::dutyRefused);
    CHECK(nlohmann::json::parse(*entry->payload)["rule"] == "operator-is-not-subject");
    CHECK(nlohmann::json::parse(*entry->payload)["attempted"] == "card.unlocked");
}
