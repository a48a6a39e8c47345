#include "tests/ui/pages/Stage.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/ReaderTileView.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QComboBox>
#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

void typePerson(Stage& stage)
{
    stage.tabTo("person-given");
    stage.text("Callum");
    stage.tabTo("person-family");
    stage.text("Pemberton-Roy");
    stage.tabTo("person-born");
    stage.text("14 8 1991");
    stage.tabTo("person-job");
    stage.text("Community physiotherapist");
}

/// A adds, the list is walked with Down, Enter keeps.
void addDocument(Stage& stage, int downs, const char* number, const char* issuer, const char* dated, const char* expires)
{
    stage.key(Qt::Key_A);
    REQUIRE(stage.shows("document-editor"));
    for (int at = 0; at < downs; ++at)
        stage.key(Qt::Key_Down);
    const auto fill = [&](const char* name, const char* words) {
        if (!*words)
            return;
        stage.tabTo(name);
        stage.text(QString::fromLatin1(words));
    };
    fill("document-issuer", issuer);
    fill("document-number", number);
    fill("document-dated", dated);
    fill("document-expires", expires);
    stage.tabTo("document-original");
    for (const auto* said : {"document-original", "document-name", "document-birth", "document-address"})
        CHECK_FALSE(stage.get<QAbstractButton>(said)->isChecked()); // the agent says so, never the desk
    stage.key(Qt::Key_Space);
    stage.enter();
    REQUIRE_FALSE(stage.shows("document-editor"));
}

} // namespace

TEST_CASE("a card is issued by keyboard alone: person, three documents, photo, passcode", "[issue]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    REQUIRE(stage.shows("person-step"));
    CHECK(stage.get<ActionButton>("person-next")->isHeld());
    typePerson(stage);
    stage.key(Qt::Key_Right, Qt::ControlModifier);
    REQUIRE(stage.shows("evidence-step"));

    addDocument(stage, 0, "4417", "", "", "9 6 2031");
    CHECK(stage.label("evidence-title") == "Not enough yet: two proofs missing");
    addDocument(stage, 2, "0386", "Severn & Wye Energy", "2 10 2026", "");
    CHECK(stage.label("evidence-title") == "Not enough yet: one proof missing");
    addDocument(stage, 3, "7120", "Severn & Wye Energy", "3 11 2026", "");
    CHECK(stage.get<ListRow>("evidence-document-3")->accessibleDescription().contains("Same supplier"));

    SECTION("the advice is one key away and makes it pass")
    {
        stage.key(Qt::Key_1);
        REQUIRE(stage.shows("document-editor"));
        CHECK(stage.get<QComboBox>("document-kind")->currentText() == "Photocard driving licence");
        stage.tabTo("document-number");
        stage.text("9Q2X");
        stage.tabTo("document-expires");
        stage.text("31/1/2030");
        stage.tabTo("document-original");
        stage.key(Qt::Key_Space);
        stage.enter();
        CHECK(stage.label("evidence-title").startsWith("Enough"));
        stage.enter();
        REQUIRE(stage.shows("photo-step"));

        CHECK(stage.get<ActionButton>("photo-next")->isHeld());
        stage.tabTo("photo-path");
        stage.text(QStringLiteral(CARDWRIGHT_SOURCE_DIR "/resources/training/portraits/portrait-2.jpg"));
        stage.enter();
        CHECK_FALSE(stage.get<ActionButton>("photo-next")->isHeld());
        stage.enter();
        REQUIRE(stage.shows("card-step"));

        CHECK(stage.get<ActionButton>("card-go")->heldReason().contains("blank card"));
        stage.key(Qt::Key_F9); // the tray comes and goes, and Enter is still the page's own
        stage.key(Qt::Key_2, Qt::ControlModifier);
        stage.key(Qt::Key_F9);
        CHECK(stage.shows("card-step"));
        stage.enter();
        REQUIRE(stage.shows("holder-view"));
        stage.holderTypes("905271");
        CHECK(stage.desk.issuedPasscode == "905271");
        REQUIRE(stage.desk.issuedDraft);
        CHECK(stage.desk.issuedDraft->documents.size() == 4);
        CHECK(stage.desk.issuedDraft->documents[0].expires == "2031-06-09");
        CHECK(stage.desk.issuedDraft->documents[1].issuer == "Severn & Wye Energy");
        CHECK(stage.desk.issuedDraft->person.dateOfBirth == "1991-08-14");
        CHECK_FALSE(stage.desk.issuedDraft->portrait.empty());

        stage.desk.finishJob();
        settle();
        CHECK(stage.label("done-headline") == "Card issued");
        CHECK_FALSE(stage.shows("done-warning"));
        CHECK(stage.desk.drafts.empty());
        stage.enter();
        CHECK(stage.shows("desk-page"));
        CHECK_FALSE(stage.bench.application().active());
    }
    SECTION("it may not go on to the card before it passes")
    {
        stage.bench.application().goTo(FlowStep::passcode);
        settle();
        stage.desk.put(FakeDesk::blankCard());
        settle();
        stage.enter();
        CHECK_FALSE(stage.shows("holder-view"));
        CHECK(stage.get<ActionButton>("card-go")->isHeld());
    }
}

