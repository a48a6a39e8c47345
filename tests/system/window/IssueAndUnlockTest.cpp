#include "tests/support/PrivatePcscd.h"
#include "tests/system/Witness.h"
#include "tests/system/window/Applicants.h"

#include "ui/widgets/TextBlock.h"

#include <catch2/catch.hpp>

#include <cstdio>

using namespace cardwright;
using namespace cardwright::testing;

namespace {

void tell(const char* where, const Seat& seat)
{
    std::printf("%s: longest pause of the window's loop %d ms, longest key %d ms\n", where, static_cast<int>(seat.longestGap().count()),
                static_cast<int>(seat.longestKey().count()));
}

/// A locked card has arrived: nothing before Y, then the holder chooses anew.
void unlock(Seat& seat, const std::string& passcode)
{
    seat.until("the locked card is shown", [&] { return seat.shows("desk-page") && seat.label("desk-headline").startsWith("Locked"); });
    CHECK(seat.held("desk-main"));
    seat.enter();
    CHECK(seat.shows("desk-page"));
    seat.key(Qt::Key_Y);
    CHECK_FALSE(seat.held("desk-main"));
    seat.enter();
    seat.holderTypes(passcode);
    seat.untilDone("Card unlocked");
}

} // namespace

TEST_CASE("by keyboard alone on the training tray: sign in, issue a card, unlock it, the queue drains", "[tray]")
{
    PatientSite site;
    Seat seat(site.path());
    seat.until("the agent's card is read", [&] { return seat.bench().hub().agentCard().state == ui::AgentCardState::ready; });
    if (seat.shows("tray")) seat.key(Qt::Key_F9);
    seat.digits("111111");
    seat.enter();
    seat.until("the tries left are said", [&] { return seat.get<ui::TextBlock>("signin-hint")->text().contains("2 tries"); });
    CHECK_FALSE(seat.bench().hub().signedIn());
    seat.signIn();

    typedApplication(seat, "Callum", "Pemberton-Roy");
    CHECK(seat.held("card-go"));
    seat.trayKey("blank-1");
    seat.untilReady("card-go");
    JobLog job(seat);
    seat.enter();
    seat.holderTypes("905271");
    seat.untilDone("Card issued");
    CHECK(job.pictures() > 10);
    CHECK_FALSE(seat.shows("done-warning"));
    CHECK(seat.shows("done-line-10"));
    seat.enter();
    seat.until("the desk shows whose card it is", [&] { return seat.shows("desk-page") && seat.shows("desk-face"); });

    seat.trayKey("blank-1");
    seat.until("reader 2 is empty", [&] { return seat.shows("desk-empty"); });
    seat.until("the tray knows the holder", [&] { return !seat.bench().hub().tray().empty() && seat.bench().hub().tray()[1].name == "Callum Pemberton-Roy"; });
    seat.trayLock("blank-1");
    seat.trayKey("blank-1");
    unlock(seat, "481506");
    seat.enter();
    seat.untilShown("desk-page");
    seat.untilQueueEmpty();
    CHECK(site.atCentre("holder.created") == 1);
    CHECK(site.atCentre("evidence.checked") == 1);
    CHECK(site.atCentre("card.issued") == 1);
    CHECK(site.atCentre("card.unlocked") == 1);
    tell("tray", seat);
}

TEST_CASE("by keyboard alone on a reader behind pcscd: a tool that is not ours finds the card as the window says", "[pcscd]")
{
    PrivatePcscd pcscd;
    PatientSite site;
    Seat::Options options;
    options.pcsc = true;
    options.readers.subject = pcscd.readerName(0);
    Seat seat(site.path(), options);
    seat.signIn();
    sampleApplication(seat, 1);
    pcscd.insert(0, site.card("blank-1"));
    seat.untilReady("card-go");
    seat.enter();
    seat.holderTypes("905271");
    seat.untilDone("Card issued");
    CHECK_FALSE(seat.shows("done-warning"));
    seat.enter();
    seat.until("the desk shows whose card it is", [&] { return seat.shows("desk-page") && seat.shows("desk-face"); });

    const Witness witness(pcscd, 0);
    CHECK(witness.passcodeWorks("905271"));
    witness.block();
    pcscd.pull(0);
    seat.until("reader 2 is empty", [&] { return seat.shows("desk-empty"); });
    pcscd.insert(0, site.card("blank-1"));
    unlock(seat, "481506");
    seat.enter();
    seat.untilQueueEmpty();
    CHECK(site.atCentre("card.issued") == 1);
    CHECK(site.atCentre("card.unlocked") == 1);

    CHECK(witness.passcodeWorks("481506"));
    CHECK_FALSE(witness.passcodeWorks("905271"));
    for (const char* slot : {"9a", "9c"}) {
        INFO(slot);
        CHECK(witness.certificate(slot).find("BEGIN CERTIFICATE") != std::string::npos);
    }
    tell("pcscd", seat);
}
