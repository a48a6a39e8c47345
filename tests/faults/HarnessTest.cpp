#include "tests/faults/Lab.h"
#include "tests/faults/Matrix.h"
#include "tests/faults/Table.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

// The suite itself under test: it must notice what it is there to notice.

using namespace cardwright;
using namespace cardwright::faults;
using simulator::Personality;

namespace {

Selection selectionOf(std::vector<std::string> jobs, std::vector<Personality> personalities, bool repair)
{
    Selection selection;
    selection.jobs = std::move(jobs);
    selection.personalities = std::move(personalities);
    selection.repair = repair;
    return selection;
}

std::vector<std::string> failedIn(const MatrixResult& result)
{
    std::vector<std::string> ids;
    for (const auto& row : result.cells) {
        if (row.ending == Ending::failed) ids.push_back(row.cell.id());
    }
    return ids;
}

} // namespace

TEST_CASE("with repair switched off the suite fails, and says where")
{
    const auto seat = traySeat();
    const auto without = runMatrix(selectionOf({"unlock", "return"}, {Personality::strict}, false), *seat);
    const auto with = runMatrix(selectionOf({"unlock", "return"}, {Personality::strict}, true), *seat);
    CHECK(with.failures() == 0);
    const auto failed = failedIn(without);
    std::ostringstream table;
    printTable(table, without);
    WARN("without repair " << failed.size() << " of " << without.cells.size() << " cells fail:\n" << table.str());
    CHECK(failed.size() > without.cells.size() / 4);
    CHECK(failed.size() < without.cells.size()); // where nothing had begun, nothing is to repair
    // The card acted on RESET RETRY COUNTER and nobody heard of it: only a repair makes that good.
    for (const std::string cell : {"unlock/7/removed-after/strict", "unlock/7/killed-after/strict", "return/7/reset/strict"}) {
        CHECK(std::find(failed.begin(), failed.end(), cell) != failed.end());
        CHECK(table.str().find(cell) != std::string::npos);
    }
}

TEST_CASE("what is wrong on the card is noticed, whatever the store says")
{
    const auto seat = traySeat();
    Scenario spoilt = scenarioNamed("unlock");
    const auto honest = spoilt.act;
    std::function<void(simulator::CardState&)> spoil;
    spoilt.act = [&](Lab& lab) {
        honest(lab);
        test::changeCard(lab.bench, spoil);
    };
    std::string expected;
    SECTION("another passcode")
    {
        spoil = [](auto& state) { state.passcode.value = SecureBytes::copyOf(bytesOf("99887766")); };
        expected = "passcode";
    }
    SECTION("another key")
    {
        spoil = [](auto& state) { state.keys.at(0x9C).pem = PrivateKey::generate(KeyAlgorithm::ecP256).pem(); };
        expected = "another key";
    }
    SECTION("a lost certificate")
    {
        spoil = [](auto& state) { state.objects.erase(0x5FC10B); };
        expected = "another certificate";
    }
    SECTION("another unlock key")
    {
        spoil = [](auto& state) { state.unlockKey.value = SecureBytes::copyOf(bytesOf("12345678")); };
        expected = "unlock key";
    }
    // Nothing had begun when the card was pulled out, so the job is run again, and comes through.
    Lab lab(spoilt, Personality::yubico, {}, *seat);
    const auto result = lab.run({"unlock", 1, FaultKind::removedBefore, Personality::yubico});
    CHECK(result.ending == Ending::failed);
    const auto told = std::any_of(result.complaints.begin(), result.complaints.end(), [&](const auto& words) { return words.find(expected) != std::string::npos; });
    CHECK(told);
}

TEST_CASE("a cell has one name, and the table keeps it")
{
    for (const std::string id : {"issue/17/removed-after/strict", "verify/1/write-refused/yubico-5.7"}) {
        const auto cell = Cell::parse(id);
        REQUIRE(cell);
        CHECK(cell->id() == id);
    }
    for (const auto* id : {"", "issue", "issue/0/reset/strict", "issue/1/nothing/strict", "issue/1/reset/none", "issue/1/reset/strict/more", "issue/x/reset/strict"}) {
        CHECK_FALSE(Cell::parse(id));
    }
    MatrixResult result;
    result.cells.push_back({*Cell::parse("issue/2/6f00/strict"), "cb", Ending::blank, "CARD-REFUSED", {}});
    result.cells.push_back({*Cell::parse("touch/3/reset/yubico"), "db", Ending::failed, "CARD-RESET", {"one, thing", "another"}});
    const test::TemporaryFolder folder;
    writeCsv(folder.path() / "cells.csv", result);
    MatrixResult back;
    readCsv(folder.path() / "cells.csv", back);
    REQUIRE(back.cells.size() == 2);
    CHECK(back.cells[0].ending == Ending::blank);
    CHECK(back.cells[0].cell.id() == "issue/2/6f00/strict");
    CHECK(back.failures() == 1);
    CHECK(back.cells[1].complaints.front() == "one  thing; another");
}