TEST_CASE("issued while the centre is away: it says plainly that the card cannot sign in yet", "[issue]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    stage.key(Qt::Key_1, Qt::ControlModifier);
    REQUIRE(stage.get<QLineEdit>("person-family")->text() == "Pemberton-Roy");
    stage.bench.application().goTo(FlowStep::passcode);
    stage.desk.put(FakeDesk::blankCard());
    settle();
    stage.key(Qt::Key_2);
    stage.enter();
    CHECK(stage.desk.issuedLocked);
    CHECK(stage.desk.issuedPasscode.empty());
    stage.desk.deferred = {"9A", "9C"};
    stage.desk.centreHasIt = false;
    stage.desk.finishJob();
    settle();
    CHECK(stage.spoken("done-warning") == "This card cannot sign in yet");
    CHECK(stage.get<TextBlock>("done-record")->text().contains("only on this desk"));
}

TEST_CASE("a card put in during an application waits; F8 serves it and F8 returns, nothing is lost", "[issue]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    typePerson(stage);
    stage.desk.put(FakeDesk::lockedCard());
    settle();
    CHECK(stage.shows("person-step"));
    CHECK(stage.get<ReaderTileView>("reader-2")->state().kind == ReaderTileState::Kind::Waiting);
    stage.key(Qt::Key_F8);
    REQUIRE(stage.shows("desk-page"));
    CHECK(stage.shows("desk-flow"));
    stage.key(Qt::Key_F8);
    REQUIRE(stage.shows("person-step"));
    CHECK(stage.get<QLineEdit>("person-family")->text() == "Pemberton-Roy");

    stage.key(Qt::Key_F8);
    stage.key(Qt::Key_Y);
    stage.enter();
    stage.holderTypes("905271");
    stage.desk.finishJob();
    settle();
    stage.enter();
    CHECK(stage.shows("person-step"));
    CHECK(stage.get<QLineEdit>("person-given")->text() == "Callum");
}

TEST_CASE("back never loses input, and the draft is kept by itself", "[issue]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    typePerson(stage);
    stage.key(Qt::Key_Right, Qt::ControlModifier);
    stage.key(Qt::Key_A);
    stage.tabTo("document-number");
    stage.text("4417");
    stage.key(Qt::Key_Escape); // leaves the editor
    stage.key(Qt::Key_Escape); // back to the person
    CHECK(stage.shows("person-step"));
    CHECK(stage.get<QLineEdit>("person-given")->text() == "Callum");
    stage.key(Qt::Key_Right, Qt::ControlModifier);
    stage.key(Qt::Key_A);
    CHECK(stage.get<QLineEdit>("document-number")->text() == "4417");
    REQUIRE(stage.desk.drafts.size() == 1);
    CHECK(stage.desk.drafts.begin()->second.person.familyName == "Pemberton-Roy");
}

TEST_CASE("an application is parked, listed on the desk, and taken up again", "[issue]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    typePerson(stage);
    stage.key(Qt::Key_P, Qt::ControlModifier);
    REQUIRE(stage.shows("desk-page"));
    REQUIRE(stage.shows("desk-draft-1"));
    stage.tabTo("desk-draft-1");
    stage.key(Qt::Key_Space);
    REQUIRE(stage.shows("person-step"));
    CHECK(stage.get<QLineEdit>("person-family")->text() == "Pemberton-Roy");
}

TEST_CASE("the agent's card pulled during an application: locked, and everything is there afterwards", "[issue]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    typePerson(stage);
    stage.desk.pullAgentCard();
    settle();
    CHECK(stage.shows("signin-page"));
    CHECK(stage.label("signin-card").contains("taken out"));
    stage.signIn();
    CHECK(stage.shows("person-step"));
    CHECK(stage.get<QLineEdit>("person-family")->text() == "Pemberton-Roy");
}

