#include "core/access/Permission.h"
#include "tests/ui/pages/Stage.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include "ui/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>

#include <cstdlib>
#include <set>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

constexpr const char* notAllowed = "DUTY-NOT-ALLOWED";

/// As this role at the next sign-in.
void become(Stage& stage, const char* role, std::vector<std::string> permissions)
{
    stage.desk.role = role;
    stage.desk.permissions = std::move(permissions);
}

void openRequests(Stage& stage)
{
    stage.bench.go(Place::worklists);
    settle();
    stage.key(Qt::Key_R);
    REQUIRE(stage.shows("requests-page"));
}

void agentWith(Stage& stage)
{
    auto all = stage.desk.permissions;
    for (const auto* permit : {permits::raiseRequest, permits::decideRequest, permits::assignPosition})
        all.push_back(permit);
    become(stage, "agent", all);
}

ActionButton* button(Stage& stage, const char* name) { return stage.get<ActionButton>(name); }

} // namespace

TEST_CASE("a position is approved by keyboard alone, from the worklists", "[access]")
{
    Stage stage;
    agentWith(stage);
    stage.desk.accessDesk.lists.rows = {FakeAccess::positionRequest(1), FakeAccess::positionRequest(2)};
    stage.desk.accessDesk.lists.open = 2;
    stage.signIn();
    openRequests(stage);
    CHECK(stage.shows("requests-row-2"));
    CHECK(stage.label("request-name") == "Callum Pemberton-Roy");
    CHECK_FALSE(button(stage, "request-approve")->isHeld());
    stage.key(Qt::Key_A);
    REQUIRE(stage.desk.accessDesk.decisions.size() == 1);
    CHECK(stage.desk.accessDesk.decisions.front().order.approve);
    CHECK(stage.desk.accessDesk.decisions.front().id == FakeAccess::positionRequest(1).id);
    stage.key(Qt::Key_Escape);
    CHECK(stage.shows("worklist-page"));
}

TEST_CASE("a refusal takes a reason; what core refuses is said in place", "[access]")
{
    Stage stage;
    agentWith(stage);
    stage.desk.accessDesk.lists.rows = {FakeAccess::positionRequest(1)};
    stage.signIn();
    openRequests(stage);
    CHECK(button(stage, "request-refuse")->isHeld());
    stage.key(Qt::Key_R);
    CHECK(stage.desk.accessDesk.decisions.empty());
    stage.tabTo("request-decision");
    stage.text("Not on this ward");
    stage.desk.accessDesk.refuse = Failure::of("POSITION-DECIDED");
    stage.tabTo("request-refuse");
    stage.enter();
    REQUIRE(stage.desk.accessDesk.decisions.size() == 1);
    CHECK(stage.desk.accessDesk.decisions.front().order.reason == "Not on this ward");
    CHECK_FALSE(stage.desk.accessDesk.decisions.front().order.approve);
    CHECK(stage.shows("request-trouble"));
    CHECK(stage.get<QLineEdit>("request-decision")->text() == "Not on this ward"); // nothing typed is lost
}

TEST_CASE("closing somebody's record on request asks for the word CLOSE and for the agent's card", "[access]")
{
    Stage stage;
    agentWith(stage);
    stage.desk.accessDesk.lists.rows = {FakeAccess::closeRequest(1)};
    stage.signIn();
    openRequests(stage);
    CHECK(button(stage, "request-approve")->isHeld());
    stage.tabTo("request-typed");
    stage.text("CLOSE");
    REQUIRE_FALSE(button(stage, "request-approve")->isHeld());
    stage.tabTo("request-approve");
    stage.enter();
    REQUIRE(stage.shows("request-step-up"));
    CHECK(stage.desk.accessDesk.decisions.empty());
    stage.digits("246813");
    stage.enter();
    REQUIRE(stage.desk.accessDesk.decisions.size() == 1);
    CHECK(stage.desk.accessDesk.decisions.front().order.typed == "CLOSE");
    CHECK(stage.desk.accessDesk.decisions.front().passcode == 6);
}

