#include "core/piv/Chuid.h"
#include "tests/unit/piv/PivTestCard.h"

using namespace cardwright;
using namespace std::chrono;

namespace {

const auto guid = *Guid::parse("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
const auto guidHex = std::string("6BA7B8109DAD41D180B400C04FD430C8");
const auto expiry = Date(2029y / November / 21d);
/// A FASC-N of all nines as card tools have long written it: not made by this code.
const auto nonFederal = std::string("D4E739DA739CED39CE739D836858210842108421C84210C3EB");

} // namespace

TEST_CASE("the non-federal FASC-N: 25 octets, each character with its parity")
{
    const auto made = FascN().encode();
    CHECK(toHex(made) == toHex(octets(nonFederal)));
    CHECK(FascN::decode(made) == FascN());
}

TEST_CASE("a FASC-N of other numbers comes back, and one flipped bit anywhere is seen")
{
    FascN number;
    number.agency = "0032";
    number.system = "0001";
    number.credential = "092446";
    number.series = "0";
    number.issue = "1";
    number.person = "1112223333";
    number.category = "1";
    number.organisation = "1223";
    number.association = "2";
    const auto made = number.encode();
    CHECK(toHex(made) == "d0439458210c2c19a0846d83685a1082108ce73984108ca3fc"); // the worked example of TIG SCEPACS 2.2
    CHECK(FascN::decode(made) == number);
    for (std::size_t bit = 0; bit < made.size() * 8; ++bit) {
        auto flipped = made;
        flipped.at(bit / 8) ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK_FALSE(FascN::decode(flipped));
    }
    CHECK_FALSE(FascN::decode(ByteView(made).first(24)));
    number.agency = "32";
    CHECK(failureOf([&] { number.encode(); }) == "USAGE");
    number.agency = "00A2";
    CHECK(failureOf([&] { number.encode(); }) == "USAGE");
}

TEST_CASE("a CHUID as written: order, date, signature, end")
{
    auto chuid = Chuid::of(guid, expiry);
    CHECK(chuid.encode() == octets("30 19" + nonFederal + "34 10" + guidHex + "35 08 3230323931313231 3E 00 FE 00"));
    chuid.signature = Bytes(300, 0x5A);
    const auto content = chuid.encode();
    CHECK(Chuid::decode(content) == chuid);
    chuid.holder = Guid::parse("00000000-0000-4000-8000-000000000001");
    CHECK(Chuid::decode(chuid.encode()) == chuid);
    CHECK(chuid.signedPortion() == octets("30 19" + nonFederal + "34 10" + guidHex + "35 08 3230323931313231 36 10" +
                                          "00000000000040008000000000000001 FE 00"));
}

TEST_CASE("the signature does not change what is signed")
{
    auto chuid = Chuid::of(guid, expiry);
    const auto before = chuid.signedPortion();
    chuid.signature = octets("3000");
    CHECK(chuid.signedPortion() == before);
    CHECK(Chuid::decode(chuid.encode()).signedPortion() == before);
}

TEST_CASE("a CHUID cut anywhere is refused")
{
    auto chuid = Chuid::of(guid, expiry);
    chuid.signature = Bytes(140, 0x5A);
    const auto content = chuid.encode();
    for (std::size_t size = 0; size < content.size() - 2; ++size) { // without FE alone is how one maker writes it
        INFO(size);
        CHECK(failureOf([&] { Chuid::decode(ByteView(content).first(size)); }) == "CARD-DATA");
    }
    CHECK(failureOf([&] { Chuid::decode(ByteView(content).first(content.size() - 1)); }) == "CARD-DATA");
    CHECK(Chuid::decode(ByteView(content).first(content.size() - 2)).guid == guid);
    auto longer = content;
    append(longer, octets("34"));
    CHECK(failureOf([&] { Chuid::decode(longer); }) == "CARD-DATA");
}

TEST_CASE("a CHUID of another maker: other elements, another order")
{
    const auto date = std::string("35 08 3230323931313231");
    const auto chuid = Chuid::decode(octets("EE 02 0100" + date + "32 03 414243 34 10" + guidHex + "3D 01 00 3E 02 3000 FE 00"));
    CHECK(chuid.guid == guid);
    CHECK(chuid.expiry == expiry);
    CHECK(chuid.fascN.empty());
    CHECK(chuid.signature == octets("3000"));
    // signed as it stood there, in its order, without the buffer length and the signature
    CHECK(chuid.signedPortion() == octets(date + "32 03 414243 34 10" + guidHex + "3D 01 00 FE 00"));
    CHECK(Chuid::decode(octets("34 10" + guidHex + date + "50 01 AA 3E 00 FE 00")).signedPortion() ==
          octets("34 10" + guidHex + date + "50 01 AA FE 00"));
}

TEST_CASE("a CHUID that lies")
{
    const auto date = std::string("35 08 3230323931313231");
    const auto id = "34 10" + guidHex;
    const auto end = std::string("3E 00 FE 00");
    for (const auto& wrong : {date + end, id + end, id + id + date + end, id + date + date + end, "34 0F" + guidHex.substr(2) + date + end,
                              id + "35 08 3230323931333231" + end, id + "35 08 20323931313231 31" + end, id + "35 07 32303239313132" + end,
                              "30 18" + nonFederal.substr(2) + id + date + end, id + date + end + "36 00", id + date + "36 04 00000000" + end,
                              std::string()}) {
        INFO(wrong);
        CHECK(failureOf([&] { Chuid::decode(octets(wrong)); }) == "CARD-DATA");
    }
}

TEST_CASE("the GUID is found in the head of a CHUID as soon as it is there")
{
    auto chuid = Chuid::of(guid, expiry);
    chuid.signature = Bytes(1500, 0x5A);
    const auto content = chuid.encode();
    const std::size_t guidEnds = 27 + 18;
    for (std::size_t size = 0; size < 256; ++size) {
        CHECK(Chuid::guidInHead(ByteView(content).first(size)).has_value() == (size >= guidEnds));
    }
    CHECK(Chuid::guidInHead(ByteView(content).first(252)) == guid);
    CHECK_FALSE(Chuid::guidInHead(octets("34 0F 000000000000000000000000000000")));
    CHECK_FALSE(Chuid::guidInHead({}));
}

TEST_CASE("a CHUID without a FASC-N is read; one that expires before there were cards is not")
{
    const auto with = [](const std::string& expiry) { return octets("34 10 00112233445566778899AABBCCDDEEFF 35 08 " + expiry + " 3E 02 3000 FE 00"); };
    CHECK(Chuid::decode(with("3230333131313231")).fascN.empty());
    CHECK(failureOf([&] { Chuid::decode(with("3032333131313231")); }) == "CARD-DATA"); // 0231-11-21
    CHECK(failureOf([&] { Chuid::decode(with("3030303031313231")); }) == "CARD-DATA");
}
