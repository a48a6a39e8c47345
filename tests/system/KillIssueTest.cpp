#include "tests/system/KillLab.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

using namespace cardwright::testing;
using namespace cardwright::testing::kills;

// SIGKILL to cardwrightctl at every card command of an issue, sent by the virtual card itself: once before it acts, once
// after it acted and before it answers. Then repair.

namespace {

struct Plan {
    std::string personality; ///< the card file to begin with
    bool locked = false;     ///< issued locked
    bool online = false;     ///< with the centre
    int first = 1;
    int step = 1;
};

/// One kill of an issue at that command and what followed. False when the issue had fewer commands.
bool killIssue(Series& series, Slots& slots, const Plan& plan, int command, const std::string& when, std::vector<Row>& rows)
{
    INFO("killed " << when << " command " << command);
    Desk& desk = series.next();
    if (plan.online && !desk.centreRuns()) desk.startCentre();
    const auto request = series.request();
    const auto name = "card-" + std::to_string(command) + when;
    const auto pidFile = desk.scratch(name + ".pid");
    const auto card = series.blank(name);
    const int slot = slots.insert(card, {"--kill-at", std::to_string(command), "--kill-when", when, "--kill-pid-file", pidFile.string()});
    const auto reader = daemon().readerName(slot);
    const Witness witness(daemon(), slot);

    std::vector<std::string> words{"issue", "--request", request.string(), "--reader", reader};
    if (plan.locked) words.emplace_back("--locked");
    const auto killed = desk.run(desk.ctlTool(words, plan.locked ? std::nullopt : std::optional<std::string>(firstPasscode), pidFile));
    if (killed.code() == 0) return false;
    INFO("killed: " << killed.text());
    REQUIRE(killed.tool.signal == 9);

    Row row{command, when, "", ""};
    const auto guidThen = witness.guid();
    row.chuid = guidThen.empty() ? "no" : "yes";
    const auto record = OnRecord::of(desk);
    if (!guidThen.empty()) REQUIRE(guidThen == record.card); // never a card of ours without an open job

    const bool endLocked = plan.locked || command % 5 == 0;
    std::vector<std::string> repair{"repair", "--reader", reader};
    if (endLocked) repair.emplace_back("--locked");
    const auto repaired = desk.ctl(repair, endLocked ? std::nullopt : std::optional<std::string>(repairPasscode));
    INFO("repaired: " << repaired.text());
    bool locked = endLocked;
    Json result;
    const bool blank = repaired.code() == 0 ? repaired.result().value("outcome", "") == "blank"
                                            : repaired.code() == 4 && repaired.failure().at("code") == "CARD-BLANK";
    if (blank) {
        CHECK(guidThen.empty()); // once the CHUID stands there the card is ours and is finished
        CHECK(witness.guid().empty());
        const auto again = desk.issue(request, slot, repairPasscode);
        INFO("again: " << again.text());
        REQUIRE(again.code() == 0);
        result = again.result();
        locked = false;
        row.then = repaired.code() == 0 ? "given up, blank; issued anew, same UUID" : "nothing begun, blank; issued anew, same UUID";
    } else {
        REQUIRE(repaired.code() == 0);
        result = repaired.result();
        CHECK(guidText(result.at("card")) == record.card); // the same card
        row.then = locked ? "repaired, locked" : "repaired";
    }
    checkFinished(desk, slot, record, result, locked); // and the same person
    if (!guidThen.empty()) CHECK(witness.guid() == guidThen);
    rows.push_back(row);
    return true;
}

int killEverywhere(const Desk& original, const Plan& plan, const std::string& title)
{
    std::vector<Row> rows;
    int commands = 0;
    Slots slots;
    for (const std::string when : {"before", "after"}) {
        Series series(original, plan.personality);
        int command = plan.first;
        while (killIssue(series, slots, plan, command, when, rows)) command += plan.step;
        series.finish();
        commands = std::max(commands, command - plan.step);
    }
    print(title, rows);
    return commands;
}

/// An issue killed at one command, and its repair killed at another. False when the repair had fewer commands.
bool killTwice(Series& series, Slots& slots, int command, int further, std::vector<Row>& rows)
{
    INFO("killed after command " << command << ", the repair before its command " << further);
    Desk& desk = series.next();
    const auto pidFile = desk.scratch("pid");
    const auto name = "twice-" + std::to_string(command) + "-" + std::to_string(further);
    const auto faults = desk.scratch(name + ".json");
    const auto kill = [&](int at, const char* when) {
        return Json{{"at", at}, {"when", when}, {"action", "kill"}, {"pidFile", pidFile.string()}};
    };
    writeFile(faults, Json{{"faults", {kill(command, "after"), kill(command + further, "before")}}}.dump());
    const int slot = slots.insert(series.blank(name), {"--fault-json", faults.string()});
    const auto reader = daemon().readerName(slot);
    const auto killed = desk.run(desk.ctlTool({"issue", "--request", series.request().string(), "--reader", reader}, firstPasscode, pidFile));
    INFO("killed: " << killed.text());
    REQUIRE(killed.tool.signal == 9);
    const auto record = OnRecord::of(desk);
    auto repaired = desk.run(desk.ctlTool({"repair", "--reader", reader}, firstPasscode, pidFile));
    INFO("first repair: " << repaired.text());
    const bool more = repaired.tool.signal == 9;
    if (more) {
        CHECK(OnRecord::of(desk).card == record.card);
        repaired = desk.ctl({"repair", "--reader", reader}, repairPasscode);
        INFO("second repair: " << repaired.text());
        REQUIRE(repaired.code() == 0);
        CHECK(guidText(repaired.result().at("card")) == record.card);
        checkFinished(desk, slot, record, repaired.result(), false);
        rows.push_back({further, "before", "yes", "repair killed; repaired by the next"});
    } else {
        REQUIRE(repaired.code() == 0);
    }
    return more;
}

} // namespace