TEST_CASE("what is not this agent's to decide stays in its place and says why, for each duty", "[access][duties]")
{
    struct Rule {
        const char* code;
        const char* duty;
    };
    for (const auto& rule : {Rule{"DUTY-OWN-REQUEST", "approver-is-not-requester"}, Rule{"DUTY-OWN-CASE", "approver-is-not-subject"}}) {
        INFO(rule.code);
        Stage stage;
        agentWith(stage);
        auto row = FakeAccess::positionRequest(1);
        row.decideHeld = rule.code;
        for (auto& duty : row.duties)
            duty.holds = duty.rule != rule.duty;
        row.mine = true;
        row.withdrawHeld.clear();
        stage.desk.accessDesk.lists.rows = {row};
        stage.signIn();
        openRequests(stage);
        for (const auto* name : {"request-approve", "request-refuse"}) {
            CHECK(stage.shows(name));
            CHECK(button(stage, name)->isHeld());
            CHECK(button(stage, name)->heldReason().startsWith(words::failure(Failure::of(rule.code)).cause));
        }
        stage.key(Qt::Key_A);
        CHECK(stage.desk.accessDesk.decisions.empty());
        CHECK(button(stage, "request-withdraw")->heldReason() == "Write your reason first.");
    }
}

TEST_CASE("a sponsor decides nothing and takes back what is theirs", "[access]")
{
    Stage stage;
    become(stage, "sponsor", {permits::raiseRequest});
    auto mine = FakeAccess::positionRequest(1);
    mine.mine = true;
    mine.decideHeld = notAllowed;
    mine.withdrawHeld.clear();
    stage.desk.accessDesk.lists.rows = {mine};
    stage.signIn();
    openRequests(stage);
    CHECK(button(stage, "request-approve")->heldReason() == words::notPermitted(permits::decideRequest, "sponsor"));
    CHECK(stage.get<TextBlock>("requests-summary")->accessibleName().contains("Nobody else's is shown to you"));
    stage.tabTo("request-decision");
    stage.text("Not needed");
    stage.tabTo("request-withdraw");
    stage.enter();
    REQUIRE(stage.desk.accessDesk.withdrawn.size() == 1);
    CHECK(stage.desk.accessDesk.withdrawn.front().second == "Not needed");
}

TEST_CASE("the worklist is asked for with its filters: open, closed, mine, ending; kind and text", "[access]")
{
    Stage stage;
    agentWith(stage);
    stage.desk.accessDesk.lists.ending = {FakeAccess::ending(1, -3), FakeAccess::ending(2, 12)};
    stage.signIn();
    openRequests(stage);
    using Which = RequestQuery::Which;
    auto& queries = stage.desk.accessDesk.queries;
    CHECK(queries.back().which == Which::open);
    stage.key(Qt::Key_2);
    CHECK(queries.back().which == Which::closed);
    stage.key(Qt::Key_3);
    CHECK(queries.back().which == Which::mine);
    stage.key(Qt::Key_F, Qt::ControlModifier);
    stage.text("friday");
    CHECK(queries.back().text == "friday");
    stage.tabTo("requests-mine"); // out of the field: there a 4 is a letter
    stage.key(Qt::Key_4);
    CHECK(queries.back().which == Which::ending);
    CHECK(stage.shows("requests-row-2"));
    CHECK_FALSE(stage.shows("requests-text"));
    CHECK(button(stage, "request-end")->isHeld());
    stage.tabTo("request-decision");
    stage.text("Left the ward");
    stage.tabTo("request-end");
    stage.enter();
    REQUIRE(stage.desk.accessDesk.ended.size() == 1);
    CHECK(stage.desk.accessDesk.ended.front().second == "Left the ward");
}

TEST_CASE("the Access step asks for a position, says why it is not finished, and holds the card until one is approved", "[access]")
{
    Stage stage;
    agentWith(stage);
    stage.desk.accessDesk.person.neededBeforeIssue = true;
    stage.signIn();
    stage.bench.application().begin();
    stage.bench.application().take(stage.desk.callumDraft(true));
    stage.enter();
    stage.bench.application().goTo(FlowStep::access);
    settle();
    REQUIRE(stage.shows("access-step"));
    CHECK(stage.spoken("access-standing").contains("Not finished"));
    CHECK(button(stage, "access-next")->isHeld());
    CHECK_FALSE(stage.bench.application().readyForCard());
    stage.tabTo("access-position");
    stage.tabTo("access-ask");
    stage.enter();
    REQUIRE(stage.desk.accessDesk.asks.size() == 1);
    CHECK(stage.desk.accessDesk.asks.front().catalogue == "community-nurse");
    CHECK(stage.desk.accessDesk.asks.front().begins == QDate::currentDate().toString(Qt::ISODate).toStdString());
    CHECK_FALSE(stage.desk.accessDesk.asks.front().assign);

    stage.desk.accessDesk.person.finished = true;
    stage.bench.application().askAgain();
    settle();
    CHECK_FALSE(button(stage, "access-next")->isHeld());
    CHECK(stage.spoken("access-standing").contains("approved"));
}

