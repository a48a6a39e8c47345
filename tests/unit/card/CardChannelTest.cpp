#include "core/card/CardChannel.h"
#include "tests/support/ScriptedTransport.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace cardwright;

namespace {

Bytes pattern(std::size_t size)
{
    Bytes octetsMade(size);
    for (std::size_t i = 0; i < size; ++i) octetsMade[i] = static_cast<std::uint8_t>(i * 7 + 1);
    return octetsMade;
}

const Bytes done = {0x90, 0x00};

Bytes block(std::uint8_t cla, ByteView data)
{
    Bytes frame{cla, 0xDB, 0x3F, 0xFF, static_cast<std::uint8_t>(data.size())};
    append(frame, data);
    return frame;
}

CommandApdu put(const Bytes& data, std::optional<std::size_t> le = std::nullopt)
{
    return CommandApdu(0x00, 0xDB, 0x3F, 0xFF, ByteView(data), le);
}

std::string codeOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return "";
}

} // namespace

TEST_CASE("the four short cases travel as ISO 7816-4 writes them")
{
    ScriptedTransport card;
    CardChannel channel(card);
    SECTION("case 1")
    {
        card.expect("00 20 00 80", "63C3");
        CHECK(channel.send({0x00, 0x20, 0x00, 0x80}).sw.value == 0x63C3);
    }
    SECTION("case 2, Le 256 written as 00")
    {
        card.expect("00 FD 00 00 00", "050701 9000");
        CHECK(channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 256}).data == octets("050701"));
    }
    SECTION("case 3")
    {
        card.expect("00 20 00 80 02 3132", "9000");
        CHECK(channel.send({0x00, 0x20, 0x00, 0x80, octets("3132")}).sw.ok());
    }
    SECTION("case 4")
    {
        card.expect("00 CB 3F FF 03 5C017E 10", "01 9000");
        CHECK(channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 16}).data == octets("01"));
    }
    SECTION("a great Le without extended length is 00")
    {
        card.expect("00 CB 3F FF 03 5C017E 00", "9000");
        CHECK(channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 65536}).data.empty());
    }
}

TEST_CASE("long data are chained in blocks of 255")
{
    for (const std::size_t size : {std::size_t{254}, std::size_t{255}, std::size_t{256}, std::size_t{510}, std::size_t{511}}) {
        DYNAMIC_SECTION(size << " octets")
        {
            const auto data = pattern(size);
            ScriptedTransport card;
            std::size_t at = 0;
            std::size_t blocks = 1;
            for (; size - at > 255; at += 255, ++blocks) card.expect(block(0x10, ByteView(data).subspan(at, 255)), done);
            auto last = block(0x00, ByteView(data).subspan(at));
            last.push_back(0x00);
            card.expect(last, done);
            CardChannel channel(card);
            CHECK(channel.send(put(data, 256)).sw.ok());
            CHECK(blocks == (size + 254) / 255);
            CHECK(channel.count().apdus == blocks);
            CHECK(channel.count().bytesOut == size + 5 * blocks + 1);
            CHECK(channel.count().bytesIn == 2 * blocks);
        }
    }
}

TEST_CASE("a refused block ends the chain, and its status word is the answer")
{
    const auto data = pattern(600);
    ScriptedTransport card;
    card.expect(block(0x10, ByteView(data).first(255)), octets("6982"));
    CardChannel channel(card);
    CHECK(channel.send(put(data)).sw.value == 0x6982);
    CHECK(card.sent() == 1);
}

TEST_CASE("61xx is fetched to its end")
{
    ScriptedTransport card;
    CardChannel channel(card);
    SECTION("three parts, the last announced exactly")
    {
        card.expect("00 CB 3F FF 03 5C017E 00", "0102 6100");
        card.expect("00 C0 00 00 00", "0304 6101");
        card.expect("00 C0 00 00 01", "05 9000");
        const auto response = channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256});
        CHECK(response.sw.ok());
        CHECK(response.data == octets("0102030405"));
    }
    SECTION("a first part without data")
    {
        card.expect("00 CB 3F FF 03 5C017E 00", "6103");
        card.expect("00 C0 00 00 03", "010203 9000");
        CHECK(channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256}).data == octets("010203"));
    }
    SECTION("the chain ends with a warning: what came and the last word are both given")
    {
        card.expect("00 CB 3F FF 03 5C017E 00", "01 6102");
        card.expect("00 C0 00 00 02", "02 6282");
        const auto response = channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256});
        CHECK(response.sw.value == 0x6282);
        CHECK(response.data == octets("0102"));
    }
    SECTION("6Cxx to GET RESPONSE")
    {
        card.expect("00 CB 3F FF 03 5C017E 00", "01 6108");
        card.expect("00 C0 00 00 08", "6C02");
        card.expect("00 C0 00 00 02", "0203 9000");
        CHECK(channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256}).data == octets("010203"));
    }
    SECTION("only the first part where that is all that is wanted")
    {
        card.expect("00 CB 3F FF 03 5C017E 00", "0102 6140");
        const auto response = channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256}, true);
        CHECK(response.sw.moreData());
        CHECK(response.data == octets("0102"));
    }
    SECTION("more that never comes")
    {
        card.expect("00 CB 3F FF 03 5C017E 00", "01 6110");
        card.expect("00 C0 00 00 10", "6110");
        CHECK(codeOf([&] { channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256}); }) == "CARD-DATA");
    }
}