TEST_CASE("killed at every command of an issue, a Yubico-like card is repaired, or blank before its CHUID was written")
{
    const Desk original(daemon());
    CHECK(killEverywhere(original, {"blank-1"}, "issue, Yubico-like card, centre stopped") >= 30);
}

TEST_CASE("killed at every command of an issue, a strict PIV card is repaired, or blank before its CHUID was written")
{
    const Desk original(daemon());
    CHECK(killEverywhere(original, {"blank-strict"}, "issue, strict card, centre stopped") >= 25);
}

TEST_CASE("killed during an issue with the centre there: also between the certificates")
{
    const Desk original(daemon());
    Plan plan{"blank-1"};
    plan.online = true;
    plan.first = 3;
    plan.step = 4;
    CHECK(killEverywhere(original, plan, "issue, Yubico-like card, with the centre") >= 40);
}

TEST_CASE("killed while a card is issued locked, it is locked in the end")
{
    const Desk original(daemon());
    Plan plan{"blank-1"};
    plan.locked = true;
    plan.first = 2;
    plan.step = 5;
    CHECK(killEverywhere(original, plan, "issue --locked, Yubico-like card, centre stopped") >= 30);
    plan.personality = "blank-strict";
    plan.first = 1;
    CHECK(killEverywhere(original, plan, "issue --locked, strict card, centre stopped") >= 20);
}

TEST_CASE("killed again while it is repaired, the card is finished by the next repair")
{
    for (const auto& [personality, command] : {std::pair<std::string, int>{"blank-1", 21}, {"blank-1", 34}, {"blank-strict", 15}, {"blank-strict", 26}}) {
        const Desk original(daemon());
        Series series(original, personality);
        Slots slots;
        std::vector<Row> rows;
        int further = 1;
        while (killTwice(series, slots, command, further, rows)) further += 6;
        CHECK(further > 12);
        series.finish();
        print("repair after a kill at " + std::to_string(command) + ", " + personality, rows);
    }
}
