#include "tests/ui/pages/PolicyBook.h"
#include "tests/ui/pages/Stage.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TableView.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QComboBox>
#include <QLineEdit>
#include <QScrollBar>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

struct PeopleStage : Stage {
    explicit PeopleStage(QSize size = {1280, 800}) : Stage(size, shippedEvidence()) {}
    FakeRegister& book() { return *desk.book; }

    void search(const QString& words)
    {
        key(Qt::Key_K, Qt::ControlModifier);
        text(words);
        QTest::qWait(160);
        settle();
    }
    /// Search, down into the list, Enter opens.
    void openFirst(const QString& words)
    {
        search(words);
        key(Qt::Key_Down);
        enter();
    }
    void fill(const char* name, const QString& words)
    {
        tabTo(name);
        get<QLineEdit>(name)->selectAll();
        bool plain = true;
        for (const auto sign : words)
            plain = plain && sign.unicode() < 0x80;
        if (plain)
            text(words);
        else
            get<QLineEdit>(name)->insert(words); // as an input method does: there are no such keys
        settle();
    }
    QString block(const char* name) { return get<TextBlock>(name)->text(); }
    bool held(const char* name) { return get<ActionButton>(name)->isHeld(); }
    void typeWho()
    {
        fill("record-givenName", QStringLiteral("Siobhan"));
        fill("record-familyName", QStringLiteral("O'Dogherty"));
        fill("record-dateOfBirth", QStringLiteral("1 5 1988"));
    }
};

/// Of every label, accessible name and description of the whole window, seen or not.
QString everything(const QWidget& window)
{
    QString all;
    for (const auto* widget : window.findChildren<QWidget*>()) {
        all += widget->accessibleName() + QLatin1Char('\n') + widget->accessibleDescription() + QLatin1Char('\n') + widget->toolTip() + QLatin1Char('\n');
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            all += label->text() + QLatin1Char('\n');
        if (const auto* block = qobject_cast<const TextBlock*>(widget))
            all += block->text() + QLatin1Char('\n');
        if (const auto* edit = qobject_cast<const QLineEdit*>(widget))
            all += edit->text() + QLatin1Char('\n');
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            all += button->text() + QLatin1Char('\n');
    }
    return all;
}

} // namespace

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

TEST_CASE("people: a record is made by keyboard alone: who, work, compared, with a reason", "[people]")
{
    PeopleStage stage;
    stage.book().alike = {FakeRegister::likely()};
    stage.signIn();
    stage.search(QStringLiteral("zz"));
    stage.tabTo("people-new");
    stage.enter();
    REQUIRE(stage.shows("record-page"));
    CHECK(stage.held("record-next"));
    stage.typeWho();
    CHECK(stage.block("record-face-words").contains("On the chip: Siobhan O'Dogherty"));
    stage.enter();
    stage.fill("record-jobTitle", QStringLiteral("Health visitor"));
    stage.fill("record-email", QStringLiteral("s.odogherty@harbour-valley.example"));
    stage.enter();
    REQUIRE(stage.shows("compare-table"));
    REQUIRE(stage.book().compared.size() == 1);
    CHECK(stage.book().compared[0].at("dateOfBirth") == "1988-05-01");
    CHECK(stage.get<ActionButton>("record-next")->heldReason().contains("somebody else"));
    stage.enter();
    CHECK_FALSE(stage.book().created);
    stage.fill("compare-reason", QStringLiteral("Twin sister, both were here"));
    stage.enter();
    REQUIRE(stage.book().created);
    CHECK(stage.book().created->comparedWith == std::vector<std::string>{"555009811274"});
    CHECK(stage.book().created->whyOther == "Twin sister, both were here");
    CHECK(stage.book().created->fields.at("jobTitle") == "Health visitor");
    REQUIRE(stage.shows("people-number"));
    CHECK(stage.shows("people-issue"));

    SECTION("and is issued a card: the flow begins with the record, who they are is ticked")
    {
        stage.tabTo("people-issue");
        stage.enter();
        REQUIRE(stage.shows("evidence-step"));
        CHECK(stage.bench.application().draft().person.familyName == "O'Dogherty");
        CHECK(stage.bench.application().personDone());
    }
}

