#include "tests/ui/pages/Stage.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/PasscodeEdit.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

void openEvidence(Stage& stage)
{
    stage.bench.application().begin();
    stage.bench.application().take(stage.desk.callumDraft(false));
    stage.enter();
    stage.bench.application().goTo(FlowStep::evidence);
    settle();
    REQUIRE(stage.shows("evidence-step"));
}

void openExceptions(Stage& stage)
{
    stage.bench.go(Place::worklists);
    settle();
    stage.key(Qt::Key_E);
    REQUIRE(stage.shows("exceptions-page"));
}

} // namespace

TEST_CASE("evidence that does not pass: an exception is asked for, waits, and lets the application go on when approved", "[exception]")
{
    Stage stage;
    stage.signIn();
    openEvidence(stage);
    REQUIRE(stage.shows("exception-offer"));
    stage.key(Qt::Key_E);
    REQUIRE(stage.shows("exception-panel"));
    CHECK(stage.get<ActionButton>("exception-ask")->isHeld());
    stage.text("Bank is online only, council confirmed by letter");
    stage.enter();
    CHECK(stage.desk.askedReason == "Bank is online only, council confirmed by letter");
    REQUIRE(stage.shows("exception-standing"));
    CHECK(stage.spoken("exception-standing").contains("waits for a decision"));
    CHECK_FALSE(stage.shows("exception-offer"));
    CHECK_FALSE(stage.bench.application().evidenceDone());

    stage.desk.standing->state = ExceptionState::approved;
    stage.desk.standing->by = "Joan Mbeki";
    stage.bench.application().askAgain();
    settle();
    CHECK(stage.bench.application().evidenceDone());
    CHECK(stage.spoken("exception-standing") == "Approved by Joan Mbeki");
    stage.get<ActionButton>("evidence-next")->setFocus();
    stage.enter();
    CHECK(stage.shows("photo-step"));
}

TEST_CASE("a refused exception says by whom and why, and may be asked again", "[exception]")
{
    Stage stage;
    stage.signIn();
    stage.desk.standing = ExceptionStanding{Guid(), ExceptionState::refused, 0, "Joan Mbeki", "Bring the council's letter", true};
    openEvidence(stage);
    CHECK(stage.spoken("exception-standing") == "Refused by Joan Mbeki");
    CHECK(stage.described("exception-standing") == "Bring the council's letter");
    CHECK(stage.shows("exception-offer"));
}

TEST_CASE("what the centre refuses of an asking is said in place, and nothing typed is lost", "[exception]")
{
    Stage stage;
    stage.signIn();
    openEvidence(stage);
    stage.key(Qt::Key_E);
    stage.text("Bank is online only, council confirmed by letter");
    stage.desk.refuseAct = Failure::of("EXCEPTION-ACT");
    stage.enter();
    CHECK(stage.shows("exception-trouble"));
    CHECK(stage.get<TextBlock>("exception-trouble")->text().contains("EXCEPTION-ACT"));
    CHECK(stage.get<QLineEdit>("exception-reason")->text().startsWith("Bank"));
    stage.key(Qt::Key_Escape);
    CHECK_FALSE(stage.shows("exception-panel"));
    CHECK(stage.shows("evidence-step"));
}

TEST_CASE("a role that may not ask sees the button, held, and why", "[exception]")
{
    Stage stage;
    stage.desk.permissions = {permits::issueCard};
    stage.desk.role = "helpdesk";
    stage.signIn();
    openEvidence(stage);
    REQUIRE(stage.shows("exception-offer"));
    CHECK(stage.get<ActionButton>("exception-offer")->isHeld());
    CHECK(stage.get<ActionButton>("exception-offer")->heldReason().contains("help desk"));
}

TEST_CASE("an agent sees what waits and whose it is, and cannot decide", "[exception]")
{
    Stage stage;
    stage.desk.exceptionLists.rows = {FakeDesk::exception(1, true), FakeDesk::exception(2, false)};
    stage.signIn();
    openExceptions(stage);
    CHECK(stage.shows("exceptions-asked-1"));
    CHECK(stage.shows("exceptions-to-decide-1"));
    const auto* approve = stage.get<ActionButton>("exception-approve");
    CHECK(approve->isVisible());
    CHECK(approve->isHeld());
    CHECK(approve->heldReason().contains("manager or a named deputy"));
    stage.key(Qt::Key_A);
    CHECK_FALSE(stage.shows("exception-step-up"));
    CHECK(stage.desk.decisions.empty());
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("worklist-page"));
}

