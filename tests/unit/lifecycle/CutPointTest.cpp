#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <iterator>

// Every command of issue and of unlock is cut in every way that a card can be cut, and the card is then repaired with what the
// store kept. Nothing but the store and the card survives a cut.

using namespace cardwright;
using namespace cardwright::test;

namespace {

bool hasChuid(Bench& bench) { return bench.state().objects.contains(0x5FC102); }

void checkIssued(Bench& bench, const UserNumber& who, std::string_view passcode)
{
    const auto look = bench.look();
    CHECK(look.kind == CardKind::ours);
    CHECK(look.holder() == who);
    CHECK(look.passcodeTries == 3);
    const auto state = bench.state();
    CHECK(state.passcode.value.sameAs(padded(passcode)));
    CHECK(state.unlockKey.value.sameAs(bench.keys.unlockKey({1, 1}, *look.identity.guid).view()));
    CHECK(state.unlockKey.tries >= 2);
    CHECK(state.administrationFactory == keepsAdministration(bench.personality));
    for (const auto& slot : look.file.slots) {
        CHECK(slot.state == SlotState::written);
        const auto key = PrivateKey::fromPem(state.keys.at(static_cast<std::uint8_t>(slot.slot)).pem.view());
        CHECK(key.publicKey().der() == slot.publicKey);
        CHECK(Certificate::fromDer(*slot.certificate).publicKey().der() == slot.publicKey);
    }
    CHECK(bench.desk.store().jobs.openJobs().empty());
}

void checkNumbers(Bench& bench)
{
    const auto counts = bench.desk.store().leases.counts();
    CHECK(counts.free + counts.taken == 1000);
    CHECK(counts.taken == bench.desk.store().people.count());
}

/// What was on the card before the repair decides what it must be after it.
void repairIssue(Bench& bench, const UserNumber& who)
{
    const auto before = bench.cardOf(who).guid;
    const bool written = hasChuid(bench);
    const auto look = bench.look();
    if (look.kind == CardKind::ours) return checkIssued(bench, who, chosen); // cut after the last change
    if (look.kind == CardKind::torn) {
        CHECK(look.file.card->guid == before);
        const auto result = bench.repair();
        CHECK(result.kind == RepairResult::Kind::finished);
        CHECK(result.card == before);
        CHECK(result.holder == who);
        return checkIssued(bench, who, another);
    }
    REQUIRE(look.kind == CardKind::blank);
    CHECK_FALSE(written);
    const auto result = bench.repair();
    CHECK(result.kind == RepairResult::Kind::abandoned);
    CHECK(result.holder == who);
    CHECK(bench.cardOf(who).state == CardState::abandoned);
    bench.issue(who); // the number stays with the person
    checkIssued(bench, who, chosen);
}

} // namespace

TEST_CASE("an issue cut at any command ends issued, with the same card identity and user number")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    Bench bench(personality, 1000);
    bench.newCard();
    bench.issue(bench.holder());
    const auto commands = bench.reader->ins.size();
    REQUIRE(commands > 40);

    for (const auto cut : {Cut::removedBefore, Cut::removedAfter, Cut::reset, Cut::killedBefore, Cut::killedAfter}) {
        for (std::size_t at = 1; at <= commands; ++at) {
            CAPTURE(nameOf(personality), nameOf(cut), at);
            bench.newCard();
            const auto who = bench.holder();
            const bool through = cutAct(bench, cut, at, [&] { bench.issue(who); });
            bench.restart();
            if (bench.desk.store().cards.ofHolder(who).empty()) {
                CHECK_FALSE(hasChuid(bench)); // cut while it was looked at: no job was opened
                CHECK(bench.look().kind == CardKind::blank);
            } else if (through) {
                checkIssued(bench, who, chosen);
            } else {
                repairIssue(bench, who);
            }
        }
    }
    checkNumbers(bench);
    CHECK(bench.entries("card.issued") + bench.entries("card.abandoned") == bench.entries("card.opened"));
}

