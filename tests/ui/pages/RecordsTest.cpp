#include "tests/ui/pages/Stage.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

void openRecords(Stage& stage)
{
    stage.desk.log = FakeDesk::wholeLog();
    JournalRow about{12, 0, "card.unlocked", "Tomasz Reid", "Ffion Adeyemi", "555041726093", QueueState::accepted, false, true};
    JournalRow lease{11, 0, "lease.requested", "", "", "", QueueState::waiting, false, false};
    stage.desk.journalRows = {about, lease};
    stage.signIn();
    stage.bench.go(Place::records);
    settle();
}

void choose(Stage& stage, int row)
{
    auto* table = stage.get<TableView>("records-table");
    table->setCurrentIndex(table->model()->index(row, 0));
    settle();
}

} // namespace

TEST_CASE("records: how the log stands, and what the centre has signed of it", "[records]")
{
    Stage stage;
    openRecords(stage);
    CHECK(stage.get<FactRow>("log-entries")->value() == "1,204");
    CHECK(stage.get<FactRow>("log-countersigned")->value().contains("1,190 entries"));
    CHECK_FALSE(stage.shows("log-standing"));
    CHECK_FALSE(stage.shows("log-closed"));
}

TEST_CASE("records: verified now; a fault names the entry and what is wrong with it", "[records]")
{
    Stage stage;
    openRecords(stage);
    SECTION("whole")
    {
        stage.desk.verdict.entries = 1204;
        stage.desk.verdict.checkpoints = 9;
        stage.key(Qt::Key_V);
        REQUIRE(stage.shows("log-verdict"));
        CHECK(stage.spoken("log-verdict") == "Every entry is in its place and signed");
        CHECK(stage.described("log-verdict").contains("1,204 entries"));
    }
    SECTION("changed")
    {
        stage.desk.verdict.faults = {{212, "badSignature", ""}, {std::nullopt, "forkedCheckpoint", ""}};
        stage.key(Qt::Key_V);
        CHECK(stage.described("log-verdict").contains("Entry 212: its signature is not good"));
        CHECK(stage.described("log-verdict").contains("checkpoints of one size differ"));
    }
    SECTION("not possible now")
    {
        stage.desk.verdict.failure = Failure::of("DISK-FULL");
        stage.key(Qt::Key_V);
        CHECK(stage.described("log-verdict").contains("DISK-FULL"));
    }
}

TEST_CASE("records: an agent sees export, proof and erasure, held, and who does them", "[records]")
{
    Stage stage;
    openRecords(stage);
    for (const char* name : {"log-export", "log-proof", "log-erase"}) {
        INFO(name);
        CHECK(stage.shows(name));
        CHECK(stage.get<ActionButton>(name)->isHeld());
        CHECK(stage.get<ActionButton>(name)->heldReason().contains("You are signed in as RA agent"));
    }
    stage.key(Qt::Key_X);
    CHECK_FALSE(stage.shows("records-act"));
    CHECK(stage.desk.exported.empty());
}

TEST_CASE("records: a manager exports the log, and the proof for the chosen person", "[records]")
{
    Stage stage;
    stage.desk.makeManager();
    openRecords(stage);
    stage.key(Qt::Key_X);
    REQUIRE(stage.shows("records-path"));
    stage.get<QLineEdit>("records-path")->setText("/tmp/log.jsonl");
    stage.enter();
    REQUIRE(stage.desk.exported.size() == 1);
    CHECK(stage.desk.exported[0] == "/tmp/log.jsonl");
    CHECK_FALSE(stage.shows("records-act"));

    choose(stage, 0);
    stage.find("log-proof")->setFocus();
    stage.key(Qt::Key_P);
    CHECK(stage.get<QLineEdit>("records-number")->text() == "555 0417 26093");
    stage.get<QLineEdit>("records-path")->setText("/tmp/proof.json");
    stage.find("records-do")->setFocus();
    stage.enter();
    REQUIRE(stage.desk.exported.size() == 2);
    CHECK(stage.desk.exported[1] == "555041726093 /tmp/proof.json");
}

