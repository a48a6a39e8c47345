#include "tests/ui/pages/Stage.h"
#include "ui/widgets/ActionButton.h"

#include <catch2/catch.hpp>

#include <QAbstractButton>
#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

bool held(const Stage& stage, const char* button) { return stage.get<ActionButton>(button)->isHeld(); }
QString reason(const Stage& stage, const char* button) { return stage.get<ActionButton>(button)->heldReason(); }

void sign(Stage& stage)
{
    stage.enter();
    REQUIRE(stage.shows("replace-step-up"));
    stage.digits("246813");
    stage.enter();
    REQUIRE(stage.shows("replace-new"));
}

const char* const newPicture = CARDWRIGHT_SOURCE_DIR "/resources/training/portraits/portrait-2.jpg";

/// The page of a replacement whose person has this on record, with the reason chosen by its digit.
void openReplace(Stage& stage, Qt::Key reasonKey, const Bytes& recorded = FakeDesk::portrait(1))
{
    stage.signIn();
    auto card = FakeDesk::workingCard();
    card.holder->portrait = recorded;
    stage.desk.put(card);
    settle();
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_R);
    stage.key(reasonKey);
    REQUIRE(stage.shows("replace-photo"));
}

void takePhoto(Stage& stage)
{
    stage.find("replace-photo")->setFocus();
    stage.key(Qt::Key_P);
    REQUIRE(stage.shows("replace-photo-step"));
    stage.tabTo("check-photo-path");
    stage.text(QLatin1String(newPicture));
    stage.enter();
    REQUIRE_FALSE(stage.desk.photoDesk.used.empty());
}

void openRecord(Stage& stage)
{
    stage.desk.people = {{FakeDesk::ffion(), "7d2f0c7e-5a51-4b0e-9d0f-1a2b3c4d5e6f", "issued", FakeDesk::workingCard().expires, {}}};
    stage.bench.go(Place::people);
    stage.searchFor("Ffion");
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_R);
    REQUIRE(stage.shows("replace-page"));
}

} // namespace

TEST_CASE("replace a damaged card: given back and cut, signed, then the blank one and its holder's passcode", "[replace]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::workingCard());
    settle();
    stage.key(Qt::Key_R);
    CHECK(stage.shows("desk-page")); // the likeness first
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_R);
    REQUIRE(stage.shows("replace-page"));
    CHECK(held(stage, "replace-next"));
    stage.key(Qt::Key_1);
    CHECK(reason(stage, "replace-next").contains("chip"));
    stage.tabTo("replace-cut");
    stage.key(Qt::Key_Space);
    CHECK_FALSE(held(stage, "replace-next"));
    stage.tabTo("replace-next");
    sign(stage);
    REQUIRE(stage.desk.replaced.size() == 1);
    CHECK(stage.desk.replaced[0].reason == "damaged");
    CHECK(stage.desk.replaced[0].returned);
    CHECK(stage.desk.replaced[0].cutThrough);
    CHECK(stage.desk.replaced[0].incident.empty());
    CHECK(held(stage, "replace-next"));
    stage.desk.pull(); // the page stays: its card is exchanged
    settle();
    REQUIRE(stage.shows("replace-page"));
    stage.desk.put(FakeDesk::blankCard());
    settle();
    CHECK_FALSE(held(stage, "replace-next"));
    stage.enter();
    stage.holderTypes("905271");
    CHECK(stage.desk.running == JobKind::issue);
    CHECK(stage.desk.issuedPasscode == "905271");
    stage.desk.finishJob();
    settle();
    CHECK(stage.label("done-headline") == "Card issued");
    stage.enter();
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("replace: a card that was not given back needs the incident's reference", "[replace]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::workingCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_R);
    stage.key(Qt::Key_1);
    CHECK_FALSE(stage.shows("replace-incident"));
    stage.tabTo("replace-returned");
    stage.key(Qt::Key_Space);
    REQUIRE(stage.shows("replace-incident"));
    CHECK(reason(stage, "replace-next").contains("reference"));
    stage.tabTo("replace-incident");
    stage.text("INC-2041");
    stage.tabTo("replace-next");
    sign(stage);
    CHECK(stage.desk.replaced[0].incident == "INC-2041");
    CHECK_FALSE(stage.desk.replaced[0].returned);
}

