#include "tests/unit/piv/PivTestCard.h"

using namespace cardwright;

TEST_CASE("version and serial: whatever is none means that the card has none")
{
    PivTestCard t;
    t.card.expect("00 FD 00 00 00", "050701 9000");
    CHECK(t.piv.version() == CardVersion{5, 7, 1});
    t.card.expect("00 F8 00 00 00", "01020304 9000");
    CHECK(t.piv.serial() == 0x01020304U);
    for (const char* answer : {"6D00", "6A81", "6A86", "6E00", "6982", "6F00", "9000", "0507 9000", "05070100 9000"}) {
        t.card.expect("00 FD 00 00 00", answer);
        CHECK_FALSE(t.piv.version());
    }
    for (const char* answer : {"6D00", "9000", "010203 9000"}) {
        t.card.expect("00 F8 00 00 00", answer);
        CHECK_FALSE(t.piv.serial());
    }
}

TEST_CASE("card versions are read, written and ordered")
{
    CHECK(CardVersion::parse("5.7.0") == CardVersion{5, 7, 0});
    CHECK(CardVersion{5, 7, 1}.text() == "5.7.1");
    CHECK(CardVersion{5, 6, 255} < CardVersion{5, 7, 0});
    for (const char* wrong : {"", "5", "5.7", "5.7.", "5.7.0.1", "256.0.0", "a.b.c", "-1.0.0", "5,7,0"}) CHECK_FALSE(CardVersion::parse(wrong));
}

TEST_CASE("metadata of a passcode and of a key")
{
    PivTestCard t;
    t.card.expect("00 F7 00 80 00", "01 01 FF 05 01 01 06 02 03 02 9000");
    const auto passcode = t.piv.metadata(KeyReference::passcode);
    REQUIRE(passcode);
    CHECK_FALSE(passcode->algorithm);
    CHECK(passcode->factoryValue == true);
    CHECK(passcode->triesInAll == 3);
    CHECK(passcode->triesLeft == 2);

    t.card.expect("00 F7 00 9A 00", "01 01 11 02 02 02 01 03 01 01 04 04 86 02 AABB 9000");
    const auto key = t.piv.metadata(Slot::authentication);
    REQUIRE(key);
    CHECK(key->algorithm == Algorithm::eccP256);
    CHECK(key->passcodePolicy == 2);
    CHECK(key->touchPolicy == 1);
    CHECK(key->origin == 1);
    CHECK(key->publicKey == octets("8602AABB"));
    CHECK_FALSE(key->factoryValue);

    for (const char* none : {"6A88", "6A82", "6D00", "6A86"}) {
        t.card.expect("00 F7 00 9E 00", none);
        CHECK_FALSE(t.piv.metadata(Slot::cardAuthentication));
    }
    t.card.expect("00 F7 00 9E 00", "6F00");
    CHECK(failureOf([&] { t.piv.metadata(Slot::cardAuthentication); }) == "CARD-REFUSED");
    t.card.expect("00 F7 00 9E 00", "01 02 11 9000");
    CHECK(failureOf([&] { t.piv.metadata(Slot::cardAuthentication); }) == "CARD-DATA");
}

TEST_CASE("attestation")
{
    PivTestCard t;
    t.card.expect("00 F9 9A 00 00", "3000 9000");
    CHECK(t.piv.attestation(Slot::authentication) == octets("3000"));
    for (const char* none : {"6D00", "6A80", "6A88"}) {
        t.card.expect("00 F9 9A 00 00", none);
        CHECK_FALSE(t.piv.attestation(Slot::authentication));
    }
    t.card.expect("00 F9 9A 00 00", "6F00");
    CHECK(failureOf([&] { t.piv.attestation(Slot::authentication); }) == "CARD-REFUSED");
}

TEST_CASE("a new administration key")
{
    PivTestCard t;
    const SecureBytes key = SecureBytes::copyOf(Bytes(32, 0x77));
    Bytes command = octets("00 FF FF FF 23 0C 9B 20");
    append(command, key.view());
    t.card.expect(command, octets("9000"));
    t.piv.setAdministrationKey(Algorithm::aes256, key);
    const std::pair<const char*, const char*> words[] = {{"6D00", "CARD-CANNOT"}, {"6A80", "CARD-CANNOT"}, {"6A86", "CARD-CANNOT"},
                                                         {"6982", "CARD-NEEDS-ADMIN"}, {"6F00", "CARD-REFUSED"}};
    for (const auto& [word, code] : words) {
        t.card.expect(command, octets(word));
        CHECK(failureOf([&] { t.piv.setAdministrationKey(Algorithm::aes256, key); }) == code);
    }
    CHECK(failureOf([&] { t.piv.setAdministrationKey(Algorithm::aes128, key); }) == "USAGE");
    CHECK(failureOf([&] { t.piv.setAdministrationKey(Algorithm::eccP256, key); }) == "USAGE");
}

TEST_CASE("tries, wiping and deletion of keys")
{
    PivTestCard t;
    t.card.expect("00 FA 03 03", "9000");
    t.piv.setTries(3, 3);
    t.card.expect("00 FA 03 05", "6982");
    CHECK(failureOf([&] { t.piv.setTries(3, 5); }) == "CARD-NEEDS-ADMIN");
    t.card.expect("00 FA 03 05", "6D00");
    CHECK(failureOf([&] { t.piv.setTries(3, 5); }) == "CARD-CANNOT");
    CHECK(failureOf([&] { t.piv.setTries(0, 3); }) == "USAGE");
    CHECK(failureOf([&] { t.piv.setTries(3, 16); }) == "USAGE");

    t.card.expect("00 FB 00 00", "9000");
    CHECK(t.piv.resetApplication());
    for (const char* word : {"6985", "6982"}) {
        t.card.expect("00 FB 00 00", word);
        CHECK_FALSE(t.piv.resetApplication());
    }
    t.card.expect("00 FB 00 00", "6D00");
    CHECK(failureOf([&] { t.piv.resetApplication(); }) == "CARD-CANNOT");
    t.card.expect("00 FB 00 00", "6F00");
    CHECK(failureOf([&] { t.piv.resetApplication(); }) == "CARD-REFUSED");

    t.card.expect("00 F6 FF 9D", "9000");
    CHECK(t.piv.deleteKey(Slot::keyManagement));
    t.card.expect("00 F6 FF 9D", "6A88");
    CHECK_FALSE(t.piv.deleteKey(Slot::keyManagement));
    t.card.expect("00 F6 FF 9D", "6982");
    CHECK(failureOf([&] { t.piv.deleteKey(Slot::keyManagement); }) == "CARD-NEEDS-ADMIN");
}
