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
    store.journal.exportWhole([&](std::string_view line) { lines += std::string(line) + "\n"; });
    return lines;
}

LogReport verified(Store& store)
{
    std::istringstream lines(exported(store));
    OutsideTrust trust;
    trust.anchors = store.certificates().trust();
    trust.centreSigning = store.certificates().centreSigning();
    trust.log = store.journal.log();
    trust.entries = store.journal.size();
    return LogVerifier::verify(lines, trust);
}

std::string workstationName(Desk& desk) { return workstationKeyName(desk.site.description().workstation); }

/// What the centre does with a checkpoint that it finds consistent.
std::string countersigned(Desk& desk, Checkpoint checkpoint)
{
    PrivateKeySigner centre(desk.keys.centreSigningKey);
    checkpoint.sign(centreKeyName(desk.site.description().site), centre);
    return checkpoint.text();
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
    const auto payload = desk.store().journal.payloadOf(created);
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
    const auto payload = desk.store().journal.payloadOf(*step);
    CHECK(payload["from"] == "2026-11-21T09:14:05.123Z");
    CHECK(payload["to"] == "2026-11-21T09:13:05.123Z");
    const auto report = verified(desk.store());
    CHECK(report.whole);
    CHECK(report.clockSteps == 1);
    CHECK(desk.note().seq == 3);
}

TEST_CASE("The store refuses to change or remove an entry")
{
    Desk desk;
    desk.note();
    desk.note();
    auto& database = desk.store().database();
    for (const char* change : {"DELETE FROM journal WHERE seq = 0", "DELETE FROM journal WHERE seq = 1", "UPDATE journal SET at = 1", "UPDATE journal SET kind = 'x'",
                               "UPDATE journal SET payload = x'00' WHERE seq = 0", "UPDATE journal SET payload = NULL WHERE seq = 0",
                               "UPDATE journal SET digest = zeroblob(32)", "UPDATE journal SET log = 2", "DELETE FROM log",
                               "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 0",
                               "INSERT INTO erasure SELECT id, id FROM journal WHERE seq = 0",
                               "INSERT INTO journal SELECT 1, 5, zeroblob(16), at, kind, agent, session, subject, payload, payload_digest, digest, signature, NULL, NULL, NULL FROM journal WHERE seq = 0"}) {
        INFO(change);
        CHECK_THROWS_AS(database.run(change), StoreError);
    }
    CHECK(verified(desk.store()).whole);
    CHECK(verified(desk.store()).entries == 2);
}

TEST_CASE("A payload is erased by an entry that says so, once the centre has it, and the log verifies as before")
{
    Desk desk;
    desk.lease();
    auto& store = desk.store();
    const auto holder = desk.createHolder();
    const auto created = store.journal.about(holder)[0];
    const auto erase = [&] {
        Transaction act(store.database());
        store.journal.erasePayload(act, created.id, store.journal.erasureOf(created, "asked for by the person"), desk.author);
        act.commit();
    };
    CHECK(failureOf(erase).code == "ERASE-NOT-SENT");
    CHECK(store.journal.size() == 1);
    const auto before = store.journal.rootAt(1);

    Transaction sent(store.database());
    auto contact = store.outbox.contact();
    contact.nextAtCentre = 1;
    store.outbox.saveContact(sent, contact);
    sent.commit();
    erase();
    CHECK(failureOf([&] { store.journal.openPayload(*store.journal.entry(0)); }).code == "PAYLOAD-ERASED");
    CHECK(store.journal.entry(0)->digest == created.digest);
    CHECK(store.journal.rootAt(1) == before);
    REQUIRE(store.journal.entry(1)->kind == EntryKind::payloadErased);
    CHECK(store.journal.payloadOf(*store.journal.entry(1))["entry"] == created.id.text());
    CHECK(failureOf([&] {
              Transaction act(store.database());
              const auto last = *store.journal.entry(1);
              store.journal.erasePayload(act, last.id, store.journal.erasureOf(last, "the trace of it"), desk.author);
          }).code == "INTERNAL");
    const auto report = verified(store);
    CHECK(report.whole);
    CHECK(report.erasedPayloads == 1);
    CHECK(store.checkAll().empty());
}

TEST_CASE("Payloads open with the store's key, the centre's, and nobody else's")
{
    Desk desk;
    desk.lease();
    const auto holder = desk.createHolder();
    const auto entry = desk.store().journal.about(holder)[0];
    PrivateEnvelopeKey centre(desk.keys.centreEnvelopeKey, desk.keys.centreEnvelope);
    const auto opened = envelope::open(*entry.payload, centre);
    CHECK(nlohmann::json::parse(toText(opened.view()))["legalName"] == "Callum Pemberton-Roy");
    const auto card = desk.keys.agentCard();
    CHECK(failureOf([&] { envelope::open(*entry.payload, *card); }).code == "ENVELOPE-NOT-FOR-US");
    desk.signOut();
    CHECK(failureOf([&] { desk.store().journal.openPayload(entry); }).code == "STORE-SEALED");
    CHECK(failureOf([&] { desk.store().journal.about(holder); }).code == "STORE-SEALED");
}

TEST_CASE("Who has no key writes nothing in anybody's name")
{
    Desk desk;
    desk.signers.endAllSessions();
    CHECK(failureOf([&] { desk.note(); }).code == "SESSION-ENDED");
    CHECK(desk.store().journal.size() == 0);
    desk.author = {};
    CHECK(desk.note().seq == 0); // the workstation's own
    CHECK(signatureHolds(*desk.store().journal.entry(0), desk.keys.workstationKey.publicKey()));
}

