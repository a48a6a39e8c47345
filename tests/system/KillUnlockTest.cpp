#include "tests/system/KillLab.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::kills;

namespace {

/// One kill of an unlock and what followed. False when the unlock had fewer commands.
bool killUnlock(const Desk& original, const fs::path& lockedCard, Slots& slots, int command, const std::string& when, std::vector<Row>& rows)
{
    INFO("killed " << when << " command " << command);
    const Desk desk(daemon(), original);
    const auto card = desk.scratch("this.card");
    fs::copy_file(lockedCard, card);
    const auto pidFile = desk.scratch("pid");
    const int slot = slots.insert(card, {"--kill-at", std::to_string(command), "--kill-when", when, "--kill-pid-file", pidFile.string()});
    const auto reader = daemon().readerName(slot);
    const Witness witness(daemon(), slot);
    const auto killed = desk.run(desk.ctlTool({"unlock", "--reader", reader}, firstPasscode, pidFile));
    if (killed.code() == 0) return false;
    INFO("killed: " << killed.text());
    REQUIRE(killed.tool.signal == 9);
    const bool open = DeskState::of(desk).openJobs == 1;
    const bool endLocked = open && command % 4 == 0;
    Row row{command, when, "yes", ""};
    std::vector<std::string> words{open ? "repair" : "unlock", "--reader", reader};
    if (endLocked) words.emplace_back("--locked");
    const auto then = desk.ctl(words, endLocked ? std::nullopt : std::optional<std::string>(repairPasscode));
    INFO(words.front() << ": " << then.text());
    REQUIRE(then.code() == 0);
    row.then = open ? (endLocked ? "repaired, locked" : "repaired") : "nothing begun; unlocked by another unlock";
    CHECK(witness.passcodeWorks(repairPasscode) == !endLocked);
    CHECK_FALSE(witness.passcodeWorks(firstPasscode));
    if (!endLocked) CHECK(witness.passcodeWorks(repairPasscode));
    const auto shown = desk.show(slot).result();
    CHECK(shown.at("kind") == "ours");
    CHECK(shown.at("locked") == endLocked);
    CHECK(DeskState::of(desk).openJobs == 0);
    if (endLocked) {
        const auto unlocked = desk.ctl({"unlock", "--reader", reader}, repairPasscode);
        INFO("unlocked: " << unlocked.text());
        CHECK(unlocked.code() == 0);
        CHECK(witness.passcodeWorks(repairPasscode));
    }
    CHECK(Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'card.unlocked'") == 1);
    checkLeases(desk);
    rows.push_back(row);
    return true;
}

} // namespace

TEST_CASE("killed at every command of an unlock, the card is unlocked by a repair or by another unlock")
{
    for (const std::string personality : {"blank-1", "blank-strict"}) {
        const Desk original(daemon());
        const auto card = original.scratch("issued.card");
        fs::copy_file(original.card(personality), card);
        {
            Slots slots;
            const int slot = slots.insert(card, {});
            const auto issued = original.issue(original.requestOf(0), slot, firstPasscode);
            INFO(issued.text());
            REQUIRE(issued.code() == 0);
            Witness(daemon(), slot).block();
        }
        Slots slots;
        std::vector<Row> rows;
        for (const std::string when : {"before", "after"}) {
            int command = 1;
            while (killUnlock(original, card, slots, command, when, rows)) ++command;
            CHECK(command > 6);
        }
        print("unlock, " + personality + ", centre stopped", rows);
    }
}
