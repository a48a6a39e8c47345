#include "tests/ui/pages/AccessStage.h"
#include "ui/widgets/Rows.h"

#include <catch2/catch.hpp>

#include <QComboBox>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

// What a decision asks for besides yes or no, several endings at once, the catalogue and the delegated lists.

TEST_CASE("recording somebody on request is decided beside whoever is known already", "[access][decide]")
{
    AccessStage stage;
    stage.access().lists.rows = {FakeAccess::createRequest(1)};
    stage.desk.book->alike = {FakeRegister::likely()};
    stage.asAgent();
    stage.openRequests();
    stage.key(Qt::Key_A);
    REQUIRE(stage.shows("request-compare-table"));
    CHECK_FALSE(stage.shows("requests-rows")); // in its place
    CHECK(stage.access().decisions.empty());
    REQUIRE(stage.desk.book->compared.size() == 1);
    CHECK(stage.desk.book->compared.front().at("familyName") == "O'Dogherty");
    CHECK(stage.why("request-approve").contains("somebody else"));

    SECTION("somebody else: looked at, and a reason")
    {
        stage.fill("request-compare-reason", QStringLiteral("Twin sister, both were here"));
        stage.tabTo("request-approve");
        stage.enter();
        REQUIRE(stage.access().decisions.size() == 1);
        const auto& order = stage.access().decisions.front().order;
        CHECK(order.approve);
        CHECK(order.comparedWith == std::vector<std::string>{"555009811274"});
        CHECK(order.whyOther == "Twin sister, both were here");
        CHECK(stage.shows("requests-rows"));
    }
    SECTION("Esc goes back to the list; the next approval looks anew")
    {
        stage.key(Qt::Key_Escape);
        CHECK(stage.shows("requests-page"));
        CHECK(stage.shows("requests-rows"));
        CHECK(stage.access().decisions.empty());
        stage.get<QWidget>("requests-open")->setFocus();
        stage.key(Qt::Key_A);
        CHECK(stage.desk.book->compared.size() == 2);
    }
    SECTION("the same person: their record is opened")
    {
        stage.desk.book->files = {FakeRegister::siobhan()};
        stage.tabTo("request-compare-open");
        stage.enter();
        CHECK(stage.shows("people-number"));
        CHECK(stage.access().decisions.empty());
    }
}

TEST_CASE("nobody alike: the record is made at once; a search that fails is said and nothing is decided", "[access][decide]")
{
    AccessStage stage;
    stage.access().lists.rows = {FakeAccess::createRequest(1)};
    stage.asAgent();
    stage.openRequests();
    SECTION("nobody")
    {
        stage.key(Qt::Key_A);
        REQUIRE(stage.access().decisions.size() == 1);
        CHECK(stage.access().decisions.front().order.comparedWith.empty());
    }
    SECTION("failure")
    {
        stage.desk.book->refuse = Failure::of("STORE-BUSY");
        stage.key(Qt::Key_A);
        CHECK(stage.access().decisions.empty());
        CHECK(stage.shows("request-trouble"));
    }
}

TEST_CASE("a change of who somebody is wants the paper in the hand; a change of the team does not", "[access][decide]")
{
    AccessStage stage;
    auto team = FakeAccess::changeRequest(2);
    team.lines = {{"team", "Rapid response"}};
    stage.access().lists.rows = {FakeAccess::changeRequest(1), team};
    stage.asAgent();
    stage.openRequests();
    REQUIRE(stage.shows("request-papers"));
    CHECK(stage.why("request-approve").contains("paper"));
    stage.key(Qt::Key_A);
    CHECK(stage.access().decisions.empty());
    stage.tabTo("request-paper-kind");
    stage.key(Qt::Key_Down);
    CHECK(stage.why("request-approve").contains("number"));
    stage.fill("request-paper-number", QStringLiteral("MX 4455 0917"));
    stage.fill("request-paper-dated", QStringLiteral("3 10 2026"));
    CHECK(stage.why("request-approve").contains("original"));
    stage.tabTo("request-paper-original");
    stage.key(Qt::Key_Space);
    REQUIRE_FALSE(stage.held("request-approve"));
    stage.tabTo("request-approve");
    stage.enter();
    REQUIRE(stage.access().decisions.size() == 1);
    REQUIRE(stage.access().decisions.front().order.papers.size() == 1);
    const auto& paper = stage.access().decisions.front().order.papers.front();
    CHECK(paper.kind == "marriage-certificate");
    CHECK(paper.dated == "2026-10-03");
    CHECK(paper.originalSeen);

    stage.tabTo("requests-row-2");
    stage.key(Qt::Key_Space);
    CHECK_FALSE(stage.shows("request-papers"));
    stage.key(Qt::Key_A);
    REQUIRE(stage.access().decisions.size() == 2);
    CHECK(stage.access().decisions.back().order.papers.empty());
}

