#include "core/crypto/CmsSignature.h"
#include "core/piv/CardCapabilityContainer.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/Discovery.h"
#include "core/piv/PrintedInformation.h"
#include "core/piv/SecurityObject.h"
#include "tests/unit/piv/PivTestCard.h"

#include <algorithm>

using namespace cardwright;
using namespace std::chrono;

namespace {

PrintedInformation printed()
{
    PrintedInformation information;
    information.name = "AMARA OKAFOR";
    information.role = "NHS STAFF";
    information.expiry = 2029y / November / 21d;
    information.cardSerial = "555001000017";
    information.issuer = "HVC00";
    information.organisation1 = "HARBOUR VALLEY";
    return information;
}

} // namespace

TEST_CASE("printed information: elements, date and padding as SP 800-73 has them")
{
    auto information = printed();
    const auto content = information.encode();
    CHECK(content == octets("01 0C 414D415241204F4B41464F52 02 09 4E4853205354414646 04 09 323032394E4F563231 05 0C 353535303031303030303137"
                            "06 0F 4856433030 20202020202020202020 07 0E 484152424F55522056414C4C4559 FE 00"));
    CHECK(PrintedInformation::decode(content) == information);
    checkEveryCut(content, [](ByteView octetsRead) { PrintedInformation::decode(octetsRead); });
    information.organisation2 = "QUAYSIDE";
    information.expiry = 2028y / February / 29d;
    CHECK(PrintedInformation::decode(information.encode()) == information);
}

TEST_CASE("printed information: what does not fit is refused by name, not cut")
{
    const auto refused = [](auto change) {
        auto information = printed();
        change(information);
        return failureOf([&] { information.encode(); }) == "USAGE";
    };
    CHECK(refused([](auto& p) { p.name.assign(126, 'A'); }));
    CHECK_FALSE(refused([](auto& p) { p.name.assign(125, 'A'); }));
    CHECK(refused([](auto& p) { p.name = "Zo\xC3\xAB"; }));
    CHECK(refused([](auto& p) { p.name = "A\nB"; }));
    CHECK(refused([](auto& p) { p.role.assign(21, 'A'); }));
    CHECK(refused([](auto& p) { p.cardSerial.assign(21, '1'); }));
    CHECK(refused([](auto& p) { p.issuer.assign(16, 'A'); }));
    CHECK(refused([](auto& p) { p.organisation1.assign(21, 'A'); }));
    CHECK(refused([](auto& p) { p.organisation2.assign(21, 'A'); }));
    CHECK(refused([](auto& p) { p.expiry = 2029y / February / 30d; }));
    CHECK(refused([](auto& p) { p.expiry = {}; }));
}

TEST_CASE("printed information of another maker")
{
    const auto decode = [](std::string_view text) { return PrintedInformation::decode(octets(text)); };
    const std::string date = "04 09 323032394E4F563231";
    CHECK(decode("99 01 00" + date + "01 01 41 FE 00").name == "A"); // another order, an element unknown here
    CHECK(decode(date + "03 01 42 FE 00").name.empty());
    for (const std::string& wrong : {std::string("04 09 323032394E4F573231 FE00"), std::string("04 08 3230323931313231 FE00"),
                                     std::string("04 09 323032394E4F563331 FE00"), std::string("01 01 41 FE 00"), date + date + "FE00",
                                     date + "FE00 01 01 41", date + "02 15 414141414141414141414141414141414141414141 FE00"}) {
        INFO(wrong);
        CHECK(failureOf([&] { decode(wrong); }) == "CARD-DATA");
    }
}

TEST_CASE("card capability container")
{
    testing::CountingRandom random(0xA0);
    const auto container = CardCapabilityContainer::fresh(random);
    const auto content = container.encode();
    CHECK(content == octets("F0 15 A0000001 16 FF 02 A0A1A2A3A4A5A6A7A8A9AAABACAD F1 01 21 F2 01 21 F3 00 F4 01 00 F5 01 10"
                            "F6 00 F7 00 FA 00 FB 00 FC 00 FD 00 FE 00"));
    CHECK(CardCapabilityContainer::decode(content) == container);
    // the empty elements behind the data model say nothing: a cut between two of them is seen by the length of 53 around all
    for (std::size_t size = 0; size < content.size(); ++size) {
        std::string code = failureOf([&] { CardCapabilityContainer::decode(ByteView(content).first(size)); });
        const bool betweenElements = size >= 37 && (size - 37) % 2 == 0;
        INFO(size);
        CHECK(code == (betweenElements ? "" : "CARD-DATA"));
    }
    CHECK(CardCapabilityContainer::decode(octets("F0 00 F5 01 10 E3 00")).cardIdentifier.empty());
    for (const char* wrong : {"F0 01 00 F5 01 10", "F5 00", "F5 02 1010", "F1 02 2121 F5 01 10", "F5 01 10 F5 01 10"}) {
        CHECK(failureOf([&] { CardCapabilityContainer::decode(octets(wrong)); }) == "CARD-DATA");
    }
    auto odd = container;
    odd.cardIdentifier.pop_back();
    CHECK(failureOf([&] { odd.encode(); }) == "USAGE");
}

