#include "tests/ui/pages/PrintStage.h"
#include "ui/pages/PrintPage.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Stepper.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QComboBox>
#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

// Print as a step between the card and the end, the receipt on the done page, and the badges that somebody had.

namespace {

struct StepStage : PrintStage {
    explicit StepStage(QSize size = {1280, 800}) : PrintStage(size) { signIn(); }
    QStringList titles(const char* stepper) const
    {
        QStringList titles;
        for (const auto& step : get<Stepper>(stepper)->steps()) titles << step.title;
        return titles;
    }
    bool held(const char* button) const { return get<ActionButton>(button)->isHeld(); }
    std::string made() const { return desk.printRoom.madeCard; }
};

const QStringList issueTitles{"Person", "Evidence", "Photo", "Access", "Terms", "Card", "Print", "Done"};

} // namespace

TEST_CASE("the card made, its face is the next step: on the list at once, printed by Enter, and then done", "[print]")
{
    StepStage stage;
    stage.makeCard();
    REQUIRE(stage.shows("print-step"));
    CHECK(stage.titles("print-step-stepper") == issueTitles);
    CHECK(stage.get<Stepper>("print-step-stepper")->current() == 6);
    CHECK(stage.label("issue-print-name") == "Callum Pemberton-Roy");
    CHECK(stage.spoken("issue-print-front").contains("Callum Pemberton-Roy"));
    CHECK(stage.desk.printRoom.put == std::vector<std::string>{"later " + stage.made()}); // a desk that stops now forgets nothing

    stage.enter();
    REQUIRE(stage.shows("issue-print-question"));
    CHECK(stage.get<TextBlock>("issue-print-consequence")->text().contains("Written to card-"));
    CHECK(stage.held("issue-print-now"));
    stage.key(Qt::Key_Y);
    REQUIRE(stage.desk.printRoom.deeds.size() == 1);
    CHECK(stage.desk.printRoom.deeds.front().card == stage.made());
    CHECK(stage.desk.printRoom.deeds.front().good);
    REQUIRE(stage.shows("done-page"));
    CHECK_FALSE(stage.shows("done-print")); // it is printed
    stage.enter();
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("a key pressed twice before the first is answered is one decision, and the desk stays where it went", "[print]")
{
    StepStage stage;
    stage.makeCard();
    REQUIRE(stage.shows("print-step"));
    const auto twice = [&](Qt::Key which) {
        for (int time = 0; time < 2; ++time) QTest::keyClick(stage.window.focusWidget(), which);
        settle();
    };
    SECTION("later")
    {
        twice(Qt::Key_L);
        CHECK(stage.desk.printRoom.put.size() == 2); // put on the list when it was made, and once more
    }
    SECTION("the print is good")
    {
        stage.enter();
        REQUIRE(stage.shows("issue-print-question"));
        twice(Qt::Key_Y);
        CHECK(stage.desk.printRoom.deeds.size() == 1);
    }
    REQUIRE(stage.shows("done-page"));
    stage.enter();
    settle();
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("later, by key or by Esc, and never with a reason; what was put off is offered once more", "[print]")
{
    StepStage stage;
    stage.makeCard();
    REQUIRE(stage.shows("print-step"));
    SECTION("later")
    {
        stage.key(Qt::Key_L);
        CHECK(stage.desk.printRoom.put.size() == 2);
        REQUIRE(stage.shows("done-print"));
        stage.key(Qt::Key_P);
        REQUIRE(stage.shows("print-page"));
        CHECK(stage.label("print-name") == "Callum Pemberton-Roy");
    }
    SECTION("Esc")
    {
        stage.key(Qt::Key_Escape);
        REQUIRE(stage.shows("done-page"));
        CHECK(stage.shows("done-print"));
        CHECK(stage.desk.printRoom.put.size() == 1);
    }
    SECTION("never")
    {
        stage.key(Qt::Key_V);
        REQUIRE(stage.shows("issue-print-reason"));
        stage.enter();
        CHECK(stage.shows("issue-print-reason")); // without a reason nothing is decided
        CHECK(stage.desk.printRoom.put.size() == 1);
        stage.key(Qt::Key_Escape);
        CHECK_FALSE(stage.shows("issue-print-question"));
        stage.key(Qt::Key_V);
        stage.text("works on the ward with a lanyard card");
        stage.enter();
        CHECK(stage.desk.printRoom.put.back() == "never " + stage.made() + " works on the ward with a lanyard card");
        REQUIRE(stage.shows("done-page"));
        CHECK_FALSE(stage.shows("done-print"));
    }
    SECTION("the walk-up card is served meanwhile, nothing is lost")
    {
        stage.desk.put(FakeDesk::lockedCard());
        settle();
        CHECK(stage.shows("print-step"));
        stage.key(Qt::Key_F8);
        CHECK(stage.shows("desk-page"));
        CHECK(stage.desk.printRoom.put == std::vector<std::string>{"later " + stage.made()});
    }
}

TEST_CASE("spoiled in the step: cancelled and booked, and the next card is one key away with nothing asked again", "[print]")
{
    StepStage stage;
    stage.makeCard();
    stage.enter();
    stage.key(Qt::Key_X);
    REQUIRE(stage.shows("issue-print-reason"));
    CHECK(stage.desk.printRoom.deeds.size() == 1);
    stage.text("ribbon creased");
    stage.enter();
    REQUIRE(stage.shows("issue-print-step-up"));
    stage.digits("111111");
    stage.enter();
    REQUIRE(stage.shows("issue-print-step-up")); // wrong: asked again
    stage.digits("246813");
    stage.enter();
    CHECK(stage.desk.printRoom.put.back() == "spoil " + stage.made() + " ribbon creased");
    REQUIRE(stage.shows("issue-print-next-card"));
    stage.key(Qt::Key_M);
    REQUIRE(stage.shows("replace-new")); // a blank card is all that is wanted
    CHECK_FALSE(stage.shows("replace-photo"));
    stage.desk.put(FakeDesk::blankCard());
    settle();
    CHECK_FALSE(stage.held("replace-next"));
}

TEST_CASE("a refused record is said, and the card stays where it is", "[print]")
{
    StepStage stage;
    stage.makeCard();
    stage.desk.printRoom.refuseNext = Failure::of("STORE-WRITE");
    stage.key(Qt::Key_L);
    CHECK(stage.shows("print-step"));
    CHECK(stage.shows("issue-print-trouble"));
    stage.key(Qt::Key_L);
    CHECK(stage.shows("done-page"));
}

TEST_CASE("the receipt is read on screen as it is printed, printed, and kept as a PDF file", "[print]")
{
    StepStage stage;
    stage.desk.printRoom.canSignIn = false;
    stage.makeCard();
    stage.key(Qt::Key_L);
    REQUIRE(stage.shows("done-receipt"));
    CHECK(stage.desk.printRoom.receipts == 0); // reading it is an entry: nobody asked yet
    stage.key(Qt::Key_C);
    REQUIRE(stage.shows("receipt-sheet"));
    CHECK(stage.desk.printRoom.receipts == 1);
    const auto words = stage.described("receipt-sheet");
    for (const auto* part : {"Receipt for a smartcard", "Callum Pemberton-Roy", "This card cannot sign in yet", "SystmOne", "Version 7", "Try the card"}) {
        INFO(part);
        CHECK(words.contains(QLatin1String(part)));
    }
    stage.enter();
    const auto files = stage.files("receipt-*.pdf");
    REQUIRE(files.size() == 1);
    CHECK_FALSE(files.front().contains("Pemberton"));
    CHECK(QFile::permissions(stage.folder.filePath(files.front())) == (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser));
    stage.get<QLineEdit>("receipt-folder")->setText("/nonexistent/place");
    stage.find("receipt-print")->setFocus();
    stage.enter();
    CHECK(stage.shows("receipt-trouble"));
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("done-headline"));
    stage.enter();
    CHECK(stage.shows("desk-page"));
}

TEST_CASE("printers: the one that was used last, the file where there is none, and it says so", "[print]")
{
    StepStage stage;
    const QStringList two{"Office", "Magicard 300"};
    QStringList known = two;
    DeskHub& hub = stage.bench.hub();
    PrintPage page(hub, [&known] { return known; });
    page.resize(1100, 700);
    page.show();
    settle();
    auto* box = page.findChild<QComboBox*>("print-printer");
    REQUIRE(box);
    CHECK(box->count() == 3);
    CHECK(box->currentText() == "Office"); // what the system prefers comes first
    box->setCurrentIndex(1);
    Q_EMIT box->activated(1);
    settle();
    CHECK(stage.desk.settings["printer"] == "Magicard 300");
    CHECK_FALSE(page.findChild<QWidget*>("print-folder")->isVisible());
    CHECK(page.findChild<ActionButton*>("print-now")->text() == "Print");
    page.hide();
    known = {"Magicard 300"};
    page.show();
    settle();
    CHECK(box->currentText() == "Magicard 300");
    page.hide();
    known.clear();
    page.show();
    settle();
    CHECK(box->count() == 1);
    CHECK(page.findChild<QWidget*>("print-folder")->isVisible());
    CHECK(page.findChild<TextBlock*>("print-words")->text().contains("knows no printer"));
    CHECK(page.findChild<ActionButton*>("print-now")->text() == "Save as PDF");
}

TEST_CASE("badges of a person: on their page and beside a badge, read when opened and not before", "[badge]")
{
    PrintStage stage;
    SECTION("on the badges page")
    {
        stage.enterWorklists();
        stage.key(Qt::Key_B);
        QTest::mouseClick(stage.find("badges-row-1"), Qt::LeftButton);
        settle();
        REQUIRE(stage.shows("badges-history-open"));
        CHECK(stage.desk.badgeDesk.lookedAt.empty());
        stage.tabTo("badges-history-open");
        stage.key(Qt::Key_Space);
        CHECK(stage.desk.badgeDesk.lookedAt == std::vector<std::string>{"555041726093"});
        REQUIRE(stage.shows("badges-history-row-3"));
        CHECK(stage.spoken("badges-history-row-2").contains("New starter"));
        stage.key(Qt::Key_Space);
        CHECK_FALSE(stage.shows("badges-history-list"));
    }
    SECTION("on the person's page")
    {
        stage.signIn();
        stage.desk.people = {{FakeDesk::ffion(), "7d2f0c7e-5a51-4b0e-9d0f-1a2b3c4d5e6f", "issued", FakeDesk::workingCard().expires, {}}};
        stage.bench.go(Place::people);
        stage.searchFor("Ffion");
        stage.key(Qt::Key_Down);
        stage.key(Qt::Key_B);
        REQUIRE(stage.desk.badgeDesk.lookedAt.size() == 1);
        CHECK(stage.shows("people-badges-row-1"));
        stage.desk.badgeDesk.had = {};
        stage.key(Qt::Key_B);
        stage.key(Qt::Key_B);
        CHECK(stage.shows("people-badges-none"));
    }
    SECTION("who may not ask for badges sees why")
    {
        stage.desk.permissions = {permits::issueCard};
        stage.signIn();
        stage.desk.people = {{FakeDesk::ffion(), "7d2f0c7e-5a51-4b0e-9d0f-1a2b3c4d5e6f", "issued", FakeDesk::workingCard().expires, {}}};
        stage.bench.go(Place::people);
        stage.searchFor("Ffion");
        stage.key(Qt::Key_Down);
        stage.key(Qt::Key_B);
        CHECK(stage.desk.badgeDesk.lookedAt.empty());
        CHECK(stage.get<ActionButton>("people-badges-open")->isHeld());
    }
}

TEST_CASE("the print step and the receipt as they look", "[screens]")
{
    const std::pair<Appearance, const char*> looks[] = {{Appearance::Light, "light"}, {Appearance::Dark, "dark"}, {Appearance::HighContrast, "contrast"}};
    for (const auto& [appearance, name] : looks) {
        for (const auto& size : {QSize(1280, 800), QSize(1024, 700)}) {
            if (size.width() == 1024 && appearance != Appearance::Light) continue;
            Theme::current().setAppearance(appearance);
            StepStage stage(size);
            const auto tag = std::string(name) + (size.width() == 1024 ? "-1024" : "");
            stage.makeCard();
            REQUIRE(stage.shows("print-step"));
            stage.shot(("20-print-step-" + tag).c_str());
            stage.enter();
            stage.shot(("20-print-step-quality-" + tag).c_str());
            stage.key(Qt::Key_X);
            stage.shot(("20-print-step-spoiled-" + tag).c_str());
            stage.key(Qt::Key_Escape);
            stage.key(Qt::Key_Y);
            REQUIRE(stage.shows("done-page"));
            stage.shot(("20-done-" + tag).c_str());
            stage.key(Qt::Key_C);
            REQUIRE(stage.shows("receipt-sheet"));
            stage.shot(("20-receipt-" + tag).c_str());
        }
    }
    Theme::current().setAppearance(Appearance::Light);
}