TEST_CASE("an agent who sponsored somebody is told that another one makes the card", "[access][duties]")
{
    for (const auto* code : {"DUTY-SPONSOR-CHECKS", "DUTY-SPONSOR-ISSUES"}) {
        Stage stage;
        agentWith(stage);
        stage.desk.accessDesk.person.issueHeld = code;
        stage.signIn();
        stage.bench.application().begin();
        stage.bench.application().take(stage.desk.callumDraft(true));
        stage.enter();
        stage.bench.application().goTo(FlowStep::access);
        settle();
        CHECK(stage.spoken("access-standing").contains("Another agent makes this card"));
        CHECK(stage.described("access-standing").contains(words::failure(Failure::of(code)).cause));
    }
}

TEST_CASE("asking and giving are held where the role or the person forbids it, and say why", "[access][duties]")
{
    struct Held {
        const char* ask;
        const char* assign;
    };
    for (const auto& held : {Held{notAllowed, notAllowed}, Held{"AGENT-IS-SUBJECT", "AGENT-IS-SUBJECT"}, Held{"", "DUTY-NOT-LISTED"}}) {
        INFO(held.ask << " " << held.assign);
        Stage stage;
        become(stage, "helpdesk", {permits::issueCard});
        stage.desk.accessDesk.person.askHeld = held.ask;
        stage.desk.accessDesk.person.assignHeld = held.assign;
        stage.signIn();
        stage.bench.application().begin();
        stage.bench.application().take(stage.desk.callumDraft(true));
        stage.enter();
        stage.bench.application().goTo(FlowStep::access);
        settle();
        CHECK(button(stage, "access-ask")->isHeld() == (*held.ask != '\0'));
        CHECK(button(stage, "access-give")->isHeld());
        CHECK_FALSE(button(stage, "access-give")->heldReason().isEmpty());
        if (held.ask == notAllowed)
            CHECK(button(stage, "access-ask")->heldReason() == words::notPermitted(permits::raiseRequest, "helpdesk"));
    }
}

TEST_CASE("every permission has words for whoever does not have it, and they name the role", "[access][matrix]")
{
    const auto fallback = words::notPermitted("no.such.permission", "sponsor");
    std::set<QString> said;
    for (const auto permission : allPermissions()) {
        const auto name = std::string(nameOf(permission));
        INFO(name);
        const auto why = words::notPermitted(name, "sponsor");
        CHECK(why != fallback);
        CHECK(why.endsWith("You are signed in as sponsor."));
        said.insert(why);
    }
    CHECK(said.size() == permissionCount); // none is said in another one's words
}

TEST_CASE("the requests and the Access step are drawn", "[access][screens]")
{
    struct Look {
        QSize size;
        Appearance appearance;
        const char* suffix;
    };
    const auto folder = qEnvironmentVariable("CARDWRIGHT_SHOTS");
    for (const auto& look : {Look{{1280, 800}, Appearance::Light, "light"}, Look{{1280, 800}, Appearance::Dark, "dark"},
                             Look{{1280, 800}, Appearance::HighContrast, "contrast"}, Look{{1024, 700}, Appearance::Light, "1024x700"}}) {
        Theme::install(*qApp, look.appearance);
        Stage stage(look.size);
        agentWith(stage);
        auto mine = FakeAccess::closeRequest(2);
        mine.mine = true;
        mine.decideHeld = "DUTY-OWN-REQUEST";
        auto& lists = stage.desk.accessDesk.lists;
        lists.rows = {FakeAccess::positionRequest(1), mine};
        lists.open = 2;
        lists.ending = {FakeAccess::ending(1, -3), FakeAccess::ending(2, 12)};
        auto& person = stage.desk.accessDesk.person;
        person.neededBeforeIssue = true;
        person.positions = {FakeAccess::ending(1, 90)};
        person.positions.front().state = "requested";
        stage.signIn();
        const auto take = [&](const char* name) {
            settle();
            const auto picture = stage.window.grab();
            CHECK(picture.width() >= stage.window.width());
            if (folder.isEmpty())
                return;
            QDir().mkpath(folder);
            CHECK(picture.save(QStringLiteral("%1/access-%2-%3.png").arg(folder, QLatin1String(name), QLatin1String(look.suffix))));
        };
        openRequests(stage);
        take("requests");
        stage.key(Qt::Key_4);
        take("ending");
        stage.bench.go(Place::desk);
        stage.bench.application().begin();
        stage.bench.application().take(stage.desk.callumDraft(true));
        stage.enter();
        stage.bench.application().goTo(FlowStep::access);
        take("step");
    }
    Theme::install(*qApp, Appearance::Light);
}
