#include "tests/ui/pages/Stage.h"
#include "ui/presenters/DeskPresenter.h"
#include "ui/presenters/JobPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTableView>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

/// Every sentence a person could read or hear in the window.
QStringList allWords(const QWidget& window)
{
    QStringList words;
    for (const auto* widget : window.findChildren<QWidget*>()) {
        words << widget->accessibleName() << widget->accessibleDescription();
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            words << label->text();
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            words << button->text();
    }
    return words;
}

void visitEverything(Stage& stage)
{
    stage.signIn();
    for (const auto& card : {FakeDesk::lockedCard(), FakeDesk::dueCard(), FakeDesk::tornCard(true), FakeDesk::foreignCard(), FakeDesk::blankCard()}) {
        stage.desk.put(card);
        settle();
    }
    stage.bench.application().begin();
    stage.bench.application().take(stage.desk.callumDraft(false));
    stage.key(Qt::Key_F8);
    for (const auto step : {FlowStep::person, FlowStep::evidence, FlowStep::photo, FlowStep::passcode}) {
        stage.bench.application().goTo(step);
        settle();
    }
    stage.desk.centre(FakeDesk::unreachable(7));
    for (const auto place : {Place::people, Place::worklists, Place::queue, Place::records, Place::setUp, Place::diagnosis}) {
        stage.bench.go(place);
        settle();
    }
}

} // namespace

TEST_CASE("what has the focus has a name for tests and for people who do not see", "[house]")
{
    Stage stage;
    visitEverything(stage);
    QStringList nameless;
    for (const auto* widget : stage.window.findChildren<QWidget*>()) {
        if (widget->isHidden() || !(widget->focusPolicy() & Qt::TabFocus) || qobject_cast<const QScrollBar*>(widget))
            continue;
        if (const auto* parent = widget->parentWidget(); parent && (parent->inherits("QComboBox") || parent->inherits("QComboBoxPrivateContainer")))
            continue;
        const bool spoken = !widget->accessibleName().isEmpty() || (qobject_cast<const QAbstractButton*>(widget) && !static_cast<const QAbstractButton*>(widget)->text().isEmpty());
        if (widget->objectName().isEmpty() || !spoken)
            nameless << QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName() + QLatin1Char(' ') + widget->accessibleName();
    }
    INFO(nameless.join(QStringLiteral("; ")).toStdString());
    CHECK(nameless.isEmpty());
}

TEST_CASE("the words keep the house's rule", "[house]")
{
    Stage stage;
    visitEverything(stage);
    const QRegularExpression never(QStringLiteral("\\b(saved|please|successfully|invalid|error occurred|OK|PIN|oops)\\b"),
                                   QRegularExpression::CaseInsensitiveOption);
    for (const auto& words : allWords(stage.window)) {
        INFO(words.toStdString());
        CHECK_FALSE(never.match(words).hasMatch());
    }
}

TEST_CASE("the pill says the whole truth", "[house]")
{
    CHECK(words::centrePill(FakeDesk::connected()).text == "Centre connected");
    CHECK(words::centrePill(FakeDesk::unreachable(7)).text == "Not reachable since 09:14, 7 waiting, 4 days left");
    CentreState wrong;
    wrong.reach = CentreReach::refusedTls;
    wrong.waiting = 2;
    CHECK(words::centrePill(wrong).text.contains("2 waiting"));
    CHECK_FALSE(words::centrePill(wrong).good);
}

TEST_CASE("dates are understood as people write them", "[house]")
{
    for (const auto* typed : {"14 8 1991", "14/08/1991", "14.8.1991", "14 August 1991", "14 Aug 1991", "1991-08-14", "14081991", "  14  8  1991 "})
        CHECK(understoodDate(QString::fromLatin1(typed)) == "1991-08-14");
    CHECK(understoodDate("31 2 1991") == "31 2 1991");
    CHECK(understoodDate("") == "");
    CHECK(shownDate("1991-08-14") == "14 August 1991");
    CHECK(shownDate("14 of") == "14 of");
}