TEST_CASE("Checkpoints: signed by the workstation, kept with the centre's signature, and refused when they are of another log")
{
    Desk desk;
    auto& journal = desk.store().journal;
    for (int entry = 0; entry < 5; ++entry) desk.note();
    const auto atThree = journal.checkpointAt(3);
    CHECK(atThree.size == 3);
    CHECK(atThree.signedBy(workstationName(desk), desk.keys.workstationKey.publicKey()));
    MerkleLog tree;
    for (const auto& entry : journal.range(0, 5)) tree.append(entry.digest);
    CHECK(atThree.root == tree.rootAt(3));
    CHECK(journal.checkpointAt(5).root == tree.root());
    CHECK(journal.checkpointAt(2).root == tree.rootAt(2)); // also back again
    CHECK(journal.root() == tree.root());

    const auto keep = [&](const std::string& note) {
        Transaction act(desk.store().database());
        journal.keepCountersigned(act, note);
        act.commit();
    };
    keep(countersigned(desk, atThree));
    REQUIRE(journal.lastCountersigned());
    CHECK(journal.lastCountersigned()->size == 3);
    CHECK(failureOf([&] { keep(atThree.text()); }).code == "CHECKPOINT-UNSIGNED");
    auto other = atThree;
    other.root = sha256(bytesOf("another tree"));
    other.signatures.clear();
    CHECK(failureOf([&] { keep(countersigned(desk, other)); }).code == "LOG-FORKED");
    other.size = 9;
    CHECK(failureOf([&] { keep(countersigned(desk, other)); }).code == "STORE-ROLLED-BACK");
    CHECK(failureOf([&] { keep("no checkpoint"); }).code == "CHECKPOINT-UNREADABLE");
    CHECK(journal.checkpoints().size() == 1);

    const auto report = verified(desk.store());
    CHECK(report.whole);
    CHECK(report.countersigned == 1);
    CHECK(report.signaturesChecked == 5);
    desk.reopen();
    CHECK(desk.store().journal.rootAt(4) == tree.rootAt(4)); // from the kept one on
    CHECK(desk.store().findings().empty());
}

TEST_CASE("A holder's entries prove themselves without the rest of the log")
{
    Desk desk;
    desk.lease();
    const auto holder = desk.createHolder();
    desk.note();
    desk.openCard(holder);
    const auto proof = desk.store().journal.proofFor(holder);
    CHECK(proof.entries.size() == 2);
    CHECK(verifyHolderProof(proof).whole);
    CHECK(verifyHolderProof(HolderProof::fromText(proof.text())).whole);
}

TEST_CASE("Another log begins with an entry that names the one before, which stays readable")
{
    Desk desk;
    desk.lease();
    const auto holder = desk.createHolder();
    desk.note();
    const auto before = desk.store().journal.log();
    const auto root = desk.store().journal.root();
    const auto next = Guid::random(desk.random);
    desk.store().beginNewLog(next, "an older copy was put back");
    auto& store = desk.store();
    CHECK(store.journal.log() == next);
    CHECK(store.journal.size() == 1);
    const auto begun = store.journal.entry(0);
    REQUIRE(begun);
    CHECK(begun->kind == EntryKind::logBegun);
    const auto payload = store.journal.payloadOf(*begun);
    CHECK(payload["previousLog"] == before.text());
    CHECK(payload["previousSize"] == 2);
    CHECK(payload["previousRoot"] == toHex(root));
    CHECK(store.leases.counts().free == 0);
    CHECK(store.outbox.counts().waiting == 1); // what the closed log had not sent stays in it
    CHECK(store.journal.about(holder).size() == 1);
    CHECK(store.journal.logs().size() == 2);

    desk.reopen();
    CHECK(desk.store().journal.log() == next);
    CHECK(desk.site.open(desk.site.root()).description().log == next);
    CHECK(desk.store().findings().empty());
    std::string old;
    desk.store().journal.exportWhole(before, [&](std::string_view line) { old += std::string(line) + "\n"; });
    std::istringstream lines(old);
    OutsideTrust trust;
    trust.log = before;
    trust.entries = 2;
    CHECK(LogVerifier::verify(lines, trust).whole);
    CHECK(failureOf([&] { desk.store().journal.exportWhole(Guid::random(desk.random), [](std::string_view) {}); }).code == "STORE-READ");
    CHECK(desk.store().checkAll().empty());
}

TEST_CASE("A store belongs to one workstation")
{
    Desk desk;
    desk.note();
    desk.close();
    auto other = desk.site.description();
    SECTION("another one's is not opened")
    {
        other.workstation = Guid::random(desk.random);
        desk.site.describe(other);
        CHECK(failureOf([&] { desk.reopen(); }).code == "STORE-FOREIGN");
    }
    SECTION("a site that names a later log has got an older copy of its store")
    {
        other.log = Guid::random(desk.random);
        desk.site.describe(other);
        desk.reopen();
        REQUIRE(desk.store().findings().size() == 1);
        CHECK(desk.store().findings()[0].code == "STORE-ROLLED-BACK");
        CHECK(desk.store().outbox.contact().rolledBack);
    }
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
    CHECK(desk.store().journal.payloadOf(*entry)["rule"] == "operator-is-not-subject");
    CHECK(desk.store().journal.payloadOf(*entry)["attempted"] == "card.unlocked");
}