TEST_CASE("61xx without an end is stopped")
{
    ScriptedTransport card;
    Bytes part(256, 0xAA);
    append(part, octets("6100"));
    card.expect(octets("00 CB 3F FF 03 5C017E 00"), part);
    for (int i = 0; i < 512; ++i) card.expect(octets("00 C0 00 00 00"), part);
    CardChannel channel(card);
    CHECK(codeOf([&] { channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256}); }) == "CARD-DATA");
    CHECK(card.sent() == 513); // 128 KiB and one part
    CHECK(card.left() == 0);
}

TEST_CASE("6Cxx: the same command once more, its Le replaced where it stands")
{
    ScriptedTransport card;
    CardChannel channel(card);
    SECTION("case 2")
    {
        card.expect("00 FD 00 00 00", "6C03");
        card.expect("00 FD 00 00 03", "050701 9000");
        CHECK(channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 256}).data == octets("050701"));
    }
    SECTION("case 4 keeps its data")
    {
        card.expect("00 CB 3F FF 03 5C017E 00", "6C02");
        card.expect("00 CB 3F FF 03 5C017E 02", "7E00 9000");
        CHECK(channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256}).data == octets("7E00"));
    }
    SECTION("case 1 and case 3 get an Le behind")
    {
        card.expect("00 FD 00 00", "6C01").expect("00 FD 00 00 01", "05 9000");
        CHECK(channel.send({0x00, 0xFD, 0x00, 0x00}).data == octets("05"));
        card.expect("00 CB 3F FF 01 5C", "6C01").expect("00 CB 3F FF 01 5C 01", "06 9000");
        CHECK(channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C")}).data == octets("06"));
    }
    SECTION("6C00 means 256")
    {
        card.expect("00 FD 00 00 03", "6C00").expect("00 FD 00 00 00", "9000");
        CHECK(channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 3}).sw.ok());
    }
    SECTION("once, and no more")
    {
        card.expect("00 FD 00 00 00", "6C03").expect("00 FD 00 00 03", "6C04");
        CHECK(channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 256}).sw.value == 0x6C04);
    }
    SECTION("of a chain, only the last block")
    {
        const auto data = pattern(256);
        card.expect(block(0x10, ByteView(data).first(255)), done);
        auto last = block(0x00, ByteView(data).subspan(255));
        auto again = last;
        last.push_back(0x00);
        again.push_back(0x01);
        card.expect(last, octets("6C01")).expect(again, octets("07 9000"));
        CHECK(channel.send(put(data, 256)).data == octets("07"));
    }
    SECTION("6Cxx, then 61xx")
    {
        card.expect("00 FD 00 00 00", "6C02").expect("00 FD 00 00 02", "01 6101").expect("00 C0 00 00 01", "02 9000");
        CHECK(channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 256}).data == octets("0102"));
    }
}

TEST_CASE("extended length: only where asked for, only where the reader has it, only where short will not do")
{
    ScriptedTransport card;
    CardChannel channel(card);
    const auto data = pattern(256);
    Bytes extended = octets("00 DB 3F FF 00 0100");
    append(extended, data);

    SECTION("the reader has none")
    {
        channel.useExtendedLength(true);
        CHECK_FALSE(channel.usesExtendedLength());
        card.expect(block(0x10, ByteView(data).first(255)), done).expect(block(0x00, ByteView(data).subspan(255)), done);
        CHECK(channel.send(put(data)).sw.ok());
    }
    SECTION("nobody asked")
    {
        card.allowExtendedLength();
        card.expect(block(0x10, ByteView(data).first(255)), done).expect(block(0x00, ByteView(data).subspan(255)), done);
        CHECK(channel.send(put(data)).sw.ok());
    }
    SECTION("case 3")
    {
        card.allowExtendedLength();
        channel.useExtendedLength(true);
        card.expect(extended, done);
        CHECK(channel.send(put(data)).sw.ok());
        card.expect("00 DB 3F FF 01 42", "9000"); // this fits a short one
        CHECK(channel.send(put(octets("42"))).sw.ok());
    }
    SECTION("case 4, with two octets of Le; 65536 is 0000; 6Cxx stays extended")
    {
        card.allowExtendedLength();
        channel.useExtendedLength(true);
        auto all = extended;
        append(all, octets("0000"));
        auto again = extended;
        append(again, octets("0003"));
        card.expect(all, octets("6C03")).expect(again, octets("010203 9000"));
        CHECK(channel.send(put(data, 65536)).data == octets("010203"));
    }
    SECTION("case 2, an answer longer than 256, and 61xx behind it")
    {
        card.allowExtendedLength();
        channel.useExtendedLength(true);
        Bytes answer(300, 0x11);
        append(answer, octets("6101"));
        card.expect(octets("00 F9 9A 00 00 0000"), answer);
        card.expect("00 C0 00 00 01", "22 9000");
        CHECK(channel.send({0x00, 0xF9, 0x9A, 0x00, SecureBytes(), 65536}).data.size() == 301);
    }
}

