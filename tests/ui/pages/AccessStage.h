#pragma once

#include "tests/ui/pages/RegisterStage.h"
#include "ui/presenters/Words.h"

namespace cardwright::ui::test {

/// The window for those who ask and those who decide: roles with what the shipped matrix gives them.
struct AccessStage : RegisterStage {
    explicit AccessStage(QSize size = {1280, 800}) : RegisterStage(size) {}

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
    void send() { key(Qt::Key_Return, Qt::ControlModifier); }
};

} // namespace cardwright::ui::test
