#include "tests/ui/pages/PolicyBook.h"
#include "tests/ui/pages/Stage.h"
#include "ui/theme/Theme.h"

#include <catch2/catch.hpp>

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPixmap>
#include <QPlainTextEdit>

#include <cstdlib>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

namespace {

/// Draws the window into $CARDWRIGHT_SHOTS; without it, only checks that something was drawn.
class Shots {
public:
    Shots(DeskWindow& window, QString suffix) : m_window(window), m_suffix(std::move(suffix)) {}

    void take(const char* name)
    {
        settle();
        const auto picture = m_window.grab();
        REQUIRE(picture.width() >= m_window.width());
        const char* folder = std::getenv("CARDWRIGHT_SHOTS");
        if (!folder) return;
        QDir().mkpath(QString::fromLocal8Bit(folder));
        CHECK(picture.save(QStringLiteral("%1/%2-%3.png").arg(QString::fromLocal8Bit(folder), QLatin1String(name), m_suffix)));
    }

private:
    DeskWindow& m_window;
    QString m_suffix;
};

void fill(Stage& stage, const char* name, const char* words)
{
    stage.tabTo(name);
    stage.get<QLineEdit>(name)->selectAll();
    stage.text(QString::fromUtf8(words));
}

void peoplePictures(Stage& stage, Shots& shots)
{
    auto& book = *stage.desk.book;
    auto closed = FakeRegister::siobhan();
    closed.card.holder.userNumber = "555009811299";
    closed.card.holder.legalName = "Siobhán Price";
    closed.card.cardState = "none";
    closed.closed = true;
    book.files = {FakeRegister::siobhan(), closed};
    book.expected = {{"Siobhan Castellan", "HV30551", "HVC00", "Porter", parseDate("2026-12-01"), {{"givenName", "Siobhan"}, {"familyName", "Castellan"}}}};
    book.alike = {FakeRegister::likely()};
    stage.search("zzz");
    shots.take("10-people-nobody");
    stage.get<QLineEdit>("record-givenName"); // the pages are there before they are shown
    stage.search("siobh");
    shots.take("10-people-list");
    stage.key(Qt::Key_Down);
    stage.enter();
    shots.take("10-people-person");
    stage.tabTo("people-change");
    stage.enter();
    fill(stage, "record-familyName", "Price");
    shots.take("10-people-change-identity");
    stage.key(Qt::Key_Escape);
    stage.tabTo("people-close");
    stage.enter();
    shots.take("10-people-close");
    stage.tabTo("close-reason");
    stage.key(Qt::Key_Down);
    fill(stage, "close-word", "CLOSE");
    stage.enter();
    shots.take("10-people-close-signs");
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_Escape);
    stage.tabTo("people-new");
    stage.enter();
    fill(stage, "record-givenName", "Siobhan");
    fill(stage, "record-familyName", "O'Dogherty");
    fill(stage, "record-dateOfBirth", "1 5 1988");
    shots.take("10-people-create");
    stage.enter();
    shots.take("10-people-create-work");
    stage.enter();
    shots.take("10-people-compare");
    for (int back = 0; back < 3; ++back)
        stage.key(Qt::Key_Escape);
    book.leaving = {{"555009811274", "Siobhán Mairéad O'Doherty", *parseDate("2026-11-30"), true, "issued"}, {"555041726093", "Ffion Adeyemi", *parseDate("2026-12-31"), false, "issued"}};
    stage.tabTo("people-leavers");
    stage.enter();
    shots.take("10-people-leavers");
    stage.key(Qt::Key_Escape);
    book.hrFile.rows = 412;
    book.hrFile.starters = 9;
    book.hrFile.changes = 31;
    book.hrFile.leavers = 4;
    book.hrFile.unchanged = 366;
    book.hrFile.problemCount = 2;
    book.hrFile.problems = {{17, "dateOfBirth", "Is no day of the calendar."}, {203, "staffNumber", "This staff number stands in an earlier row too."}};
    book.hrFile.notes = {{44, "familyName", "The legal name differs from the record. It changes face to face, with papers."}};
    book.hrFile.lines = {{2, "expect", "Anna Kowalczyk", "", {}, parseDate("2026-12-01")}, {3, "change", "Ffion Adeyemi", "555041726093", {"team", "jobTitle"}, std::nullopt},
                       {4, "leave", "Siobhán Mairéad O'Doherty", "555009811274", {}, parseDate("2026-11-30")}};
    book.hrFile.unusedColumns = {"shoe size"};
    stage.tabTo("people-file");
    stage.enter();
    fill(stage, "hr-path", "/home/agent/Downloads/hr-2026-11-22.csv");
    stage.enter();
    shots.take("10-people-file");
    stage.key(Qt::Key_Escape);
}

void evidencePictures(Stage& stage, Shots& shots)
{
    auto draft = stage.desk.callumDraft(false);
    draft.agent = stage.desk.agentName;
    draft.step = "evidence";
    draft.documents[0].conditions = {{"full-signed", "yes"}};
    stage.bench.application().take(draft);
    stage.key(Qt::Key_F3);
    if (!stage.shows("evidence-step")) stage.key(Qt::Key_F8);
    REQUIRE(stage.shows("evidence-step"));
    shots.take("11-evidence-failing");
    stage.key(Qt::Key_A);
    shots.take("11-evidence-add");
    stage.get<QPlainTextEdit>("document-zone")->setFocus();
    stage.text(QStringLiteral("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<11"));
    stage.until("the zone's fault is named", [&] { return stage.described("document-zone").contains("does not fit"); });
    shots.take("11-evidence-zone-wrong");
    stage.key(Qt::Key_Escape);
    auto passing = stage.desk.callumDraft(true);
    passing.agent = draft.agent;
    passing.step = "evidence";
    passing.documents[0].conditions = {{"full-signed", "yes"}};
    stage.bench.application().take(passing);
    shots.take("11-evidence-passing");
    passing.documents = {{"gas-bill", "0386", "Severn & Wye Energy", "2026-10-02", "", true, true, false, true, {}},
                         {"council-tax-bill", "7120", "Harbour Valley Council", "2026-04-01", "", true, true, false, true, {}},
                         {"birth-certificate", "4410", "", "1991-08-20", "", true, true, true, false, {}},
                         {"marriage-certificate", "0917", "", "2019-06-01", "", true, true, false, false, {}}};
    stage.bench.application().take(passing);
    settle();
    stage.find("evidence-next")->setFocus();
    stage.key(Qt::Key_W);
    shots.take("11-evidence-route-c");
}

void pictures(Appearance appearance, QSize size, const char* suffix)
{
    Theme::current().setAppearance(appearance);
    Theme::current().setMotion(false);
    Stage stage(size, shippedEvidence());
    Shots shots(stage.window, QLatin1String(suffix));
    stage.signIn();
    peoplePictures(stage, shots);
    evidencePictures(stage, shots);
    Theme::current().setAppearance(Appearance::Light);
}

} // namespace

TEST_CASE("pictures of people and evidence, light", "[screens]") { pictures(Appearance::Light, {1280, 800}, "light"); }
TEST_CASE("pictures of people and evidence, dark", "[screens]") { pictures(Appearance::Dark, {1280, 800}, "dark"); }
TEST_CASE("pictures of people and evidence, contrast", "[screens]") { pictures(Appearance::HighContrast, {1280, 800}, "contrast"); }
TEST_CASE("pictures of people and evidence, 1024x700", "[screens]") { pictures(Appearance::Light, {1024, 700}, "1024x700"); }