TEST_CASE("another NI number than the one on record wants the letter that shows it; a first one nothing", "[access][decide]")
{
    AccessStage stage;
    auto other = FakeAccess::changeRequest(1);
    other.lines = {{"niNumber", "AB123456D"}};
    other.niNumberOnRecord = true;
    auto first = FakeAccess::changeRequest(2);
    first.lines = other.lines;
    stage.access().lists.rows = {other, first};
    stage.asAgent();
    stage.openRequests();
    REQUIRE(stage.shows("request-papers"));
    stage.tabTo("request-paper-kind");
    stage.key(Qt::Key_Down);
    stage.fill("request-paper-number", QStringLiteral("CA5403 0917"));
    stage.tabTo("request-paper-original");
    stage.key(Qt::Key_Space);
    stage.tabTo("request-approve");
    stage.enter();
    REQUIRE(stage.access().decisions.size() == 1);
    CHECK(stage.access().decisions.front().order.papers.at(0).kind == "ni-number-letter");
    stage.tabTo("requests-row-2");
    stage.key(Qt::Key_Space);
    CHECK_FALSE(stage.shows("request-papers"));
}

TEST_CASE("badges stand among the requests: printed from the badges page, refused in place", "[access][decide][badge]")
{
    AccessStage stage;
    stage.desk.hasPrint = true;
    auto badge = FakeAccess::badgeRequest(7);
    stage.access().lists.rows = {badge};
    BadgeRow row;
    row.id = badge.id;
    row.name = "Callum Pemberton-Roy";
    row.eventTitle = "Lost";
    row.state = "requested";
    row.photo = true;
    stage.desk.badgeDesk.badges.rows = {row};
    stage.asAgent();
    stage.openRequests();
    stage.tabTo("requests-kind");
    for (int down = 0; down < 5; ++down)
        stage.key(Qt::Key_Down);
    CHECK(stage.access().queries.back().kind == "badge");
    CHECK_FALSE(stage.shows("request-withdraw"));
    stage.get<QWidget>("requests-open")->setFocus();

    SECTION("print")
    {
        stage.key(Qt::Key_A);
        REQUIRE(stage.shows("badges-page"));
        CHECK(stage.shows("badges-face"));
        CHECK(stage.access().decisions.empty());
    }
    SECTION("refuse")
    {
        stage.fill("request-decision", QStringLiteral("Found again"));
        stage.tabTo("request-refuse");
        stage.enter();
        REQUIRE(stage.access().decisions.size() == 1);
        CHECK_FALSE(stage.access().decisions.front().order.approve);
        CHECK(stage.access().decisions.front().order.reason == "Found again");
    }
}