TEST_CASE("replace after a name change: the name is the register's, and the photo is looked at", "[replace]")
{
    Stage stage;
    openReplace(stage, Qt::Key_2);
    REQUIRE(stage.shows("replace-name"));
    CHECK_FALSE(stage.shows("replace-family")); // names are typed in one place only
    CHECK(reason(stage, "replace-next").contains("likeness"));
    stage.tabTo("replace-likeness");
    stage.key(Qt::Key_Space);
    stage.tabTo("replace-cut");
    stage.key(Qt::Key_Space);
    stage.tabTo("replace-next");
    sign(stage);
    CHECK(stage.desk.replaced[0].likeness);
    CHECK(stage.desk.replaced[0].reason == "name-changed");
}

TEST_CASE("replace: a new photo is taken in place by keys alone, is seen on the card, and goes with the order", "[replace][photo]")
{
    Stage stage;
    openReplace(stage, Qt::Key_1);
    CHECK_FALSE(stage.shows("replace-likeness")); // that is asked after a change of name
    CHECK_FALSE(stage.shows("replace-photo-keep"));
    CHECK(stage.described("replace-photo").contains("on record"));
    takePhoto(stage);
    CHECK_FALSE(stage.shows("check-flow-park")); // no application: nothing of it is kept
    CHECK(stage.get<ActionButton>("check-photo-next")->text() == "Use this photo");
    stage.tabTo("check-photo-next");
    stage.enter();
    REQUIRE(stage.shows("replace-page"));
    CHECK(stage.desk.drafts.empty());
    CHECK(stage.described("replace-photo").contains("A new one"));
    CHECK(stage.shows("replace-photo-keep"));
    stage.tabTo("replace-cut");
    stage.key(Qt::Key_Space);
    SECTION("with the new one")
    {
        stage.tabTo("replace-next");
        sign(stage);
        REQUIRE(stage.desk.replaced.size() == 1);
        CHECK_FALSE(stage.desk.replaced[0].portrait.empty());
        CHECK(stage.desk.replaced[0].portrait != FakeDesk::portrait(1));
        CHECK_FALSE(stage.desk.replaced[0].photoMarks.empty());
        CHECK(stage.desk.replaced[0].photoReason.empty());
        CHECK_FALSE(stage.desk.replaced[0].likeness);
    }
    SECTION("with the one on record after all")
    {
        stage.key(Qt::Key_K);
        CHECK_FALSE(stage.shows("replace-photo-keep"));
        CHECK(stage.described("replace-photo").contains("on record"));
        stage.tabTo("replace-next");
        sign(stage);
        REQUIRE(stage.desk.replaced.size() == 1);
        CHECK(stage.desk.replaced[0].portrait.empty());
        CHECK(stage.desk.replaced[0].photoMarks.empty());
    }
}

TEST_CASE("replace: a new photo outside what is advised holds the act until somebody says why it is used", "[replace][photo]")
{
    Stage stage;
    stage.desk.photoDesk.verdict = FakePhoto::Verdict::oneSideDark;
    openReplace(stage, Qt::Key_1);
    takePhoto(stage);
    CHECK(held(stage, "check-photo-next"));
    stage.find("check-photo-view")->setFocus();
    stage.key(Qt::Key_Escape);
    REQUIRE(stage.shows("replace-page"));
    stage.tabTo("replace-cut");
    stage.key(Qt::Key_Space);
    CHECK(reason(stage, "replace-next").contains("say why"));
    stage.key(Qt::Key_P);
    stage.find("check-photo-view")->setFocus();
    stage.key(Qt::Key_U);
    REQUIRE(stage.shows("check-photo-reasons"));
    stage.key(Qt::Key_4);
    stage.enter();
    REQUIRE(stage.shows("replace-page"));
    CHECK_FALSE(held(stage, "replace-next"));
    CHECK(stage.described("replace-photo").contains("with a reason"));
    stage.tabTo("replace-next");
    sign(stage);
    CHECK(stage.desk.replaced[0].photoReason == "lighting");
}

