#include "tests/system/window/Applicants.h"

#include <catch2/catch.hpp>

#include <QCoreApplication>

#include <cstdio>

using namespace cardwright;
using namespace cardwright::testing;

namespace {

/// Longer than any card command, shorter than the grace that a job gets which does not stop (twenty seconds).
constexpr std::chrono::seconds soon{15};

} // namespace

TEST_CASE("closed right after the start, and at any moment of signing in", "[closing]")
{
    TrainedSite site;
    for (int turns = 0; turns < 12; ++turns) {
        INFO(turns << " turns of the loop");
        Seat seat(site.path());
        for (int turn = 0; turn < turns; ++turn) QCoreApplication::processEvents();
        if (turns > 4) {
            seat.until("the agent's card is read", [&] { return seat.bench().hub().agentCard().state == ui::AgentCardState::ready; });
            seat.digits("271828");
            seat.enter();
            for (int turn = 4; turn < turns; ++turn) QCoreApplication::processEvents();
        }
        CHECK(seat.close() < soon);
    }
}

TEST_CASE("what was chosen in the window is there when it is opened again: printers and the folder of documents as well", "[closing]")
{
    TrainedSite site;
    const std::vector<std::string> chosen{"theme", "printer", "badge-printer", "paper-printer", "print-folder"};
    {
        Seat seat(site.path());
        for (const auto& name : chosen) seat.session().setSetting(name, "chosen as " + name);
        seat.desk().store().call([](Store&) {}); // what was asked of the store before is done
    }
    Seat again(site.path());
    for (const auto& name : chosen) CHECK(again.session().setting(name) == "chosen as " + name);
    CHECK(again.session().setting("never chosen").empty());
}

TEST_CASE("closed while a card is written and the centre hangs: the job is kept and repaired at the next start", "[closing]")
{
    PatientSite site; // else the job may be done without its certificates before the window is closed
    {
        Seat seat(site.path());
        seat.signIn();
        sampleApplication(seat, 1);
        seat.trayKey("blank-1");
        seat.untilReady("card-go");
        seat.until("nothing waits for the centre", [&] { return seat.bench().hub().centre().waiting == 0; });
        site.holdCentre();
        bool asked = false;
        JobLog job(seat);
        job.at("requests", [&] { asked = true; });
        seat.enter();
        seat.holderTypes("905271");
        seat.until("the job asks the centre", [&] { return asked; });
        const auto took = seat.close();
        std::printf("closing: %d ms with a job at a centre that hangs\n", static_cast<int>(took.count()));
        CHECK(took < soon);
    }
    site.letCentreGo();
    Seat seat(site.path());
    seat.signIn();
    seat.trayKey("blank-1");
    seat.until("the torn card is shown", [&] { return seat.bench().hub().subjectCard().kind == ui::CardKind::torn && seat.shows("desk-main"); });
    const bool asksHolder = seat.bench().hub().subjectCard().openJob->needsPasscode;
    seat.enter();
    if (asksHolder) seat.holderTypes("905271");
    seat.untilDone("Card issued");
    seat.enter();
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.issued") == 1);
}

TEST_CASE("closed at every step of a job, without a centre", "[closing]")
{
    TrainedSite site;
    site.stopCentre();
    int at = 0;
    const std::pair<const char*, std::pair<const char*, const char*>> cuts[] = {
        {"open", {"Callum", "Pemberton"}}, {"chuid", {"Beatrix", "Lindqvist"}}, {"keys", {"Gethin", "Okafor"}}, {"objects", {"Harriet", "Szabo"}}};
    for (const auto& [step, name] : cuts) {
        INFO(step);
        const auto card = "blank-" + std::to_string(++at);
        Seat seat(site.path());
        seat.signIn();
        typedApplication(seat, name.first, name.second);
        seat.trayKey(card);
        seat.untilReady("card-go");
        bool there = false;
        JobLog job(seat);
        job.at(step, [&] { there = true; });
        seat.enter();
        seat.holderTypes("905271");
        seat.until("the job is there", [&] { return there; });
        CHECK(seat.close() < soon);
    }
}
