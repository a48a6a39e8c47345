#include "pcsc/PcscReader.h"
#include "tests/card/ConformanceSuite.h"
#include "tests/support/PrivatePcscd.h"

using namespace cardwright;
using namespace cardwright::testing;
using simulator::Personality;

TEST_CASE("through pcscd and its virtual reader each kind of card conforms as it does in process")
{
    static PrivatePcscd daemon; // libpcsclite takes its socket's name once
    const auto personality = GENERATE(Personality::strict, Personality::yubico, Personality::yubico57, Personality::pivApplet, Personality::openFips);
    const std::string name(simulator::nameOf(personality));
    INFO(name);
    daemon.insert(0, daemon.makeCard("conformance-" + name, name));
    pcsc::PcscReader reader(daemon.readerName(0));
    SecureRandom random;
    const auto profile = recognised(reader);
    CHECK(profile.id == profileIdOf(personality));
    CHECK(checkConformance(reader, profile, random) == cannotOf(personality));
    daemon.pull(0);
}
