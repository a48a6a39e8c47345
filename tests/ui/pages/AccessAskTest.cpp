#include "tests/ui/pages/AccessStage.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

// What a role does not do is asked for: from a person's page, and where nobody is found.

namespace {

/// A sponsor with somebody's record open.
struct AskStage : AccessStage {
    explicit AskStage(QSize size = {1280, 800}) : AccessStage(size)
    {
        desk.hasPrint = true;
        desk.book->files = {FakeRegister::siobhan()};
        asSponsor();
        openPerson(QStringLiteral("siobh"));
    }
    void openAccess() { key(Qt::Key_A); }
};

} // namespace

TEST_CASE("from a person's page a sponsor asks for a change: the form is the record's, another decides", "[access][ask]")
{
    AskStage stage;
    REQUIRE(stage.shows("people-change"));
    CHECK(stage.why("people-change") == words::notPermitted(permits::changeHolder, "sponsor"));
    stage.openAccess();
    REQUIRE(stage.shows("access-page"));
    CHECK(stage.access().looked.back() == "555009811274");
    stage.get<QWidget>("access-page-back")->setFocus(); // out of the field: there an H is a letter
    stage.key(Qt::Key_H);
    REQUIRE(stage.shows("record-page"));
    stage.fill("record-familyName", QStringLiteral("Price"));
    CHECK_FALSE(stage.shows("record-papers")); // who decides holds them
    CHECK(stage.get<TextBlock>("record-ask-words")->text().contains("papers"));
    stage.enter();
    stage.fill("record-team", QStringLiteral("Rapid response"));
    CHECK(stage.why("record-next").contains("Say why"));
    stage.fill("record-ask-reason", QStringLiteral("Married in October"));
    stage.enter();
    REQUIRE(stage.access().raised.size() == 1);
    const auto& asked = stage.access().raised.front();
    CHECK(asked.kind == "change");
    CHECK(asked.userNumber == "555009811274");
    CHECK(asked.reason == "Married in October");
    CHECK(asked.fields == std::vector<std::pair<std::string, std::string>>{{"familyName", "Price"}, {"team", "Rapid response"}});
    CHECK_FALSE(stage.desk.book->changed);
    CHECK(stage.shows("access-page")); // back where it was begun
}

TEST_CASE("a request that core refuses is said on the form, and nothing typed is lost", "[access][ask]")
{
    AskStage stage;
    stage.openAccess();
    stage.get<QWidget>("access-page-back")->setFocus();
    stage.key(Qt::Key_H);
    stage.enter();
    stage.fill("record-team", QStringLiteral("Rapid response"));
    stage.fill("record-ask-reason", QStringLiteral("Moved"));
    stage.access().refuse = Failure::of("REQUEST-OPEN");
    stage.enter();
    REQUIRE(stage.shows("record-trouble"));
    CHECK(stage.described("record-trouble").contains("REQUEST-OPEN"));
    CHECK(stage.get<QLineEdit>("record-team")->text() == "Rapid response");
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("access-page"));
}

TEST_CASE("a sponsor asks that a record is closed: reason and why, no card signs", "[access][ask]")
{
    AskStage stage;
    stage.openAccess();
    stage.get<QWidget>("access-page-back")->setFocus();
    stage.key(Qt::Key_D);
    REQUIRE(stage.shows("close-record-page"));
    CHECK_FALSE(stage.shows("close-word"));
    stage.tabTo("close-reason");
    stage.key(Qt::Key_Down);
    CHECK(stage.why("close-record-next").contains("Say why"));
    stage.fill("close-note", QStringLiteral("Left on Friday"));
    stage.enter();
    REQUIRE(stage.access().raised.size() == 1);
    CHECK(stage.access().raised.front().kind == "close");
    CHECK(stage.access().raised.front().fields.front() == std::pair<std::string, std::string>{"reason", "left"});
    CHECK(stage.access().raised.front().reason == "Left on Friday");
    CHECK_FALSE(stage.desk.book->closed);
    CHECK(stage.shows("access-page"));
}

TEST_CASE("a badge is asked for with what the record says; what is missing holds it", "[access][ask]")
{
    AskStage stage;
    stage.openAccess();
    stage.get<QWidget>("access-page-back")->setFocus();
    stage.key(Qt::Key_B);
    REQUIRE(stage.shows("ask-badge-page"));
    CHECK(stage.held("ask-badge-ask"));
    stage.tabTo("ask-badge-event");
    stage.key(Qt::Key_Down); // lost
    CHECK(stage.get<QLineEdit>("ask-badge-field-title")->text() == "District nurse");
    CHECK(stage.get<QLineEdit>("ask-badge-field-team")->text() == "Community nursing, Northgate");
    CHECK(stage.why("ask-badge-ask").contains("Incident"));
    stage.send();
    CHECK(stage.desk.badgeDesk.requested.empty());
    stage.fill("ask-badge-field-incident", QStringLiteral("INC-20417"));
    REQUIRE_FALSE(stage.held("ask-badge-ask"));
    stage.send();
    REQUIRE(stage.desk.badgeDesk.requested.size() == 1);
    CHECK(stage.desk.badgeDesk.requested.front().event == "lost");
    CHECK(stage.desk.badgeDesk.requested.front().userNumber == "555009811274");
    CHECK(stage.desk.badgeDesk.requested.front().fields.at("incident") == "INC-20417");
    CHECK(stage.shows("access-page"));
}