TEST_CASE("an unlock cut at any command ends unlocked")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    Bench bench(personality, 1000);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    const auto look = bench.look();
    bench.reader->ins.clear();
    UnlockJob(bench.cardDesk(), look, digits(chosen), {}).run();
    const auto commands = bench.reader->ins.size();
    REQUIRE(commands == 5);

    for (const auto cut : {Cut::removedBefore, Cut::removedAfter, Cut::reset, Cut::killedBefore, Cut::killedAfter}) {
        for (std::size_t at = 1; at <= commands; ++at) {
            CAPTURE(nameOf(personality), nameOf(cut), at);
            bench.restart();
            const auto seen = bench.look();
            const bool through = cutAct(bench, cut, at, [&] { UnlockJob(bench.cardDesk(), seen, digits("482915"), {}).run(); });
            bench.restart();
            const auto after = bench.look();
            if (after.kind == CardKind::torn) {
                CHECK(bench.repair().kind == RepairResult::Kind::finished);
                checkIssued(bench, who, another);
            } else {
                CHECK((through || at <= 2)); // before the unlock key was used nothing is torn
                checkIssued(bench, who, through ? "482915" : bench.state().passcode.value.sameAs(padded(another)) ? another : chosen);
            }
        }
    }
    checkNumbers(bench);
}

TEST_CASE("a repair that is itself cut is repaired")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    Bench bench(personality, 1000);
    for (std::size_t first = 10; first <= 40; first += 6) {
        for (std::size_t second = 4; second <= 34; second += 5) {
            CAPTURE(nameOf(personality), first, second);
            bench.newCard();
            const auto who = bench.holder();
            cutAct(bench, Cut::killedAfter, first, [&] { bench.issue(who); });
            bench.restart();
            if (bench.look().kind != CardKind::torn) continue;
            const auto card = bench.cardOf(who).guid;
            cutAct(bench, second % 2 == 0 ? Cut::killedAfter : Cut::removedBefore, second, [&] { bench.repair(); });
            bench.restart();
            if (bench.look().kind == CardKind::torn) CHECK(bench.repair().card == card);
            checkIssued(bench, who, another);
        }
    }
}

TEST_CASE("an issue that ends locked ends locked, wherever it was cut")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    Bench bench(personality, 1000);
    bench.newCard();
    bench.issueLocked(bench.holder());
    const auto commands = bench.reader->ins.size();
    for (std::size_t at = commands - 14; at <= commands; ++at) {
        for (const auto cut : {Cut::killedBefore, Cut::killedAfter}) {
            CAPTURE(nameOf(personality), nameOf(cut), at, commands);
            bench.newCard();
            const auto who = bench.holder();
            cutAct(bench, cut, at, [&] { bench.issueLocked(who); });
            bench.restart();
            REQUIRE(bench.look().kind == CardKind::torn);
            CHECK_FALSE(RepairJob::needsPasscode(bench.look()));
            const auto result = RepairJob(bench.cardDesk(), {}).run();
            CHECK(result.receipt->tries == 0);
            CHECK(result.receipt->publicKeys.size() == 2);
            CHECK(bench.cardOf(who).state == CardState::locked);
            CHECK(bench.look().locked());
            CHECK(bench.desk.store().jobs.openJobs().empty());
        }
    }
}

TEST_CASE("nobody is there to type: a repair ends locked")
{
    Bench bench(GENERATE(Personality::strict, Personality::yubico));
    bench.newCard();
    const auto who = bench.holder();
    cutAct(bench, Cut::killedAfter, 30, [&] { bench.issue(who); });
    bench.restart();
    const auto result = RepairJob(bench.cardDesk(), PasscodeSource::locked()).run();
    CHECK(result.kind == RepairResult::Kind::finished);
    CHECK(bench.cardOf(who).state == CardState::locked);
    CHECK(bench.look().locked());

    cutAct(bench, Cut::killedAfter, 5, [&] { UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run(); });
    bench.restart();
    if (bench.look().kind == CardKind::torn) {
        CHECK(RepairJob(bench.cardDesk(), PasscodeSource::locked()).run().kind == RepairResult::Kind::abandoned);
    }
    CHECK(bench.look().kind == CardKind::ours);
    CHECK(bench.look().locked());
}

