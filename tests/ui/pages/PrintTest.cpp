#include "tests/ui/pages/PrintStage.h"
#include "ui/widgets/ActionButton.h"

#include <catch2/catch.hpp>

#include <QBuffer>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

Bytes largePicture()
{
    QImage picture(3'000, 3'900, QImage::Format_RGB32);
    picture.fill(QColor(0x40, 0x80, 0x60));
    QByteArray octets;
    QBuffer buffer(&octets);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "JPG");
    return {octets.begin(), octets.end()};
}

} // namespace

TEST_CASE("a card is printed from the worklist by keys alone; without a printer a PDF, and it says so", "[print]")
{
    PrintStage stage;
    stage.enterWorklists();
    stage.key(Qt::Key_P);
    REQUIRE(stage.shows("print-page"));
    CHECK(stage.label("print-name") == "Ffion Adeyemi");
    CHECK(stage.spoken("print-front").contains("Ffion Adeyemi"));
    stage.enter();
    REQUIRE(stage.shows("print-question"));
    const auto files = QDir(stage.folder.path()).entryList({"*.pdf"});
    REQUIRE(files.size() == 1);
    CHECK_FALSE(files.front().contains("Adeyemi"));
    stage.key(Qt::Key_Y);
    REQUIRE(stage.desk.printRoom.deeds.size() == 1);
    CHECK(stage.desk.printRoom.deeds.front().good);
    CHECK(stage.desk.printRoom.deeds.front().printer == "PDF");
    CHECK(stage.desk.printRoom.deeds.front().what == "front and back");
    stage.key(Qt::Key_L);
    CHECK(stage.desk.printRoom.put == std::vector<std::string>{"later " + card});
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("worklist-page"));
}

TEST_CASE("a spoiled card: the print is on record, the agent's card signs, the next card waits", "[print]")
{
    PrintStage stage;
    stage.enterWorklists();
    stage.key(Qt::Key_P);
    stage.enter();
    stage.key(Qt::Key_X);
    REQUIRE(stage.desk.printRoom.deeds.size() == 1);
    CHECK_FALSE(stage.desk.printRoom.deeds.front().good);
    REQUIRE(stage.shows("print-reason"));
    stage.tabTo("print-reason");
    stage.text("ribbon creased");
    stage.tabTo("print-bad");
    stage.key(Qt::Key_Space);
    REQUIRE(stage.shows("print-step-up"));
    stage.find("print-step-up-passcode")->setFocus();
    stage.digits("246813");
    stage.enter();
    CHECK(stage.desk.printRoom.put == std::vector<std::string>{"spoil " + card + " ribbon creased"});
    REQUIRE(stage.shows("print-next-card"));
    stage.key(Qt::Key_M);
    CHECK(stage.bench.place() == Place::desk);
}

TEST_CASE("who may not print sees the rows and reads why", "[print]")
{
    PrintStage stage;
    stage.desk.permissions = {permits::unlockCard};
    stage.desk.role = "helpdesk";
    stage.enterWorklists();
    stage.key(Qt::Key_P);
    CHECK(stage.shows("worklist-page"));
    CHECK(stage.shows("worklist-prints-open"));
    stage.key(Qt::Key_B);
    CHECK(stage.shows("worklist-page"));
}

TEST_CASE("a badge is asked for by keys; the button says what is missing", "[badge]")
{
    PrintStage stage;
    stage.enterWorklists();
    stage.key(Qt::Key_B);
    REQUIRE(stage.shows("badges-page"));
    stage.key(Qt::Key_N);
    REQUIRE(stage.shows("badges-form"));
    stage.key(Qt::Key_Down);
    REQUIRE(stage.get<QComboBox>("badges-event")->currentText() == "Lost");
    CHECK(stage.get<ActionButton>("badges-request")->heldReason().startsWith("Incident reference"));
    const std::pair<const char*, const char*> typed[] = {{"badges-field-incident", "W-20931"}, {"badges-field-name", "Ffion Adeyemi"}, {"badges-field-title", "Nurse"},
                                                         {"badges-field-team", "Wards"}, {"badges-field-site", "Quayside"}};
    for (const auto& [field, words] : typed) {
        stage.tabTo(field);
        stage.text(QLatin1String(words));
    }
    REQUIRE_FALSE(stage.get<ActionButton>("badges-request")->isHeld());
    stage.enter();
    REQUIRE(stage.desk.badgeDesk.requested.size() == 1);
    CHECK(stage.desk.badgeDesk.requested.front().fields.at("incident") == "W-20931");
}

