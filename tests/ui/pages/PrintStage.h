#pragma once

#include "tests/ui/pages/Stage.h"
#include "ui/theme/Theme.h"

#include <catch2/catch.hpp>

#include <QDir>
#include <QTemporaryDir>

#include <cstdlib>

namespace cardwright::ui::test {

inline const std::string card = "00000000-0000-7000-8000-0000000000c1";

struct PrintStage : Stage {
    explicit PrintStage(QSize size = {1280, 800}) : Stage(size)
    {
        desk.hasPrint = true;
        desk.settings["print-folder"] = folder.path().toStdString();
        desk.permissions.push_back(permits::raiseRequest);
        desk.permissions.push_back(permits::decideRequest);
        desk.printRoom.faces = {{card, "555041726093", "Harbour Valley Community Trust", "Ffion", "Adeyemi", "Nurse", "Wards", "Quayside", "March 2028", FakeDesk::portrait(1), std::nullopt},
                                {desk.printRoom.madeCard, "555053371840", "Harbour Valley Community Trust", "Callum", "Pemberton-Roy", "Community physiotherapist", "Physiotherapy",
                                 "Quayside", "November 2031", FakeDesk::portrait(2), std::nullopt}};
        desk.printRoom.list.rows = {{card, "555041726093", "Ffion Adeyemi", 1'700'000'000'000}};
        const auto id = *Guid::parse("00000000-0000-7000-8000-0000000000b1");
        desk.badgeDesk.badges.rows = {{id, "Lost", "Ffion Adeyemi", "Community nurse", "Adult nursing", "", "requested", 1'700'000'000'000, std::nullopt, "", true}};
        desk.badgeDesk.badges.rows.front().userNumber = "555041726093";
        desk.badgeDesk.had.rows = {{id, "Lost", "Ffion Adeyemi", "Community nurse", "Adult nursing", "555041726093", "requested", 1'700'000'000'000, std::nullopt, "", true},
                                   {*Guid::parse("00000000-0000-7000-8000-0000000000b2"), "New starter", "Ffion Adeyemi", "Nurse", "Adult nursing", "555041726093", "printed",
                                    1'600'000'000'000, 1'600'100'000'000, "", true},
                                   {*Guid::parse("00000000-0000-7000-8000-0000000000b3"), "New photo", "Ffion Adeyemi", "Nurse", "Adult nursing", "555041726093", "refused",
                                    1'600'000'000'000, 1'600'200'000'000, "The picture is blurred", true}};
        desk.badgeDesk.prints = {{id, "Ffion Adeyemi", "Community nurse", "Adult nursing", "Quayside House", "Harbour Valley Community Trust", FakeDesk::portrait(1)}};
    }
    void enterWorklists()
    {
        closeTray();
        desk.agentCard(AgentCardState::ready);
        settle();
        closeTray();
        signIn(0);
        key(Qt::Key_F4);
        REQUIRE(shows("worklist-page"));
    }
    /// An issue from the first step to the card that is made; what comes next is shown.
    void makeCard()
    {
        enter();
        key(Qt::Key_1, Qt::ControlModifier);
        bench.application().goTo(FlowStep::passcode);
        desk.put(FakeDesk::blankCard());
        settle();
        key(Qt::Key_2);
        enter();
        REQUIRE(desk.running);
        desk.finishJob();
        settle();
    }
    /// What comes in its own time, from another thread.
    bool comes(const char* name)
    {
        return QTest::qWaitFor([&] { return shows(name); }, 60'000);
    }
    QStringList files(const char* pattern) const { return QDir(folder.path()).entryList({QLatin1String(pattern)}); }
    void shot(const char* name)
    {
        const char* where = std::getenv("CARDWRIGHT_SHOTS");
        if (!where) return;
        QDir().mkpath(QString::fromLocal8Bit(where));
        settle();
        CHECK(window.grab().save(QStringLiteral("%1/%2.png").arg(QString::fromLocal8Bit(where), QLatin1String(name))));
    }
    QTemporaryDir folder;
};

} // namespace cardwright::ui::test
