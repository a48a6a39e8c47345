#include "tests/system/ByteSearch.h"
#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// A live site from its first minute: the token, the pinned authority, the first agent, and what is refused there.

TEST_CASE("a live site: enrolled with a one-time token and its first agent, who signs in with their own card from then on")
{
    const LiveCentre centre;
    const FirstAgentCard card;
    const LiveDesk desk(daemon(), centre.url());
    const auto token = centre.token();
    const auto enrolled = must(desk.enrol({"--authority", centre.fingerprint()}, token, firstAgent));
    CHECK(enrolled.result().at("training") == false);
    CHECK(enrolled.result().at("firstAgent") == true);
    CHECK(enrolled.result().at("agents") == 1);
    CHECK(enrolled.result().at("bootstrap") == false);
    CHECK(desk.said().find(token) == std::string::npos);
    CHECK(desk.said().find(firstAgent.passcode) == std::string::npos);

    const auto status = must(desk.ctl({"site", "status"}));
    CHECK(status.result().at("training") == false);
    CHECK(status.result().at("keyProtection") == "file");
    CHECK(status.result().at("storeKeyRecipients") == 1);
    const auto looked = desk.ctl({"site", "diagnose"});
    INFO(looked.text());
    CHECK(looked.code() == 0);
    CHECK(Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'agent.bootstrapped'") == 1);
    CHECK(Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'workstation.enrolled'") == 1);

    // Their card is theirs: yubico-piv-tool says so, and no value of a factory is left.
    const Witness witness(daemon(), 1);
    CHECK(witness.passcodeWorks(firstAgent.passcode));
    CHECK_FALSE(witness.passcodeWorks("123456"));

    const auto agents = must(desk.ctl({"agents", "list"}, firstAgent.passcode));
    CHECK(agents.line("agent").at("name") == firstAgent.name);
    CHECK(agents.line("agent").at("uuid") == firstAgent.number);
    CHECK(agents.line("agent").at("role") == "manager");
    const auto drained = must(desk.ctl({"queue", "drain"}, firstAgent.passcode));
    CHECK(drained.result().at("waiting") == 0);
    CHECK(drained.result().at("refused") == 0);

    SECTION("the folder is private, and names nobody and no secret")
    {
        for (const auto& entry : fs::recursive_directory_iterator(desk.site())) {
            INFO(entry.path());
            CHECK((fs::status(entry.path()).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
        }
        CHECK_FALSE(fs::exists(desk.site() / "centre"));
        CHECK_FALSE(fs::exists(desk.site() / "cards"));
        const ByteSearch search({{"the agent's name", firstAgent.name, true}, {"their family name", "Quindlemarsh", true}, {"their number", firstAgent.number, true},
                                 {"their passcode", firstAgent.passcode, true}, {"the token", token, true}});
        CHECK(search.in(desk.site()).empty());
    }
    SECTION("without a sign-in nothing of anybody is said, and with a wrong passcode a try is counted")
    {
        checkFails(desk.ctl({"people", "find", "Quindlemarsh"}), 3, "AGENT-NOT-SIGNED-IN");
        checkFails(desk.ctl({"people", "show", firstAgent.number}), 3, "AGENT-NOT-SIGNED-IN");
        checkFails(desk.ctl({"agents", "list"}), 3, "AGENT-NOT-SIGNED-IN");
        checkFails(desk.ctl({"log", "export"}), 3, "AGENT-NOT-SIGNED-IN");
        CHECK(desk.ctl({"queue", "list"}).code() == 0);
        const auto wrong = desk.ctl({"agents", "list"}, "11111111");
        checkFails(wrong, 4, "PASSCODE-WRONG");
        CHECK(wrong.failure().at("triesLeft") == 2);
        must(desk.ctl({"agents", "list"}, firstAgent.passcode));
    }
    SECTION("a holder's passcode does not come by the shell, and no simulated card lies in a reader of ours")
    {
        const auto holder = blank();
        checkFails(desk.ctl({"unlock", "--reader", daemon().readerName(0), "--passcode-fd", "4"}, firstAgent.passcode), 3, "PASSCODE-NOT-BY-SHELL");
        checkFails(desk.ctl({"issue", "--request", "/dev/null", "--reader", daemon().readerName(0), "--passcode-fd", "4"}, firstAgent.passcode), 2, "REQUEST-FILE");
        const auto tray = desk.ctl({"--tray-card", holder.string(), "agents", "list"}, firstAgent.passcode);
        INFO(tray.text());
        CHECK((tray.code() == 2 || tray.code() == 3));
        CHECK(witness.passcodeWorks(firstAgent.passcode)); // not one try of the agent's card was spent on these
    }
    SECTION("the token was for one desk, and the first agent is the first")
    {
        const LiveDesk second(daemon(), centre.url());
        checkFails(second.enrol({"--authority", centre.fingerprint()}, token), 5, "ENROLMENT-TOKEN-USED");
        CHECK_FALSE(fs::exists(second.site() / "site.json"));
        const auto again = must(second.enrol({"--authority", centre.fingerprint()}, centre.token()));
        CHECK(again.result().at("agents") == 1);
        CHECK(again.result().at("firstAgent") == false);
        const auto seen = must(second.ctl({"agents", "list"}, firstAgent.passcode)); // the same card opens the new desk's store key too
        CHECK(seen.line("agent").at("name") == firstAgent.name);
    }
}

TEST_CASE("an enrolment that must not happen leaves no site: a wrong token, another authority, a folder that is not empty")
{
    const LiveCentre centre;
    const LiveDesk desk(daemon(), centre.url());
    auto wrong = centre.token();
    wrong.front() = wrong.front() == '7' ? '8' : '7';
    checkFails(desk.enrol({"--authority", centre.fingerprint()}, wrong), 5, "ENROLMENT-TOKEN-WRONG");
    checkFails(desk.enrol({"--authority", std::string(64, 'a')}, centre.token()), 5, "CENTRE-TLS");
    checkFails(desk.enrol({"--authority", "not hexadecimal"}, centre.token()), 2, "USAGE");
    const auto empty = desk.enrol({"--authority", centre.fingerprint()}, "");
    checkFails(empty, 2, "TOKEN-INPUT");
    CHECK_FALSE(fs::exists(desk.site() / "site.json"));
    CHECK(Sqlite(centre.store()).number("SELECT count(*) FROM workstations") == 0);

    fs::create_directories(desk.site());
    writeFile(desk.site() / "notes.txt", "somebody's");
    checkFails(desk.enrol({"--authority", centre.fingerprint()}, centre.token()), 3, "SITE-EXISTS");
    CHECK(readFile(desk.site() / "notes.txt") == "somebody's");
}