TEST_CASE("an e-mail fills the form, what is no field is said; a day's list is looked at before it is taken", "[badge]")
{
    PrintStage stage;
    stage.enterWorklists();
    stage.key(Qt::Key_B);
    stage.key(Qt::Key_P);
    REQUIRE(stage.shows("badges-mail"));
    stage.get<QPlainTextEdit>("badges-mail-text")->setPlainText("Event: Lost\nName: Ffion Adeyemi\nKind regards");
    stage.tabTo("badges-mail-read");
    stage.key(Qt::Key_Space);
    REQUIRE(stage.shows("badges-form"));
    CHECK(stage.get<QLineEdit>("badges-field-name")->text() == "Ffion Adeyemi");
    CHECK(stage.shows("badges-trouble"));
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_I);
    REQUIRE(stage.shows("badges-day"));
    stage.text("/list.csv");
    CHECK(stage.get<ActionButton>("badges-day-take")->isHeld());
    stage.desk.badgeDesk.day = {3, {{2, "team", "Team is needed."}}, "aa", std::nullopt};
    stage.key(Qt::Key_Return); // from the path that was typed: the list is looked at
    CHECK(stage.shows("badges-day-issue-1"));
    CHECK(stage.get<ActionButton>("badges-day-take")->isHeld());
    stage.desk.badgeDesk.day.issues.clear();
    stage.tabTo("badges-day-look");
    stage.key(Qt::Key_Space);
    stage.tabTo("badges-day-take");
    stage.key(Qt::Key_Space);
    CHECK(stage.desk.badgeDesk.acts == std::vector<std::string>{"import /list.csv"});
}

TEST_CASE("the batch is printed, looked at, and booked", "[badge]")
{
    PrintStage stage;
    stage.enterWorklists();
    stage.key(Qt::Key_B);
    stage.key(Qt::Key_A);
    REQUIRE(stage.comes("badges-quality"));
    CHECK(QDir(stage.folder.path()).entryList({"badges-*.pdf"}).size() == 1);
    stage.key(Qt::Key_Y);
    CHECK(stage.desk.badgeDesk.acts == std::vector<std::string>{"printed 1 good"});
}

TEST_CASE("a large batch is drawn beside the window, which says how far it is; stopped, nothing is written and all stay on the list", "[badge]")
{
    PrintStage stage;
    auto& badges = stage.desk.badgeDesk;
    const auto row = badges.badges.rows.front();
    const auto print = badges.prints.front();
    badges.badges.rows.clear();
    badges.prints.clear();
    constexpr int many = 400;
    const auto large = largePicture(); // each takes its time: nobody's machine is done with all before it is stopped
    for (int at = 0; at < many; ++at) {
        const auto id = *Guid::parse(QStringLiteral("00000000-0000-7000-8000-%1").arg(at, 12, 10, QLatin1Char('0')).toStdString());
        badges.badges.rows.push_back(row);
        badges.badges.rows.back().id = id;
        badges.prints.push_back(print);
        badges.prints.back().id = id;
        badges.prints.back().portrait = large;
    }
    stage.enterWorklists();
    stage.key(Qt::Key_B);
    stage.key(Qt::Key_A);
    REQUIRE(stage.shows("badges-running")); // the window answers while they are drawn
    CHECK(stage.label("badges-so-far").endsWith("of 400"));
    stage.shot("19-badges-running");
    stage.key(Qt::Key_Escape);
    CHECK(stage.get<ActionButton>("badges-stop")->isHeld());
    REQUIRE(stage.comes("badges-start"));
    CHECK(stage.files("badges-*.pdf").isEmpty());
    CHECK(badges.acts.empty());

    badges.badges.rows.resize(30);
    for (auto& one : badges.prints) one.portrait = print.portrait;
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_B);
    stage.key(Qt::Key_A);
    REQUIRE(stage.comes("badges-quality"));
    CHECK(stage.files("badges-*.pdf").size() == 1);
    // Asked until it is answered, also when somebody looked elsewhere meanwhile.
    stage.key(Qt::Key_F4);
    stage.key(Qt::Key_B);
    REQUIRE(stage.shows("badges-quality"));
    stage.key(Qt::Key_Y);
    CHECK(badges.acts == std::vector<std::string>{"printed 30 good"});
}