TEST_CASE("numbers are grouped for reading", "[house]")
{
    CHECK(words::groupedNumber("555041726093") == "555 0417 26093");
    CHECK(words::groupedNumber("5550417") == "5550417");
    CHECK(words::countdown(48'500) == "0:48");
    CHECK(words::countdown(-3) == "0:00");
    CHECK(words::initials("Tomasz Reid") == "TR");
}

TEST_CASE("steps that belong together are one line, and codes keep the part's own key", "[house]")
{
    JobProgress progress;
    for (const auto* key : {"recognise", "preflight", "open", "administration-key", "unlock-key", "keys"})
        progress.steps.push_back({key, "", "", StepState::waiting, 0.1});
    progress.steps[0].state = progress.steps[1].state = progress.steps[2].state = progress.steps[3].state = StepState::done;
    progress.steps[4].state = StepState::running;
    auto view = jobView(progress);
    REQUIRE(view.lines.size() == 4);
    CHECK(view.lines[0].state == JobLineState::done);
    CHECK(view.lines[2].state == JobLineState::running);
    CHECK(view.lines[2].words == "Setting the unlock key");
    CHECK(view.stepper == "Step 3 of 4");
    progress.state = JobState::cardGone;
    progress.failure = Failure::of("CARD-REMOVED");
    view = jobView(progress);
    CHECK(view.lines[2].code == "CARD-REMOVED, step unlock-key");
    CHECK(view.lines[2].second == "The card was removed while the unlock key was being set. Steps 1 to 2 hold; this step starts again by itself.");
    CHECK(view.lines[3].state == JobLineState::toCome);
}

TEST_CASE("a job without any progress yet has a line to show", "[house]")
{
    const auto view = jobView({});
    REQUIRE(view.lines.size() == 1);
    CHECK(view.lines[0].state == JobLineState::running);
}

TEST_CASE("every kind of card has a headline, and only served ones an action", "[house]")
{
    for (int kind = 0; kind <= static_cast<int>(CardKind::unreadable); ++kind) {
        SubjectCard card;
        card.kind = static_cast<CardKind>(kind);
        const auto view = deskView(card, {});
        INFO(kind);
        CHECK_FALSE(view.headline.isEmpty());
        const bool refused = card.kind == CardKind::foreign || card.kind == CardKind::otherSite || card.kind == CardKind::agentsOwn;
        if (refused) {
            CHECK_FALSE(view.main);
            CHECK_FALSE(view.code.isEmpty());
        }
        CHECK_FALSE(subjectTile(card, false).words.isEmpty());
        if (card.kind == CardKind::ours)
            CHECK(view.held);
    }
}

TEST_CASE("search: one question per pause, results by keyboard, the person at the side", "[people]")
{
    Stage stage;
    PersonCard known;
    known.holder = FakeDesk::ffion();
    known.cardState = "issued";
    known.history = FakeDesk::workingCard().history;
    PersonCard other;
    other.holder = FakeDesk::callum();
    other.cardState = "none";
    stage.desk.people = {known, other};
    stage.signIn();
    stage.search("ffi");
    CHECK(stage.desk.searched == std::vector<std::string>{"ffi"});
    CHECK(stage.spoken("people-name") == "Ffion Adeyemi");
    stage.key(Qt::Key_A, Qt::ControlModifier);
    stage.searchFor("e");
    stage.key(Qt::Key_Down);
    stage.key(Qt::Key_Down);
    stage.enter();
    CHECK(stage.spoken("people-name") == "Callum Pemberton-Roy");
    stage.key(Qt::Key_F3);
    CHECK(stage.shows("desk-page"));
    CHECK(stage.get<QLineEdit>("search")->text().isEmpty());
}

TEST_CASE("the queue: what waits, what was refused and why, and trying now", "[queue]")
{
    Stage stage;
    stage.desk.queueRows = {{3, 0, "holder.created", "", "Owen Tregarth", "555029044817", QueueState::refused, "This person already has UUID 555 0098 11274."},
                            {2, 0, "card.unlocked", "", "Ffion Adeyemi", "555041726093", QueueState::waiting, ""}};
    stage.signIn();
    stage.desk.centre(FakeDesk::unreachable(2));
    stage.key(Qt::Key_F6);
    REQUIRE(stage.shows("queue-page"));
    auto* model = stage.get<QTableView>("queue-table")->model();
    REQUIRE(model->rowCount() == 2);
    CHECK(model->index(0, 4).data().toString() == "Refused: needs a decision");
    CHECK(model->index(1, 4).data().toString() == "Only on this desk");
    CHECK(model->index(1, 3).data().toString() == "555 0417 26093");
    CHECK(stage.spoken("queue-banner").contains("09:14"));
    stage.key(Qt::Key_T);
    CHECK(stage.desk.triedCentre == 1);
    stage.desk.queueRows.clear();
    stage.desk.centre(FakeDesk::connected());
    settle();
    CHECK(stage.spoken("queue-banner") == "The centre has everything");
    CHECK_FALSE(stage.shows("queue-try"));
    stage.desk.centre(FakeDesk::unreachable(0));
    settle();
    CHECK(stage.shows("queue-try"));
}

TEST_CASE("help lists every code; diagnosis puts what is wrong first; Esc leaves both", "[help]")
{
    Stage stage;
    stage.desk.findings = {{"store", "This desk's store", "Checked.", "", DiagnosisState::good},
                           {"service", "Smartcard service", "Not running.", "PCSC-ABSENT", DiagnosisState::bad}};
    stage.closeTray();
    stage.key(Qt::Key_F2); // also before sign-in
    REQUIRE(stage.shows("diagnosis-page"));
    CHECK(stage.get<QAbstractButton>("diagnosis-1")->text() == "Smartcard service");
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("signin-page"));
    stage.signIn();
    stage.key(Qt::Key_F1);
    REQUIRE(stage.shows("help-page"));
    CHECK(stage.get<QTableView>("help-table")->model()->rowCount() > 30);
    CHECK_FALSE(stage.label("help-code").isEmpty());
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("the tray: cards go in and out by keyboard", "[tray]")
{
    Stage stage;
    REQUIRE(stage.shows("tray"));
    stage.key(Qt::Key_1, Qt::ControlModifier);
    CHECK(stage.label("signin-greeting").startsWith("Good"));
    CHECK_FALSE(stage.shows("tray")); // it opened by itself for the empty reader
    CHECK(stage.window.focusWidget() == stage.find("signin-passcode"));
    stage.digits("246813");
    stage.enter();
    REQUIRE(stage.bench.hub().signedIn());
    stage.key(Qt::Key_F9);
    stage.key(Qt::Key_3, Qt::ControlModifier);
    CHECK(stage.label("desk-headline").startsWith("Locked"));
    stage.key(Qt::Key_3, Qt::ControlModifier);
    CHECK(stage.bench.hub().subjectCard().kind == CardKind::none);
    stage.key(Qt::Key_Escape);
    CHECK_FALSE(stage.shows("tray"));
}

TEST_CASE("signing out locks; the desk's places are shut until somebody signs in", "[signin]")
{
    Stage stage;
    stage.signIn();
    stage.key(Qt::Key_L, Qt::ControlModifier);
    CHECK(stage.desk.signOuts == 1);
    REQUIRE(stage.shows("signin-page"));
    stage.closeTray();
    stage.key(Qt::Key_F6);
    stage.key(Qt::Key_F3);
    CHECK(stage.shows("signin-page"));
    CHECK_FALSE(stage.shows("queue-page"));
}

TEST_CASE("set-up: the appearance is chosen by key and kept", "[setup]")
{
    Stage stage;
    stage.signIn();
    stage.key(Qt::Key_F10);
    stage.key(Qt::Key_2);
    CHECK(Theme::current().appearance() == Appearance::Dark);
    CHECK(stage.desk.settings["theme"] == "dark");
    stage.key(Qt::Key_1);
    CHECK(Theme::current().appearance() == Appearance::Light);
}
