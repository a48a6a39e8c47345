#include "core/store/PrivateFiles.h"
#include "core/store/StoreError.h"
#include "core/sync/Backoff.h"
#include "core/sync/Outbox.h"
#include "tests/unit/store/StoreFixture.h"
#include "tests/unit/sync/FakeCentre.h"

#include <catch2/catch.hpp>

#include <random>

using namespace cardwright;
using namespace cardwright::test;
using Cut = FakeCentre::Cut;
using Step = DrainStep::Kind;

namespace {

Sha256Digest acceptPortrait(Desk& desk, const UserNumber& holder, std::string_view octets = "a jpeg")
{
    const auto reference = desk.store().portraits.put(bytesOf(octets));
    Transaction act(desk.store().database());
    auto draft = entryAbout(holder, EntryKind::portraitAccepted, {{"photoReference", toHex(reference)}}, desk.random);
    draft.portrait = reference;
    desk.store().journal.append(act, draft, desk.author);
    act.commit();
    return reference;
}

/// Until there is nothing to send; every entry must then be there once, and as it was written here.
void drainAll(Desk& desk, FakeCentre& centre, int mostSteps = 2000)
{
    int steps = 0;
    while (desk.store().outbox.counts().waiting > 0 && steps < mostSteps) {
        Outbox(desk.store(), desk.clock).drainOnce(centre);
        ++steps;
    }
    REQUIRE(steps < mostSteps);
}

void checkExactlyOnce(Desk& desk, FakeCentre& centre)
{
    const auto ours = desk.store().journal.range(0, 100'000);
    CHECK(centre.stored == ours);
    for (const auto& entry : ours) CHECK(centre.applied[entry.id] == 1);
}

} // namespace

TEST_CASE("What waits leaves in order, in batches of at most 200")
{
    Desk desk;
    FakeCentre centre;
    for (int entry = 0; entry < 450; ++entry) desk.note();
    Outbox outbox(desk.store(), desk.clock);
    const auto step = outbox.drainOnce(centre);
    CHECK(step.kind == Step::sent);
    CHECK(step.accepted == 200);
    CHECK(step.waiting == 250);
    CHECK(desk.store().outbox.contact().lastContact == desk.clock.now);
    outbox.drainOnce(centre);
    outbox.drainOnce(centre);
    CHECK(outbox.drainOnce(centre).kind == Step::idle);
    CHECK(centre.requests == 3);
    CHECK(desk.store().outbox.counts().accepted == 450);
    CHECK(desk.store().outbox.row(7)->receipt == desk.store().journal.entry(7)->digest);
    checkExactlyOnce(desk, centre);
}

TEST_CASE("A batch holds at most one MiB, and an entry that is larger goes alone")
{
    Desk desk;
    const auto big = [&](std::size_t octets) {
        Transaction act(desk.store().database());
        desk.store().journal.append(act, entryOfDesk(EntryKind::dataExported, {{"x", std::string(octets, 'x')}}, desk.random), desk.author);
        act.commit();
    };
    big(300'000);
    big(300'000);
    big(300'000);
    big(1'500'000);
    big(10);
    FakeCentre centre;
    Outbox outbox(desk.store(), desk.clock);
    std::vector<std::size_t> sizes;
    while (const auto batch = outbox.nextBatch()) {
        sizes.push_back(batch->entries.size());
        outbox.record(*batch, Outbox::send(centre, *batch));
    }
    CHECK(sizes == std::vector<std::size_t>{2, 1, 1, 1});
    checkExactlyOnce(desk, centre);
}

TEST_CASE("However the line is cut, everything arrives exactly once")
{
    for (unsigned seed = 1; seed <= 12; ++seed) {
        Desk desk;
        desk.lease();
        FakeCentre centre;
        std::mt19937 engine(seed);
        centre.line = [&] { return static_cast<Cut>(engine() % 3); };
        for (int round = 0; round < 4; ++round) {
            const auto holder = desk.createHolder(aPerson("Person " + std::to_string(round)));
            acceptPortrait(desk, holder, "portrait " + std::to_string(round));
            for (int entry = 0; entry < 30; ++entry) desk.note();
            Outbox(desk.store(), desk.clock).drainOnce(centre);
            if (engine() % 2 == 0) desk.reopen(); // the program ends and starts again on the way
        }
        drainAll(desk, centre);
        checkExactlyOnce(desk, centre);
        CHECK(centre.portraits.size() == 4);
    }
}

TEST_CASE("A store that fails while it records the answer sends again, and nothing is there twice")
{
    for (const auto point : {WritePoint::statement, WritePoint::commit, WritePoint::afterCommit}) {
        for (std::uint64_t at = 1; at <= 6; ++at) {
            Desk desk;
            FakeCentre centre;
            for (int entry = 0; entry < 5; ++entry) desk.note();
            Outbox outbox(desk.store(), desk.clock);
            const auto batch = outbox.nextBatch();
            const auto result = Outbox::send(centre, *batch);
            desk.store().database().failOn([&](WritePoint where, std::uint64_t number) { return where == point && number == at; });
            failureOf([&] { outbox.record(*batch, result); });
            desk.store().database().failOn({});
            desk.reopen();
            drainAll(desk, centre);
            checkExactlyOnce(desk, centre);
            CHECK(desk.store().outbox.counts().accepted == 5);
        }
    }
}

TEST_CASE("A portrait is at the centre before the entry that names it")
{
    Desk desk;
    desk.lease();
    FakeCentre centre;
    const auto holder = desk.createHolder();
    const auto reference = acceptPortrait(desk, holder);
    SECTION("and is sent once")
    {
        drainAll(desk, centre);
        REQUIRE(centre.portraitsBefore == std::vector<std::size_t>{0});
        // What left is the envelope, which only the centre (and this store) opens.
        PrivateEnvelopeKey centreKey(desk.keys.centreEnvelopeKey, desk.keys.centreEnvelope);
        CHECK(envelope::open(centre.portraits[reference], centreKey).sameAs(bytesOf("a jpeg")));
        CHECK(toText(centre.portraits[reference]).find("a jpeg") == std::string::npos);
        acceptPortrait(desk, holder); // the same picture again
        drainAll(desk, centre);
        CHECK(centre.portraitsBefore.size() == 1);
    }
    SECTION("one that arrived is not sent again when the entries did not")
    {
        int calls = 0;
        centre.line = [&] { return ++calls == 2 ? Cut::before : Cut::none; };
        CHECK(Outbox(desk.store(), desk.clock).drainOnce(centre).kind == Step::failed);
        drainAll(desk, centre);
        CHECK(centre.portraitsBefore.size() == 1);
    }
    SECTION("one that is lost, damaged or not wanted does not stop the queue")
    {
        SECTION("lost") { std::filesystem::remove(desk.store().portraits.fileOf(reference)); }
        SECTION("damaged") { writePrivateFile(desk.store().portraits.fileOf(reference), bytesOf("else")); }
        SECTION("not wanted") { centre.refusePortraits = true; }
        drainAll(desk, centre, 3);
        checkExactlyOnce(desk, centre);
        CHECK(centre.portraits.empty());
    }
}

TEST_CASE("A refusal is a result: it stays to be decided, and the rest goes on")
{
    Desk desk;
    desk.lease();
    FakeCentre centre;
    const auto holder = desk.createHolder();
    desk.openCard(holder);
    desk.note();
    centre.refuses = [](const JournalEntry& entry) { return entry.kind == EntryKind::holderCreated; };
    const auto step = Outbox(desk.store(), desk.clock).drainOnce(centre);
    CHECK(step.refused == 1);
    CHECK(step.accepted == 2);
    REQUIRE(desk.store().outbox.refused().size() == 1);
    CHECK(desk.store().outbox.refused()[0].problem == R"({"title":"The number is taken."})");
    CHECK(desk.store().outbox.dependants(0).size() == 1);
    CHECK(desk.store().outbox.counts().waiting == 0);
}

TEST_CASE("Failures are counted, and forgotten with the next answer")
{
    Desk desk;
    FakeCentre centre;
    desk.note();
    centre.line = [] { return Cut::before; };
    Outbox outbox(desk.store(), desk.clock);
    auto step = outbox.drainOnce(centre);
    CHECK(step.kind == Step::failed);
    CHECK(step.failure->code == "CENTRE-UNREACHABLE");
    CHECK(step.retryAfter == std::chrono::seconds(7));
    CHECK(outbox.drainOnce(centre).failedAttempts == 2);
    CHECK(desk.store().outbox.contact().lastFailure == "CENTRE-UNREACHABLE");
    CHECK(desk.store().outbox.row(0)->state == SendState::waiting);
    centre.line = {};
    CHECK(outbox.drainOnce(centre).kind == Step::sent);
    CHECK(desk.store().outbox.contact().failedAttempts == 0);
    CHECK(desk.store().outbox.contact().lastFailure.empty());
}

TEST_CASE("While a batch is under way its entries say so")
{
    Desk desk;
    desk.note();
    Outbox outbox(desk.store(), desk.clock);
    const auto batch = outbox.nextBatch();
    CHECK(desk.store().outbox.row(0)->state == SendState::sending);
    CHECK_FALSE(desk.store().database().inTransaction());
    SendResult cut;
    cut.failure = Failure::of("CENTRE-UNREACHABLE");
    outbox.record(*batch, cut);
    CHECK(desk.store().outbox.row(0)->state == SendState::waiting);
}

TEST_CASE("A centre that was restored gets everything again from where it stands")
{
    Desk desk;
    desk.lease();
    FakeCentre centre;
    acceptPortrait(desk, desk.createHolder());
    for (int entry = 0; entry < 10; ++entry) desk.note();
    drainAll(desk, centre);
    centre.stored.resize(1);
    centre.portraits.clear();
    centre.applied.clear();
    ++centre.applied[centre.stored[0].id];
    Outbox outbox(desk.store(), desk.clock);
    CHECK_FALSE(outbox.nextBatch());
    const auto step = outbox.drainOnce(centre, true);
    CHECK(step.kind == Step::sentAgain);
    CHECK(step.waiting == 11);
    CHECK(desk.store().outbox.contact().centreRestored);
    drainAll(desk, centre);
    checkExactlyOnce(desk, centre);
    CHECK(centre.portraits.size() == 1);
    CHECK_FALSE(desk.store().outbox.contact().centreRestored);
}

TEST_CASE("A store that was rolled back is found out, and stops")
{
    Desk desk;
    desk.lease();
    FakeCentre centre;
    for (int entry = 0; entry < 5; ++entry) desk.note();
    drainAll(desk, centre);
    const auto copy = desk.folder.path() / "copy.sqlite";
    desk.store().database().copyTo(copy);
    for (int entry = 0; entry < 3; ++entry) desk.note();
    drainAll(desk, centre);
    desk.close();
    std::filesystem::copy_file(copy, desk.site.storeFile(), std::filesystem::copy_options::overwrite_existing);
    desk.reopen();

    Outbox outbox(desk.store(), desk.clock);
    std::string code;
    SECTION("at a mere look")
    {
        const auto step = outbox.drainOnce(centre, true);
        CHECK(step.kind == Step::rolledBack);
        code = "STORE-ROLLED-BACK";
        CHECK(step.failure->code == code);
    }
    SECTION("when it went on writing under numbers that are used")
    {
        desk.note();
        const auto step = outbox.drainOnce(centre);
        CHECK(step.kind == Step::rolledBack);
        code = "LOG-FORKED";
        CHECK(step.failure->code == code);
    }
    CHECK(failureOf([&] { outbox.nextBatch(); }).code == code);
    CHECK_FALSE(desk.store().leases.next()); // its numbers may be in somebody's hands
}

TEST_CASE("An answer that does not fit its batch is not believed")
{
    Desk desk;
    for (int entry = 0; entry < 3; ++entry) desk.note();
    Outbox outbox(desk.store(), desk.clock);
    const auto batch = *outbox.nextBatch();
    FakeCentre centre;
    auto good = Outbox::send(centre, batch);
    REQUIRE(good.answer);
    SECTION("one answer missing") { good.answer->results.erase(good.answer->results.begin() + 1); }
    SECTION("nothing taken")
    {
        good.answer->results.clear();
        good.answer->next = 0;
    }
    const auto step = outbox.record(batch, good);
    CHECK(step.kind == Step::failed);
    CHECK(step.failure->code == "CENTRE-ANSWER");
    CHECK(step.failedAttempts == 1);
    CHECK(desk.store().outbox.counts().waiting == 3);
    drainAll(desk, centre);
    checkExactlyOnce(desk, centre);
}

TEST_CASE("A centre that takes only a part gets the rest next")
{
    Desk desk;
    for (int entry = 0; entry < 5; ++entry) desk.note();
    Outbox outbox(desk.store(), desk.clock);
    FakeCentre centre;
    const auto batch = *outbox.nextBatch();
    auto part = batch;
    part.entries.resize(2);
    const auto step = outbox.record(batch, Outbox::send(centre, part));
    CHECK(step.kind == Step::sent);
    CHECK(step.waiting == 3);
    drainAll(desk, centre);
    checkExactlyOnce(desk, centre);
}

TEST_CASE("Backoff is anything up to a bound that doubles to five minutes")
{
    using std::chrono::milliseconds;
    CHECK(fullJitter(1, 0).count() == 0);
    CHECK(fullJitter(1, 2000) == milliseconds(2000));
    CHECK(fullJitter(1, 2001) == milliseconds(0));
    CHECK(fullJitter(3, 8000) == milliseconds(8000));
    for (int failures : {9, 10, 100, 1'000'000'000}) {
        CHECK(fullJitter(failures, 300'000) == milliseconds(300'000));
        CHECK(fullJitter(failures, 300'001) == milliseconds(0));
    }
    CHECK(fullJitter(5, ~std::uint64_t{0}) <= milliseconds(32'000));
    CHECK(fullJitter(5, 7, milliseconds(0)) == milliseconds(0));
}