TEST_CASE("answers that cannot be are told, not read")
{
    ScriptedTransport card;
    CardChannel channel(card);
    SECTION("nothing at all")
    {
        card.expect("00 FD 00 00 00", "");
        CHECK(codeOf([&] { channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 256}); }) == "CARD-DATA");
    }
    SECTION("one octet")
    {
        card.expect("00 FD 00 00 00", "90");
        CHECK(codeOf([&] { channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 256}); }) == "CARD-DATA");
    }
    SECTION("257 octets to a short command")
    {
        Bytes answer(257, 0x00);
        append(answer, done);
        card.expect(octets("00 FD 00 00 00"), answer);
        CHECK(codeOf([&] { channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 256}); }) == "CARD-DATA");
    }
    SECTION("256 octets are fine")
    {
        Bytes answer(256, 0x00);
        append(answer, done);
        card.expect(octets("00 FD 00 00 00"), answer);
        CHECK(channel.send({0x00, 0xFD, 0x00, 0x00, SecureBytes(), 256}).data.size() == 256);
    }
}

TEST_CASE("the stop token holds back the next command, never an answer")
{
    std::stop_source stop;
    ScriptedTransport card;
    CardChannel channel(card, stop.get_token());
    SECTION("before the first")
    {
        stop.request_stop();
        CHECK(codeOf([&] { channel.send({0x00, 0x20, 0x00, 0x80}); }) == "STOPPED");
        CHECK(card.sent() == 0);
    }
    SECTION("between two blocks: the last block, which would act, is not sent")
    {
        card.answer([&](ByteView) {
            stop.request_stop();
            return done;
        });
        CHECK(codeOf([&] { channel.send(put(pattern(300))); }) == "STOPPED");
        CHECK(card.sent() == 1);
    }
    SECTION("while an answer is fetched: it is fetched to its end")
    {
        card.answer([&](ByteView) {
            stop.request_stop();
            return octets("01 6101");
        });
        card.expect("00 C0 00 00 01", "02 9000");
        CHECK(channel.send({0x00, 0x47, 0x00, 0x9A, octets("AC03800111"), 256}).data == octets("0102"));
        CHECK(codeOf([&] { channel.send({0x00, 0x20, 0x00, 0x80}); }) == "STOPPED");
    }
}

TEST_CASE("what is lost is counted, passed on and never sent again")
{
    ScriptedTransport card;
    card.lose("00 20 00 80 01 31", "CARD-REMOVED");
    CardChannel channel(card);
    CHECK(codeOf([&] { channel.send({0x00, 0x20, 0x00, 0x80, octets("31")}); }) == "CARD-REMOVED");
    CHECK(card.sent() == 1);
    CHECK(channel.count().apdus == 1);
    CHECK(channel.count().bytesIn == 0);
}

TEST_CASE("the observer is told headers, status words and sizes, never data")
{
    ScriptedTransport card;
    card.expect("00 20 00 80 08 3132333435363738", "63C2");
    card.expect("00 CB 3F FF 03 5C017E 00", "AABB 6101").expect("00 C0 00 00 01", "CC 9000");
    CardChannel channel(card);
    std::vector<std::string> told;
    channel.observe([&](const std::string& header, StatusWord sw, std::size_t size) {
        told.push_back(header + " > " + std::to_string(sw.value) + " " + std::to_string(size));
    });
    channel.send({0x00, 0x20, 0x00, 0x80, octets("3132333435363738")});
    channel.send({0x00, 0xCB, 0x3F, 0xFF, octets("5C017E"), 256});
    CHECK(told == std::vector<std::string>{"00 20 00 80 Lc 8 > 25538 0", "00 CB 3F FF Lc 3 > 24833 2", "00 C0 00 00 > 36864 1"});
}

TEST_CASE("counts add up")
{
    ApduCount sum{1, 2, 3, 4};
    sum += {10, 20, 30, 40};
    CHECK(sum.apdus == 11);
    CHECK(sum.bytesOut == 22);
    CHECK(sum.bytesIn == 33);
    CHECK(sum.cardMicros == 44);
}
