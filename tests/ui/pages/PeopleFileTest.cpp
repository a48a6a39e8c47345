#include "tests/ui/pages/PeopleStage.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/TableView.h"

#include <catch2/catch.hpp>

#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

TEST_CASE("people: an HR file is looked at, its wrong rows said with line and field, and taken whole or not at all", "[people]")
{
    PeopleStage stage;
    stage.signIn();
    stage.search(QStringLiteral("zz"));
    stage.tabTo("people-file");
    stage.enter();
    REQUIRE(stage.shows("hr-page"));
    CHECK(stage.held("hr-next"));
    auto& file = stage.book().hrFile;
    file.digest = "ab12";
    file.rows = 3;
    file.starters = 1;
    file.leavers = 1;
    file.lines = {{2, "expect", "Anna Kowalczyk", "", {}, parseDate("2026-12-01")}, {3, "leave", "Siobhán O'Doherty", "555009811274", {}, parseDate("2026-11-30")}};

    SECTION("one wrong row, and it cannot be taken")
    {
        file.problemCount = 1;
        file.problems = {{4, "dateOfBirth", "Is no day of the calendar."}};
        stage.fill("hr-path", QStringLiteral("/home/agent/starters.csv"));
        stage.enter();
        REQUIRE(stage.shows("hr-table"));
        const auto* model = stage.get<TableView>("hr-table")->model();
        CHECK(model->index(0, 0).data().toString() == "4");
        CHECK(model->index(0, 2).data().toString() == "date of birth");
        CHECK(model->index(0, 3).data().toString() == "Is no day of the calendar.");
        CHECK(stage.spoken("hr-verdict").contains("Nothing of this file is taken"));
        CHECK(stage.held("hr-next"));
        stage.enter();
        CHECK(stage.book().taken.empty());
    }
    SECTION("a shorter file after a long one: the table never asks for rows that are gone")
    {
        file.problemCount = 60;
        for (std::size_t line = 2; line < 62; ++line)
            file.problems.push_back({line, "dateOfBirth", "Is no day of the calendar, in words long enough to be kept on the heap."});
        stage.fill("hr-path", QStringLiteral("/home/agent/long.csv"));
        stage.enter();
        REQUIRE(stage.shows("hr-table"));
        REQUIRE(stage.get<TableView>("hr-table")->model()->rowCount() == 62);
        stage.fill("hr-path", QStringLiteral("/home/agent/short.csv"));
        CHECK_FALSE(stage.shows("hr-table"));
        file.problemCount = 0;
        file.problems.clear();
        stage.enter();
        REQUIRE(stage.shows("hr-table"));
        const auto* model = stage.get<TableView>("hr-table")->model();
        CHECK(model->rowCount() == 2);
        CHECK(model->index(0, 2).data().toString() == "Anna Kowalczyk");
        CHECK_FALSE(stage.held("hr-next"));
    }
    SECTION("all right: taken by the digest that was looked at")
    {
        stage.fill("hr-path", QStringLiteral("/home/agent/starters.csv"));
        stage.enter();
        CHECK(stage.block("hr-counts").contains("1 starters"));
        stage.enter();
        CHECK(stage.book().taken == "ab12");
        CHECK(stage.spoken("hr-verdict").contains("taken"));
        CHECK(stage.held("hr-next"));
    }
    SECTION("a long file: the page says that other work goes on; another path typed meanwhile is another file")
    {
        stage.book().holdFiles = true;
        stage.fill("hr-path", QStringLiteral("/home/agent/long.csv"));
        stage.enter();
        CHECK(stage.get<ActionButton>("hr-next")->isBusy());
        CHECK(everything(stage.window).contains("Other work goes on beside it"));
        CHECK_FALSE(stage.shows("hr-verdict"));
        stage.fill("hr-path", QStringLiteral("/home/agent/other.csv"));
        CHECK_FALSE(stage.get<ActionButton>("hr-next")->isBusy());
        stage.book().answerFiles();
        settle();
        CHECK_FALSE(stage.shows("hr-verdict")); // what came of the first is no answer for the second
        stage.enter();
        CHECK(stage.book().previewed == std::vector<std::string>{"/home/agent/long.csv", "/home/agent/other.csv"});
        CHECK(stage.shows("hr-verdict"));
    }
    SECTION("while it is taken the path stays, the page says that others wait, and leaving it loses no word of the outcome")
    {
        stage.fill("hr-path", QStringLiteral("/home/agent/starters.csv"));
        stage.enter();
        stage.book().holdFiles = true;
        stage.enter();
        CHECK(stage.get<QLineEdit>("hr-path")->isReadOnly());
        CHECK(everything(stage.window).contains("until then other acts wait"));
        stage.book().answerFiles();
        settle();
        CHECK_FALSE(stage.get<QLineEdit>("hr-path")->isReadOnly());
        CHECK(stage.spoken("hr-verdict").contains("taken"));
    }
    SECTION("another file is looked at anew; one that is none says so at the field")
    {
        stage.fill("hr-path", QStringLiteral("/home/agent/starters.csv"));
        stage.enter();
        stage.fill("hr-path", QStringLiteral("/home/agent/other.csv"));
        stage.book().refuse = Failure::of("HR-FILE-HEADING", "staffNumber");
        stage.enter();
        CHECK(stage.book().previewed.size() == 2);
        CHECK(stage.get<Field>("hr-path-field")->isWrong());
        CHECK(stage.get<Field>("hr-path-field")->message().contains("HR-FILE-HEADING"));
        CHECK(stage.book().taken.empty());
    }
}

TEST_CASE("people: leavers are proposed to be cancelled or kept, and the agent decides", "[people]")
{
    PeopleStage stage;
    stage.book().files = {FakeRegister::siobhan()};
    stage.book().leaving = {{"555009811274", "Siobhán Mairéad O'Doherty", *parseDate("2026-11-30"), true, "issued"},
                            {"555041726093", "Ffion Adeyemi", *parseDate("2026-12-31"), false, "issued"}};
    stage.signIn();
    stage.search(QStringLiteral("zz"));
    stage.tabTo("people-leavers");
    stage.enter();
    REQUIRE(stage.shows("leavers-page"));
    CHECK(stage.block("leavers-proposal").contains("cancel the card"));
    SECTION("closed: the same page as from the record, with what ends")
    {
        stage.tabTo("leavers-close");
        stage.enter();
        CHECK(stage.shows("close-record-page"));
        CHECK(stage.desk.viewed == std::vector<std::string>{"555009811274"}); // looked at, and on record
    }
    SECTION("kept, with a reason")
    {
        stage.key(Qt::Key_Down);
        CHECK(stage.block("leavers-proposal").contains("keep the card"));
        CHECK(stage.held("leavers-keep"));
        stage.fill("leavers-reason", QStringLiteral("Moves to the children's trust"));
        stage.key(Qt::Key_Return, Qt::ControlModifier);
        CHECK(stage.book().kept == "555041726093 Moves to the children's trust");
        CHECK(stage.get<TableView>("leavers-table")->model()->rowCount() == 1);
    }
}
