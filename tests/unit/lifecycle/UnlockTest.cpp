#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace cardwright;
using namespace cardwright::test;

namespace {

void changeState(Bench& bench, const std::function<void(simulator::CardState&)>& change)
{
    bench.tray.pull(subjectReader);
    auto state = bench.state();
    change(state);
    state.save(bench.file);
    bench.insert();
}

} // namespace

TEST_CASE("unlock sets a new passcode with the unlock key and proves it")
{
    const auto personality = GENERATE(Personality::strict, Personality::yubico);
    Bench bench(personality);
    bench.newCard();
    const auto who = bench.holder();
    bench.issue(who);
    changeState(bench, [](auto& state) { state.passcode.tries = 0; });
    const auto look = bench.look();
    CHECK(look.locked());
    CHECK(look.count.apdus <= 6);

    UnlockJob::Options options;
    options.likeness = LikenessAnswer::printedFace;
    const auto receipt = UnlockJob(bench.cardDesk(), look, digits(another), options).run();
    CHECK(receipt.count.apdus <= 5);
    CHECK(receipt.commits <= 4);
    CHECK(bench.state().passcode.value.sameAs(padded(another)));
    CHECK(bench.state().passcode.tries == 3);
    CHECK(bench.entries("card.unlocked") == 1);
    CHECK(bench.look().passcodeTries == 3); // reset at the end
}

TEST_CASE("the unlock key's tries are guarded")
{
    Bench bench(GENERATE(Personality::strict, Personality::yubico));
    bench.newCard();
    const auto who = bench.holder();
    const auto card = bench.issue(who).card;

    SECTION("one further generation is tried, and remembered")
    {
        changeState(bench, [&](auto& state) { state.unlockKey.value = bench.keys.unlockKey({1, 2}, card); });
        UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run();
        CHECK(bench.cardOf(who).generation == 2);
        CHECK(bench.state().passcode.value.sameAs(padded(another)));
    }
    SECTION("neither fits: it stops with one try left, and the job does not stay open")
    {
        changeState(bench, [](auto& state) { state.unlockKey.value = SecureBytes::copyOf(bytesOf("00000000")); });
        const auto failure = failureOf([&] { UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run(); });
        CHECK(failure.code == "UNLOCK-KEY-LAST-TRY");
        CHECK(failure.triesLeft == 1);
        CHECK(bench.state().unlockKey.tries == 1);
        CHECK(bench.state().passcode.value.sameAs(padded(chosen)));
        CHECK(bench.look().kind == CardKind::ours);

        // However often it is tried: only an explicit yes spends the last one, also on a card that does not tell.
        CHECK(bench.look().unlockKeyTries == 1);
        CHECK(failureOf([&] { UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run(); }).code == "UNLOCK-KEY-LAST-TRY");
        CHECK(bench.state().unlockKey.tries == 1);
        UnlockJob::Options yes;
        yes.spendLastTry = true;
        changeState(bench, [&](auto& state) { state.unlockKey.value = bench.keys.unlockKey({1, 1}, card); });
        UnlockJob(bench.cardDesk(), bench.look(), digits(another), yes).run();
        CHECK(bench.look().unlockKeyTries.value_or(3) == 3);
        CHECK(bench.state().passcode.value.sameAs(padded(another)));
    }
    SECTION("blocked")
    {
        changeState(bench, [](auto& state) { state.unlockKey.tries = 0; });
        CHECK(failureOf([&] { UnlockJob(bench.cardDesk(), bench.look(), digits(another), {}).run(); }).code == "UNLOCK-KEY-BLOCKED");
        CHECK(bench.look().kind == CardKind::ours);
        CHECK(bench.entries("card.unlocked") == 0);
    }
}

TEST_CASE("unlock is for our own finished cards, by another than the holder, with a good passcode")
{
    Bench bench(Personality::strict);
    bench.newCard();
    const auto unlock = [&](std::string_view passcode) {
        return failureOf([&] { UnlockJob(bench.cardDesk(), bench.look(), digits(passcode), {}).run(); }).code;
    };
    CHECK(unlock(another) == "CARD-BLANK");
    const auto who = bench.holder();
    bench.issue(who);
    CHECK(unlock("111111") == "PASSCODE-RULE");
    CHECK(unlock("170488") == "PASSCODE-RULE");
    bench.agent.number = who;
    CHECK(unlock(another) == "AGENT-IS-SUBJECT");
    CHECK(bench.state().passcode.value.sameAs(padded(chosen)));
}

TEST_CASE("the number printed on a card is not its passcode")
{
    Bench bench(Personality::yubico);
    bench.newCard();
    changeState(bench, [](auto& state) { state.serial = 48'291'735; });
    const auto who = bench.holder();
    CHECK(failureOf([&] { bench.issue(who, "48291735"); }).code == "PASSCODE-RULE");
    CHECK(bench.look().kind == CardKind::blank);
    bench.issue(who);
    CHECK(failureOf([&] { UnlockJob(bench.cardDesk(), bench.look(), digits("829173"), {}).run(); }).code == "PASSCODE-RULE");
    CHECK(bench.state().passcode.value.sameAs(padded(chosen)));
}

TEST_CASE("another card than the one looked at is refused before anything is spent")
{
    Bench bench(Personality::strict);
    bench.newCard();
    bench.issue(bench.holder());
    const auto look = bench.look();
    bench.newCard();
    bench.issue(bench.holder());
    CHECK(failureOf([&] { UnlockJob(bench.cardDesk(), look, digits(another), {}).run(); }).code == "CARD-OTHER");
    CHECK(bench.state().passcode.value.sameAs(padded(chosen)));
    CHECK(bench.desk.store().jobs.openJobs().empty());
}
