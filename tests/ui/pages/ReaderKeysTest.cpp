// The holder types on the reader's own keys, and another program that has the reader: what the window shows and who can end it.
#include "tests/ui/pages/Stage.h"
#include "ui/pages/JobPage.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/HolderReaderView.h"
#include "ui/widgets/ReaderTileView.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

SubjectCard withKeys(SubjectCard card)
{
    card.padVerifies = true;
    card.padModifies = true;
    return card;
}

/// Test my card, begun: the reader is to ask.
void beginTest(Stage& stage)
{
    stage.signIn();
    stage.desk.put(withKeys(FakeDesk::workingCard()));
    settle();
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_Period);
    stage.key(Qt::Key_T);
    REQUIRE(stage.shows("act-page"));
}

QString title(const Stage& stage) { return stage.label("holder-reader-title"); }

} // namespace

TEST_CASE("a reader with keys: nothing is typed on the screen, which turns when the reader asks", "[reader-keys]")
{
    Stage stage;
    beginTest(stage);
    CHECK(stage.get<ActionButton>("act-next")->text().contains("on the reader"));
    stage.enter();
    CHECK_FALSE(stage.shows("holder-view"));
    CHECK_FALSE(stage.shows("holder-reader"));
    CHECK(stage.shows("job-page"));
    CHECK(stage.desk.passcodeOnReader);
    CHECK(stage.desk.knownPasscode.empty());

    stage.desk.jobOnReader(0, PadAsk::known);
    settle();
    REQUIRE(stage.shows("holder-reader"));
    CHECK(title(stage).contains("on the reader's keys"));
    stage.digits("135790"); // goes nowhere
    stage.key(Qt::Key_K, Qt::ControlModifier);
    CHECK(stage.shows("holder-reader"));
    CHECK_FALSE(stage.shows("holder-reader-take-back"));

    stage.desk.jobOnReader(0, PadAsk::none);
    settle();
    CHECK(title(stage) == "Thank you");
    CHECK_FALSE(stage.shows("holder-reader-stop"));
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    CHECK(stage.shows("job-page"));
    stage.desk.finishJob();
    settle();
    CHECK(stage.shows("done-page"));
}

TEST_CASE("Stop while the reader asks: said plainly that only the reader ends it", "[reader-keys]")
{
    Stage stage;
    beginTest(stage);
    stage.enter();
    stage.desk.jobOnReader(0, PadAsk::known);
    settle();
    stage.key(Qt::Key_Escape);
    CHECK(stage.desk.stopped == 1);
    CHECK(stage.get<ActionButton>("holder-reader-stop")->isHeld());
    stage.key(Qt::Key_Escape);
    CHECK(stage.desk.stopped == 1); // once is enough
    CHECK(stage.shows("holder-reader"));
    stage.desk.jobFails(0, Failure::of("PAD-CANCELLED"), false);
    settle();
    CHECK(title(stage).contains("cancelled"));
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    CHECK(stage.shows("job-page"));
}

TEST_CASE("a reader with keys: a loan and a replacement's new card say so too", "[reader-keys]")
{
    Stage stage;
    stage.signIn();
    SECTION("lend")
    {
        const bool keys = GENERATE(false, true);
        stage.desk.put(keys ? withKeys(FakeDesk::temporaryCard(false)) : FakeDesk::temporaryCard(false));
        settle();
        stage.enter();
        REQUIRE(stage.shows("lend-page"));
        CHECK(stage.get<ActionButton>("lend-next")->text() == (keys ? "Begin: the borrower types on the reader" : "Turn the screen to the borrower"));
        CHECK(stage.spoken("lend-next") == stage.get<ActionButton>("lend-next")->text());
    }
    SECTION("replace")
    {
        stage.desk.put(FakeDesk::workingCard());
        settle();
        stage.key(Qt::Key_Y);
        stage.key(Qt::Key_R);
        stage.key(Qt::Key_1);
        stage.tabTo("replace-cut");
        stage.key(Qt::Key_Space);
        stage.tabTo("replace-next");
        stage.enter();
        stage.digits("246813");
        stage.enter();
        REQUIRE(stage.shows("replace-new"));
        const bool keys = GENERATE(false, true);
        stage.desk.put(keys ? withKeys(FakeDesk::blankCard()) : FakeDesk::blankCard());
        settle();
        CHECK(stage.get<ActionButton>("replace-next")->text() == (keys ? "Write the card" : "Turn the screen to the holder"));
    }
}

TEST_CASE("nobody typed in time: asked again on the reader; a reader that cannot, and the screen serves", "[reader-keys]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(withKeys(FakeDesk::tornCard(true)));
    settle();
    stage.enter();
    REQUIRE(stage.shows("job-page"));
    CHECK(stage.desk.passcodeOnReader);
    stage.desk.jobPadFailed(9, Failure::of("PAD-TIMEOUT"), true);
    settle();
    CHECK(stage.get<ActionButton>("job-primary")->text() == "Ask on the reader again");
    stage.desk.passcodeOnReader = false;
    stage.enter();
    CHECK(stage.desk.passcodeOnReader);
    CHECK_FALSE(stage.shows("holder-view"));

    stage.desk.jobPadFailed(9, Failure::of("PAD-UNFIT"), false);
    settle();
    stage.enter();
    REQUIRE(stage.shows("holder-view")); // although the reader has keys
    stage.holderTypes("905271");
    CHECK(stage.desk.issuedPasscode == "905271");
    CHECK_FALSE(stage.desk.passcodeOnReader);
}

TEST_CASE("another program has the reader: named on the job's page and in the strip, until it lets go", "[reader-keys]")
{
    Stage stage;
    beginTest(stage);
    stage.enter();
    stage.desk.readers(ReaderCondition::card, ReaderCondition::inUse, "scdaemon (process 812)");
    stage.desk.jobBusy(0, "scdaemon (process 812)");
    settle();
    CHECK(stage.label("job-title") == "Another program is using the reader: scdaemon (process 812)");
    CHECK(stage.get<ReaderTileView>("reader-2")->state().words.contains("scdaemon"));
    stage.desk.jobBusy(0, std::nullopt);
    settle();
    CHECK_FALSE(stage.label("job-title").contains("scdaemon"));
}