TEST_CASE("several endings are changed at once: another last day, or all end, with one reason", "[access][bulk]")
{
    AccessStage stage;
    stage.access().lists.ending = {FakeAccess::ending(1, -3), FakeAccess::ending(2, 12), FakeAccess::ending(3, 20)};
    stage.asSeniorAgent();
    stage.openRequests();
    stage.key(Qt::Key_4);
    stage.key(Qt::Key_S);
    REQUIRE(stage.shows("bulk"));
    CHECK_FALSE(stage.shows("request-detail"));
    CHECK(stage.why("bulk-change").contains("Choose"));
    stage.tabTo("requests-row-1");
    stage.key(Qt::Key_Space);
    stage.tabTo("requests-row-3");
    stage.key(Qt::Key_Space);
    CHECK(stage.label("bulk-title") == "2 positions chosen");
    CHECK(stage.described("requests-row-3").contains("Chosen"));

    SECTION("another last day")
    {
        CHECK(stage.why("bulk-change").contains("last day"));
        stage.fill("bulk-day", QStringLiteral("31 3 2027"));
        CHECK(stage.why("bulk-change").contains("reason"));
        stage.fill("bulk-reason", QStringLiteral("The ward stays open"));
        stage.send();
        REQUIRE(stage.access().bulk.size() == 1);
        const auto& bulk = stage.access().bulk.front();
        CHECK(bulk.ids == std::vector<Guid>{FakeAccess::ending(1, 0).id, FakeAccess::ending(3, 0).id});
        CHECK(bulk.ends == "2027-03-31");
        CHECK(bulk.reason == "The ward stays open");
        CHECK(stage.label("bulk-title") == "No position chosen yet");
    }
    SECTION("all end; refused by core, everything stays")
    {
        stage.key(Qt::Key_X);
        CHECK_FALSE(stage.shows("bulk-day"));
        stage.fill("bulk-reason", QStringLiteral("The ward closes"));
        stage.access().refuse = Failure::of("POSITION-DECIDED");
        stage.send();
        REQUIRE(stage.access().bulk.size() == 1);
        CHECK(stage.access().bulk.front().ends.empty());
        CHECK(stage.shows("bulk-trouble"));
        CHECK(stage.described("bulk-trouble").contains("Nothing was changed"));
        CHECK(stage.label("bulk-title") == "2 positions chosen");
    }
    SECTION("left out again, all and none; Esc ends it")
    {
        stage.tabTo("requests-row-1");
        stage.key(Qt::Key_Space);
        CHECK(stage.label("bulk-title") == "1 position chosen");
        stage.key(Qt::Key_V);
        CHECK(stage.label("bulk-title") == "3 positions chosen");
        stage.key(Qt::Key_V);
        CHECK(stage.label("bulk-title") == "No position chosen yet");
        stage.key(Qt::Key_Escape);
        CHECK_FALSE(stage.shows("bulk"));
        CHECK(stage.shows("request-detail"));
    }
}

TEST_CASE("who does not manage positions changes one at a time, and reads why", "[access][bulk][duties]")
{
    AccessStage stage;
    stage.access().lists.ending = {FakeAccess::ending(1, 3)};
    stage.asAgent();
    stage.openRequests();
    stage.key(Qt::Key_4);
    CHECK(stage.why("requests-several") == words::notPermitted(permits::managePositions, "agent"));
    stage.key(Qt::Key_S);
    CHECK_FALSE(stage.shows("bulk"));
    CHECK(stage.access().bulk.empty());
}

TEST_CASE("the catalogue: a position is opened, changed and closed by keyboard alone", "[access][catalogue]")
{
    AccessStage stage;
    stage.asSeniorAgent();
    stage.bench.go(Place::worklists);
    settle();
    stage.key(Qt::Key_C);
    REQUIRE(stage.shows("positions-page"));
    CHECK(stage.label("catalogue-name") == "Community nurse");
    CHECK(stage.why("catalogue-keep").contains("other than before"));

    SECTION("opened")
    {
        stage.key(Qt::Key_N);
        CHECK(stage.why("catalogue-keep").contains("name"));
        stage.text(QStringLiteral("Ward manager"));
        stage.fill("catalogue-role", QStringLiteral("Nurse"));
        stage.fill("catalogue-area", QStringLiteral("Inpatient wards"));
        stage.fill("catalogue-activities", QStringLiteral("Manage the ward; Sign for stock"));
        stage.fill("catalogue-systems", QStringLiteral("ESR;  SystmOne ;"));
        stage.send();
        REQUIRE(stage.access().defined.size() == 1);
        const auto& made = stage.access().defined.front();
        CHECK(made.id.empty());
        CHECK(made.title == "Ward manager");
        CHECK(made.activities == std::vector<std::string>{"Manage the ward", "Sign for stock"});
        CHECK(made.systems == std::vector<std::string>{"ESR", "SystmOne"});
    }
    SECTION("changed; refused by core, what was typed stays")
    {
        stage.fill("catalogue-systems", QStringLiteral("ESR"));
        stage.access().refuse = Failure::of("POSITION-DETAILS", "systems");
        stage.send();
        REQUIRE(stage.access().defined.size() == 1);
        CHECK(stage.access().defined.front().id == "community-nurse");
        CHECK(stage.shows("catalogue-trouble"));
        CHECK(stage.get<QLineEdit>("catalogue-systems")->text() == "ESR");
    }
    SECTION("closed: who approved, and the word")
    {
        stage.key(Qt::Key_X);
        REQUIRE(stage.shows("catalogue-question"));
        CHECK(stage.why("catalogue-close-it").contains("approved"));
        stage.text(QStringLiteral("J. Mbeki, board 12 November"));
        stage.fill("catalogue-word", QStringLiteral("close"));
        stage.send();
        CHECK(stage.access().closings.empty());
        stage.fill("catalogue-word", QStringLiteral("CLOSE"));
        stage.send();
        CHECK(stage.access().closings == std::vector<std::string>{"community-nurse J. Mbeki, board 12 November CLOSE"});
    }
    SECTION("Esc leaves the question, then the page")
    {
        stage.key(Qt::Key_X);
        stage.key(Qt::Key_Escape);
        CHECK_FALSE(stage.shows("catalogue-question"));
        stage.key(Qt::Key_Escape);
        CHECK(stage.shows("worklist-page"));
    }
}