TEST_CASE("a known person is said at once and holds the application", "[issue]")
{
    Stage stage;
    PersonCard known;
    known.holder = FakeDesk::callum();
    known.cardState = "issued";
    stage.desk.people = {known};
    stage.signIn();
    stage.enter();
    typePerson(stage);
    CHECK(stage.shows("person-double"));
    CHECK(stage.described("person-double").contains("555 0533 71840"));
    CHECK(stage.get<ActionButton>("person-next")->isHeld());
}

TEST_CASE("somebody much like a known person is compared side by side first, with a reason, by keys alone", "[issue][people]")
{
    Stage stage;
    stage.desk.alikeNumbers = {"555009811274"};
    stage.desk.book->alike = {FakeRegister::likely()};
    stage.signIn();
    stage.enter();
    typePerson(stage);
    stage.tabTo("person-next");
    CHECK(stage.shows("person-alike"));
    CHECK(stage.described("person-alike").contains("Compare them"));
    CHECK_FALSE(stage.described("person-alike").contains("Doherty")); // who it is is shown by the comparison alone, and that is on record
    CHECK(stage.get<ActionButton>("person-next")->accessibleName() == "Compare first");
    CHECK(stage.desk.book->compared.empty());
    stage.enter();
    REQUIRE(stage.shows("person-compare"));
    REQUIRE(stage.desk.book->compared.size() == 1);
    CHECK(stage.desk.book->compared[0].at("familyName") == "Pemberton-Roy");
    CHECK(stage.desk.book->compared[0].at("dateOfBirth") == "1991-08-14");
    CHECK(stage.get<ActionButton>("person-next")->isHeld());
    stage.enter(); // held: nothing happens
    REQUIRE(stage.shows("person-compare"));

    SECTION("Esc goes back to the fields, and nothing typed is lost")
    {
        stage.key(Qt::Key_Escape);
        CHECK_FALSE(stage.shows("person-compare"));
        CHECK(stage.get<QLineEdit>("person-given")->text() == "Callum");
        CHECK(stage.get<ActionButton>("person-next")->accessibleName() == "Compare first");
    }
    SECTION("with a reason it goes on, and the draft keeps both")
    {
        stage.tabTo("compare-reason");
        stage.text("Twins, both were here");
        CHECK_FALSE(stage.get<ActionButton>("person-next")->isHeld());
        stage.enter();
        REQUIRE(stage.shows("evidence-step"));
        CHECK(stage.bench.application().draft().comparedWith == std::vector<std::string>{"555009811274"});
        CHECK(stage.bench.application().draft().whyOther == "Twins, both were here");
        CHECK(stage.bench.application().personDone());
        stage.key(Qt::Key_Escape);
        REQUIRE(stage.shows("person-step"));
        CHECK_FALSE(stage.shows("person-compare"));
        CHECK(stage.described("person-alike").contains("somebody else"));
        CHECK(stage.get<ActionButton>("person-next")->accessibleName() == "Evidence next");
    }
    SECTION("where the search is refused, its cause is said and the fields stay")
    {
        stage.key(Qt::Key_Escape);
        stage.desk.book->refuse = Failure::of("DUTY-ASK");
        stage.tabTo("person-next");
        stage.enter();
        CHECK_FALSE(stage.shows("person-compare"));
        CHECK(stage.shows("person-step"));
    }
}

TEST_CASE("a photo that is none: cause at the field, the photo before stays", "[issue]")
{
    Stage stage;
    stage.signIn();
    stage.bench.application().begin();
    stage.bench.application().take(stage.desk.callumDraft(true));
    stage.enter(); // the desk's main action opens the application
    stage.bench.application().goTo(FlowStep::photo);
    settle();
    REQUIRE(stage.shows("photo-step"));
    stage.tabTo("photo-path");
    stage.text(QStringLiteral(CARDWRIGHT_SOURCE_DIR "/CMakeLists.txt"));
    stage.enter();
    CHECK(stage.get<Field>("photo-path-field")->isWrong());
    CHECK(stage.shows("photo-advice"));
    CHECK_FALSE(stage.bench.application().draft().portrait.empty());
}

TEST_CASE("a start that is refused brings the agent back to the step, the reason in it", "[issue]")
{
    Stage stage;
    stage.signIn();
    stage.enter();
    stage.key(Qt::Key_1, Qt::ControlModifier);
    stage.bench.application().goTo(FlowStep::passcode);
    stage.desk.put(FakeDesk::blankCard());
    settle();
    stage.desk.refuseStart = Failure::of("LEASE-EMPTY");
    stage.enter();
    stage.holderTypes("905271");
    REQUIRE(stage.shows("card-step"));
    CHECK(stage.shows("card-trouble"));
    CHECK(stage.described("card-trouble").contains("LEASE-EMPTY"));
}