TEST_CASE("replace after a name change: a new photo answers the question, and without one on record it is needed", "[replace][photo]")
{
    Stage stage;
    SECTION("a new one instead of the likeness")
    {
        openReplace(stage, Qt::Key_2);
        CHECK(stage.shows("replace-likeness"));
        CHECK(reason(stage, "replace-next").contains("likeness"));
        takePhoto(stage);
        stage.tabTo("check-photo-next");
        stage.enter();
        CHECK_FALSE(stage.shows("replace-likeness"));
        stage.tabTo("replace-cut");
        stage.key(Qt::Key_Space);
        stage.tabTo("replace-next");
        sign(stage);
        CHECK_FALSE(stage.desk.replaced[0].likeness);
        CHECK_FALSE(stage.desk.replaced[0].portrait.empty());
    }
    SECTION("none on record")
    {
        openReplace(stage, Qt::Key_2, {});
        CHECK_FALSE(stage.shows("replace-likeness"));
        CHECK(reason(stage, "replace-next").contains("take a new one"));
    }
    SECTION("another person's replacement begins without it")
    {
        openReplace(stage, Qt::Key_2);
        takePhoto(stage);
        stage.key(Qt::Key_Right, Qt::ControlModifier);
        REQUIRE(stage.shows("replace-page"));
        stage.key(Qt::Key_Escape);
        stage.desk.pull();
        auto other = FakeDesk::workingCard();
        other.cardGuid = "1b2c3d4e-5f60-4a7b-8c9d-0e1f2a3b4c5d";
        stage.desk.put(other);
        settle();
        stage.key(Qt::Key_Y);
        stage.key(Qt::Key_R);
        stage.key(Qt::Key_1);
        CHECK_FALSE(stage.shows("replace-photo-keep"));
    }
}

TEST_CASE("replace a lost card from the record: incident and a fresh identity check, which is kept nowhere", "[replace]")
{
    Stage stage;
    stage.signIn();
    openRecord(stage);
    stage.key(Qt::Key_1);
    CHECK(reason(stage, "replace-next").contains("documents"));
    stage.key(Qt::Key_D);
    REQUIRE(stage.shows("replace-evidence"));
    CHECK_FALSE(stage.shows("check-flow-park"));
    stage.key(Qt::Key_A);
    REQUIRE(stage.shows("check-document-editor"));
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_Escape);
    REQUIRE(stage.shows("replace-page"));
    CHECK(stage.desk.drafts.empty());
    CHECK(held(stage, "replace-next"));
}

TEST_CASE("replace: what a rule says against it is told before the agent's card is asked", "[replace]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::workingCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_R);
    stage.key(Qt::Key_1);
    stage.tabTo("replace-cut");
    stage.key(Qt::Key_Space);
    stage.desk.refuseReplace = Failure::of("CARD-CANCELLED");
    stage.tabTo("replace-next");
    stage.enter();
    CHECK_FALSE(stage.shows("replace-step-up"));
    REQUIRE(stage.shows("replace-warning"));
    CHECK(stage.described("replace-warning").contains("CARD-CANCELLED"));
    CHECK(stage.desk.replaced.empty());
}

TEST_CASE("replace: a new card that does not begin comes back to its page with the reason", "[replace]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::workingCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_R);
    stage.key(Qt::Key_1);
    stage.tabTo("replace-cut");
    stage.key(Qt::Key_Space);
    stage.tabTo("replace-next");
    sign(stage);
    stage.desk.put(FakeDesk::blankCard());
    settle();
    stage.desk.refuseStart = Failure::of("JOB-RUNNING");
    stage.key(Qt::Key_2);
    stage.enter();
    CHECK(stage.desk.issuedLocked);
    REQUIRE(stage.shows("replace-page"));
    CHECK(stage.shows("replace-warning"));
    stage.enter();
    CHECK(stage.desk.running == JobKind::issue);
}
