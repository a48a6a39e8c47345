#include "core/base/Tlv.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

void putObject(Bench& bench, std::uint32_t tag, ByteView content)
{
    bench.tray.pull(subjectReader);
    auto state = bench.state();
    state.objects.insert_or_assign(tag, tlv(0x53, content));
    state.save(bench.file);
    bench.insert();
}

/// Another desk of the same site: same authority and site key, a store of its own.
struct OtherDesk {
    explicit OtherDesk(Bench& first) : bench(first.personality)
    {
        bench.trust = first.trust;
        bench.file = first.file;
        first.tray.pull(subjectReader);
        bench.insert();
    }
    Bench bench;
};

} // namespace

TEST_CASE("an empty CHUID is nobody's, one that says nothing is somebody else's")
{
    Bench bench(GENERATE(Personality::strict, Personality::yubico));
    bench.newCard();
    putObject(bench, 0x5FC102, {});
    CHECK(bench.look().kind == CardKind::blank);
    putObject(bench, 0x5FC102, Bytes{0x30, 0x02, 0x01, 0x02});
    CHECK(bench.look().kind == CardKind::foreign);
}

TEST_CASE("a card of another desk is ours by its signature, and waits for its record")
{
    Bench bench(Personality::strict);
    bench.newCard();
    bench.issue(bench.holder());
    OtherDesk other(bench);
    const auto look = other.bench.look();
    CHECK(look.kind == CardKind::ours);
    CHECK(look.signedByUs);
    CHECK_FALSE(look.holder());
    CHECK(failureOf([&] { UnlockJob(other.bench.cardDesk(), look, digits(another), {}).run(); }).code == "CARD-NOT-HERE");
    CHECK(failureOf([&] { TouchJob(other.bench.cardDesk(), look).run(); }).code == "CARD-NOT-HERE");
    CHECK(failureOf([&] { other.bench.repair(); }).code == "NOTHING-TO-REPAIR");
}

TEST_CASE("an agent's card is known by its certificate")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto receipt = bench.issue(bench.holder());
    const auto certificate = Certificate::fromDer(*bench.desk.store().cards.slot(receipt.card, Slot::authentication)->certificate);
    OtherDesk other(bench);
    {
        Transaction act(other.bench.desk.store().database());
        other.bench.desk.store().agents.put(act, {certificate.fingerprint(), number(999'000'000'002), "Sam Agent", "agent", true});
        act.commit();
    }
    const auto look = other.bench.look();
    CHECK(look.kind == CardKind::agent);
    CHECK(look.agent->name == "Sam Agent");
    CHECK(failureOf([&] { other.bench.issue(other.bench.holder()); }).code == "AGENT-CARD");
    other.bench.agent.number = number(999'000'000'002);
    CHECK(failureOf([&] { UnlockJob(other.bench.cardDesk(), look, digits(another), {}).run(); }).code == "AGENT-IS-SUBJECT");
}

TEST_CASE("a CHUID torn while it was written belongs to the one job that was writing it")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    Fault fault; // the third block of the CHUID never arrives
    fault.ins = 0xDB;
    fault.at = 3;
    bench.insert(FaultPlan({fault}));
    CHECK(failureOf([&] { bench.issue(who); }).code == "CARD-REMOVED");
    bench.insert();
    CHECK(bench.look().kind == CardKind::blank);
    putObject(bench, 0x5FC102, Bytes{0x30, 0x19, 0x01}); // a card that keeps half of a chain
    CHECK(bench.look().kind == CardKind::torn);
    const auto result = bench.repair();
    CHECK(result.kind == RepairResult::Kind::finished);
    CHECK(bench.look().identity.guid == bench.cardOf(who).guid);
}

TEST_CASE("a card cut before its CHUID looks blank and is not begun a second time")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    Fault fault; // the CHUID's first block never arrives
    fault.ins = 0xDB;
    fault.at = 1;
    bench.insert(FaultPlan({fault}));
    CHECK(failureOf([&] { bench.issue(who); }).code == "CARD-REMOVED");
    bench.insert();
    CHECK(bench.look().kind == CardKind::blank);
    CHECK(failureOf([&] { bench.issue(who); }).code == "PERSON-CARD-OPEN");
    CHECK(bench.desk.store().cards.ofHolder(who).size() == 1);
    CHECK(bench.repair().kind == RepairResult::Kind::abandoned);
    bench.issue(who);
    bench.newCard();
    CHECK(failureOf([&] { bench.issue(who); }).code == "PERSON-HAS-CARD");
}

TEST_CASE("repairs never use up the unlock key's tries")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto who = bench.holder();
    std::stop_source stop;
    auto desk = bench.cardDesk();
    desk.stop = stop.get_token();
    desk.progress = [&](const JobProgress& progress) {
        if (progress.step == jobsteps::keys) stop.request_stop();
    };
    CHECK(failureOf([&] { IssueJob(desk, bench.order(who), digits(chosen)).run(); }).code == "STOPPED");
    bench.tray.pull(subjectReader);
    auto state = bench.state();
    state.unlockKey.value = SecureBytes::copyOf(bytesOf("00000000")); // changed elsewhere
    state.save(bench.file);
    bench.insert();
    for (int attempt = 0; attempt < 6; ++attempt) CHECK(failureOf([&] { bench.repair(); }).code.starts_with("UNLOCK-KEY-"));
    CHECK(bench.state().unlockKey.tries == 1);
}

TEST_CASE("a disturbed answer makes no card an older one, one without a serial, or another card")
{
    Bench bench(GENERATE(Personality::yubico, Personality::yubico57, Personality::pivApplet));
    bench.newCard();
    const auto whole = bench.look();
    REQUIRE(whole.identity.serial);
    Fault fault;
    fault.at = 1;
    fault.ins = GENERATE(as<std::uint8_t>{}, 0xFD, 0xF8);
    fault.when = Fault::When::after;
    fault.action = GENERATE(Fault::Action::statusWord, Fault::Action::wrongLength);
    bench.insert(FaultPlan({fault}));
    CHECK(failureOf([&] { bench.look(); }).code == "CARD-DATA");
    bench.insert();
    CHECK(bench.look().profile.administrationAlgorithm() == whole.profile.administrationAlgorithm());

    fault.ins = 0xF8;
    bench.insert(FaultPlan({fault}));
    CardSession session(*bench.reader, {});
    CHECK(failureOf([&] { session.expect(whole.identity, true); }).code == "CARD-DATA"); // not CARD-OTHER
}
