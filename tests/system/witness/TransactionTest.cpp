#include "pcsc/PcscReader.h"
#include "tests/system/witness/ActLab.h"
#include "tests/system/witness/OtherProgram.h"

#include <catch2/catch.hpp>

#include <cstdio>
#include <set>

using namespace cardwright;
using namespace cardwright::testing;

// No transaction is open while the network is awaited: whenever a job of any act turns to the centre, another program gets the card.
// (Passcodes are parts of a job from its beginning: nobody types while one runs. The window's own prompts: tests/system/window.)

TEST_CASE("while any act waits for the centre, the card is anybody's")
{
    PrivatePcscd pcscd;
    for (const auto personality : simulator::allPersonalities()) {
        ActLab lab(pcscd, 0, personality);
        lab.wantTwo();
        std::string act;
        std::set<std::string> waited;
        int times = 0;
        lab.watched->watch = [&](const char* what) {
            CAPTURE(simulator::nameOf(personality), act, what);
            ++times;
            waited.insert(act);
            CHECK(lab.traffic.open == 0);
            CHECK(cardIsFree(pcscd, 0));
        };
        everyAct(lab, {[&](const std::string& name) { act = name; }, [&](const ActFigure&) { CHECK(lab.traffic.open == 0); }});
        // Those that need the centre do turn to it; the rest never waits for it.
        const std::set<std::string> expected{"issue", "issue locked", "issue, centre away", "renew", "repair", "rotate"};
        CHECK(std::includes(waited.begin(), waited.end(), expected.begin(), expected.end()));
        std::printf("{\"card\":\"%s\",\"waits\":%d,\"acts\":%zu}\n", std::string(simulator::nameOf(personality)).c_str(), times, waited.size());
    }
    // The look would see one.
    ActLab lab(pcscd, 0, simulator::Personality::strict);
    lab.newCard();
    const auto open = pcsc::PcscReader(lab.readerName()).open();
    CHECK_FALSE(cardIsFree(pcscd, 0, std::chrono::seconds(1)));
}
