#include "tests/system/Desk.h"
#include "tests/system/Witness.h"
#include "tests/system/window/Applicants.h"
#include "tests/system/witness/OtherProgram.h"

#include <catch2/catch.hpp>

#include <cstdio>

using namespace cardwright;
using namespace cardwright::testing;

// Run by itself: a program keeps to the first pcscd that it spoke to. A card that never answers again, behind a real pcscd: SCardTransmit does not return, and nobody can make it.

TEST_CASE("a silent card: the window lives, the job is unknown, and the same card goes on when it is back", "[.silent]")
{
    PrivatePcscd pcscd;
    PatientSite site;
    Seat::Options options;
    options.pcsc = true;
    options.readers.subject = pcscd.readerName(0);
    Seat seat(site.path(), options);
    seat.signIn();
    sampleApplication(seat, 1);
    const auto faults = pcscd.folder() / "silent.json";
    writeFile(faults, R"({"faults":[{"at":3,"ins":"DB","when":"after","action":"silent"}]})"); // while objects are written
    pcscd.insert(0, site.card("blank-1"), {"--fault-json", faults.string()});
    seat.untilReady("card-go");
    seat.enter();
    // Nobody holds the card while the holder types.
    seat.holderReads();
    seat.untilShown("holder-view");
    CHECK(cardIsFree(pcscd, 0));
    seat.holderTypes("905271");
    seat.until("the silence is told", [&] { return seat.currentStep().contains("CARD-SILENT"); }, 2 * longEnough);
    CHECK(seat.shows("job-page"));
    // A command has ten seconds to answer: a window that had waited with it would have stood still as long.
    CHECK(seat.longestGap() < std::chrono::seconds(8));
    CHECK(seat.longestKey() < std::chrono::seconds(8));
    seat.until("the job's end is on record as unknown", [&] { return Sqlite(site.path() / "workstation/desk.sqlite").number("SELECT count(*) FROM job WHERE state = 'unknown'") == 1; });

    pcscd.tearOut(0);
    REQUIRE(pcscd.waitPresent(0, false));
    pcscd.insert(0, site.card("blank-1"));
    seat.untilDone("Card issued");
    CHECK_FALSE(seat.shows("done-warning"));
    const Witness witness(pcscd, 0);
    CHECK(witness.passcodeWorks("905271"));
    std::printf("silent card: longest pause of the window's loop %d ms, longest key %d ms\n", static_cast<int>(seat.longestGap().count()),
                static_cast<int>(seat.longestKey().count()));
}
