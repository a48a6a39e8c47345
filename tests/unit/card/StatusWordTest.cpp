#include "core/card/CardErrors.h"
#include "core/card/CommandApdu.h"

#include <catch2/catch.hpp>

using namespace cardwright;

TEST_CASE("tries are told by 63Cx and 6983, and by nothing else")
{
    CHECK(StatusWord{0x63C0}.triesLeft() == 0);
    CHECK(StatusWord{0x63CF}.triesLeft() == 15);
    CHECK(StatusWord{0x6983}.triesLeft() == 0);
    for (const int other : {0x9000, 0x6300, 0x63B3, 0x6982, 0x6984, 0x6A80}) {
        CHECK_FALSE(StatusWord{static_cast<std::uint16_t>(other)}.triesLeft());
    }
}

TEST_CASE("a status word tells what it is")
{
    CHECK(StatusWord{0x9000}.ok());
    CHECK_FALSE(StatusWord{0x6282}.ok());
    CHECK(StatusWord{0x6100}.moreData());
    CHECK(StatusWord{0x6CFF}.wrongLe());
    CHECK(StatusWord{0x6A88}.notFound());
    CHECK(StatusWord{0x6D00}.notSupported());
    CHECK_FALSE(StatusWord{0x6A80}.notSupported());
}

TEST_CASE("a card's refusal carries its status word, tries and step, and no data")
{
    const CardError error("PASSCODE-WRONG", 0x20, StatusWord{0x63C2}, "verify");
    CHECK(error.failure().code == "PASSCODE-WRONG");
    CHECK(error.failure().statusWord == 0x63C2);
    CHECK(error.failure().triesLeft == 2);
    CHECK(error.failure().detail == "verify (INS 20, SW 63C2)");
    CHECK(error.ins() == 0x20);
    const CardError plain(0xDB, StatusWord{0x6F00});
    CHECK(plain.failure().code == "CARD-REFUSED");
    CHECK(plain.failure().kind == FailureKind::card);
    CHECK(plain.failure().detail == "INS DB, SW 6F00");
    CHECK_FALSE(plain.failure().triesLeft);
}

TEST_CASE("a command's header is all that a log shows")
{
    const Bytes secret = {0x31, 0x32, 0x33};
    CHECK(CommandApdu(0x00, 0x20, 0x00, 0x80, ByteView(secret)).header() == "00 20 00 80 Lc 3");
    CHECK(CommandApdu(0x10, 0xDB, 0x3F, 0xFF, SecureBytes(), 256).header() == "10 DB 3F FF");
    CHECK(CommandApdu(0x00, 0xDB, 0x3F, 0xFF, SecureBytes(3000)).header() == "00 DB 3F FF Lc 3000");
}
