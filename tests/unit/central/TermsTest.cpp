// What a holder's card signed, before the centre: taken by the key it was asked to certify, refused by name otherwise, told to the other desks.
#include "core/crypto/CmsSignature.h"
#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

const std::string number = "555001000000";

struct Accepted : Site {
    Accepted()
    {
        signIn();
        REQUIRE(verdictOn(desk.holder(number)) == "accepted");
        REQUIRE(verdictOn(other.signIn(agent)) == "accepted");
        json opened{{"card", card.text()}, {"job", Guid::random(random).text()}, {"act", "issue"}, {"generation", 1}, {"siteKeyVersion", 1}, {"locked", false}};
        REQUIRE(verdictOn(desk.about(number, EntryKind::cardOpened, opened)) == "accepted");
        REQUIRE(verdictOn(desk.request(number, card, Guid::random(random), key)) == "accepted");
    }
    json statement(const std::string& who = number) const
    {
        return {{"statement", "cardwright.terms-acceptance/1"}, {"id", id.text()}, {"log", desk.log.text()}, {"card", card.text()},
                {"holder", toHex(subjectDigest(salt, who))}, {"noticeVersion", 1}, {"noticeDigest", std::string(64, 'a')}, {"noticeAcknowledgedAt", formatUtc(clock.now - 2000)},
                {"termsVersion", 1}, {"termsDigest", std::string(64, 'b')}, {"acceptedAt", formatUtc(clock.now - 1000)}};
    }
    JournalEntry entry(const json& says, const PrivateKey& by, const std::string& slot = "9A")
    {
        const auto octets = toBytes(bytesOf(says.dump()));
        PrivateKeySigner signer(by);
        auto signature = cms::signByKey(octets, StatementType::terms, signer, clock.now);
        if (bend) signature[signature.size() - 4] ^= 1;
        return desk.about(number, EntryKind::termsAccepted,
                          {{"id", id.text()}, {"card", card.text()}, {"slot", slot}, {"publicKey", toBase64(by.publicKey().der())}, {"statement", toBase64(octets)},
                           {"signature", toBase64(signature)}, {"holderSalt", toHex(salt)}, {"noticeVersion", 1}, {"termsVersion", 1}});
    }

    Desk other = addDesk();
    Guid card = Guid::random(random);
    Guid id = Guid::random(random);
    Bytes salt = Bytes(16, 0x5A);
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
    bool bend = false;
};

} // namespace

TEST_CASE("What a card signed is taken by its key, and the other desks hear of it")
{
    Accepted site;
    REQUIRE(site.verdictOn(site.desk.about(number, EntryKind::noticeAcknowledged, {{"version", 1}, {"digest", std::string(64, 'a')}, {"card", site.card.text()}})) == "accepted");
    REQUIRE(site.verdictOn(site.entry(site.statement(), site.key)) == "accepted");
    const auto told = site.deliveriesOf("terms", site.other);
    REQUIRE(told.size() == 1);
    CHECK(told.back().at("userNumber") == number);
    CHECK(told.back().at("termsDigest") == std::string(64, 'b'));
    CHECK(site.deliveriesOf("terms", site.desk).empty());
}

TEST_CASE("A signature of another key, a bent one, and one under another text are refused, each by its name")
{
    Accepted site;
    CHECK(site.verdictOn(site.entry(site.statement(), PrivateKey::generate(KeyAlgorithm::ecP256))) == "terms-key-unknown");
    CHECK(site.verdictOn(site.entry(site.statement(), site.key, "9C")) == "terms-key-unknown");
    site.bend = true;
    CHECK(site.verdictOn(site.entry(site.statement(), site.key)) == "terms-signature");
    site.bend = false;
    CHECK(site.verdictOn(site.entry(site.statement("555001000001"), site.key)) == "terms-mismatch"); // somebody else's
    auto other = site.statement();
    other["card"] = Guid::random(site.random).text();
    CHECK(site.verdictOn(site.entry(other, site.key)) == "terms-mismatch");
    other = site.statement();
    other["termsVersion"] = 2;
    CHECK(site.verdictOn(site.entry(other, site.key)) == "terms-mismatch");
    CHECK(site.deliveriesOf("terms", site.other).empty());
}
