#include "tests/ui/pages/PeopleStage.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/Rows.h"
#include "ui/widgets/TableView.h"

#include <catch2/catch.hpp>

#include <QComboBox>
#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

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
    stage.openPerson(QStringLiteral("siobh"));
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

TEST_CASE("people: another NI number than the one on record takes a letter that shows it; a first one takes no paper", "[people]")
{
    PeopleStage stage;
    auto file = FakeRegister::siobhan();
    const auto begin = [&] {
        stage.book().files = {file};
        stage.signIn();
        stage.openPerson(QStringLiteral("siobh"));
        stage.tabTo("people-change");
        stage.enter();
        stage.fill("record-niNumber", QStringLiteral("AB123456D"));
    };
    SECTION("on record: the letter, its number, the original and a reason, and no new card")
    {
        begin();
        REQUIRE(stage.shows("record-papers"));
        CHECK(stage.block("record-papers-words").contains("No new card is due"));
        CHECK(stage.get<QComboBox>("record-paper-kind")->count() == 2);
        stage.tabTo("record-paper-kind");
        stage.key(Qt::Key_Down);
        CHECK(stage.get<QComboBox>("record-paper-kind")->currentText() == "HMRC or DWP letter with the NI number");
        stage.fill("record-paper-number", QStringLiteral("CA5403 0917"));
        stage.tabTo("record-paper-original");
        stage.key(Qt::Key_Space);
        CHECK(stage.why("record-next").contains("reason"));
        stage.fill("record-reason", QStringLiteral("One letter was typed wrongly"));
        stage.enter();
        stage.enter();
        REQUIRE(stage.book().changed);
        CHECK(stage.book().changed->fields == PersonTexts{{"niNumber", "AB123456D"}});
        REQUIRE(stage.book().changed->papers.size() == 1);
        CHECK(stage.book().changed->papers[0].kind == "ni-number-letter");
        CHECK(stage.book().changed->reason == "One letter was typed wrongly");
    }
    SECTION("a name beside it: one change, then the other")
    {
        begin();
        stage.fill("record-familyName", QStringLiteral("Price"));
        CHECK(stage.block("record-papers-words").contains("new card is due"));
        CHECK(stage.why("record-next").contains("one change, then the other"));
    }
    SECTION("none on record: it is written down")
    {
        file.fields.erase("niNumber");
        begin();
        CHECK_FALSE(stage.shows("record-papers"));
        stage.enter();
        stage.enter();
        REQUIRE(stage.book().changed);
        CHECK(stage.book().changed->papers.empty());
    }
}

TEST_CASE("people: closing says what ends, wants reason, CLOSE and the agent's card; reopening a reason", "[people]")
{
    PeopleStage stage;
    stage.book().files = {FakeRegister::siobhan()};
    stage.signIn();
    stage.openPerson(QStringLiteral("siobh"));
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
