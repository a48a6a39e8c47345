// What pcscd's virtual reader cannot show (no attributes, no keys, no reader that comes or goes, no policy): over a stand-in
// for libpcsclite, with the same code of pcsc/.
#include "core/card/CardErrors.h"
#include "core/card/PinPad.h"
#include "core/piv/PivApplication.h"
#include "pcsc/Context.h"
#include "pcsc/PcscReader.h"
#include "pcsc/ReaderMonitor.h"
#include "tests/pcsc/fake/FakePcsc.h"
#include "tests/support/FailureCode.h"

#include <catch2/catch.hpp>
#include <reader.h>
#include <winscard.h>

#include <chrono>
#include <vector>

using namespace cardwright;
using namespace cardwright::testing;
using namespace std::chrono_literals;

namespace {

constexpr unsigned long verifyCode = 0x42000DB2;
constexpr unsigned long modifyCode = 0x42000DB3;
constexpr unsigned long propertiesCode = 0x42000DB4;

Bytes hex(std::string_view text)
{
    std::string packed(text);
    std::erase(packed, ' ');
    return *fromHex(packed);
}

FakePcsc::Reader padded(const std::string& name = "Reader one")
{
    FakePcsc::Reader reader;
    reader.name = name;
    reader.atr = hex("3BFD1300008131FE158073C021C057597562694B657940");
    reader.features = {{FEATURE_VERIFY_PIN_DIRECT, verifyCode}, {FEATURE_MODIFY_PIN_DIRECT, modifyCode}, {FEATURE_GET_TLV_PROPERTIES, propertiesCode}};
    reader.properties = hex("01 02 1002 0A 04 00000100"); // a display; 65536 octets, the least first
    return reader;
}

Bytes text(std::string_view value) { return toBytes(bytesOf(value)); }

} // namespace

TEST_CASE("the service refuses by policy, speaks another version, or is down: three things with three next steps")
{
    FakePcsc pcsc;
    for (const auto& [result, code] : std::vector<std::pair<long, const char*>>{{SCARD_W_SECURITY_VIOLATION, "PCSC-DENIED"},
                                                                                {SCARD_E_NO_ACCESS, "PCSC-DENIED"},
                                                                                {SCARD_E_SERVICE_STOPPED, "PCSC-VERSION"},
                                                                                {SCARD_E_NO_SERVICE, "PCSC-ABSENT"},
                                                                                {SCARD_F_INTERNAL_ERROR, "READER-FAULT"}}) {
        pcsc.establishResult = result;
        CHECK(codeOf([] { pcsc::Context(); }) == code);
        CHECK(codeOf([] { pcsc::ReaderMonitor().readers(); }) == code);
        CHECK(codeOf([] { pcsc::PcscReader("Reader one").open(); }) == code);
    }
    CHECK_FALSE(Failure::of("PCSC-VERSION").nextStep.empty());
    CHECK(pcsc.connected.empty());
}

TEST_CASE("refused at the card by policy")
{
    FakePcsc pcsc;
    auto reader = padded();
    reader.connectResult = SCARD_W_SECURITY_VIOLATION;
    pcsc.plugIn(reader);
    CHECK(codeOf([] { pcsc::PcscReader("Reader one").open(); }) == "PCSC-DENIED");
}

TEST_CASE("what a reader says of itself, without a card and without touching another reader")
{
    FakePcsc pcsc;
    auto reader = padded();
    reader.card = false;
    reader.attributes[SCARD_ATTR_VENDOR_NAME] = text(std::string("Maker\0", 6));
    reader.attributes[SCARD_ATTR_VENDOR_IFD_TYPE] = text("Pad 1\x07");
    reader.attributes[SCARD_ATTR_VENDOR_IFD_SERIAL_NO] = text("0042");
    reader.attributes[SCARD_ATTR_VENDOR_IFD_VERSION] = hex("02 00 05 01");
    pcsc.plugIn(reader);
    pcsc.plugIn(padded("Reader two"));
    const auto said = pcsc::PcscReader("Reader one").attributes();
    CHECK(said.vendor == "Maker");
    CHECK(said.model == "Pad 1");
    CHECK(said.serial == "0042");
    CHECK(said.driverVersion == "1.5.2");
    CHECK(said.mostOctets == 65536);
    CHECK(said.padVerifies);
    CHECK(said.padModifies);
    CHECK(pcsc.connected == std::vector<std::string>{"Reader one/" + std::to_string(SCARD_SHARE_DIRECT)});
    CHECK(pcsc.transmitted.empty());
    CHECK(pcsc.handles.empty());

    FakePcsc::Reader plain;
    plain.name = "Plain";
    pcsc.plugIn(plain);
    const auto nothing = pcsc::PcscReader("Plain").attributes();
    CHECK(nothing.vendor.empty());
    CHECK_FALSE(nothing.mostOctets);
    CHECK_FALSE(nothing.padVerifies);
    CHECK(codeOf([] { pcsc::PcscReader("Nowhere").attributes(); }) == "READER-UNKNOWN");
}

