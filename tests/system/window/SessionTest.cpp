#include "tests/system/window/Applicants.h"

#include "ui/bridge/PrintPort.h"
#include "ui/widgets/ReaderTileView.h"
#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>

using namespace cardwright;
using namespace cardwright::testing;

namespace {

bool waits(Seat& seat) { return seat.get<ui::ReaderTileView>("reader-2")->state().kind == ui::ReaderTileState::Kind::Waiting; }

} // namespace

TEST_CASE("a card put in during an application waits in the strip, F8 serves it, F8 returns, and nothing typed is lost", "[session]")
{
    TrainedSite site;
    {
        Seat seat(site.path());
        seat.signIn();
        sampleApplication(seat, 1);
        seat.trayKey("blank-1");
        seat.untilReady("card-go");
        seat.enter();
        seat.holderTypes("905271");
        seat.untilDone("Card issued");
        seat.enter();
        seat.trayKey("blank-1");
        seat.until("reader 2 is empty", [&] { return seat.shows("desk-empty"); });

        typedPerson(seat, "Callum", "Pemberton-Roy");
        seat.trayKey("blank-1");
        seat.until("the card waits in the strip", [&] { return waits(seat); });
        CHECK(seat.shows("person-step"));
        seat.key(Qt::Key_F8);
        seat.until("the card is served", [&] { return seat.shows("desk-page") && seat.shows("desk-face"); });
        CHECK(seat.shows("desk-flow"));
        seat.key(Qt::Key_F8);
        seat.untilShown("person-step");
        CHECK(seat.get<QLineEdit>("person-family")->text() == "Pemberton-Roy");
        seat.trayKey("blank-1");
        seat.until("nothing waits", [&] { return !waits(seat); });
        seat.close(); // in the middle of the application
    }
    Seat seat(site.path());
    seat.signIn();
    seat.untilShown("desk-draft-1");
    seat.tabTo("desk-draft-1");
    seat.key(Qt::Key_Space);
    seat.untilShown("person-step");
    CHECK(seat.get<QLineEdit>("person-given")->text() == "Callum");
    CHECK(seat.get<QLineEdit>("person-family")->text() == "Pemberton-Roy");
    seat.untilReady("person-next");
}

TEST_CASE("the agent's card pulled locks the desk at once, and what was open is there afterwards", "[session]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    typedPerson(seat, "Callum", "Pemberton-Roy");
    seat.trayKey("agent");
    seat.untilShown("signin-page");
    CHECK_FALSE(seat.bench().hub().signedIn());
    CHECK_FALSE(seat.desk().session());
    CHECK(seat.label("signin-card").contains("taken out"));
    seat.trayKey("agent");
    seat.signIn();
    seat.untilShown("person-step");
    CHECK(seat.get<QLineEdit>("person-family")->text() == "Pemberton-Roy");

    SECTION("also in the holder's turn")
    {
        seat.key(Qt::Key_P, Qt::ControlModifier);
        sampleApplication(seat, 1);
        seat.trayKey("blank-1");
        seat.untilReady("card-go");
        seat.enter();
        seat.holderReads();
        seat.untilShown("holder-view");
        seat.digits("9052");
        seat.tray().pull(ui::ReaderRole::agent); // the tray's keys are dead here
        seat.untilShown("signin-page");
        CHECK_FALSE(seat.desk().session());
    }
    SECTION("also while a job runs: it stops where its session's key is wanted, and the same agent goes on with it")
    {
        seat.key(Qt::Key_P, Qt::ControlModifier);
        sampleApplication(seat, 1);
        seat.trayKey("blank-1");
        seat.untilReady("card-go");
        JobLog job(seat);
        job.at("keys", [&] { seat.tray().pull(ui::ReaderRole::agent); });
        seat.enter();
        seat.holderTypes("905271");
        seat.untilShown("signin-page");
        CHECK_FALSE(seat.bench().hub().signedIn());
        seat.untilInTray("agent"); // what was pulled behind its back: its key would pull once more
        seat.trayKey("agent");
        seat.signIn();
        seat.untilShown("job-page");
        seat.untilReady("job-primary");
        seat.enter();
        seat.until("the torn card is shown", [&] { return seat.bench().hub().subjectCard().kind == ui::CardKind::torn && seat.shows("desk-main"); });
        seat.enter();
        seat.holderTypes("905271"); // a resume asks the holder: the passcode was dropped with the session
        seat.untilDone("Card issued");
        seat.until("the record reached the centre", [&] { return site.atCentre("card.issued") == 1; });
    }
}

TEST_CASE("a card pulled while its passcode is checked signs nobody in", "[session]")
{
    TrainedSite site;
    Seat seat(site.path());
    for (int time = 0; time < 5; ++time) {
        seat.until("the agent's card is read", [&] { return seat.bench().hub().agentCard().state == ui::AgentCardState::ready; });
        if (seat.shows("tray")) seat.key(Qt::Key_F9);
        seat.digits("271828");
        bool answered = false;
        const auto answer = QObject::connect(&seat.bench().hub(), &ui::DeskHub::signInAnswered, &seat.bench(), [&] { answered = true; });
        auto* focus = seat.bench().window().focusWidget();
        QKeyEvent press(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier);
        QCoreApplication::sendEvent(focus, &press); // Enter, and the card is out before the loop turns
        seat.tray().pull(ui::ReaderRole::agent);
        seat.until("the desk is locked, whatever the card said in time", [&] {
            return answered && !seat.bench().hub().signedIn() && !seat.desk().session() && seat.shows("signin-page");
        });
        QObject::disconnect(answer);
        seat.tray().insert("agent", ui::ReaderRole::agent);
    }
}

TEST_CASE("the desk is locked before the print is decided: nothing is lost, the card waits on the list of prints", "[session]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    sampleApplication(seat, 1);
    seat.trayKey("blank-1");
    seat.untilReady("card-go");
    seat.enter();
    seat.holderTypes("905271");
    seat.untilShown("print-step");
    seat.key(Qt::Key_L, Qt::ControlModifier);
    seat.untilShown("signin-page");
    seat.until("a passcode may be typed", [&] { return seat.shows("signin-passcode") && seat.get<QWidget>("signin-passcode")->hasFocus() && !seat.bench().hub().signedIn(); });
    seat.signIn();
    seat.untilShown("desk-page");
    std::optional<ui::PrintList> list;
    seat.bench().hub().port().print()->waiting([&](ui::PrintList said) { list = std::move(said); });
    seat.until("the list is read", [&] { return list.has_value(); });
    CHECK(list->rows.size() == 1);
}