TEST_CASE("records: an export that cannot be written says why and stays open", "[records]")
{
    Stage stage;
    stage.desk.makeManager();
    openRecords(stage);
    stage.desk.refuseAct = Failure::of("DISK-FULL");
    stage.key(Qt::Key_X);
    stage.enter();
    CHECK(stage.shows("records-act"));
    CHECK(stage.get<TextBlock>("records-trouble")->text().contains("DISK-FULL"));
}

TEST_CASE("records: a payload is erased with a reason and the card; its place stays", "[records]")
{
    Stage stage;
    stage.desk.makeManager();
    openRecords(stage);
    CHECK(stage.get<ActionButton>("log-erase")->isHeld());
    choose(stage, 1);
    CHECK(stage.get<ActionButton>("log-erase")->heldReason().contains("about nobody"));
    choose(stage, 0);
    REQUIRE_FALSE(stage.get<ActionButton>("log-erase")->isHeld());
    stage.find("log-erase")->setFocus();
    stage.key(Qt::Key_E);
    stage.text("Request 44/2026 of the data protection officer");
    stage.enter();
    REQUIRE(stage.shows("records-step-up"));
    CHECK(stage.desk.erased.empty());
    stage.digits("246813");
    stage.enter();
    REQUIRE(stage.desk.erased == std::vector<std::uint64_t>{12});
    settle();
    CHECK(stage.get<TableView>("records-table")->model()->index(0, 3).data().toString() == "Erased");
}

TEST_CASE("queue and records: a log that was closed, rolled back or forked says so and what stops", "[records]")
{
    Stage stage;
    openRecords(stage);
    const std::pair<LogStanding, const char*> all[] = {{LogStanding::begunAnew, "new log"}, {LogStanding::rolledBack, "Issuing stops"}, {LogStanding::forked, "Issuing stops"}};
    for (const auto& [standing, says] : all) {
        auto centre = FakeDesk::connected();
        centre.standing = standing;
        stage.desk.centre(centre);
        stage.bench.go(Place::queue);
        settle();
        REQUIRE(stage.shows("queue-standing"));
        CHECK((stage.spoken("queue-standing") + stage.described("queue-standing")).contains(QLatin1String(says)));
        stage.desk.log.standing = standing;
        stage.bench.go(Place::records);
        settle();
        CHECK(stage.shows("log-standing"));
    }
}

TEST_CASE("set-up: roster, signed policies, keys, who opens the records, centre", "[records]")
{
    Stage stage;
    stage.desk.siteState = FakeDesk::trusted();
    stage.signIn();
    stage.bench.go(Place::setUp);
    settle();
    CHECK(stage.get<FactRow>("setup-roster")->value() == "3, list version 14");
    CHECK(stage.get<FactRow>("setup-roster-age")->value().contains("good for 27 days more"));
    CHECK(stage.spoken("setup-policy-1").contains("signed by the centre"));
    CHECK(stage.get<FactRow>("setup-protection")->value().contains("Files"));
    CHECK(stage.find("setup-recipient-4"));
    CHECK_FALSE(stage.find("setup-rotation"));

    stage.desk.siteState.policies[1].signatureGood = false;
    stage.desk.siteState.protection = KeyProtection::tpm;
    stage.desk.siteState.rotation = {true, 3600, 4800, "an agent left the list"};
    stage.bench.go(Place::desk);
    stage.bench.go(Place::setUp);
    settle();
    CHECK(stage.spoken("setup-policy-2").contains("not signed by the centre"));
    CHECK(stage.get<FactRow>("setup-protection")->value().contains("TPM"));
    CHECK(stage.shows("setup-rotation"));
    CHECK(stage.get<TextBlock>("setup-rotation-words")->text().contains("3600 fields"));
}

TEST_CASE("each search and each opening is asked once: they are entries", "[records]")
{
    Stage stage;
    PersonCard ffion;
    ffion.holder = FakeDesk::ffion();
    PersonCard callum;
    callum.holder = FakeDesk::callum();
    stage.desk.people = {ffion, callum};
    stage.signIn();
    stage.search("a");
    CHECK(stage.desk.searched.size() == 1);
    CHECK(stage.desk.viewed.empty());
    stage.key(Qt::Key_Down);
    stage.enter();
    stage.enter();
    CHECK(stage.desk.viewed == std::vector<std::string>{"555041726093"});
}
