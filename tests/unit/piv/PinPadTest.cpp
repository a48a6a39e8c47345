// The reader's own keys: what is sent to them, what their words mean, and that no digit is ever here.
#include "core/card/PinPad.h"
#include "tests/unit/piv/PivTestCard.h"

#include <vector>

using namespace cardwright;

namespace {

class ScriptedPad final : public PinPad {
public:
    bool canVerify() const noexcept override { return verifies; }
    bool canModify() const noexcept override { return modifies; }
    Bytes verify(ByteView command, const PadEntry& entry) override { return note(command, entry); }
    Bytes modify(ByteView command, const PadEntry& entry) override { return note(command, entry); }

    bool verifies = true, modifies = true;
    Bytes answer = octets("9000");
    std::vector<std::string> sent;
    PadEntry last;

private:
    Bytes note(ByteView command, const PadEntry& entry)
    {
        sent.push_back(toHex(command));
        last = entry;
        return answer;
    }
};

class PaddedTransport final : public CardTransport {
public:
    Bytes transmit(ByteView) override { throw std::logic_error("nothing travels past the pad"); }
    const Bytes& atr() const override { return m_atr; }
    void resetAtEnd() noexcept override { reset = true; }
    PinPad* pinPad() override { return pad; }
    ScriptedPad* pad = nullptr;
    bool reset = false;

private:
    Bytes m_atr;
};

struct Desk {
    ScriptedPad pad;
    PaddedTransport transport;
    CardChannel channel{transport};
    PivApplication piv{channel};
    Desk() { transport.pad = &pad; }
};

} // namespace

TEST_CASE("VERIFY, CHANGE and RESET RETRY at the reader's keys: templates of FF, and where the digits go")
{
    Desk desk;
    CHECK(desk.piv.verifyPasscodeOnPad().accepted());
    CHECK(desk.pad.sent.back() == toHex(octets("00 20 00 80 08 FFFFFFFFFFFFFFFF")));
    CHECK(desk.pad.last.fewest == 6);
    CHECK(desk.pad.last.most == 8);
    CHECK(desk.transport.reset);
    CHECK(desk.piv.changePasscodeOnPad().accepted());
    CHECK(desk.pad.sent.back() == toHex(octets("00 24 00 80 10 FFFFFFFFFFFFFFFF FFFFFFFFFFFFFFFF")));
    CHECK(desk.pad.last.askOld);
    CHECK(desk.pad.last.confirm);
    CHECK(desk.pad.last.oldPlace == 0);
    CHECK(desk.pad.last.newPlace == 8);
    CHECK(desk.piv.resetRetryCounterOnPad(secret("12345678")).accepted());
    CHECK(desk.pad.sent.back() == toHex(octets("00 2C 00 80 10 3132333435363738 FFFFFFFFFFFFFFFF")));
    CHECK_FALSE(desk.pad.last.askOld);
    CHECK(desk.pad.last.newPlace == 8);
}

TEST_CASE("a site's lengths are the reader's to check, within what a card can hold")
{
    Desk desk;
    CHECK(desk.piv.changePasscodeOnPad({7, 8}).accepted());
    CHECK(desk.pad.last.fewest == 7);
    CHECK(desk.piv.resetRetryCounterOnPad(secret("12345678"), {6, 20}).accepted());
    CHECK(desk.pad.last.most == 8);
    CHECK(desk.piv.padVerifies());
    CHECK(desk.piv.padModifies());
    desk.pad.modifies = false;
    CHECK_FALSE(desk.piv.padModifies());
    desk.transport.pad = nullptr;
    CHECK_FALSE(desk.piv.padVerifies());
}

TEST_CASE("the reader's own words spend no try; the card's are the card's")
{
    using Kind = PadOutcome::Kind;
    Desk desk;
    const auto told = [&](const char* word) {
        desk.pad.answer = octets(word);
        return desk.piv.verifyPasscodeOnPad();
    };
    CHECK(told("6400").kind == Kind::timedOut);
    CHECK(told("6401").kind == Kind::cancelled);
    CHECK(told("6402").kind == Kind::different);
    CHECK(told("6403").kind == Kind::form);
    CHECK(told("63C2") == PadOutcome{Kind::sent, {PasscodeOutcome::Kind::wrong, 2}});
    CHECK(told("6983") == PadOutcome{Kind::sent, {PasscodeOutcome::Kind::blocked, 0}});
    CHECK_FALSE(told("6401").accepted());
    CHECK(told("6B80").kind == Kind::unfit);
    CHECK(failureOf([&] { told("6F00"); }) == "CARD-REFUSED");
    CHECK(failureOf([&] { told("90"); }) == "CARD-DATA");
}

TEST_CASE("a reader without keys, or with half of them, is not asked")
{
    Desk desk;
    desk.pad.modifies = false;
    CHECK(failureOf([&] { desk.piv.changePasscodeOnPad(); }) == "USAGE");
    CHECK(desk.piv.verifyPasscodeOnPad().accepted());
    desk.pad.verifies = false;
    CHECK(failureOf([&] { desk.piv.verifyPasscodeOnPad(); }) == "USAGE");
    CHECK(failureOf([&] { desk.piv.resetRetryCounterOnPad(secret("123456789")); }) == "USAGE");
    desk.transport.pad = nullptr;
    CHECK(failureOf([&] { desk.piv.verifyPasscodeOnPad(); }) == "USAGE");
    CHECK(desk.pad.sent.size() == 1);
    PivTestCard plain;
    CHECK(failureOf([&] { plain.piv.verifyPasscodeOnPad(); }) == "USAGE");
}
