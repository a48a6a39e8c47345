#include "tests/fuzz/FuzzTargets.h"

#include "core/base/Tlv.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/PrivateKey.h"
#include "core/crypto/SecureRandom.h"
#include "core/piv/CardCapabilityContainer.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/Chuid.h"
#include "core/piv/Discovery.h"
#include "core/piv/FacialImage.h"
#include "core/piv/KeyHistory.h"
#include "core/piv/PrintedInformation.h"
#include "core/piv/SecurityObject.h"

#include <array>
#include <fstream>
#include <iterator>

namespace cardwright::fuzz {

namespace {

constexpr std::chrono::year_month_day expiry{std::chrono::year(2031), std::chrono::November, std::chrono::day(21)};
constexpr int personalities = 5;

Bytes hex(std::string_view text)
{
    std::string packed(text);
    std::erase(packed, ' ');
    return *fromHex(packed);
}

Bytes certificateDer()
{
    SecureRandom random;
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    CertificateContent content;
    content.profile = CertificateProfile::root;
    content.commonName = "Fuzz";
    content.notBefore = 1'700'000'000'000;
    content.notAfter = 1'900'000'000'000;
    return certify::selfSigned(content, key, random).der();
}

std::vector<Bytes> chuids()
{
    SecureRandom random;
    auto chuid = Chuid::of(Guid::random(random), expiry);
    const auto plain = chuid.encode();
    chuid.signature = Bytes(500, 0x30);
    chuid.holder = Guid::random(random);
    return {plain, chuid.encode()};
}

std::vector<Bytes> facials()
{
    auto image = FacialImage::of(hex("FFD8 FFE0 0010 4A46494600010100000100010000 FFC0 0011 08 0213 019D 03 012200 021101 031101 5A5A FFD9"));
    image.creator = "Fuzz";
    image.signature = Bytes(40, 0x30);
    return {image.encode(), image.jpeg};
}

Bytes printed()
{
    PrintedInformation information;
    information.name = "FUZZ TEST";
    information.role = "NHS STAFF";
    information.expiry = expiry;
    information.cardSerial = "123456789012";
    information.issuer = "RA1";
    information.organisation1 = "TRUST";
    return information.encode();
}

Bytes security()
{
    SecurityObject object;
    const std::array<ObjectId, 3> covered{objects::chuid, objects::cardCapability, objects::printedInformation};
    object.groups = SecurityObject::groupsFor(covered);
    object.cms = Bytes(300, 0x30);
    return object.encode();
}

Bytes selectAnswer()
{
    return hex("61 35 4F 0B A000000308000010000100 79 07 4F 05 A000000308 50 0B 4F70656E46495053323031 AC 0F 80 01 03 80 01 07 80 01 11 80 01 14 06 01 00");
}

std::vector<Bytes> profiles()
{
    std::ifstream file(std::string(CARDWRIGHT_FUZZ_PROFILES) + "/strict.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return {toBytes(bytesOf(text)), toBytes(bytesOf("{\"schema\":\"cardwright.card-profile/1\"}"))};
}

template <typename Record>
std::vector<Bytes> ofAllKinds(Record record)
{
    std::vector<Bytes> all;
    for (int kind = 0; kind < personalities; ++kind) all.push_back(record(kind));
    return all;
}

} // namespace

std::vector<Bytes> seeds(std::string_view target)
{
    if (target == "applet") return ofAllKinds(recordedCommands);
    if (target == "seam") return ofAllKinds(recordedAnswers);
    if (target == "attestation") return {certificateDer(), concat({certificateDer(), certificateDer()})};
    if (target == "capability") {
        SecureRandom random;
        return {CardCapabilityContainer::fresh(random).encode()};
    }
    if (target == "certificate") return {CertificateObject::of(certificateDer()).encode(), CertificateObject{hex("1F8B08000000000002034B4C4A06004388B0D003000000"), true}.encode()};
    if (target == "chuid") return chuids();
    if (target == "csv") return hrFiles();
    if (target == "image") return imageSeeds();
    if (target == "discovery") return {Discovery::plain().encode()};
    if (target == "facial") return facials();
    if (target == "mrz" || target == "evidencepolicy" || target == "request") return identitySeeds(target);
    if (target == "frame") return {hex("00A4040005A000000308"), hex("00CB3FFF055C035FC10200"), hex("00DB3FFF00000400112233"), hex("00CB3FFF0000055C035FC1020000")};
    if (target == "history") return {KeyHistory().encode(), KeyHistory{1, 2, "http://keys.example/1"}.encode()};
    if (target == "metadata") return {hex("01 01 11 02 02 0201 03 01 01 04 43 86 41 04") , hex("01 01 FF 05 01 01 06 02 0303")};
    if (target == "policies") return policySeeds();
    if (target == "printed") return {printed()};
    if (target == "profile") return profiles();
    if (target == "security") return {security()};
    if (target == "select") return {selectAnswer(), hex("61 11 4F 06 000010000100 79 07 4F 05 A000000308")};
    return {tlv(0x53, tlv(0x7F49, concat({tlv(0x81, Bytes(200, 1)), tlv(0x82, Bytes(3, 1))}))), hex("5FC10203AABBCC")};
}

} // namespace cardwright::fuzz