TEST_CASE("a closed position is read, and no button undoes it", "[access][catalogue]")
{
    AccessStage stage;
    stage.access().shown.rows.front().closed = true;
    stage.asSeniorAgent();
    stage.bench.go(Place::setUp);
    settle();
    stage.key(Qt::Key_P);
    REQUIRE(stage.shows("positions-page"));
    CHECK(stage.label("catalogue-name") == "Ward clerk"); // what can be asked for comes first
    stage.tabTo("positions-row-2");
    stage.key(Qt::Key_Space);
    CHECK(stage.shows("catalogue-closed"));
    CHECK_FALSE(stage.shows("catalogue-keep"));
    CHECK_FALSE(stage.shows("catalogue-close"));
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("setup-page")); // where one came from
}

TEST_CASE("a delegated list is set for another, never for oneself", "[access][catalogue][duties]")
{
    AccessStage stage;
    stage.asSeniorAgent();
    stage.bench.go(Place::worklists);
    settle();
    stage.key(Qt::Key_C);
    stage.key(Qt::Key_2);
    REQUIRE(stage.shows("delegated-keep"));
    CHECK(stage.label("delegated-name") == "Sylvia Sponsor");
    CHECK(stage.why("delegated-keep").contains("other than before"));
    stage.tabTo("delegated-community-nurse");
    stage.key(Qt::Key_Space);
    stage.send();
    REQUIRE(stage.access().delegated.size() == 1);
    CHECK(stage.access().delegated.front().first == "555001000033");
    CHECK(stage.access().delegated.front().second == std::vector<std::string>{"community-nurse", "ward-clerk"});
    stage.tabTo("positions-row-2");
    stage.key(Qt::Key_Space);
    CHECK(stage.label("delegated-name") == "Tomasz Reid");
    CHECK(stage.why("delegated-keep").startsWith(words::failure(Failure::of("DUTY-OWN-ACCESS")).cause));
}

TEST_CASE("who does not keep the catalogue reads it, and why nothing can be changed", "[access][catalogue][duties]")
{
    AccessStage stage;
    stage.access().shown.manageHeld = "DUTY-NOT-ALLOWED";
    for (auto& list : stage.access().shown.lists)
        list.held = "DUTY-NOT-ALLOWED";
    stage.asAgent();
    stage.bench.go(Place::worklists);
    settle();
    stage.key(Qt::Key_C);
    const auto why = words::notPermitted(permits::managePositions, "agent");
    for (const auto* name : {"positions-new", "catalogue-keep", "catalogue-close"}) {
        INFO(name);
        CHECK(stage.shows(name));
        CHECK(stage.why(name) == why);
    }
    stage.key(Qt::Key_X);
    CHECK_FALSE(stage.shows("catalogue-question"));
    stage.key(Qt::Key_2);
    CHECK(stage.why("delegated-keep") == why);
}