TEST_CASE("a batch with a picture that cannot be opened is not written, and it says so", "[badge]")
{
    PrintStage stage;
    stage.desk.badgeDesk.prints.front().portrait = Bytes{1, 2, 3};
    stage.enterWorklists();
    stage.key(Qt::Key_B);
    stage.key(Qt::Key_A);
    REQUIRE(stage.comes("badges-trouble"));
    CHECK(stage.shows("badges-start"));
    CHECK(stage.files("badges-*.pdf").isEmpty());
}

TEST_CASE("whoever asked for a badge takes it back with a reason; who did not is offered to refuse it", "[badge]")
{
    PrintStage stage;
    stage.desk.badgeDesk.badges.rows.front().mine = true;
    stage.enterWorklists();
    stage.key(Qt::Key_B);
    QTest::mouseClick(stage.find("badges-row-1"), Qt::LeftButton);
    settle();
    REQUIRE(stage.shows("badges-withdraw"));
    CHECK_FALSE(stage.shows("badges-refuse"));
    stage.shot("19-badge-mine");
    stage.tabTo("badges-withdraw");
    stage.key(Qt::Key_Space);
    CHECK(stage.desk.badgeDesk.acts.empty()); // not without a reason
    stage.tabTo("badges-reason");
    stage.text("Found again");
    stage.tabTo("badges-withdraw");
    stage.key(Qt::Key_Space);
    CHECK(stage.desk.badgeDesk.acts == std::vector<std::string>{"withdraw Found again"});
    stage.desk.badgeDesk.badges.rows.front().mine = false;
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_B);
    QTest::mouseClick(stage.find("badges-row-1"), Qt::LeftButton);
    settle();
    CHECK(stage.shows("badges-refuse"));
    CHECK_FALSE(stage.shows("badges-withdraw"));
}

TEST_CASE("print and badge pages as they look", "[screens]")
{
    const std::pair<Appearance, const char*> looks[] = {{Appearance::Light, "light"}, {Appearance::Dark, "dark"}, {Appearance::HighContrast, "contrast"}};
    for (const auto& [appearance, name] : looks) {
        for (const auto& size : {QSize(1280, 800), QSize(1024, 700)}) {
            if (size.width() == 1024 && appearance != Appearance::Light) continue;
            Theme::current().setAppearance(appearance);
            PrintStage stage(size);
            const auto tag = std::string(name) + (size.width() == 1024 ? "-1024" : "");
            stage.enterWorklists();
            stage.shot(("18-worklists-" + tag).c_str());
            stage.key(Qt::Key_P);
            stage.shot(("18-print-" + tag).c_str());
            stage.enter();
            stage.shot(("18-print-quality-" + tag).c_str());
            stage.key(Qt::Key_Y);
            stage.key(Qt::Key_Escape);
            stage.key(Qt::Key_B);
            stage.shot(("19-badges-" + tag).c_str());
            QTest::mouseClick(stage.find("badges-row-1"), Qt::LeftButton);
            settle();
            REQUIRE(stage.shows("badges-badge"));
            stage.shot(("19-badge-" + tag).c_str());
            stage.key(Qt::Key_Escape);
            stage.key(Qt::Key_N);
            stage.key(Qt::Key_Down);
            stage.key(Qt::Key_Down);
            settle();
            stage.shot(("19-badge-form-" + tag).c_str());
        }
    }
    Theme::current().setAppearance(Appearance::Light);
}
