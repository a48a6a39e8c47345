#include "tests/card/SimulatedCard.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace cardwright;
using namespace cardwright::testing;
using namespace cardwright::simulator;

namespace {

const Bytes selectFrame = octets("00A4040005A000000308");
const Bytes wrongPasscode = octets("0020008008 393939393939FFFF");
const Bytes query = octets("00200080");

Fault fault(std::uint64_t at, Fault::When when, Fault::Action action)
{
    Fault made;
    made.at = at;
    made.when = when;
    made.action = action;
    return made;
}

} // namespace

TEST_CASE("a fault before the card acts leaves its memory as it was; one after it acted does not")
{
    for (const auto when : {Fault::When::before, Fault::When::after}) {
        const int tries = when == Fault::When::before ? 3 : 2;
        for (const auto action : {Fault::Action::removed, Fault::Action::reset, Fault::Action::silent, Fault::Action::statusWord,
                                  Fault::Action::wrongLength}) {
            SimulatedCard card(Personality::strict);
            card.card().plan(FaultPlan({fault(2, when, action)}));
            REQUIRE(card.card().process(selectFrame).kind == CardAnswer::Kind::answered);
            const auto answer = card.card().process(wrongPasscode);
            CHECK(CardState::load(card.file()).passcode.tries == tries);
            if (action == Fault::Action::removed) CHECK(answer.kind == CardAnswer::Kind::removed);
            if (action == Fault::Action::reset) CHECK(answer.kind == CardAnswer::Kind::reset);
            if (action == Fault::Action::silent) CHECK(answer.kind == CardAnswer::Kind::silent);
            if (action == Fault::Action::statusWord) CHECK(answer.response == octets("6F00"));
            if (action == Fault::Action::wrongLength) CHECK(answer.response == (when == Fault::When::before ? octets("90") : octets("63")));
        }
    }
}

TEST_CASE("a wrong length takes an octet of data and leaves the status word")
{
    SimulatedCard card(Personality::yubico);
    card.card().plan(FaultPlan({fault(2, Fault::When::after, Fault::Action::wrongLength)}));
    REQUIRE(card.card().process(selectFrame).kind == CardAnswer::Kind::answered);
    CHECK(card.card().process(octets("00FD000000")).response == octets("0504 9000"));
    CHECK(card.card().process(octets("00FD000000")).response == octets("050403 9000"));
}

TEST_CASE("removed and silent last until the card is put in again; reset drops the security state at once")
{
    SimulatedCard card(Personality::strict);
    card.card().plan(FaultPlan({fault(3, Fault::When::after, Fault::Action::reset)}));
    card.select();
    REQUIRE(card.verify("123456") == 0x9000);
    REQUIRE(card.card().process(query).kind == CardAnswer::Kind::reset);
    CHECK(card.card().process(query).response == octets("6D00")); // not even selected
    card.card().plan(FaultPlan({fault(1, Fault::When::before, Fault::Action::silent)}));
    CHECK(card.card().process(selectFrame).kind == CardAnswer::Kind::silent);
    CHECK(card.card().process(selectFrame).kind == CardAnswer::Kind::silent);
    card.card().powerUp();
    CHECK(card.card().process(selectFrame).kind == CardAnswer::Kind::answered);
}

TEST_CASE("with an INS only commands of that INS are counted, and each fault happens once")
{
    Fault second = fault(2, Fault::When::before, Fault::Action::statusWord);
    second.ins = 0x20;
    second.statusWord = 0x6FAA;
    FaultPlan plan({second, fault(1, Fault::When::after, Fault::Action::reset)});
    CHECK(plan.arrived(0xA4).size() == 1);
    CHECK(plan.arrived(0x20).empty());
    CHECK(plan.arrived(0xCB).empty());
    const auto due = plan.arrived(0x20);
    REQUIRE(due.size() == 1);
    CHECK(due[0].statusWord == 0x6FAA);
    CHECK(plan.arrived(0x20).empty());
    CHECK(plan.commands() == 5);
}

TEST_CASE("the card kills the process named in a file, before it acts or after")
{
    for (const auto when : {Fault::When::before, Fault::When::after}) {
        SimulatedCard card(Personality::strict);
        const pid_t child = ::fork();
        if (child == 0) {
            for (;;) ::pause();
        }
        TempFolder folder;
        std::ofstream(folder / "pid") << child << "\n";
        Fault kill = fault(2, when, Fault::Action::kill);
        kill.killPidFile = folder / "pid";
        card.card().plan(FaultPlan({kill}));
        REQUIRE(card.card().process(selectFrame).kind == CardAnswer::Kind::answered);
        CHECK(card.card().process(wrongPasscode).kind == CardAnswer::Kind::answered);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(WIFSIGNALED(status));
        CHECK(WTERMSIG(status) == SIGKILL);
        CHECK(CardState::load(card.file()).passcode.tries == (when == Fault::When::before ? 3 : 2));
    }
}

TEST_CASE("in process the card kills its own process, with its memory on disk")
{
    for (const auto when : {Fault::When::before, Fault::When::after}) {
        TempFolder folder;
        SecureRandom random;
        VirtualCard::create(folder / "a.card", Personality::strict, random);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto card = VirtualCard::load(folder / "a.card", random);
            card->plan(FaultPlan({fault(2, when, Fault::Action::kill)}));
            card->process(selectFrame);
            card->process(wrongPasscode);
            ::_exit(0);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(WIFSIGNALED(status));
        CHECK(CardState::load(folder / "a.card").passcode.tries == (when == Fault::When::before ? 3 : 2));
        CHECK_NOTHROW(VirtualCard::load(folder / "a.card", random)); // the dead process's lock went with it
    }
}

TEST_CASE("a plan from JSON, and what is refused")
{
    auto plan = FaultPlan::fromJson(R"({"faults":[{"at":2,"ins":"87","when":"after","action":"statusWord","statusWord":"6F12"},
                                                  {"at":1,"action":"removed"}]})");
    const auto first = plan.arrived(0x87);
    REQUIRE(first.size() == 1);
    CHECK(first[0].action == Fault::Action::removed);
    CHECK(first[0].when == Fault::When::before);
    const auto second = plan.arrived(0x87);
    REQUIRE(second.size() == 1);
    CHECK(second[0].when == Fault::When::after);
    CHECK(second[0].statusWord == 0x6F12);
    for (const char* text : {"", "{}", "[]", R"({"faults":[{"action":"removed"}]})", R"({"faults":[{"at":0,"action":"removed"}]})",
                             R"({"faults":[{"at":1}]})", R"({"faults":[{"at":1,"action":"explode"}]})",
                             R"({"faults":[{"at":1,"action":"removed","when":"later"}]})", R"({"faults":[{"at":1,"action":"removed","ins":"8"}]})",
                             R"({"faults":[{"at":1,"action":"removed","color":"red"}]})", R"({"faults":[{"at":-1,"action":"removed"}]})"}) {
        INFO(text);
        CHECK_THROWS_AS(FaultPlan::fromJson(text), UsageError);
    }
}
