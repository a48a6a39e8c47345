#include "core/journal/Checkpoint.h"
#include "core/store/StoreError.h"
#include "core/sync/Outbox.h"
#include "tests/unit/store/StoreFixture.h"
#include "tests/unit/sync/FakeCentre.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;
using Step = DrainStep::Kind;

namespace {

struct Exchange {
    Desk desk;
    FakeCentre centre;
    Exchange()
    {
        desk.lease();
        for (int entry = 0; entry < 3; ++entry) desk.note();
    }
    std::string signedBy(std::string_view note, const PrivateKey& key) const { return signedBy(Checkpoint::parse(note), key); }
    std::string signedBy(Checkpoint checkpoint, const PrivateKey& key) const
    {
        PrivateKeySigner signer(key);
        checkpoint.sign(centreKeyName(desk.site.description().site), signer);
        return checkpoint.text();
    }
    DrainStep drain() { return Outbox(desk.store(), desk.clock).drainOnce(centre); }
};

} // namespace

TEST_CASE("Each batch takes the workstation's checkpoint along, and the countersigned one is kept")
{
    Exchange exchange;
    exchange.centre.countersign = [&](std::string_view note) { return exchange.signedBy(note, exchange.desk.keys.centreSigningKey); };
    CHECK(exchange.drain().kind == Step::sent);
    REQUIRE(exchange.centre.notes.size() == 1);
    const auto sent = Checkpoint::parse(exchange.centre.notes[0]);
    CHECK(sent.size == 3);
    CHECK(sent.log == exchange.desk.site.description().log);
    CHECK(sent.root == exchange.desk.store().journal.root());
    CHECK(sent.signedBy(workstationKeyName(exchange.desk.site.description().workstation), exchange.desk.keys.workstationKey.publicKey()));
    const auto kept = exchange.desk.store().journal.lastCountersigned();
    REQUIRE(kept);
    CHECK(kept->size == 3);
    CHECK(Checkpoint::parse(kept->note).signatures.size() == 2);

    // A further batch, and a mere look, whose checkpoint is the one the centre has.
    exchange.desk.note();
    CHECK(exchange.drain().kind == Step::sent);
    CHECK(exchange.desk.store().journal.lastCountersigned()->size == 4);
    CHECK(Outbox(exchange.desk.store(), exchange.desk.clock).drainOnce(exchange.centre, true).kind == Step::idle);
    CHECK(Checkpoint::parse(exchange.centre.notes.back()).size == 4);
}

TEST_CASE("A countersignature that is not the centre's is not kept, and neither is the rest of its answer")
{
    Exchange exchange;
    std::string code;
    SECTION("another key")
    {
        exchange.centre.countersign = [&](std::string_view note) { return exchange.signedBy(note, exchange.desk.keys.agentSignInKey); };
        code = "CHECKPOINT-UNSIGNED";
    }
    SECTION("none at all: the note as it was sent")
    {
        exchange.centre.countersign = [](std::string_view note) { return std::string(note); };
        code = "CHECKPOINT-UNSIGNED";
    }
    SECTION("no note")
    {
        exchange.centre.countersign = [](std::string_view) { return std::string("nothing of the kind"); };
        code = "CENTRE-ANSWER";
    }
    SECTION("an older one again")
    {
        const auto older = exchange.signedBy(exchange.desk.store().journal.checkpointAt(1), exchange.desk.keys.centreSigningKey);
        exchange.centre.countersign = [older](std::string_view) { return older; };
        code = "CENTRE-ANSWER";
    }
    SECTION("one of another log")
    {
        auto other = exchange.desk.store().journal.checkpointAt(3);
        other.log = Guid::random(exchange.desk.random);
        const auto note = exchange.signedBy(other, exchange.desk.keys.centreSigningKey);
        exchange.centre.countersign = [note](std::string_view) { return note; };
        code = "CENTRE-ANSWER";
    }
    const auto step = exchange.drain();
    CHECK(step.kind == Step::failed);
    REQUIRE(step.failure);
    CHECK(step.failure->code == code);
    CHECK_FALSE(exchange.desk.store().journal.lastCountersigned());
    CHECK(exchange.desk.store().outbox.counts().waiting == 3);

    exchange.centre.countersign = [&](std::string_view note) { return exchange.signedBy(note, exchange.desk.keys.centreSigningKey); };
    CHECK(exchange.drain().kind == Step::sent);
    CHECK(exchange.desk.store().outbox.counts().waiting == 0);
}

TEST_CASE("A fork is named, whoever shows it: issuing stops and no number is used any more")
{
    Exchange exchange;
    std::string code;
    SECTION("the centre signed another tree of this size")
    {
        exchange.centre.countersign = [&](std::string_view note) {
            auto other = Checkpoint::parse(note);
            other.root = sha256(bytesOf("another tree"));
            return exchange.signedBy(other, exchange.desk.keys.centreSigningKey);
        };
        code = "CHECKPOINT-FORKED";
    }
    SECTION("the centre says so")
    {
        exchange.centre.countersign = [](std::string_view) -> std::string { throw CentralError(Failure::of("CHECKPOINT-FORKED")); };
        code = "CHECKPOINT-FORKED";
    }
    SECTION("the centre's tree is no beginning of ours")
    {
        exchange.centre.countersign = [](std::string_view) -> std::string { throw CentralError(Failure::of("CHECKPOINT-INCONSISTENT")); };
        code = "CHECKPOINT-INCONSISTENT";
    }
    SECTION("the centre closed this log")
    {
        exchange.centre.countersign = [](std::string_view) -> std::string { throw CentralError(Failure::of("LOG-CLOSED")); };
        code = "LOG-CLOSED";
    }
    const auto step = exchange.drain();
    CHECK(step.kind == Step::rolledBack);
    REQUIRE(step.failure);
    CHECK(step.failure->code == code);
    CHECK_FALSE(exchange.desk.store().leases.next());
    CHECK(failureOf([&] { exchange.drain(); }).code == code);
    CHECK(exchange.desk.store().outbox.counts().waiting == 3); // nothing is lost
}
