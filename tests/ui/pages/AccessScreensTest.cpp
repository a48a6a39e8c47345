#include "tests/ui/pages/AccessStage.h"
#include "ui/theme/Theme.h"

#include <catch2/catch.hpp>

#include <QApplication>
#include <QDir>

using namespace cardwright;
using namespace cardwright::ui;
using namespace cardwright::ui::test;

// Pictures of what is asked for and decided; they go to $CARDWRIGHT_SHOTS.

namespace {

struct Look {
    QSize size;
    Appearance appearance;
    const char* suffix;
};

struct Drawn : AccessStage {
    explicit Drawn(const Look& look) : AccessStage(look.size), suffix(QLatin1String(look.suffix)) {}
    void take(const char* name)
    {
        settle();
        const auto picture = window.grab();
        CHECK(picture.width() >= window.width());
        const auto folder = qEnvironmentVariable("CARDWRIGHT_SHOTS");
        if (folder.isEmpty())
            return;
        QDir().mkpath(folder);
        CHECK(picture.save(QStringLiteral("%1/access-%2-%3.png").arg(folder, QLatin1String(name), suffix)));
    }
    void aside() { get<QWidget>("access-page-back")->setFocus(); }
    QString suffix;
};

void decisions(const Look& look)
{
    Drawn stage(look);
    auto& lists = stage.access().lists;
    lists.rows = {FakeAccess::createRequest(1), FakeAccess::changeRequest(2), FakeAccess::badgeRequest(3), FakeAccess::positionRequest(4)};
    lists.open = 4;
    lists.ending = {FakeAccess::ending(1, -3), FakeAccess::ending(2, 12), FakeAccess::ending(3, 20)};
    stage.desk.book->alike = {FakeRegister::likely()};
    stage.access().shown.rows.push_back({"old-role", "Ward assistant", "Administrator", "Inpatient wards", {}, "", {"ESR"}, true, false});
    stage.asSeniorAgent();
    stage.openRequests();
    stage.key(Qt::Key_A);
    stage.take("compare");
    stage.key(Qt::Key_Escape);
    stage.tabTo("requests-row-2");
    stage.key(Qt::Key_Space);
    stage.take("papers");
    stage.tabTo("requests-row-3");
    stage.key(Qt::Key_Space);
    stage.take("badge-request");
    stage.key(Qt::Key_4);
    stage.key(Qt::Key_S);
    stage.tabTo("requests-row-1");
    stage.key(Qt::Key_Space);
    stage.tabTo("requests-row-3");
    stage.key(Qt::Key_Space);
    stage.take("bulk");
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_C);
    stage.take("catalogue");
    stage.key(Qt::Key_X);
    stage.take("catalogue-close");
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_2);
    stage.take("delegated");
}

void asking(const Look& look)
{
    Drawn stage(look);
    stage.desk.hasPrint = true;
    stage.desk.book->files = {FakeRegister::siobhan()};
    stage.access().person.positions = {FakeAccess::ending(1, 90)};
    stage.access().person.requests = {FakeAccess::changeRequest(2), FakeAccess::badgeRequest(3)};
    stage.access().person.requests.front().decideHeld = "DUTY-NOT-ALLOWED";
    stage.asSponsor();
    stage.search(QStringLiteral("Nobody Here"));
    stage.take("ask-nobody");
    stage.openPerson(QStringLiteral("siobh"));
    stage.take("person");
    stage.key(Qt::Key_A);
    stage.tabTo("access-page-request-1");
    stage.key(Qt::Key_Space);
    stage.take("of-person");
    stage.aside();
    stage.key(Qt::Key_H);
    stage.fill("record-familyName", QStringLiteral("Price"));
    stage.take("ask-change");
    stage.enter();
    stage.take("ask-change-work");
    stage.key(Qt::Key_Escape);
    stage.key(Qt::Key_Escape);
    stage.aside();
    stage.key(Qt::Key_D);
    stage.take("ask-close");
    stage.key(Qt::Key_Escape);
    stage.aside();
    stage.key(Qt::Key_B);
    stage.tabTo("ask-badge-event");
    stage.key(Qt::Key_Down);
    stage.take("ask-badge");
}

} // namespace

TEST_CASE("what is asked for and decided is drawn", "[access][screens]")
{
    for (const auto& look : {Look{{1280, 800}, Appearance::Light, "light"}, Look{{1280, 800}, Appearance::Dark, "dark"},
                             Look{{1280, 800}, Appearance::HighContrast, "contrast"}, Look{{1024, 700}, Appearance::Light, "1024x700"}}) {
        Theme::install(*qApp, look.appearance);
        decisions(look);
        asking(look);
    }
    Theme::install(*qApp, Appearance::Light);
}