TEST_CASE("a position is asked for from a person's page, and one that is held is ended there", "[access][ask]")
{
    AccessStage stage;
    stage.desk.book->files = {FakeRegister::siobhan()};
    auto held = FakeAccess::ending(1, 90);
    stage.access().person.positions = {held};
    stage.asAgent();
    stage.openPerson(QStringLiteral("siobh"));
    stage.key(Qt::Key_A);
    REQUIRE(stage.shows("access-page"));
    stage.tabTo("person-access-reason");
    stage.text(QStringLiteral("Covers the ward"));
    stage.send();
    REQUIRE(stage.access().asks.size() == 1);
    CHECK(stage.access().asks.front().userNumber == "555009811274");
    CHECK(stage.access().asks.front().reason == "Covers the ward");
    stage.tabTo("person-access-row-1");
    stage.key(Qt::Key_Space);
    REQUIRE(stage.shows("person-request-end"));
    stage.fill("person-request-decision", QStringLiteral("Left the ward"));
    stage.tabTo("person-request-end");
    stage.enter();
    REQUIRE(stage.access().ended.size() == 1);
    CHECK(stage.access().ended.front().first == held.id);
    CHECK(stage.access().ended.front().second == "Left the ward");
}

TEST_CASE("who may not ask reads why, on each of the three", "[access][ask][duties]")
{
    AccessStage stage;
    stage.desk.book->files = {FakeRegister::siobhan()};
    stage.desk.role = "helpdesk";
    stage.desk.permissions = {permits::findHolder, permits::unlockCard};
    stage.access().person.askHeld = "DUTY-NOT-ALLOWED";
    stage.access().person.assignHeld = "DUTY-NOT-ALLOWED";
    stage.signIn();
    stage.openPerson(QStringLiteral("siobh"));
    stage.key(Qt::Key_A);
    REQUIRE(stage.shows("access-page"));
    for (const auto* name : {"access-page-change", "access-page-close", "access-page-badge", "person-access-ask"}) {
        INFO(name);
        CHECK(stage.why(name) == words::notPermitted(permits::raiseRequest, "helpdesk"));
    }
}

TEST_CASE("nobody found: a role that makes no records asks for one, begun with what was searched", "[access][ask][people]")
{
    AccessStage stage;
    stage.asSponsor();
    stage.search(QStringLiteral("Siobhan Price"));
    REQUIRE(stage.shows("people-ask-new"));
    CHECK(stage.why("people-new") == words::notPermitted(permits::createHolder, "sponsor"));
    stage.key(Qt::Key_Down); // out of the search
    stage.enter();
    REQUIRE(stage.shows("record-page"));
    CHECK(stage.get<QLineEdit>("record-givenName")->text() == "Siobhan");
    CHECK(stage.get<QLineEdit>("record-familyName")->text() == "Price");
    stage.fill("record-dateOfBirth", QStringLiteral("1 5 1988"));
    stage.enter();
    stage.fill("record-jobTitle", QStringLiteral("Health visitor"));
    stage.fill("record-ask-reason", QStringLiteral("Begins on Monday"));
    stage.enter();
    REQUIRE(stage.access().raised.size() == 1);
    const auto& asked = stage.access().raised.front();
    CHECK(asked.kind == "create");
    CHECK(asked.userNumber.empty());
    const std::map<std::string, std::string> fields(asked.fields.begin(), asked.fields.end());
    CHECK(fields.at("dateOfBirth") == "1988-05-01");
    CHECK(fields.at("jobTitle") == "Health visitor");
    CHECK(fields.count("team") == 0); // what was left empty is not asked
    CHECK(stage.desk.book->compared.empty()); // who is known already is for whoever decides
    CHECK_FALSE(stage.desk.book->created);
}

TEST_CASE("who makes records is not offered to ask for one; who may do neither reads why", "[access][ask][people]")
{
    AccessStage agent;
    agent.asAgent();
    agent.search(QStringLiteral("Siobhan Price"));
    CHECK_FALSE(agent.shows("people-ask-new"));
    CHECK_FALSE(agent.held("people-new"));
    AccessStage helpdesk;
    helpdesk.desk.role = "helpdesk";
    helpdesk.desk.permissions = {permits::findHolder};
    helpdesk.signIn();
    helpdesk.search(QStringLiteral("Siobhan Price"));
    REQUIRE(helpdesk.shows("people-ask-new"));
    CHECK(helpdesk.why("people-ask-new") == words::notPermitted(permits::raiseRequest, "helpdesk"));
}

TEST_CASE("a person's page and the closing list every open request, not positions alone", "[access][people]")
{
    AccessStage stage;
    stage.desk.book->files = {FakeRegister::siobhan()};
    stage.access().person.requests = {FakeAccess::positionRequest(1), FakeAccess::changeRequest(2), FakeAccess::badgeRequest(3)};
    stage.asAgent();
    stage.openPerson(QStringLiteral("siobh"));
    CHECK(stage.spoken("people-request-1").contains("Change a record: Family name, Team"));
    CHECK(stage.spoken("people-request-2").contains("Badge: Lost"));
    CHECK_FALSE(stage.find("people-request-3")); // the position stands among the positions
    stage.tabTo("people-close");
    stage.enter();
    REQUIRE(stage.shows("close-record-page"));
    CHECK(stage.described("close-end-4").contains("Change a record"));
    CHECK(stage.described("close-end-5").contains("Badge: Lost"));
}

TEST_CASE("an application begun from a record keeps the staff number", "[access][people]")
{
    AccessStage stage;
    auto file = FakeRegister::siobhan();
    file.cards.clear();
    file.card.cardGuid.clear();
    file.card.cardState = "none";
    stage.desk.book->files = {file};
    stage.asAgent();
    stage.openPerson(QStringLiteral("siobh"));
    stage.tabTo("people-issue");
    stage.enter();
    REQUIRE(stage.bench.application().active());
    CHECK(stage.bench.application().draft().person.staffNumber == "HV20417");
    CHECK(stage.bench.application().headRest().contains("HV20417"));
}