TEST_CASE("people: what stops a record being made is said where it is, and nothing typed is lost", "[people]")
{
    PeopleStage stage;
    stage.signIn();
    stage.search(QStringLiteral("zz"));
    stage.tabTo("people-new");
    stage.enter();

    SECTION("a day that does not exist")
    {
        stage.fill("record-givenName", QStringLiteral("A"));
        stage.fill("record-familyName", QStringLiteral("B"));
        stage.fill("record-dateOfBirth", QStringLiteral("29 2 1991"));
        stage.key(Qt::Key_Tab);
        CHECK(stage.get<Field>("record-dateOfBirth-field")->isWrong());
        stage.enter();
        CHECK(stage.shows("record-dateOfBirth"));
        CHECK(stage.book().compared.empty());
    }
    SECTION("letters without a plain form want them typed")
    {
        stage.fill("record-givenName", QString::fromUtf8("\u5f20"));
        stage.fill("record-familyName", QString::fromUtf8("\u4f1f"));
        stage.fill("record-dateOfBirth", QStringLiteral("1 5 1988"));
        CHECK_FALSE(stage.block("record-face-words").contains("So it will be printed"));
        CHECK(stage.held("record-next"));
        stage.fill("record-nameOnChip", QStringLiteral("Zhang Wei"));
        CHECK(stage.block("record-face-words").contains("On the chip: Zhang Wei"));
        CHECK_FALSE(stage.held("record-next"));
    }
    SECTION("somebody's number: no reason helps, that record is opened")
    {
        auto same = FakeRegister::likely();
        same.level = "identifier";
        stage.book().alike = {same};
        stage.book().files = {FakeRegister::siobhan()};
        stage.typeWho();
        stage.enter();
        stage.enter();
        REQUIRE(stage.shows("compare-table"));
        stage.fill("compare-reason", QStringLiteral("It is not"));
        CHECK(stage.get<ActionButton>("record-next")->heldReason().contains("number is somebody's already"));
        stage.tabTo("compare-open");
        stage.enter();
        REQUIRE(stage.shows("people-number"));
        CHECK(stage.desk.viewed.back() == "555009811274");
    }
    SECTION("refused by the core: cause and code, back at the field")
    {
        stage.typeWho();
        stage.enter();
        stage.enter();
        REQUIRE(stage.shows("compare-title"));
        stage.book().refuse = Failure::of("LEASE-EMPTY");
        stage.enter();
        CHECK(stage.shows("record-trouble"));
        CHECK(stage.described("record-trouble").contains("LEASE-EMPTY"));
        stage.key(Qt::Key_Escape);
        stage.key(Qt::Key_Escape);
        CHECK(stage.get<QLineEdit>("record-familyName")->text() == "O'Dogherty");
    }
}

