#pragma once

#include "tests/ui/pages/Stage.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"

#include <QLineEdit>

namespace cardwright::ui::test {

/// The window for those who ask and those who decide: roles with what the shipped matrix gives them.
struct AccessStage : Stage {
    explicit AccessStage(QSize size = {1280, 800}) : Stage(size) {}

    FakeAccess& access() { return desk.accessDesk; }
    void asAgent()
    {
        for (const auto* permit : {permits::raiseRequest, permits::decideRequest, permits::assignPosition})
            desk.permissions.push_back(permit);
        signIn();
    }
    void asSeniorAgent()
    {
        desk.permissions.push_back(permits::managePositions);
        desk.role = "seniorAgent";
        asAgent();
    }
    void asSponsor()
    {
        desk.role = "sponsor";
        desk.permissions = {permits::findHolder, permits::raiseRequest, permits::unlockCard};
        signIn();
    }
    void openRequests()
    {
        bench.go(Place::worklists);
        settle();
        key(Qt::Key_R);
    }
    void search(const QString& words)
    {
        key(Qt::Key_K, Qt::ControlModifier);
        text(words);
        QTest::qWait(160);
        settle();
    }
    void openPerson(const QString& words)
    {
        search(words);
        key(Qt::Key_Down);
        enter();
    }
    void fill(const char* name, const QString& words)
    {
        tabTo(name);
        get<QLineEdit>(name)->selectAll();
        text(words);
    }
    void send() { key(Qt::Key_Return, Qt::ControlModifier); }
    ActionButton* button(const char* name) const { return get<ActionButton>(name); }
    bool held(const char* name) const { return button(name)->isHeld(); }
    QString why(const char* name) const { return button(name)->heldReason(); }
};

} // namespace cardwright::ui::test