TEST_CASE("VERIFY at the reader's keys: the structure of part 10, octet by octet, and no VERIFY from here")
{
    FakePcsc pcsc;
    pcsc.plugIn(padded());
    auto transaction = pcsc::PcscReader("Reader one").open();
    CardChannel channel(*transaction);
    PivApplication piv(channel);
    pcsc.answer = hex("63C2");
    CHECK(piv.verifyPasscodeOnPad() == PadOutcome{PadOutcome::Kind::sent, {PasscodeOutcome::Kind::wrong, 2}});
    REQUIRE(pcsc.controls.size() == 1);
    CHECK(pcsc.controls[0].code == verifyCode);
    // times, ASCII from octet 0, block of 8, no length field, 6 to 8 digits, "enter" ends it, one message, en-GB, its number, prologue, size
    CHECK(toHex(pcsc.controls[0].sent) == toHex(hex("1E 1E 82 08 00 0806 02 01 0908 00 000000 0D000000  00200080 08 FFFFFFFFFFFFFFFF")));
    CHECK(pcsc.transmitted.empty());
    transaction.reset();
    CHECK(pcsc.endings == std::vector<unsigned long>{SCARD_RESET_CARD});
}

TEST_CASE("MODIFY at the reader's keys: the old and twice the new, or the new behind an unlock key")
{
    FakePcsc pcsc;
    pcsc.plugIn(padded());
    auto transaction = pcsc::PcscReader("Reader one").open();
    CardChannel channel(*transaction);
    PivApplication piv(channel);
    CHECK(piv.changePasscodeOnPad().accepted());
    CHECK(piv.resetRetryCounterOnPad(SecureBytes::copyOf(bytesOf("12345678"))).accepted());
    REQUIRE(pcsc.controls.size() == 2);
    CHECK(pcsc.controls[0].code == modifyCode);
    CHECK(toHex(pcsc.controls[0].sent) ==
          toHex(hex("1E 1E 82 08 00 00 08 0806 03 02 03 0908 00 01 02 000000 15000000  00240080 10 FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF")));
    CHECK(toHex(pcsc.controls[1].sent) ==
          toHex(hex("1E 1E 82 08 00 00 08 0806 01 02 02 0908 01 02 02 000000 15000000  002C0080 10 3132333435363738 FFFFFFFFFFFFFFFF")));
}

TEST_CASE("the reader's words at its keys, and a card that is pulled meanwhile")
{
    FakePcsc pcsc;
    pcsc.plugIn(padded());
    auto transaction = pcsc::PcscReader("Reader one").open();
    CardChannel channel(*transaction);
    PivApplication piv(channel);
    for (const auto& [word, kind] : std::vector<std::pair<const char*, PadOutcome::Kind>>{{"6400", PadOutcome::Kind::timedOut},
                                                                                         {"6401", PadOutcome::Kind::cancelled},
                                                                                         {"6402", PadOutcome::Kind::different},
                                                                                         {"6403", PadOutcome::Kind::form}}) {
        pcsc.answer = hex(word);
        CHECK(piv.verifyPasscodeOnPad().kind == kind);
    }
    pcsc.transmitResult = SCARD_W_REMOVED_CARD;
    CHECK(codeOf([&] { piv.verifyPasscodeOnPad(); }) == "CARD-REMOVED");
    pcsc.transmitResult = SCARD_E_NOT_TRANSACTED;
    pcsc.setCard("Reader one", false);
    CHECK(codeOf([&] { piv.verifyPasscodeOnPad(); }) == "CARD-REMOVED");
}

