#include "tests/ui/pages/PeopleStage.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/TableView.h"

#include <catch2/catch.hpp>

#include <QComboBox>
#include <QLineEdit>
#include <QScrollBar>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

TEST_CASE("people: a search shows who is known and whom HR expects; Down and Enter open a record, once", "[people]")
{
    PeopleStage stage;
    stage.book().files = {FakeRegister::siobhan()};
    stage.book().expected = {{"Siobhan Price", "HV30551", "HVC00", "Porter", parseDate("2026-12-01"), {{"givenName", "Siobhan"}, {"familyName", "Price"}, {"staffNumber", "HV30551"}}}};
    stage.signIn();
    stage.search(QStringLiteral("siobh"));
    CHECK(stage.block("people-hint").contains("HR expects 1"));
    stage.key(Qt::Key_Down);
    stage.enter();
    REQUIRE(stage.shows("people-number"));
    CHECK(stage.desk.viewed == std::vector<std::string>{"555009811274"});
    CHECK(stage.spoken("people-team").contains("Kept by HR: the next import overwrites this"));
    CHECK_FALSE(stage.spoken("people-email").contains("Kept by HR"));
    CHECK(stage.spoken("people-chip").contains("Siobhan O'Doherty"));
    CHECK(stage.spoken("people-ni").contains("ends in 41C"));
    CHECK(stage.spoken("people-position-2").contains("Asked for"));
    CHECK(stage.spoken("people-card-2").contains("Cancelled"));
    CHECK_FALSE(stage.shows("people-issue")); // they have one
    stage.enter();
    CHECK(stage.desk.viewed.size() == 1);

    SECTION("whom HR expects becomes a record, begun with what the file says")
    {
        stage.get<TableView>("people-table")->setFocus();
        stage.key(Qt::Key_Down);
        stage.enter();
        REQUIRE(stage.shows("record-page"));
        CHECK(stage.get<QLineEdit>("record-familyName")->text() == "Price");
        CHECK(stage.get<QLineEdit>("record-staffNumber")->text() == "HV30551");
        CHECK(stage.get<QLineEdit>("record-odsCode")->text() == "HVC00");
    }
}

TEST_CASE("people: whoever a search does not name leaves with their keys", "[people]")
{
    PeopleStage stage;
    stage.book().files = {FakeRegister::siobhan()};
    stage.signIn();
    stage.search(QStringLiteral("siobh"));
    REQUIRE(stage.shows("people-number"));
    stage.search(QStringLiteral("zz"));
    CHECK_FALSE(stage.shows("people-number"));
    CHECK_FALSE(stage.shows("people-change"));
}

TEST_CASE("people: a hundred thousand are shown by pages, and only the first page is a search on record", "[people]")
{
    PeopleStage stage;
    for (int at = 0; at < 1000; ++at) {
        PersonCard card;
        card.holder.userNumber = std::to_string(555'100'000'000LL + at);
        card.holder.legalName = "Person " + std::to_string(at);
        card.cardState = "none";
        stage.desk.people.push_back(card);
    }
    stage.signIn();
    stage.search(QStringLiteral("person"));
    auto* table = stage.get<TableView>("people-table");
    REQUIRE(table->model()->rowCount() == 50);
    CHECK(stage.block("people-hint").contains("More than 50"));
    table->verticalScrollBar()->setValue(table->verticalScrollBar()->maximum());
    settle();
    CHECK(table->model()->rowCount() == 250);
    CHECK(stage.book().pages == std::vector<std::size_t>{50, 250});
    CHECK(stage.desk.searched.size() == 1);
}

TEST_CASE("people: what a role may not do stays in its place and says whose it is", "[people]")
{
    PeopleStage stage;
    stage.desk.role = "helpdesk";
    stage.desk.permissions = {permits::findHolder, permits::unlockCard};
    auto file = FakeRegister::siobhan();
    stage.book().files = {file};
    stage.signIn();
    stage.openPerson(QStringLiteral("siobh"));
    for (const auto* name : {"people-new", "people-file", "people-change", "people-close", "people-replace", "people-cancel"}) {
        INFO(name);
        CHECK(stage.shows(name));
        CHECK(stage.held(name));
        CHECK(stage.get<ActionButton>(name)->heldReason().contains("You are signed in as"));
    }
    stage.tabTo("people-new");
    stage.enter();
    CHECK_FALSE(stage.shows("record-page"));

    SECTION("nobody changes or closes their own record")
    {
        PeopleStage own;
        file.card.holder.userNumber = own.desk.agentNumber;
        own.book().files = {file};
        own.signIn();
        own.openPerson(QStringLiteral("siobh"));
        for (const auto* name : {"people-change", "people-close"})
            CHECK(own.get<ActionButton>(name)->heldReason().contains("Your own record"));
    }
}

TEST_CASE("people: restricted papers, former names and whole numbers are nowhere in the window but for the RA manager", "[people][canary]")
{
    const auto canary = [](bool manager) {
        PeopleStage stage;
        auto file = FakeRegister::siobhan();
        file.formerNames = {"Canaria Formerly-Named"};
        file.checks[0].documents.push_back("Restricted identity document");
        stage.book().files = {file};
        stage.book().alike = {FakeRegister::likely()};
        if (manager)
            stage.desk.makeManager();
        stage.signIn();
        stage.openPerson(QStringLiteral("siobh"));
        REQUIRE(stage.shows("people-number"));
        auto all = everything(stage.window);
        stage.tabTo("people-change");
        stage.enter();
        stage.fill("record-familyName", QStringLiteral("Price"));
        stage.tabTo("record-paper-kind");
        stage.key(Qt::Key_Down);
        stage.fill("record-paper-number", QStringLiteral("CANARY77441"));
        stage.tabTo("record-paper-original");
        stage.key(Qt::Key_Space);
        stage.fill("record-reason", QStringLiteral("Married"));
        stage.enter();
        stage.enter();
        REQUIRE(stage.book().changed);
        return all + everything(stage.window);
    };
    const auto seen = canary(false);
    CHECK_FALSE(seen.contains("Canaria"));
    CHECK_FALSE(seen.contains("CANARY77441")); // gone from the field with the act
    CHECK_FALSE(seen.contains("documents, Restricted identity document"));
    const auto manager = canary(true);
    CHECK(manager.contains("Canaria Formerly-Named"));
    CHECK_FALSE(manager.contains("CANARY77441"));
}

TEST_CASE("people: names of one letter, 120 letters, right to left and combining are shown whole", "[people]")
{
    for (const auto& name : {QStringLiteral("X"), QString(120, QLatin1Char('W')), QString::fromUtf8("\u0639\u0628\u062f \u0627\u0644\u0631\u062d\u0645\u0646"), QString::fromUtf8("Zo\u0065\u0308 E\u0301a\u0301")}) {
        PeopleStage stage({1024, 700});
        auto file = FakeRegister::siobhan();
        file.card.holder.legalName = name.toStdString();
        file.card.holder.givenName.clear();
        file.card.holder.familyName = name.toStdString();
        file.card.holder.nameOnCard = name.toStdString();
        stage.book().files = {file};
        stage.signIn();
        stage.search(QStringLiteral("555009811274"));
        REQUIRE(stage.shows("people-number"));
        const auto* block = stage.get<TextBlock>("people-name");
        INFO(name.toStdString());
        CHECK(block->text() == name);
        CHECK(block->height() >= block->heightForWidth(block->width()));
        CHECK(block->mapTo(&stage.window, QPoint(block->width(), 0)).x() <= stage.window.width());
    }
}
