#include "tests/ui/pages/Stage.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/JobStepList.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

bool held(const Stage& stage, const char* button) { return stage.get<ActionButton>(button)->isHeld(); }
QString reason(const Stage& stage, const char* button) { return stage.get<ActionButton>(button)->heldReason(); }
QString words(const Stage& stage, const char* name) { return stage.get<TextBlock>(name)->text(); }

void put(Stage& stage, SubjectCard card)
{
    stage.desk.put(std::move(card));
    settle();
}

/// Y, ".", and the key of the act.
void more(Stage& stage, Qt::Key key)
{
    stage.key(Qt::Key_Y);
    stage.key(Qt::Key_Period);
    REQUIRE(stage.shows("desk-more-panel"));
    stage.key(key);
}

/// Its certificates are good for long.
SubjectCard early()
{
    auto card = FakeDesk::workingCard();
    card.renewableFrom = 1830000000000; // 27 December 2027
    return card;
}

void openEarly(Stage& stage)
{
    stage.signIn();
    put(stage, early());
    more(stage, Qt::Key_W);
    REQUIRE(stage.shows("early-page"));
}

void type(Stage& stage, const char* field, const QString& text)
{
    stage.tabTo(field);
    stage.text(text);
}

} // namespace

TEST_CASE("passcode change: the old one, then the new one twice, and not the old one again", "[acts]")
{
    Stage stage;
    stage.signIn();
    put(stage, FakeDesk::workingCard());
    more(stage, Qt::Key_P);
    REQUIRE(stage.shows("act-page"));
    CHECK(stage.shows("act-line-3"));
    CHECK_FALSE(stage.shows("act-warning"));
    stage.enter();
    REQUIRE(stage.shows("holder-view"));
    stage.digits("135790");
    stage.enter();
    stage.digits("135790"); // the old one again
    CHECK(held(stage, "holder-next"));
    for (int back = 0; back < 6; ++back) stage.key(Qt::Key_Backspace);
    stage.holderTypes("905271");
    CHECK(stage.desk.running == JobKind::passcode);
    CHECK(stage.desk.knownPasscode == "135790");
    CHECK(stage.desk.issuedPasscode == "905271");
    CHECK_FALSE(stage.desk.lastTryAgreed);
    stage.desk.finishJob();
    settle();
    CHECK(stage.label("done-headline") == "Passcode changed");
}

TEST_CASE("passcode change: a wrong old one comes back to the same screen, with the tries as they are now", "[acts]")
{
    Stage stage;
    stage.signIn();
    put(stage, FakeDesk::workingCard());
    more(stage, Qt::Key_P);
    stage.enter();
    stage.digits("111222");
    stage.enter();
    stage.holderTypes("905271");
    stage.desk.jobFails(2, Failure::of("PASSCODE-WRONG"), false);
    settle();
    CHECK(stage.shows("job-page"));
    stage.enter();
    CHECK(stage.shows("act-page"));
}

TEST_CASE("the holder's last try is spent only by a button that says so", "[acts]")
{
    Stage stage;
    stage.signIn();
    auto card = FakeDesk::workingCard();
    card.triesLeft = 1;
    put(stage, card);
    more(stage, Qt::Key_T);
    REQUIRE(stage.shows("act-warning"));
    CHECK(stage.get<ActionButton>("act-next")->text() == "Use the last try");
    stage.enter();
    stage.digits("135790");
    stage.enter();
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    CHECK(stage.desk.running == JobKind::verify);
    CHECK(stage.desk.lastTryAgreed);
}

TEST_CASE("test my card: the report says what does not hold, one line each", "[acts]")
{
    Stage stage;
    stage.signIn();
    put(stage, FakeDesk::workingCard());
    more(stage, Qt::Key_T);
    stage.enter();
    REQUIRE(stage.shows("holder-view"));
    stage.digits("135790");
    stage.enter();
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    CHECK(stage.desk.knownPasscode == "135790");
    SECTION("nothing found")
    {
        stage.desk.finishJob();
        settle();
        CHECK(stage.label("done-headline") == "The card passed its test");
        CHECK_FALSE(stage.shows("done-findings"));
    }
    SECTION("a finding")
    {
        stage.desk.testFindings = {"the key 9C is not the one that was certified"};
        stage.desk.finishJob();
        settle();
        CHECK(stage.label("done-headline") == "The card did not pass its test");
        CHECK(stage.shows("done-finding-1"));
    }
}