TEST_CASE("a manager decides with a reason and their card; a wrong passcode records nothing", "[exception]")
{
    Stage stage;
    stage.desk.makeManager();
    stage.desk.exceptionLists.rows = {FakeDesk::exception(2, false)};
    stage.signIn();
    openExceptions(stage);
    stage.find("exception-decision")->setFocus();
    stage.text("Council letter seen");
    stage.get<ActionButton>("exception-approve")->setFocus();
    stage.key(Qt::Key_Space);
    REQUIRE(stage.shows("exception-step-up"));
    CHECK(stage.window.focusWidget() == stage.find("exception-step-up-passcode"));
    stage.digits("111111");
    stage.enter();
    CHECK(stage.desk.decisions.empty());
    CHECK(stage.get<TextBlock>("exception-step-up-hint")->text() == "Wrong passcode. 2 tries are left.");
    stage.digits("246813");
    stage.enter();
    REQUIRE(stage.desk.decisions.size() == 1);
    CHECK(stage.desk.decisions[0].approve);
    CHECK(stage.desk.decisions[0].reason == "Council letter seen");
    CHECK_FALSE(stage.shows("exception-step-up"));
    CHECK(stage.shows("exceptions-decided-1"));
    CHECK(stage.spoken("exception-outcome").contains("Joan Mbeki"));
}

TEST_CASE("exception-step-up: Esc leaves it with nothing done, and a lock clears what was typed", "[exception]")
{
    Stage stage;
    stage.desk.makeManager();
    stage.desk.exceptionLists.rows = {FakeDesk::exception(2, false)};
    stage.signIn();
    openExceptions(stage);
    stage.find("exception-decision")->setFocus();
    stage.text("Council letter seen");
    stage.get<ActionButton>("exception-refuse")->setFocus();
    stage.key(Qt::Key_Space);
    REQUIRE(stage.shows("exception-step-up"));
    stage.digits("2468");
    SECTION("Esc")
    {
        stage.key(Qt::Key_Escape);
        CHECK_FALSE(stage.shows("exception-step-up"));
        CHECK(stage.shows("exceptions-page"));
        CHECK(stage.get<QLineEdit>("exception-decision")->text() == "Council letter seen");
    }
    SECTION("the card is taken out")
    {
        stage.desk.pullAgentCard();
        settle();
        CHECK(stage.get<PasscodeEdit>("exception-step-up-passcode")->count() == 0);
    }
    CHECK(stage.desk.decisions.empty());
}

TEST_CASE("exception-step-up: the last try is spent only by a button that says so", "[exception]")
{
    Stage stage;
    stage.desk.makeManager();
    stage.desk.exceptionLists.rows = {FakeDesk::exception(2, false)};
    stage.signIn();
    openExceptions(stage);
    stage.bench.hub().noteTries(1);
    stage.find("exception-decision")->setFocus();
    stage.text("Council letter seen");
    stage.get<ActionButton>("exception-approve")->setFocus();
    stage.key(Qt::Key_Space);
    CHECK(stage.get<ActionButton>("exception-step-up-do")->text() == "Use the last try");
    stage.digits("246813");
    stage.enter();
    CHECK(stage.desk.lastTryAgreed);
}

TEST_CASE("a manager does not decide what they asked for themselves, and the page says which rule it is", "[exception]")
{
    Stage stage;
    stage.desk.makeManager();
    stage.desk.exceptionLists.rows = {FakeDesk::exception(1, true)};
    stage.signIn();
    openExceptions(stage);
    CHECK(stage.get<ActionButton>("exception-approve")->isHeld());
    CHECK(stage.get<ActionButton>("exception-approve")->heldReason() == "You asked for it yourself.");
    CHECK(stage.spoken("exception-duty-1").contains("You asked for it yourself"));
}