TEST_CASE("a reader without keys, or with VERIFY alone")
{
    FakePcsc pcsc;
    auto plain = padded("Plain");
    plain.features.clear();
    pcsc.plugIn(plain);
    auto half = padded("Half");
    half.features = {{FEATURE_VERIFY_PIN_DIRECT, verifyCode}};
    pcsc.plugIn(half);
    CHECK(pcsc::PcscReader("Plain").open()->pinPad() == nullptr);
    auto transaction = pcsc::PcscReader("Half").open();
    REQUIRE(transaction->pinPad() != nullptr);
    CHECK(transaction->pinPad()->canVerify());
    CHECK_FALSE(transaction->pinPad()->canModify());
}

TEST_CASE("extended length only where the card's ATR and the reader both say so")
{
    FakePcsc pcsc;
    auto silent = padded("Silent card");
    silent.atr = hex("3BF81300008131FE4543575049563030318A");
    auto small = padded("Small reader");
    small.properties = hex("0A 04 00010000"); // 256
    auto odd = padded("Odd reader");
    odd.properties = hex("0A 09 0000"); // a length that does not hold
    for (const auto& reader : {padded(), silent, small, odd}) pcsc.plugIn(reader);
    CHECK(pcsc::PcscReader("Reader one").open()->extendedLength());
    CHECK_FALSE(pcsc::PcscReader("Silent card").open()->extendedLength());
    CHECK_FALSE(pcsc::PcscReader("Small reader").open()->extendedLength());
    CHECK_FALSE(pcsc::PcscReader("Odd reader").open()->extendedLength());
}

TEST_CASE("a driver that tells more octets than there was room for")
{
    FakePcsc pcsc;
    pcsc.plugIn(padded());
    auto transaction = pcsc::PcscReader("Reader one").open();
    pcsc.answerSize = 5000;
    CHECK(codeOf([&] { transaction->transmit(hex("00CB3FFF055C035FC10200")); }) == "CARD-DATA");
    pcsc.answerSize = 1;
    pcsc.setCard("Reader one", false);
    CHECK(codeOf([&] { transaction->transmit(hex("00CB3FFF055C035FC10200")); }) == "CARD-REMOVED");
}

TEST_CASE("a driver that leaves something out of its list of features, or cuts it, has none of them")
{
    FakePcsc pcsc;
    auto reader = padded();
    reader.features = {{0x99, 1}};
    pcsc.plugIn(reader);
    const auto said = pcsc::PcscReader("Reader one").attributes();
    CHECK_FALSE(said.padVerifies);
    CHECK_FALSE(said.mostOctets);
}

TEST_CASE("readers come and go while they are watched")
{
    FakePcsc pcsc;
    std::mutex mutex;
    std::condition_variable signal;
    std::vector<std::vector<std::string>> told;
    pcsc::ReaderMonitor monitor;
    monitor.start([&](const std::vector<ReaderState>& list) {
        const std::lock_guard lock(mutex);
        std::vector<std::string> names;
        for (const auto& one : list) names.push_back(one.name + (one.present ? "+" : ""));
        told.push_back(names);
        signal.notify_all();
    });
    const auto waitFor = [&](const std::vector<std::string>& names) {
        std::unique_lock lock(mutex);
        return signal.wait_for(lock, 90s, [&] { return !told.empty() && told.back() == names; });
    };
    CHECK(waitFor({}));
    pcsc.plugIn(padded());
    CHECK(waitFor({"Reader one+"}));
    pcsc.plugIn(padded("Reader two"));
    CHECK(waitFor({"Reader one+", "Reader two+"}));
    pcsc.setCard("Reader one", false);
    CHECK(waitFor({"Reader one", "Reader two+"}));
    pcsc.pullOut("Reader one");
    CHECK(waitFor({"Reader two+"}));
    pcsc.plugIn(padded()); // the same ones the other way round
    CHECK(waitFor({"Reader two+", "Reader one+"}));
    monitor.stop();
    CHECK(pcsc.connected.empty()); // no card was touched for any of it
}

TEST_CASE("a reader that is pulled out in the middle of a transaction")
{
    FakePcsc pcsc;
    pcsc.plugIn(padded());
    auto transaction = pcsc::PcscReader("Reader one").open();
    pcsc.pullOut("Reader one");
    CHECK(codeOf([&] { transaction->transmit(hex("00A40400")); }) == "READER-UNKNOWN");
    transaction.reset();
    CHECK(codeOf([] { pcsc::PcscReader("Reader one").open(); }) == "READER-UNKNOWN");
}