TEST_CASE("renew: offered where it is due, done with one passcode; else held with the day", "[acts]")
{
    Stage stage;
    stage.signIn();
    SECTION("due: the likeliest act")
    {
        put(stage, FakeDesk::renewalCard());
        CHECK(stage.shows("desk-renews"));
        CHECK(held(stage, "desk-main"));
        stage.key(Qt::Key_Y);
        stage.enter();
        REQUIRE(stage.shows("act-page"));
        stage.enter();
        stage.digits("135790");
        stage.enter();
        stage.key(Qt::Key_Return, Qt::ControlModifier);
        REQUIRE(stage.desk.visited);
        CHECK(stage.desk.visited->renew);
        CHECK_FALSE(stage.desk.visited->unlock);
        CHECK(stage.desk.knownPasscode == "135790");
    }
    SECTION("locked and due: one visit does both, unless the agent leaves the renewal for another day")
    {
        auto card = FakeDesk::renewalCard();
        card.locked = true;
        put(stage, card);
        stage.key(Qt::Key_Y);
        const bool leave = GENERATE(false, true);
        if (leave) {
            stage.tabTo("desk-renews");
            stage.key(Qt::Key_Space);
            stage.tabTo("desk-main");
        }
        stage.enter();
        stage.holderTypes("905271");
        REQUIRE(stage.desk.visited);
        CHECK(stage.desk.visited->unlock == Likeness::yes);
        CHECK(stage.desk.visited->renew == !leave);
        CHECK(stage.desk.issuedPasscode == "905271");
    }
    SECTION("not due: it says from when, and begins nothing by itself")
    {
        put(stage, early());
        more(stage, Qt::Key_W);
        CHECK(stage.get<ListRow>("desk-more-W")->accessibleDescription().contains("December 2027"));
        CHECK(stage.shows("early-page"));
        CHECK_FALSE(stage.desk.visited);
    }
    SECTION("no certificates yet, or some still to come: an exception does not help, so none is offered")
    {
        auto card = early();
        if (GENERATE(false, true))
            card.renewableFrom.reset();
        else
            card.due = {{DueKind::certificatesAsked, {"9A"}, {}, {}}};
        put(stage, card);
        more(stage, Qt::Key_W);
        CHECK(stage.shows("desk-page"));
        CHECK_FALSE(stage.shows("early-page"));
    }
    SECTION("locked: with the unlock, not by an exception")
    {
        auto card = early();
        card.locked = true;
        put(stage, card);
        more(stage, Qt::Key_W);
        CHECK_FALSE(stage.shows("early-page"));
    }
}

TEST_CASE("renewal before its time: asked for with a reason, waits, and goes on once it is allowed", "[acts][early]")
{
    Stage stage;
    openEarly(stage);
    CHECK(stage.label("early-headline") == "This card is not due yet");
    CHECK(words(stage, "early-sub").contains("December 2027"));
    CHECK_FALSE(stage.shows("early-standing"));
    CHECK(stage.window.focusWidget() == stage.find("early-reason"));
    CHECK(stage.spoken("early-reason") == "Why should it be renewed before its time?");
    stage.text("soon");
    CHECK(reason(stage, "early-next").contains("judge by"));
    stage.enter();
    CHECK(stage.desk.earlyAskedFor.empty());
    stage.text(" on a ship until spring");
    stage.enter();
    CHECK(stage.desk.earlyAskedFor == FakeDesk::ffion().userNumber);
    CHECK(stage.desk.askedReason == "soon on a ship until spring");

    REQUIRE(stage.shows("early-standing"));
    CHECK(stage.spoken("early-standing").contains("waits for a decision"));
    CHECK_FALSE(stage.shows("early-reason"));
    CHECK(reason(stage, "early-next").contains("waits for a decision"));
    stage.enter();
    CHECK(stage.shows("early-page"));
    CHECK_FALSE(stage.desk.visited);

    stage.desk.earlyStanding->state = ExceptionState::approved;
    stage.desk.earlyStanding->by = "Joan Mbeki";
    Q_EMIT stage.bench.hub().queueUpdated();
    settle();
    CHECK(stage.spoken("early-standing") == "Approved by Joan Mbeki");
    CHECK(stage.get<ActionButton>("early-next")->text() == "Go on to the renewal");
    stage.enter();
    REQUIRE(stage.shows("act-page"));
    stage.enter();
    stage.digits("135790");
    stage.enter();
    stage.key(Qt::Key_Return, Qt::ControlModifier);
    REQUIRE(stage.desk.visited);
    CHECK(stage.desk.visited->early);
    CHECK(stage.desk.visited->renew);
    CHECK(stage.desk.knownPasscode == "135790");
}

TEST_CASE("renewal before its time: a refused one says by whom and why, and may be asked again", "[acts][early]")
{
    Stage stage;
    stage.desk.earlyStanding = ExceptionStanding{Guid(), ExceptionState::refused, 0, "Joan Mbeki", "It ends in two years", true};
    openEarly(stage);
    CHECK(stage.spoken("early-standing") == "Refused by Joan Mbeki");
    CHECK(stage.described("early-standing") == "It ends in two years");
    CHECK(stage.shows("early-reason"));
    CHECK(held(stage, "early-next"));
}

