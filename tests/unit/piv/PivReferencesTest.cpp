#include "tests/unit/piv/PivTestCard.h"

#include <utility>
#include <vector>

using namespace cardwright;

namespace {

using Kind = PasscodeOutcome::Kind;

const std::string verify123456 = "00 20 00 80 08 313233343536FFFF";

struct Expected {
    int word;
    PasscodeOutcome outcome;
};

const std::vector<Expected> outcomes = {
    {0x9000, {Kind::accepted, std::nullopt}}, {0x63C2, {Kind::wrong, 2}},            {0x63C1, {Kind::wrong, 1}},
    {0x63CF, {Kind::wrong, 15}},              {0x63C0, {Kind::blocked, 0}},          {0x6983, {Kind::blocked, 0}},
    {0x6300, {Kind::wrong, std::nullopt}},    {0x6A80, {Kind::form, std::nullopt}},
};

const std::vector<std::pair<int, const char*>> failures = {
    {0x6982, "CARD-REFUSED"}, {0x6985, "CARD-REFUSED"}, {0x6700, "CARD-REFUSED"}, {0x6F00, "CARD-REFUSED"}, {0x6A88, "CARD-CANNOT"},
    {0x6A81, "CARD-CANNOT"},  {0x6A86, "CARD-CANNOT"},  {0x6D00, "CARD-CANNOT"},  {0x6A82, "CARD-CANNOT"},
};

} // namespace

TEST_CASE("VERIFY pads to eight octets, asks for a reset at the end, and tells what the card says")
{
    for (const auto& expected : outcomes) {
        PivTestCard t;
        t.card.expect(octets(verify123456), swOctets(static_cast<std::uint16_t>(expected.word)));
        CHECK(t.piv.verifyPasscode(secret("123456")) == expected.outcome);
        CHECK(t.card.resetAsked());
    }
    for (const auto& [word, code] : failures) {
        PivTestCard t;
        t.card.expect(octets(verify123456), swOctets(static_cast<std::uint16_t>(word)));
        CHECK(failureOf([&] { t.piv.verifyPasscode(secret("123456")); }) == code);
    }
    PivTestCard t;
    t.card.expect("00 20 00 80 08 3132333435363738", "9000");
    CHECK(t.piv.verifyPasscode(secret("12345678")).accepted());
}

TEST_CASE("an empty or an overlong passcode never reaches the card")
{
    PivTestCard t;
    CHECK(failureOf([&] { t.piv.verifyPasscode(SecureBytes()); }) == "USAGE");
    CHECK(failureOf([&] { t.piv.verifyPasscode(secret("123456789")); }) == "USAGE");
    CHECK(failureOf([&] { t.piv.resetRetryCounter(secret("12345678"), SecureBytes()); }) == "USAGE");
    CHECK(failureOf([&] { t.piv.changeReference(KeyReference::unlockKey, SecureBytes(), secret("12345678")); }) == "USAGE");
    CHECK(t.card.sent() == 0);
}

TEST_CASE("a passcode lost on the way is not sent again, and the card is reset all the same")
{
    PivTestCard t;
    t.card.lose(verify123456, "CARD-SILENT");
    CHECK(failureOf([&] { t.piv.verifyPasscode(secret("123456")); }) == "CARD-SILENT");
    CHECK(t.card.sent() == 1);
    CHECK(t.card.resetAsked());
}

TEST_CASE("an empty VERIFY: 9000 is 'verified', which is not zero tries")
{
    const std::pair<int, TriesLeft> answers[] = {
        {0x9000, {true, std::nullopt}}, {0x63C3, {false, 3}}, {0x63C0, {false, 0}}, {0x6983, {false, 0}}, {0x6300, {false, std::nullopt}},
    };
    for (const auto& [word, tries] : answers) {
        PivTestCard t;
        t.card.expect(octets("00 20 00 80"), swOctets(static_cast<std::uint16_t>(word)));
        CHECK(t.piv.passcodeTries() == tries);
        CHECK_FALSE(t.card.resetAsked()); // nothing was authenticated
    }
    CHECK(TriesLeft{false, 0}.blocked());
    CHECK_FALSE(TriesLeft{true, std::nullopt}.blocked());
    CHECK_FALSE(TriesLeft{false, std::nullopt}.blocked());
    for (const int word : {0x6A88, 0x6700, 0x6982, 0x6D00}) {
        PivTestCard t;
        t.card.expect(octets("00 20 00 80"), swOctets(static_cast<std::uint16_t>(word)));
        CHECK(failureOf([&] { t.piv.passcodeTries(); }) == "CARD-REFUSED");
    }
}

TEST_CASE("VERIFY with P1 = FF logs out, where the card has it")
{
    PivTestCard t;
    t.card.expect("00 20 FF 80", "9000");
    CHECK(t.piv.forgetPasscode());
    t.card.expect("00 20 FF 80", "6A86");
    CHECK_FALSE(t.piv.forgetPasscode());
    t.card.expect("00 20 FF 80", "6F00");
    CHECK(failureOf([&] { t.piv.forgetPasscode(); }) == "CARD-REFUSED");
}

TEST_CASE("CHANGE REFERENCE DATA: old and new, eight octets each")
{
    for (const auto& expected : outcomes) {
        PivTestCard t;
        t.card.expect(octets("00 24 00 81 10 3132333435363738 3837363534333231"), swOctets(static_cast<std::uint16_t>(expected.word)));
        CHECK(t.piv.changeReference(KeyReference::unlockKey, secret("12345678"), secret("87654321")) == expected.outcome);
    }
    for (const auto& [word, code] : failures) {
        PivTestCard t;
        t.card.expect(octets("00 24 00 80 10 313233343536FFFF 363534333231FFFF"), swOctets(static_cast<std::uint16_t>(word)));
        CHECK(failureOf([&] { t.piv.changeReference(KeyReference::passcode, secret("123456"), secret("654321")); }) == code);
    }
    PivTestCard t;
    CHECK(failureOf([&] { t.piv.changeReference(KeyReference::administration, secret("1"), secret("2")); }) == "USAGE");
    CHECK(failureOf([&] { t.piv.changeReference(KeyReference::globalPasscode, secret("1"), secret("2")); }) == "USAGE");
    CHECK(t.card.sent() == 0);
}

TEST_CASE("RESET RETRY COUNTER: unlock key and new passcode; the tries are the unlock key's")
{
    for (const auto& expected : outcomes) {
        PivTestCard t;
        t.card.expect(octets("00 2C 00 80 10 3837363534333231 31323334353637FF"), swOctets(static_cast<std::uint16_t>(expected.word)));
        CHECK(t.piv.resetRetryCounter(secret("87654321"), secret("1234567")) == expected.outcome);
        CHECK(t.card.sent() == 1); // no VERIFY of its own: the passcode is not verified by this
    }
    for (const auto& [word, code] : failures) {
        PivTestCard t;
        t.card.expect(octets("00 2C 00 80 10 3837363534333231 31323334353637FF"), swOctets(static_cast<std::uint16_t>(word)));
        CHECK(failureOf([&] { t.piv.resetRetryCounter(secret("87654321"), secret("1234567")); }) == code);
    }
}
