#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// A store that is not the one it should be: put back from a copy, from another desk, or twice in the world.

namespace {

std::string issued(const Desk& desk, int person, const std::string& card)
{
    const Inserted inserted(desk.card(card));
    return must(desk.issue(desk.requestOf(person), 0, passcode)).result().at("uuid");
}

/// An act that is refused, by name, and leaves everything as it was.
void refusesToIssue(const Desk& desk, int person, const std::string& card, const std::vector<std::string>& codes)
{
    const Inserted inserted(desk.card(card));
    const auto before = DeskState::of(desk);
    const auto run = desk.issue(desk.requestOf(person), 0, passcode);
    INFO(run.text());
    CHECK((run.code() == 3 || run.code() == 6));
    const auto code = run.failure().at("code").get<std::string>();
    CHECK(std::find(codes.begin(), codes.end(), code) != codes.end());
    const auto after = DeskState::of(desk);
    INFO("before: " << before.text() << "\nafter:  " << after.text());
    CHECK(after == before);
}

} // namespace

TEST_CASE("a database put back from a copy is named before any contact; issuing stops, what it holds is readable, a new log begins")
{
    Desk desk(daemon());
    desk.startCentre();
    const auto early = issued(desk, 1, "blank-1");
    must(desk.ctl({"queue", "drain"}));
    const auto backup = desk.scratch("backup");
    fs::create_directories(backup);
    copyStore(desk.site() / "workstation", backup);
    issued(desk, 2, "blank-2");
    must(desk.ctl({"queue", "drain"}));
    const auto log = desk.ctl({"site", "status"}).result().at("log").get<std::string>();
    copyStore(backup, desk.site() / "workstation");
    desk.stopCentre(); // nobody has to be asked

    const auto looked = desk.ctl({"site", "diagnose"});
    INFO(looked.text());
    CHECK(looked.code() == 6);
    CHECK(finds(looked, "STORE-ROLLED-BACK"));
    refusesToIssue(desk, 3, "blank-3", {"STORE-ROLLED-BACK", "LEASE-EMPTY"});
    CHECK(desk.ctl({"people", "show", early}).code() == 0);
    const auto former = Sqlite(desk.store()).number("SELECT count(*) FROM person");
    CHECK(former == 1);

    desk.startCentre();
    const auto begun = must(desk.ctl({"log", "begin", "--reason", "the disk was put back from a copy"}));
    CHECK(begun.result().at("log") != log);
    must(desk.ctl({"queue", "drain"}));
    CHECK(Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'log.begun'") == 1);
    CHECK(desk.ctl({"site", "status"}).result().at("log") == begun.result().at("log"));
    issued(desk, 3, "blank-3"); // with numbers of the new log
    must(desk.ctl({"queue", "drain"}));
    CHECK(Sqlite(desk.centreStore()).number("SELECT count(*) FROM holders") == 3); // nobody lost, nobody twice
    CHECK(desk.ctl({"log", "verify"}).code() == 0);
}

TEST_CASE("the database of another workstation is refused by name and left as it is")
{
    Desk desk(daemon());
    Desk stranger(daemon());
    issued(stranger, 1, "blank-1");
    const auto octets = readFile(stranger.store());
    copyStore(stranger.site() / "workstation", desk.site() / "workstation");
    for (const auto& words : {std::vector<std::string>{"queue", "list"}, {"people", "find", "Ffion"}, {"queue", "drain"}}) {
        const auto run = desk.ctl(words);
        INFO(run.text());
        CHECK(run.code() == 6);
        CHECK(run.failure().at("code") == "STORE-FOREIGN");
    }
    CHECK(readFile(desk.store()) == octets);
}

TEST_CASE("of two desks from one copied folder the centre takes one; the other is told that its log was forked and stops issuing")
{
    Desk desk(daemon());
    const auto original = issued(desk, 1, "blank-1");
    Desk copy(daemon(), desk); // its centre is the one that runs on the original's folder
    issued(desk, 2, "blank-2");
    issued(copy, 3, "blank-3");
    desk.startCentre();
    must(desk.ctl({"queue", "drain"}));

    const auto refused = copy.ctl({"queue", "drain"});
    INFO(refused.text());
    CHECK(refused.code() != 0);
    CHECK(refused.failure().at("code") == "LOG-FORKED");
    refusesToIssue(copy, 4, "blank-4", {"LOG-FORKED", "STORE-ROLLED-BACK", "LEASE-EMPTY"});
    CHECK(copy.ctl({"people", "show", original}).code() == 0);

    issued(desk, 5, "blank-4"); // the other goes on
    must(desk.ctl({"queue", "drain"}));
    CHECK(disagreements(desk) == "");
    CHECK(Sqlite(desk.centreStore()).number("SELECT count(*) FROM holders") == 3);
}