TEST_CASE("renewal before its time: what is refused of an asking is said in place, and nothing typed is lost", "[acts][early]")
{
    Stage stage;
    openEarly(stage);
    stage.text("On a ship until spring");
    stage.desk.refuseAct = Failure::of("EXCEPTION-ACT");
    stage.enter();
    REQUIRE(stage.shows("early-warning"));
    CHECK(stage.described("early-warning").contains("EXCEPTION-ACT"));
    CHECK(stage.get<QLineEdit>("early-reason")->text() == "On a ship until spring");
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("renewal before its time: a role that may not ask sees the act, held, and why", "[acts][early]")
{
    Stage stage;
    std::erase(stage.desk.permissions, std::string(permits::askException));
    stage.signIn();
    put(stage, early());
    more(stage, Qt::Key_W);
    CHECK_FALSE(stage.shows("early-page"));
    const auto why = stage.get<ListRow>("desk-more-W")->accessibleDescription();
    CHECK(why.contains("December 2027"));
    CHECK(why.contains("does not ask for exceptions"));
}

TEST_CASE("renewal before its time: the page is of one card, and is left with it", "[acts][early]")
{
    Stage stage;
    openEarly(stage);
    stage.text("On a ship until spring");
    stage.desk.pull();
    settle();
    CHECK(stage.shows("desk-page"));
    CHECK(stage.desk.earlyAskedFor.empty());
}

TEST_CASE("cancel with the card: reason, the agent's card, and then a job", "[acts]")
{
    Stage stage;
    stage.signIn();
    put(stage, FakeDesk::workingCard());
    stage.key(Qt::Key_X); // whoever stands there: no likeness is asked
    REQUIRE(stage.shows("cancel-page"));
    CHECK(held(stage, "cancel-next"));
    stage.key(Qt::Key_1);
    CHECK_FALSE(held(stage, "cancel-next"));
    type(stage, "cancel-note", "Handed in on the last day");
    stage.enter();
    REQUIRE(stage.shows("cancel-step-up"));
    CHECK_FALSE(stage.desk.running);
    stage.digits("111111");
    stage.enter();
    CHECK(stage.shows("cancel-step-up")); // wrong: asked again, nothing done
    CHECK(words(stage, "cancel-step-up-hint").contains("2 tries"));
    CHECK(stage.desk.cancelled.empty());
    stage.digits("246813");
    stage.enter();
    CHECK(stage.shows("job-page"));
    REQUIRE(stage.desk.cancelled.size() == 1);
    CHECK(stage.desk.cancelled[0].reason == "left");
    CHECK(stage.desk.cancelled[0].note == "Handed in on the last day");
    stage.desk.finishJob();
    settle();
    CHECK(stage.label("done-headline") == "Card cancelled");
}

TEST_CASE("cancel: Esc leaves the signature, then the page, and nothing was done", "[acts]")
{
    Stage stage;
    stage.signIn();
    put(stage, FakeDesk::workingCard());
    stage.key(Qt::Key_X);
    stage.key(Qt::Key_2);
    stage.enter();
    REQUIRE(stage.shows("cancel-step-up"));
    stage.key(Qt::Key_Escape);
    CHECK_FALSE(stage.shows("cancel-step-up"));
    CHECK(stage.shows("cancel-page"));
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("desk-page"));
    CHECK(stage.desk.cancelled.empty());
}

TEST_CASE("a card taken out before its act begins: nothing was begun, and the desk shows what is", "[acts]")
{
    Stage stage;
    stage.signIn();
    put(stage, FakeDesk::workingCard());
    stage.key(Qt::Key_X);
    REQUIRE(stage.shows("cancel-page"));
    stage.desk.pull();
    settle();
    CHECK(stage.shows("desk-page"));
    CHECK(stage.shows("desk-empty"));
}

TEST_CASE("cancel without the card, and a begun job whose card is gone, from the person's record", "[acts]")
{
    Stage stage;
    stage.signIn();
    const bool begun = GENERATE(false, true);
    stage.desk.people = {{FakeDesk::ffion(), "7d2f0c7e-5a51-4b0e-9d0f-1a2b3c4d5e6f", begun ? "open" : "issued", FakeDesk::workingCard().expires, {}}};
    stage.bench.go(Place::people);
    stage.searchFor("Ffion");
    REQUIRE(stage.shows("people-cancel"));
    CHECK(held(stage, "people-replace") == begun);
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_X);
    REQUIRE(stage.shows("cancel-page"));
    if (!begun) stage.key(Qt::Key_1);
    stage.enter();
    stage.digits("246813");
    stage.enter();
    REQUIRE(stage.desk.cancelled.size() == 1);
    CHECK(stage.desk.cancelled[0].reason == (begun ? "not-finished" : "lost"));
    CHECK_FALSE(stage.desk.running);
    CHECK(stage.shows("people-page"));
}

