#include "tests/system/window/Applicants.h"

#include "pcsc/simulator/VirtualTray.h"
#include "ui/widgets/JobStepList.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::testing;

namespace {

constexpr const char* holdersReader = "Training reader 2";

void issueSample(Seat& seat, int number, const std::string& card)
{
    sampleApplication(seat, number);
    seat.trayKey(card);
    seat.untilReady("card-go");
    seat.enter();
    seat.holderTypes("905271");
    seat.untilDone("Card issued");
    seat.enter();
    seat.trayKey(card);
    seat.until("reader 2 is empty", [&] { return seat.shows("desk-empty"); });
}

/// The card in the holder's reader leaves at its command of this number, counted from the insertion.
simulator::FaultPlan leavesAt(std::uint64_t command, simulator::Fault::When when)
{
    simulator::Fault fault;
    fault.at = command;
    fault.when = when;
    return simulator::FaultPlan({fault});
}

} // namespace

TEST_CASE("a card pulled in the middle of its job: others are refused by name, the same one goes on by itself", "[pulled]")
{
    PatientSite site;
    Seat seat(site.path());
    seat.signIn();
    issueSample(seat, 1, "blank-3");

    typedApplication(seat, "Callum", "Pemberton-Roy");
    seat.trayKey("blank-1");
    seat.untilReady("card-go");
    JobLog job(seat);
    job.at("keys", [&] { seat.tray().pull(ui::ReaderRole::subject); });
    seat.enter();
    seat.holderTypes("481506");
    seat.until("the same card is asked for", [&] { return seat.currentStep().startsWith("Put the same card back"); });
    CHECK(seat.shows("job-page"));
    INFO(seat.currentStep().toStdString());
    CHECK((seat.currentStep().contains("CARD-REMOVED") || seat.currentStep().contains("CARD-ABSENT"))); // in a command, or between two
    CHECK(seat.held("job-primary"));

    seat.trayKey("blank-3");
    seat.until("the other card is refused by name", [&] { return seat.currentStep().contains("Ffion Adeyemi"); });
    CHECK(seat.currentStep().startsWith("That is another card"));
    seat.trayKey("blank-3");
    seat.until("the same card is asked for again", [&] { return seat.currentStep().startsWith("Put the same card back"); });
    seat.trayKey("blank-2");
    seat.until("a blank card is refused too", [&] { return seat.currentStep().startsWith("That is another card"); });
    seat.trayKey("blank-2");

    seat.trayKey("blank-1");
    seat.untilDone("Card issued");
    CHECK(job.waited());
    CHECK_FALSE(seat.shows("done-warning"));
    seat.enter();
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.issued") == 2);
    CHECK(site.atCentre("holder.created") == 2);
}

TEST_CASE("a card that leaves at any command of its issue: back in, it ends done without a second question", "[pulled]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    struct Cut {
        const char* card;
        std::uint64_t command;
        const char* given; ///< of one birthday, and otherwise unlike: nobody is to be compared
        const char* family;
    };
    const Cut cuts[] = {{"blank-1", 12, "Callum", "Pemberton"}, {"blank-2", 20, "Beatrix", "Lindqvist"}, {"blank-3", 28, "Gethin", "Okafor"},
                        {"blank-4", 37, "Harriet", "Szabo"},    {"blank-5", 46, "Niamh", "Vasquez"},     {"blank-6", 55, "Oluwaseun", "Tregarth"}};
    auto when = simulator::Fault::When::before;
    for (const auto& [card, command, given, family] : cuts) {
        INFO(card << " leaves at command " << command);
        typedApplication(seat, given, family);
        seat.desk().tray()->insert(holdersReader, site.card(card), leavesAt(command, when));
        when = when == simulator::Fault::When::before ? simulator::Fault::When::after : simulator::Fault::When::before;
        seat.untilReady("card-go");
        JobLog job(seat);
        seat.enter();
        seat.holderTypes("481506");
        seat.until("the same card is asked for", [&] { return seat.currentStep().startsWith("Put the same card back"); });
        seat.trayKey(card);
        seat.untilDone("Card issued");
        CHECK(job.waited());
        seat.enter();
        seat.trayKey(card);
        seat.until("reader 2 is empty", [&] { return seat.shows("desk-empty"); });
    }
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.issued") == 6);
}

TEST_CASE("a card without a serial number leaves before its CHUID is written: the application goes on, nothing is typed again", "[pulled]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    sampleApplication(seat, 1);
    seat.trayKey("blank-strict");
    seat.untilReady("card-go");
    JobLog job(seat);
    job.at("administration", [&] { seat.tray().pull(ui::ReaderRole::subject); });
    seat.enter();
    seat.holderTypes("481506");
    seat.until("the same card is asked for", [&] { return seat.currentStep().startsWith("Put the same card back"); });
    seat.trayKey("blank-strict");
    seat.until("the job is over", [&] { return seat.shows("done-page") || seat.shows("print-step"); });
    if (!seat.shows("print-step")) { // nothing was on it: begun anew
        seat.enter();
        seat.untilShown("card-step");
        seat.untilReady("card-go");
        seat.enter();
        seat.holderTypes("481506");
    }
    seat.untilDone("Card issued");
    seat.enter();
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.issued") == 1);
    CHECK(site.atCentre("holder.created") == 1);
}

TEST_CASE("a card that leaves while it is unlocked: back in, it ends unlocked", "[pulled]")
{
    TrainedSite site;
    Seat seat(site.path());
    seat.signIn();
    issueSample(seat, 1, "blank-1");
    for (const std::uint64_t further : {2U, 4U, 6U}) {
        INFO("leaves at command " << further << " after it was recognised");
        seat.until("the tray knows the holder", [&] { return !seat.bench().hub().tray()[1].name.empty(); });
        seat.trayLock("blank-1");
        seat.trayKey("blank-1");
        const auto arrived = [&] { return seat.shows("desk-page") && seat.label("desk-headline").startsWith("Locked"); };
        seat.until("the locked card is shown", arrived);
        const auto recognised = seat.desk().tray()->commands(holdersReader);
        seat.trayKey("blank-1");
        seat.until("reader 2 is empty", [&] { return seat.shows("desk-empty"); });
        seat.desk().tray()->insert(holdersReader, site.card("blank-1"), leavesAt(recognised + further, simulator::Fault::When::after));
        seat.until("the locked card is shown", arrived);
        seat.key(Qt::Key_Y);
        JobLog job(seat);
        seat.enter();
        seat.holderTypes("481506");
        seat.until("the same card is asked for", [&] { return seat.currentStep().startsWith("Put the same card back"); });
        seat.trayKey("blank-1");
        seat.untilDone("Card unlocked");
        CHECK(job.waited());
        seat.enter();
        seat.trayKey("blank-1");
        seat.until("reader 2 is empty", [&] { return seat.shows("desk-empty"); });
    }
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.unlocked") == 3);
}
