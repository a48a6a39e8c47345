#include "tests/system/KillLab.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::kills;

// The card pulled out in the middle of a job: the program lives and says so, and the same card goes on afterwards.

namespace {

/// False when the issue had fewer commands.
bool pullAt(Series& series, int command, const std::string& when, std::vector<Row>& rows)
{
    INFO("pulled " << when << " command " << command);
    Desk& desk = series.next();
    const auto name = "pulled-" + std::to_string(command);
    const auto card = series.blank(name);
    const auto faults = desk.scratch(name + ".json");
    writeFile(faults, Json{{"faults", {{{"at", command}, {"when", when}, {"action", "removed"}}}}}.dump());
    daemon().insert(0, card, {"--fault-json", faults.string()});
    const auto pulled = desk.issue(series.request(), 0, firstPasscode);
    INFO("pulled: " << pulled.text());
    if (pulled.code() == 0) {
        daemon().pull(0);
        return false;
    }
    CHECK(pulled.code() == 4);
    CHECK(pulled.failure().at("code") == "CARD-REMOVED");
    REQUIRE(daemon().card(0).wait());
    REQUIRE(daemon().waitPresent(0, false));
    const auto record = OnRecord::of(desk);

    daemon().insert(0, card); // the same card, put back
    const auto repaired = desk.ctl({"repair", "--reader", daemon().readerName(0)}, repairPasscode);
    INFO("repaired: " << repaired.text());
    Row row{command, when, "", "repaired"};
    if (repaired.code() == 4 || repaired.result().contains("outcome")) {
        CHECK((repaired.has("result") || repaired.failure().at("code") == "CARD-BLANK"));
        CHECK(Witness(daemon(), 0).guid().empty());
        const auto again = desk.issue(series.request(), 0, repairPasscode);
        INFO("again: " << again.text());
        REQUIRE(again.code() == 0);
        checkFinished(desk, 0, record, again.result(), false);
        row.then = "blank; issued anew, same UUID";
    } else {
        REQUIRE(repaired.code() == 0);
        CHECK(guidText(repaired.result().at("card")) == record.card);
        checkFinished(desk, 0, record, repaired.result(), false);
    }
    daemon().pull(0);
    rows.push_back(row);
    return true;
}

} // namespace

TEST_CASE("a card pulled out in the middle of its issue is a plain sentence, and goes on when it is back")
{
    for (const std::string personality : {"blank-1", "blank-strict"}) {
        const Desk original(daemon());
        Series series(original, personality);
        std::vector<Row> rows;
        int command = 2;
        while (pullAt(series, command, command % 2 == 0 ? "before" : "after", rows)) command += 5;
        series.finish();
        CHECK(command > 30);
        print("card pulled during issue, " + personality, rows);
    }
}