TEST_CASE("clear for reuse: a cancelled card's likeliest act; a card in use says why not", "[acts]")
{
    Stage stage;
    stage.signIn();
    SECTION("cancelled")
    {
        put(stage, FakeDesk::cancelledCard());
        CHECK_FALSE(stage.shows("desk-question"));
        stage.enter();
        REQUIRE(stage.shows("act-page"));
        stage.enter();
        CHECK(stage.desk.running == JobKind::clear);
        stage.desk.finishJob();
        settle();
        CHECK(stage.label("done-headline") == "Card cleared");
    }
    SECTION("in use")
    {
        put(stage, FakeDesk::workingCard());
        more(stage, Qt::Key_C);
        CHECK(stage.shows("desk-page"));
        CHECK_FALSE(stage.desk.running);
        CHECK(stage.get<ListRow>("desk-more-C")->accessibleDescription().contains("cancel it first"));
    }
}

TEST_CASE("what the role does not include stays, held, and says whose it is", "[acts]")
{
    Stage stage;
    stage.desk.permissions = {permits::unlockCard};
    stage.desk.role = "helpdesk";
    stage.signIn();
    put(stage, FakeDesk::workingCard());
    stage.key(Qt::Key_Y);
    CHECK_FALSE(held(stage, "desk-main"));
    CHECK(held(stage, "desk-other-X"));
    CHECK(reason(stage, "desk-other-X").contains("help desk"));
    stage.key(Qt::Key_X);
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("lend a temporary card: everything the custodian's log asks for, then the borrower types", "[acts]")
{
    Stage stage;
    stage.signIn();
    put(stage, FakeDesk::temporaryCard(false));
    CHECK_FALSE(stage.shows("desk-question"));
    CHECK(stage.label("desk-headline") == "Temporary access card");
    stage.enter();
    REQUIRE(stage.shows("lend-page"));
    CHECK(held(stage, "lend-next"));
    type(stage, "lend-responsible", "Joan Mbeki");
    type(stage, "lend-telephone", "extension 4127");
    type(stage, "lend-email", "joan.mbeki@example.org");
    type(stage, "lend-borrower", "Beatrix Olawale");
    type(stage, "lend-identified", "passport ending 4471");
    CHECK(reason(stage, "lend-next").contains("here"));
    stage.tabTo("lend-present");
    stage.key(Qt::Key_Space);
    CHECK_FALSE(held(stage, "lend-next"));
    stage.tabTo("lend-next");
    stage.enter();
    REQUIRE(stage.shows("holder-view"));
    stage.holderTypes("905271");
    REQUIRE(stage.desk.lent);
    CHECK(stage.desk.lent->responsibleName == "Joan Mbeki");
    CHECK(stage.desk.lent->email == "joan.mbeki@example.org");
    CHECK(stage.desk.lent->borrowerName == "Beatrix Olawale");
    CHECK(stage.desk.lent->present);
    stage.desk.finishJob();
    settle();
    CHECK(stage.label("done-headline") == "Temporary card lent");
}

TEST_CASE("take a temporary card back: a note for the log, no passcode", "[acts]")
{
    Stage stage;
    stage.signIn();
    put(stage, FakeDesk::temporaryCard(true));
    CHECK(words(stage, "desk-sub").contains("Beatrix Olawale"));
    stage.enter();
    REQUIRE(stage.shows("act-page"));
    type(stage, "act-note", "Sleeve missing");
    stage.tabTo("act-next");
    stage.enter();
    CHECK_FALSE(stage.shows("holder-view"));
    CHECK(stage.desk.running == JobKind::takeBack);
    CHECK(stage.desk.returnNote == "Sleeve missing");
    stage.desk.finishJob();
    settle();
    CHECK(stage.label("done-headline") == "Temporary card taken back");
    CHECK_FALSE(stage.shows("done-warning"));
}

TEST_CASE("the custodian's log: under the worklists, read once each time it is shown", "[acts]")
{
    Stage stage;
    stage.desk.loanLists.rows = {FakeDesk::loan(false), FakeDesk::loan(true)};
    stage.signIn();
    stage.bench.go(Place::worklists);
    settle();
    CHECK(stage.desk.loansRead == 0);
    stage.key(Qt::Key_T);
    REQUIRE(stage.shows("loans-page"));
    CHECK(stage.desk.loansRead == 1);
    CHECK(words(stage, "loans-words").startsWith("1 is out"));
    const auto* rows = stage.get<QAbstractItemView>("loans-table")->model();
    REQUIRE(rows->rowCount() == 2);
    CHECK(rows->index(0, 1).data().toString() == "Beatrix Olawale");
    CHECK(rows->index(0, 4).data().toString() == "Still out");
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("worklist-page"));
}