TEST_CASE("a certificate's object, short and long")
{
    for (const std::size_t size : {std::size_t{1}, std::size_t{127}, std::size_t{128}, std::size_t{255}, std::size_t{256}, std::size_t{1856}}) {
        const auto object = CertificateObject::of(Bytes(size, 0x30));
        CHECK(CertificateObject::decode(object.encode()) == object);
    }
    const auto object = CertificateObject::of(Bytes(300, 0x30));
    const auto content = object.encode();
    CHECK(content.size() == 4 + 300 + 3 + 2);
    CHECK(equal(ByteView(content).first(4), octets("70 82 012C")));
    checkEveryCut(content, [](ByteView octetsRead) { CertificateObject::decode(octetsRead); });
    CHECK(CertificateObject::decode(octets("70 01 30 71 01 01 72 01 00 FE 00")).compressed);
    CHECK_FALSE(CertificateObject::decode(octets("71 01 00 70 01 30 FE 00")).compressed);
    for (const char* wrong : {"70 00 71 01 00 FE 00", "71 01 00 FE 00", "70 01 30 70 01 30 71 01 00 FE 00", "70 01 30 71 02 0000 FE 00"}) {
        CHECK(failureOf([&] { CertificateObject::decode(octets(wrong)); }) == "CARD-DATA");
    }
}

TEST_CASE("the discovery object")
{
    const auto plain = Discovery::plain();
    const auto content = plain.encode();
    CHECK(content == octets("4F 0B A000000308000010000100 5F2F 02 40 00"));
    CHECK(Discovery::decode(content) == plain);
    checkEveryCut(content, [](ByteView octetsRead) { Discovery::decode(octetsRead); });
    const auto global = Discovery::decode(octets("4F 0B A000000308000010000100 5F2F 02 70 20"));
    CHECK(global.globalPasscode);
    CHECK(global.applicationPasscode);
    CHECK(global.preferGlobal);
    CHECK(global.otherBits == 0x10);
    CHECK(global.encode() == octets("4F 0B A000000308000010000100 5F2F 02 70 20"));
    CHECK(failureOf([&] { Discovery::decode(octets("4F 01 A0 5F2F 01 40")); }) == "CARD-DATA");
}

TEST_CASE("the security object: its map, and what it says of each object")
{
    const ObjectId covered[] = {objects::cardCapability, objects::chuid, objects::printedInformation};
    SecurityObject object;
    object.groups = SecurityObject::groupsFor(covered);
    object.cms = octets("3003020101");
    const auto content = object.encode();
    CHECK(content == octets("BA 09 01DB00 02 3000 03 3001 BB 05 3003020101 FE 00"));
    CHECK(SecurityObject::decode(content) == object);
    checkEveryCut(content, [](ByteView octetsRead) { SecurityObject::decode(octetsRead); });

    const auto text = octets("0102");
    const std::vector digests = {digestFor(object.groups, objects::chuid, text)};
    CHECK(digests.front().number == 2);
    const auto signedOnes = decodeLdsSecurityObject(encodeLdsSecurityObject(digests));
    CHECK(digestHolds(object.groups, signedOnes, objects::chuid, text));
    CHECK_FALSE(digestHolds(object.groups, signedOnes, objects::chuid, octets("0103")));
    CHECK_FALSE(digestHolds(object.groups, signedOnes, objects::cardCapability, text)); // in the map, but not signed
    CHECK_FALSE(digestHolds(object.groups, signedOnes, objects::certificate9A, text));  // not in the map
    CHECK(failureOf([&] { digestFor(object.groups, objects::certificate9A, text); }) == "USAGE");
}

TEST_CASE("the security object: maps that cannot be")
{
    for (const char* wrong : {"BA 02 0130 BB 00 FE 00", "BA 06 013000 013001 BB 00 FE 00", "BA 06 013000 023000 BB 00 FE 00", "BA 00 FE 00",
                              "BB 00 FE 00", "BA 00 BB 00", "BA 00 BA 00 BB 00 FE 00"}) {
        INFO(wrong);
        CHECK(failureOf([&] { SecurityObject::decode(octets(wrong)); }) == "CARD-DATA");
    }
    const auto all = knownObjects();
    CHECK(SecurityObject::groupsFor(all.first(10)).size() == 10);
    CHECK(failureOf([&] { SecurityObject::groupsFor(all.first(11)); }) == "USAGE");
    const ObjectId twice[] = {objects::chuid, objects::chuid};
    CHECK(failureOf([&] { SecurityObject::groupsFor(twice); }) == "USAGE");
}

TEST_CASE("objects, slots and algorithms are known by tag, container and name")
{
    for (const auto& id : knownObjects()) {
        CHECK(objectWithTag(id.tag) == id);
        CHECK(objectWithContainer(id.container) == id);
        CHECK(std::count_if(knownObjects().begin(), knownObjects().end(), [&](const ObjectId& other) {
                  return other.tag == id.tag || other.container == id.container;
              }) == 1);
    }
    CHECK_FALSE(objectWithTag(0x5FC1FF));
    CHECK(objects::discovery.bare());
    CHECK_FALSE(objects::chuid.bare());
    for (const auto slot : allSlots()) CHECK(slotNamed(slotName(slot)) == slot);
    CHECK(slotNamed("9a") == Slot::authentication);
    for (const char* none : {"9B", "9", "8A", "9AA", ""}) CHECK_FALSE(slotNamed(none));
    CHECK(certificateObject(Slot::cardAuthentication).tag == 0x5FC101);
    CHECK(passcodeEveryTime(Slot::signature));
    CHECK_FALSE(passcodeNeeded(Slot::cardAuthentication));
    CHECK(algorithmNamed("AES-192") == Algorithm::aes192);
    CHECK(algorithmName(static_cast<Algorithm>(0x2E)) == "unknown");
    CHECK(keySize(Algorithm::eccP256) == 0);
    CHECK(fieldSize(Algorithm::tripleDes) == 0);
    CHECK(fieldSize(Algorithm::rsa2048) == 256);
}