TEST_CASE("a store that refuses a write stops the job, and the card is repaired")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    Bench bench(personality, 1000);
    bench.newCard();
    const auto commits = static_cast<std::uint64_t>(bench.issue(bench.holder()).commits);
    for (const auto point : {WritePoint::commit, WritePoint::afterCommit}) {
        // Two more than the job's own: those of the authority that answers in between.
        for (std::uint64_t at = 1; at <= commits + 2; ++at) {
            CAPTURE(nameOf(personality), static_cast<int>(point), at);
            bench.newCard();
            const auto who = bench.holder();
            std::uint64_t seen = 0;
            bench.desk.store().database().failOn([&](WritePoint where, std::uint64_t) { return where == point && ++seen == at; });
            const auto failure = failureOf([&] { bench.issue(who); });
            CHECK((failure.code.empty() || failure.kind == FailureKind::store));
            bench.restart();
            if (bench.desk.store().cards.ofHolder(who).empty()) {
                CHECK(bench.look().kind == CardKind::blank);
                CHECK_FALSE(hasChuid(bench));
            } else if (failure.code.empty()) {
                checkIssued(bench, who, chosen);
            } else {
                repairIssue(bench, who);
            }
        }
    }
    checkNumbers(bench);
}

TEST_CASE("a repair renews a key that is no longer the one that was certified, and withdraws its request")
{
    Bench bench(Personality::yubico);
    bench.newCard();
    const auto who = bench.holder();
    bench.exchange->online = false;
    auto desk = bench.cardDesk();
    std::stop_source stop;
    desk.stop = stop.get_token();
    desk.progress = [&](const JobProgress& progress) {
        if (progress.step == jobsteps::objects) stop.request_stop();
    };
    CHECK(failureOf([&] { IssueJob(desk, bench.order(who), digits(chosen)).run(); }).code == "STOPPED");
    bench.tray.pull(subjectReader);
    auto state = bench.state();
    state.keys.at(0x9A).pem = PrivateKey::generate(KeyAlgorithm::ecP256).pem();
    state.save(bench.file);
    bench.exchange->online = true;
    bench.restart();
    if (GENERATE(false, true)) { // and that repair is cut right after the new key was made
        bench.reader->crashAtIns(0x47, true);
        CHECK_THROWS_AS(bench.repair(), Crash);
        bench.restart();
    }
    CHECK(bench.repair().kind == RepairResult::Kind::finished);
    checkIssued(bench, who, another);
    CHECK(bench.entries("certificate.withdrawn") == 1);
    CHECK(bench.entries("certificate.requested") == 3);
}

TEST_CASE("an unlock key whose change was cut twice keeps a try to spare")
{
    Bench bench(Personality::strict); // a card that cannot tell what it holds
    bench.newCard();
    const auto who = bench.holder();
    const bool changed = GENERATE(false, true);
    bench.reader->crashAtIns(0x24, changed);
    CHECK_THROWS_AS(bench.issue(who), Crash);
    bench.restart();
    bench.reader->crashAtIns(0x24, true); // the probe spends a try where the change had not acted, and is cut as well
    CHECK_THROWS_AS(bench.repair(), Crash);
    CHECK(bench.state().unlockKey.tries == (changed ? 3 : 2));
    bench.restart();
    CHECK(bench.repair().kind == RepairResult::Kind::finished);
    checkIssued(bench, who, another);
}

TEST_CASE("a card whose job was given up and whose identity was written after all is taken up again")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto torn = bench.file;
    const auto who = bench.holder();
    std::size_t chuid = 0; // the last block of the CHUID
    {
        Bench counting(Personality::strict);
        counting.newCard();
        counting.issue(counting.holder());
        const auto& ins = counting.reader->ins;
        const auto begin = std::find(ins.begin(), ins.end(), 0xDB);
        chuid = static_cast<std::size_t>(std::find_if(begin, ins.end(), [](auto value) { return value != 0xDB; }) - ins.begin());
    }
    cutAct(bench, Cut::killedAfter, chuid, [&] { bench.issue(who); });
    REQUIRE(hasChuid(bench));
    bench.newCard(); // another, blank one is put in and repaired
    CHECK(bench.repair().kind == RepairResult::Kind::abandoned);
    bench.file = torn;
    bench.restart();
    CHECK(bench.look().kind == CardKind::torn);
    CHECK(bench.repair().kind == RepairResult::Kind::finished);
    checkIssued(bench, who, another);
}
