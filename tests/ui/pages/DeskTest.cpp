#include "tests/ui/pages/Stage.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/CardFace.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/ReaderTileView.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

QString words(const Stage& stage, const char* name) { return stage.get<TextBlock>(name)->text(); }

} // namespace

TEST_CASE("sign-in: the card greets, a wrong passcode says how many tries are left", "[signin]")
{
    Stage stage;
    stage.closeTray();
    CHECK(stage.label("signin-greeting").contains("reader 1"));
    CHECK(stage.get<ActionButton>("signin-go")->isHeld());
    stage.desk.agentCard(AgentCardState::ready);
    settle();
    CHECK(stage.label("signin-greeting").startsWith("Good"));
    stage.digits("111111");
    stage.enter();
    CHECK_FALSE(stage.bench.hub().signedIn());
    CHECK(words(stage, "signin-hint").contains("2 tries"));
    CHECK_FALSE(stage.desk.lastTryAgreed);
    stage.digits("246813");
    stage.enter();
    CHECK(stage.bench.hub().signedIn());
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("sign-in: the last try is spent only by a button that says so", "[signin]")
{
    Stage stage;
    stage.desk.tries = 1;
    stage.desk.agentCard(AgentCardState::ready, 1);
    settle();
    stage.closeTray();
    stage.find("signin-passcode")->setFocus();
    stage.digits("000000");
    CHECK(stage.get<ActionButton>("signin-go")->text() == "Use the last try");
    stage.enter();
    CHECK(stage.desk.lastTryAgreed);
    REQUIRE(stage.shows("signin-banner"));
    CHECK(stage.described("signin-banner").contains("PASSCODE-BLOCKED"));
}

TEST_CASE("a locked card: Enter does nothing before Y or N", "[desk]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    CHECK(stage.label("desk-headline").startsWith("Locked"));
    CHECK(stage.get<ActionButton>("desk-main")->isHeld());
    CHECK(stage.window.focusWidget() == stage.find("desk-question"));
    stage.enter();
    stage.enter();
    CHECK(stage.shows("desk-page"));
    CHECK_FALSE(stage.desk.running);

    SECTION("N holds the card, is recorded once, and shows whom to call")
    {
        stage.key(Qt::Key_N);
        CHECK(stage.desk.notSureRecorded == 1);
        CHECK(words(stage, "desk-below").contains("extension 4127"));
        stage.key(Qt::Key_Y);
        stage.enter();
        CHECK(stage.get<ActionButton>("desk-main")->isHeld());
        CHECK(stage.desk.notSureRecorded == 1);
        CHECK(stage.shows("desk-page"));
    }
    SECTION("Y, Enter, the holder types twice: unlocked")
    {
        stage.key(Qt::Key_Y);
        CHECK(stage.window.focusWidget() == stage.find("desk-main"));
        stage.enter();
        REQUIRE(stage.shows("holder-view"));
        stage.holderTypes("905271");
        CHECK(stage.desk.running == JobKind::unlock);
        CHECK(stage.desk.unlockedWith == Likeness::yes);
        CHECK(stage.desk.issuedPasscode == "905271");
        CHECK(stage.shows("job-page"));
        stage.desk.finishJob();
        settle();
        CHECK(stage.shows("done-page"));
        CHECK(stage.label("done-headline") == "Card unlocked");
        stage.enter();
        CHECK(stage.shows("desk-page"));
    }
}

TEST_CASE("without a stored portrait the printed face is compared, and the entry says so", "[desk]")
{
    Stage stage;
    stage.signIn();
    auto card = FakeDesk::lockedCard();
    card.holder->portrait.clear();
    stage.desk.put(card);
    settle();
    stage.key(Qt::Key_Y);
    stage.enter();
    stage.holderTypes("905271");
    CHECK(stage.desk.unlockedWith == Likeness::printedFace);
}

TEST_CASE("another card never inherits the answer given for the one before", "[desk]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    CHECK(stage.get<ActionButton>("desk-main")->isHeld());
    stage.enter();
    CHECK_FALSE(stage.desk.running);
}

TEST_CASE("a card swapped while the holder types is not the one that was asked about", "[desk]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.enter();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.holderTypes("905271");
    CHECK_FALSE(stage.desk.running);
    CHECK(stage.get<JobStepList>("job-steps")->row(0)->item().code.startsWith("CARD-OTHER"));
}

TEST_CASE("each kind of card offers what fits it", "[desk]")
{
    Stage stage;
    stage.signIn();
    SECTION("due: written without a passcode")
    {
        stage.desk.put(FakeDesk::dueCard());
        settle();
        stage.key(Qt::Key_Y);
        stage.enter();
        CHECK_FALSE(stage.shows("holder-view"));
        CHECK(stage.desk.running == JobKind::touch);
    }
    SECTION("keys of an older site key: renewed without a passcode")
    {
        auto card = FakeDesk::dueCard();
        card.due = {{DueKind::keys, {}, {}, {}}};
        stage.desk.put(std::move(card));
        settle();
        stage.key(Qt::Key_Y);
        stage.enter();
        CHECK_FALSE(stage.shows("holder-view"));
        CHECK(stage.desk.running == JobKind::touch);
    }
    SECTION("torn: repair, with the holder's passcode where it is needed")
    {
        stage.desk.put(FakeDesk::tornCard(true));
        settle();
        stage.enter();
        REQUIRE(stage.shows("holder-view"));
        stage.holderTypes("905271");
        CHECK(stage.desk.running == JobKind::repair);
    }
    SECTION("torn and no passcode needed: at once")
    {
        stage.desk.put(FakeDesk::tornCard(false));
        settle();
        stage.enter();
        CHECK(stage.desk.running == JobKind::repair);
        CHECK(stage.desk.issuedPasscode.empty());
    }
    SECTION("foreign: nothing to press, the code can be copied")
    {
        stage.desk.put(FakeDesk::foreignCard());
        settle();
        CHECK_FALSE(stage.shows("desk-main"));
        CHECK(stage.label("desk-code") == "CARD-FOREIGN");
        stage.get<ActionButton>("desk-copy-code")->click();
        CHECK(QApplication::clipboard()->text() == "CARD-FOREIGN");
    }
    SECTION("the agent's own: nobody serves themselves")
    {
        SubjectCard own;
        own.kind = CardKind::agentsOwn;
        stage.desk.put(own);
        settle();
        CHECK_FALSE(stage.shows("desk-main"));
        CHECK(stage.label("desk-code") == "AGENT-IS-SUBJECT");
    }
    SECTION("unreadable: look again")
    {
        SubjectCard mute;
        mute.kind = CardKind::unreadable;
        mute.failure = Failure::of("CARD-SILENT");
        stage.desk.put(mute);
        settle();
        stage.enter();
        CHECK(stage.desk.looks == 1);
    }
    SECTION("the UUID is copied without spaces")
    {
        stage.desk.put(FakeDesk::workingCard());
        settle();
        stage.key(Qt::Key_C, Qt::ControlModifier);
        CHECK(QApplication::clipboard()->text() == "555041726093");
    }
}

TEST_CASE("while the holder types, every agent key is dead", "[holder]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.enter();
    REQUIRE(stage.shows("holder-view"));
    for (const auto dead : {Qt::Key_F1, Qt::Key_F2, Qt::Key_F3, Qt::Key_F4, Qt::Key_F6, Qt::Key_F7, Qt::Key_F8, Qt::Key_F9, Qt::Key_F10, Qt::Key_Y, Qt::Key_N})
        stage.key(dead);
    stage.key(Qt::Key_K, Qt::ControlModifier);
    stage.key(Qt::Key_L, Qt::ControlModifier);
    CHECK(stage.shows("holder-view"));
    CHECK_FALSE(stage.shows("tray"));
    CHECK(stage.desk.signOuts == 0);
    stage.digits("123456");
    stage.enter(); // a run: the rule is open, nothing happens
    CHECK(stage.get<HolderPasscodeView>("holder-view")->phase() == HolderPasscodeView::Phase::First);
    stage.key(Qt::Key_Escape);
    CHECK_FALSE(stage.desk.running);
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("the agent's card pulled during the holder's turn locks the desk and forgets what was typed", "[holder]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.enter();
    stage.digits("90527");
    stage.desk.pullAgentCard();
    settle();
    CHECK(stage.shows("signin-page"));
    CHECK(stage.get<HolderPasscodeView>("holder-view")->count() == 0);
    CHECK_FALSE(stage.desk.running);
    stage.closeTray();
    stage.signIn();
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("a job: pulled card, wrong card by name, failure with code, stop", "[job]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::tornCard(false));
    settle();
    stage.enter();
    REQUIRE(stage.desk.running == JobKind::repair);
    stage.desk.jobStep(8);
    settle();
    auto* steps = stage.get<JobStepList>("job-steps");
    const auto current = [&] {
        for (int at = 0; at < steps->count(); ++at)
            if (const auto state = steps->row(at)->item().state; state != JobStepItem::State::Done && state != JobStepItem::State::ToCome)
                return steps->row(at)->item();
        return JobStepItem{};
    };
    CHECK(current().words == "Making the keys");
    CHECK(stage.get<ActionButton>("job-primary")->isHeld());

    stage.desk.jobCardGone(8);
    settle();
    CHECK(current().state == JobStepItem::State::Waiting);
    CHECK(current().words == "Put the same card back to go on");
    CHECK(current().code == "CARD-REMOVED, step keys");
    CHECK(stage.get<ReaderTileView>("reader-2")->state().pillWords == "Card removed");

    stage.desk.jobWrongCard(8, "Ffion Adeyemi");
    settle();
    CHECK(current().second.contains("Ffion Adeyemi"));

    stage.desk.put(FakeDesk::blankCard());
    stage.desk.jobStep(9);
    settle();
    CHECK(current().state == JobStepItem::State::Running);

    stage.key(Qt::Key_Escape);
    CHECK(stage.desk.stopped == 1);
    stage.desk.jobFails(9, Failure::of("CARD-SILENT"), true);
    settle();
    CHECK(stage.shows("job-page"));
    CHECK(current().state == JobStepItem::State::Refused);
    CHECK(current().code.startsWith("CARD-SILENT"));
    stage.enter();
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("a job that needs the passcode again turns the screen, and goes on", "[job]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::tornCard(false));
    settle();
    stage.enter();
    stage.desk.jobNeedsPasscode(9);
    settle();
    stage.enter();
    REQUIRE(stage.shows("holder-view"));
    stage.holderTypes("905271");
    CHECK(stage.desk.issuedPasscode == "905271");
    CHECK(stage.shows("job-page"));
}

TEST_CASE("a job that is refused at its start says why and nothing runs", "[job]")
{
    Stage stage;
    stage.signIn();
    stage.desk.put(FakeDesk::dueCard());
    settle();
    stage.key(Qt::Key_Y);
    stage.desk.refuseStart = Failure::of("AGENT-IS-SUBJECT");
    stage.enter();
    CHECK(stage.get<JobStepList>("job-steps")->row(0)->item().code.startsWith("AGENT-IS-SUBJECT"));
    stage.enter();
    CHECK(stage.shows("desk-page"));
}