TEST_CASE("people: work changes at any time, who somebody is only by papers, with a reason", "[people]")
{
    PeopleStage stage;
    stage.book().files = {FakeRegister::siobhan()};
    stage.signIn();
    stage.openFirst(QStringLiteral("siobh"));
    stage.tabTo("people-change");
    stage.enter();
    REQUIRE(stage.shows("record-page"));
    CHECK_FALSE(stage.shows("record-papers"));
    CHECK(stage.get<Field>("record-niNumber-field")->message().contains("ends in 41C"));

    SECTION("work: only what differs goes, what HR overwrites is said")
    {
        stage.enter();
        CHECK(stage.get<Field>("record-team-field")->message() == "Kept by HR: the next import overwrites this");
        CHECK(stage.held("record-next"));
        stage.fill("record-team", QStringLiteral("Community nursing, Southgate"));
        stage.enter();
        REQUIRE(stage.book().changed);
        CHECK(stage.book().changed->fields == PersonTexts{{"team", "Community nursing, Southgate"}});
        CHECK(stage.book().changed->papers.empty());
        CHECK(stage.shows("people-number"));
    }
    SECTION("another family name: paper, number, original and reason, each asked for")
    {
        stage.fill("record-familyName", QStringLiteral("Price"));
        REQUIRE(stage.shows("record-papers"));
        CHECK(stage.block("record-papers-words").contains("new card is due"));
        CHECK(stage.get<ActionButton>("record-next")->heldReason().contains("paper"));
        stage.tabTo("record-paper-kind");
        stage.key(Qt::Key_Down);
        CHECK(stage.get<ActionButton>("record-next")->heldReason().contains("number"));
        stage.fill("record-paper-number", QStringLiteral("MX 4455 0917"));
        stage.fill("record-paper-dated", QStringLiteral("3 10 2026"));
        CHECK(stage.get<ActionButton>("record-next")->heldReason().contains("original"));
        stage.tabTo("record-paper-original");
        stage.key(Qt::Key_Space);
        CHECK(stage.get<ActionButton>("record-next")->heldReason().contains("reason"));
        stage.fill("record-reason", QStringLiteral("Married"));
        stage.book().newCardDue = true;
        stage.enter();
        stage.enter();
        REQUIRE(stage.book().changed);
        REQUIRE(stage.book().changed->papers.size() == 1);
        CHECK(stage.book().changed->papers[0].kind == "marriage-certificate");
        CHECK(stage.book().changed->papers[0].dated == "2026-10-03");
        CHECK(stage.book().changed->reason == "Married");
    }
    SECTION("a restricted paper is taken without number and date")
    {
        stage.fill("record-givenName", QStringLiteral("Sam"));
        stage.tabTo("record-paper-kind");
        for (int at = 0; at < 3; ++at)
            stage.key(Qt::Key_Down);
        CHECK_FALSE(stage.shows("record-paper-number"));
        CHECK_FALSE(stage.shows("record-paper-dated"));
        stage.tabTo("record-paper-original");
        stage.key(Qt::Key_Space);
        stage.fill("record-reason", QStringLiteral("Shown"));
        stage.enter();
        stage.enter();
        REQUIRE(stage.book().changed);
        CHECK(stage.book().changed->papers[0].number.empty());
        CHECK(stage.book().changed->papers[0].dated.empty());
    }
}

TEST_CASE("people: closing says what ends, wants reason, CLOSE and the agent's card; reopening a reason", "[people]")
{
    PeopleStage stage;
    stage.book().files = {FakeRegister::siobhan()};
    stage.signIn();
    stage.openFirst(QStringLiteral("siobh"));
    stage.tabTo("people-close");
    stage.enter();
    REQUIRE(stage.shows("close-record-page"));
    CHECK(stage.get<ListRow>("close-end-1")->accessibleName().contains("card is cancelled"));
    CHECK(stage.get<ListRow>("close-end-2")->accessibleName().contains("position ends"));
    CHECK(stage.get<ListRow>("close-end-3")->accessibleName().contains("request ends"));
    CHECK(stage.held("close-record-next"));
    stage.tabTo("close-reason");
    stage.key(Qt::Key_Down);
    stage.fill("close-word", QStringLiteral("close"));
    CHECK(stage.get<ActionButton>("close-record-next")->heldReason().contains("CLOSE"));
    stage.fill("close-word", QStringLiteral("CLOSE"));
    stage.enter();
    REQUIRE(stage.shows("close-step-up"));
    stage.digits("999999");
    stage.enter();
    CHECK(stage.shows("close-step-up")); // a wrong passcode records nothing
    CHECK_FALSE(stage.book().closed);
    stage.digits("246813");
    stage.enter();
    REQUIRE(stage.book().closed);
    CHECK(stage.book().closed->reason == "left");
    REQUIRE(stage.shows("people-state"));
    CHECK(stage.spoken("people-state").contains("closed"));
    CHECK(stage.held("people-change"));
    CHECK(stage.held("people-issue"));

    stage.tabTo("people-reopen");
    stage.enter();
    REQUIRE(stage.shows("close-record-page"));
    CHECK(stage.held("close-record-next"));
    CHECK_FALSE(stage.shows("close-word"));
    stage.fill("close-note", QStringLiteral("Came back to the trust"));
    stage.enter();
    CHECK(stage.book().reopened == "555009811274 Came back to the trust");
    CHECK_FALSE(stage.shows("people-state"));
}

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

TEST_CASE("people: what a role may not do stays in its place and says whose it is", "[people]")
{
    PeopleStage stage;
    stage.desk.role = "helpdesk";
    stage.desk.permissions = {permits::findHolder, permits::unlockCard};
    auto file = FakeRegister::siobhan();
    stage.book().files = {file};
    stage.signIn();
    stage.openFirst(QStringLiteral("siobh"));
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
        own.openFirst(QStringLiteral("siobh"));
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
        stage.openFirst(QStringLiteral("siobh"));
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
