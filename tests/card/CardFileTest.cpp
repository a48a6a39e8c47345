#include "tests/card/SimulatedCard.h"
#include "tests/support/FailureCode.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <sys/stat.h>

using namespace cardwright;
using namespace cardwright::testing;
using namespace cardwright::simulator;

namespace {

Bytes fileOctets(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void writeOctets(const std::filesystem::path& path, const Bytes& octets)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
}

} // namespace

TEST_CASE("a card's file is the owner's alone, and is never made over another")
{
    TempFolder folder;
    SecureRandom random;
    VirtualCard::create(folder / "a.card", Personality::yubico, random);
    struct stat about {};
    REQUIRE(::stat((folder / "a.card").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK(codeOf([&] { VirtualCard::create(folder / "a.card", Personality::strict, random); }) == "CARD-FILE-EXISTS");
    CHECK(codeOf([&] { VirtualCard::create(folder / "none/a.card", Personality::strict, random); }) == "CARD-FILE-WRITE");
    CHECK(codeOf([&] { VirtualCard::load(folder / "b.card", random); }) == "CARD-FILE-ABSENT");
}

TEST_CASE("all that a card remembers comes back from its file")
{
    SimulatedCard card(Personality::yubico);
    card.select();
    REQUIRE(card.authenticateFactory() == 0x9000);
    REQUIRE(card.write(0x5FC102, octets("0102")) == 0x9000);
    REQUIRE(card.command(0x47, 0x00, 0x9A, octets("AC03800114")).sw == 0x9000);
    REQUIRE(card.command(0x24, 0x00, 0x80, concat({padded("123456"), padded("654321")})).sw == 0x9000);
    const CardState read = CardState::load(card.file());
    const CardState& held = card.card().state();
    CHECK(read.encode().sameAs(held.encode().view()));
    CHECK(read.objects.at(0x5FC102) == octets("53020102"));
    CHECK(read.keys.at(0x9A).algorithm == 0x14);
    CHECK_FALSE(read.passcode.factory);
}

TEST_CASE("a file with any octet changed, cut or added is refused")
{
    SimulatedCard card(Personality::strict);
    const Bytes whole = fileOctets(card.file());
    TempFolder folder;
    const auto path = folder / "damaged.card";
    for (std::size_t place = 0; place < whole.size(); ++place) {
        Bytes bent = whole;
        bent[place] ^= 0x01;
        writeOctets(path, bent);
        REQUIRE(codeOf([&] { CardState::load(path); }) == "CARD-FILE-DAMAGED");
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{5}, whole.size() / 2, whole.size() - 1}) {
        writeOctets(path, Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
        CHECK(codeOf([&] { CardState::load(path); }) == "CARD-FILE-DAMAGED");
    }
    Bytes longer = whole;
    longer.push_back(0);
    writeOctets(path, longer);
    SecureRandom random;
    CHECK(codeOf([&] { VirtualCard::load(path, random); }) == "CARD-FILE-DAMAGED");
}

TEST_CASE("a card can be in one reader only, also after its file was replaced")
{
    SimulatedCard card(Personality::strict);
    SecureRandom random;
    CHECK(codeOf([&] { VirtualCard::load(card.file(), random); }) == "CARD-FILE-IN-USE");
    card.select();
    card.verify("999999");
    CHECK(codeOf([&] { VirtualCard::load(card.file(), random); }) == "CARD-FILE-IN-USE");
    CHECK(CardState::load(card.file()).passcode.tries == 2);
}

TEST_CASE("what cannot be written is not answered, and the card then says nothing more")
{
    TempFolder folder;
    SecureRandom random;
    std::filesystem::create_directory(folder / "in");
    VirtualCard::create(folder / "in/a.card", Personality::strict, random);
    const auto card = VirtualCard::load(folder / "in/a.card", random);
    REQUIRE(card->process(octets("00A4040005A000000308")).kind == CardAnswer::Kind::answered);
    std::filesystem::rename(folder / "in", folder / "elsewhere");
    CHECK(codeOf([&] { card->process(octets("0020008008 393939393939FFFF")); }) == "CARD-FILE-WRITE");
    CHECK(card->process(octets("00200080")).kind == CardAnswer::Kind::silent);
    CHECK(CardState::load(folder / "elsewhere/a.card").passcode.tries == 3);
}
