#include "core/crypto/CmsSignature.h"
#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

json payloadOf(Desk& desk, const JournalEntry& entry) { return desk.openSealed(toBase64(*entry.payload)); }

} // namespace

TEST_CASE("A user number belongs to one record")
{
    Site site;
    site.signIn();
    CHECK(site.verdictOn(site.desk.holder("555001000000")) == "accepted");
    CHECK(site.verdictOn(site.desk.holder("555001000000", "Somebody", "Else")) == "user-number-taken");
}

TEST_CASE("One person has one number, however the name is written")
{
    Site site;
    site.signIn();
    Desk other = site.addDesk();
    REQUIRE(site.verdictOn(other.signIn(site.agent)) == "accepted");
    CHECK(site.verdictOn(site.desk.holder("555001000000", "Callum", "Pemberton-Roy", "1991-04-03")) == "accepted");
    const auto result = site.sendOne(other.holder("555001000100", "callum ", "PEMBERTON-ROY", "1991-04-03"));
    const auto problem = json::parse(result.problem);
    CHECK(problem.at("code") == "person-exists");
    CHECK(problem.at("type") == "urn:cardwright:problem:person-exists");
    CHECK_FALSE(problem.contains("userNumber")); // whose number it is, is for the desk alone
    CHECK(other.openSealed(problem.at("sealed").get<std::string>()) == json{{"userNumber", "555001000000"}});
    CHECK(problem.at("status") == 409);
    CHECK(site.verdictOn(other.holder("555001000101", "Callum", "Pemberton-Roy", "1991-04-04")) == "accepted");
    CHECK(site.verdictOn(site.desk.holder("555001000001", "Zoë", "Okafor", "1990-01-01")) == "accepted");
    CHECK(site.verdictOn(other.holder("555001000102", "Zoe", "Okafor", "1990-01-01")) == "person-exists");
    const auto refusals = site.deliveriesOf("refusal", other);
    REQUIRE(refusals.size() == 2);
    CHECK(refusals[0].at("seq") == 1);
    CHECK(refusals[0].at("entry") == result.id.text());
    CHECK(refusals[0].at("problem") == problem);
}

TEST_CASE("Only numbers of a desk's own blocks are taken")
{
    Site site;
    site.signIn();
    Desk other = site.addDesk();
    REQUIRE(site.verdictOn(other.signIn(site.agent)) == "accepted");
    CHECK(site.verdictOn(site.desk.holder("555001000099", "A", "A")) == "accepted");
    CHECK(site.verdictOn(site.desk.holder("555001000100", "B", "B")) == "number-not-leased"); // the other desk's first
    CHECK(site.verdictOn(site.desk.holder("555000999999", "C", "C")) == "number-not-leased");
    CHECK(site.verdictOn(other.holder("555001000100", "D", "D")) == "accepted");
}

TEST_CASE("What builds on a refused record is refused too")
{
    Site site;
    site.signIn();
    Desk other = site.addDesk();
    REQUIRE(site.verdictOn(other.signIn(site.agent)) == "accepted");
    site.sendOne(other.holder("555001000100"));
    CHECK(site.verdictOn(site.desk.holder("555001000000")) == "person-exists");
    CHECK(site.verdictOn(site.desk.card("555001000000", site.desk.guid())) == "depends-on-refused");
    CHECK(site.verdictOn(site.desk.card("555001000001", site.desk.guid())) == "holder-unknown");
    // The decision: another person after all, under the same number.
    CHECK(site.verdictOn(site.desk.holder("555001000000", "Kelum")) == "accepted");
    CHECK(site.verdictOn(site.desk.card("555001000000", site.desk.guid())) == "accepted");
}

TEST_CASE("A card belongs to one holder and must be known before anything is said of it")
{
    Site site;
    site.signIn();
    const auto card = site.desk.guid();
    site.sendOne(site.desk.holder("555001000000"));
    site.sendOne(site.desk.holder("555001000001", "Other", "Person"));
    const json receipt{{"objects", json::array()}, {"publicKeys", json::array()}, {"tries", 3}};
    const json issued{{"card", card.text()}, {"job", site.desk.guid().text()}, {"locked", false}, {"slots", {"9A"}}, {"deferred", json::array()}, {"receipt", receipt}};
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::cardIssued, issued)) == "card-unknown");
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::cardUnlocked, {{"card", card.text()}, {"likeness", "yes"}, {"receipt", receipt}})) == "card-unknown");
    CHECK(site.verdictOn(site.desk.card("555001000000", card)) == "accepted");
    CHECK(site.verdictOn(site.desk.card("555001000000", card)) == "accepted"); // a repair opens the same card again
    CHECK(site.verdictOn(site.desk.card("555001000001", card)) == "card-taken");
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::cardIssued, issued)) == "accepted");
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::cardUnlocked, {{"card", card.text()}, {"likeness", "yes"}, {"receipt", receipt}})) == "accepted");
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::cardTouched, {{"card", card.text()}, {"written", {"9A"}}})) == "accepted");
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::cardTouched, {{"card", card.text()}, {"written", "9A"}})) == "payload-malformed");
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::cardAbandoned, {{"card", card.text()}, {"reason", "other"}})) == "accepted");
}

TEST_CASE("A certificate is made once per request and delivered each time it is asked for")
{
    Site site;
    site.signIn();
    const auto card = site.desk.guid();
    const auto request = site.desk.guid();
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    site.sendOne(site.desk.holder("555001000000"));
    site.sendOne(site.desk.card("555001000000", card));
    const auto entry = site.desk.request("555001000000", card, request, key);
    CHECK(site.verdictOn(entry) == "accepted");
    auto delivered = site.deliveriesOf("certificate");
    REQUIRE(delivered.size() == 1);
    CHECK(delivered[0].at("request") == request.text());
    CHECK(delivered[0].at("card") == card.text());
    CHECK(delivered[0].at("slot") == "9A");
    const auto certificate = Certificate::fromDer(fromBase64(delivered[0].at("certificate").get<std::string>()).value());
    CHECK(certificate.publicKey() == key.publicKey());
    CHECK(certificate.subjectSerialNumber() == "555001000000");
    CHECK(certificate.biometricInfo() == site.desk.portrait);
    CHECK(certificate.uuid() == card);
    CHECK_FALSE(certificate.hasName());
    CHECK(certificate.chainsTo(std::vector{site.authority->root()}, site.clock.now, CertificatePurpose::signIn) == TrustVerdict::trusted);

    // Asked again in a new entry, with the very same request: the same certificate once more.
    const auto again = payloadOf(site.desk, entry);
    site.open();
    CHECK(site.verdictOn(site.desk.requestWith("555001000000", card, request, fromBase64(again.at("csr").get<std::string>()).value())) == "accepted");
    delivered = site.deliveriesOf("certificate");
    REQUIRE(delivered.size() == 2);
    CHECK(delivered[0] == delivered[1]);
    CHECK(site.centre->counts().certificates == 3); // with the first agent's two
    // Another key under the same number.
    CHECK(site.verdictOn(site.desk.request("555001000000", card, request, PrivateKey::generate(KeyAlgorithm::ecP256))) == "request-reused");
}

TEST_CASE("A request must be signed by its own key and fit card, holder and portrait")
{
    Site site;
    site.signIn();
    const auto card = site.desk.guid();
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    site.sendOne(site.desk.holder("555001000000"));
    site.sendOne(site.desk.holder("555001000001", "Other", "Person"));
    CHECK(site.verdictOn(site.desk.request("555001000000", card, site.desk.guid(), key)) == "card-unknown");
    site.sendOne(site.desk.card("555001000000", card));

    const PendingRequest pending(key.publicKey(), {"555001000000", "Trust", card, site.desk.portrait});
    auto csr = pending.assemble(key.signDigest(pending.signatureInput())).der();
    csr[csr.size() - 20] ^= 0x01; // in the signature
    CHECK(site.verdictOn(site.desk.requestWith("555001000000", card, site.desk.guid(), csr)) == "possession-not-proven");

    const auto with = [&](const std::string& number, const Guid& inRequest, std::optional<Sha256Digest> portrait) {
        const PendingRequest one(key.publicKey(), {number, "Trust", inRequest, portrait});
        return site.verdictOn(site.desk.requestWith("555001000000", card, site.desk.guid(), one.assemble(key.signDigest(one.signatureInput())).der()));
    };
    CHECK(with("555001000001", card, site.desk.portrait) == "request-mismatch");
    CHECK(with("555001000000", site.desk.guid(), site.desk.portrait) == "request-mismatch");
    CHECK(with("555001000000", card, std::nullopt) == "request-mismatch");
    CHECK(with("555001000000", card, sha256({})) == "request-mismatch");
    CHECK(site.verdictOn(site.desk.requestWith("555001000000", card, site.desk.guid(), bytesOf("no request"))) == "payload-malformed");
    CHECK(site.centre->counts().certificates == 2); // the first agent's
    CHECK(with("555001000000", card, site.desk.portrait) == "accepted");
}

TEST_CASE("Only the contactless slot may ask without a holder, and its certificate names the card alone")
{
    Site site;
    site.signIn();
    const auto card = site.desk.guid();
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    site.sendOne(site.desk.holder("555001000000"));
    site.sendOne(site.desk.card("555001000000", card));
    CHECK(site.verdictOn(site.desk.cardOnlyRequest("555001000000", card, "9A", key)) == "request-mismatch");
    CHECK(site.verdictOn(site.desk.cardOnlyRequest("555001000000", card, "82", key)) == "slot-unknown");
    CHECK(site.verdictOn(site.desk.cardOnlyRequest("555001000000", card, "9E", key)) == "accepted");
    const auto delivered = site.deliveriesOf("certificate");
    REQUIRE(delivered.size() == 1);
    const auto certificate = Certificate::fromDer(fromBase64(delivered[0].at("certificate").get<std::string>()).value());
    CHECK(certificate.uuid() == card);
    CHECK_FALSE(certificate.subjectSerialNumber().has_value());
}

TEST_CASE("A portrait comes before the entry that names it, and is what its name says")
{
    Site site;
    site.signIn();
    site.sendOne(site.desk.holder("555001000000"));
    const auto accepted = [&] {
        return site.verdictOn(site.desk.about("555001000000", EntryKind::portraitAccepted, {{"photoReference", toHex(site.desk.portrait)}}));
    };
    CHECK(accepted() == "portrait-missing");
    CHECK(problemOf([&] { site.centre->storePortrait(site.desk.log, sha256({}), site.desk.sealedPortrait()); }) == "portrait-wrong");
    CHECK(problemOf([&] { site.centre->storePortrait(site.desk.log, sha256(bytesOf("text")), envelope::seal(bytesOf("text"), site.desk.recipients())); }) == "portrait-wrong");
    CHECK(site.centre->storePortrait(site.desk.log, site.desk.portrait, site.desk.sealedPortrait()));
    CHECK_FALSE(site.centre->storePortrait(site.desk.log, site.desk.portrait, site.desk.sealedPortrait()));
    CHECK(accepted() == "accepted");
}

TEST_CASE("Blocks of numbers never overlap, are kept over a restart, and one request gets one block")
{
    Site site;
    site.signIn();
    Desk other = site.addDesk();
    REQUIRE(site.verdictOn(other.signIn(site.agent)) == "accepted");
    for (int i = 0; i < 3; ++i) {
        CHECK(site.verdictOn(site.desk.plain(EntryKind::leaseRequested, {{"count", 10 + i}})) == "accepted");
        CHECK(site.verdictOn(other.plain(EntryKind::leaseRequested, {{"count", 1000}})) == "accepted");
        site.open();
    }
    CHECK(site.verdictOn(site.desk.plain(EntryKind::leaseRequested, {{"count", 0}})) == "payload-malformed");
    CHECK(site.verdictOn(site.desk.plain(EntryKind::leaseRequested, {{"count", 1001}})) == "payload-malformed");
    CHECK(site.verdictOn(site.desk.plain(EntryKind::leaseRequested, {{"count", "ten"}})) == "payload-malformed");
    std::uint64_t next = 555001000000;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> blocks;
    for (auto* desk : {&site.desk, &other}) {
        for (const auto& body : site.deliveriesOf("lease", *desk)) {
            blocks.emplace_back(std::stoull(body.at("first").get<std::string>()), body.at("count").get<std::uint64_t>());
        }
    }
    std::sort(blocks.begin(), blocks.end());
    CHECK(blocks.size() == 8);
    for (const auto& [first, count] : blocks) {
        CHECK(first == next);
        next = first + count;
    }
}

TEST_CASE("Payloads are read strictly, and no bad one stops the centre")
{
    Site site;
    site.signIn();
    const auto raw = [&](EntryKind kind, std::string_view text) {
        JournalEntry entry = site.desk.plain(kind, json::object());
        entry.payload = envelope::seal(bytesOf(text), site.desk.recipients());
        site.desk.sign(entry);
        return site.verdictOn(entry);
    };
    const std::string salt = R"("salt":"000102030405060708090a0b0c0d0e0f")";
    CHECK(raw(EntryKind::holderViewed, "{" + salt + "}") == "accepted");
    CHECK(raw(EntryKind::holderViewed, "") == "payload-malformed");
    CHECK(raw(EntryKind::holderViewed, "{}") == "payload-malformed");
    CHECK(raw(EntryKind::holderViewed, "[]") == "payload-malformed");
    CHECK(raw(EntryKind::holderViewed, "{" + salt + "," + salt + "}") == "payload-malformed");
    CHECK(raw(EntryKind::holderViewed, R"({"salt":"00"})") == "payload-malformed");
    CHECK(raw(EntryKind::holderViewed, "{" + salt + R"(,"deep":)" + std::string(100, '[') + std::string(100, ']') + "}") == "payload-malformed");
    CHECK(raw(EntryKind::holderViewed, "{" + salt + ",\"name\":\"\xff\"}") == "payload-malformed");
    CHECK(raw(EntryKind::holderCreated, "{" + salt + R"(,"userNumber":"555001000000"})") == "subject-wrong");
    CHECK(raw(EntryKind::certificateRequested, "{" + salt + "}") == "payload-malformed");
    auto holder = payloadOf(site.desk, site.desk.holder("555001000000"));
    --site.desk.next;
    for (const char* field : {"legalName", "familyName", "dateOfBirth", "givenName", "odsCode"}) {
        auto without = holder;
        without.erase(field);
        CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::holderCreated, without)) == "payload-malformed");
    }
    holder["dateOfBirth"] = "1991-02-30";
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::holderCreated, holder)) == "payload-malformed");
    CHECK(site.centre->counts().holders == 0);
}

TEST_CASE("Authority is renewed at a contact when it is older than an hour, not at each")
{
    Site site;
    site.signIn();
    const auto authorities = [&] { return site.deliveriesOf("authority"); };
    REQUIRE(authorities().size() == 1);
    CHECK(authorities()[0].at("until") == "2026-11-28T09:14:05.123Z");
    CHECK(authorities()[0].at("issues") == 40);
    CHECK(authorities()[0].at("unlocks") == 200);
    const std::vector trust{site.authority->root()};
    const auto statement = fromBase64(authorities()[0].at("authority").get<std::string>()).value();
    const auto verdict = cms::verifyStatement(statement, StatementType::authority, trust, site.clock.now);
    REQUIRE(verdict.trust == TrustVerdict::trusted);
    const auto signedTerms = json::parse(toText(verdict.content));
    CHECK(signedTerms.at("log") == site.desk.log.text());
    CHECK(signedTerms.at("until") == authorities()[0].at("until"));
    site.centre->renewAuthority(site.desk.log);
    CHECK(authorities().size() == 1);
    site.clock.now += 3600 * 1000;
    site.centre->renewAuthority(site.desk.log);
    REQUIRE(authorities().size() == 2);
    CHECK(authorities()[1].at("until") == "2026-11-28T10:14:05.123Z");
}

TEST_CASE("Deliveries are numbered from 1 without gaps, and come from a cursor on")
{
    Site site;
    site.signIn();
    site.centre->grantLease(site.desk.log, 5, std::nullopt);
    const auto all = site.centre->deliveries(site.desk.log, 0);
    REQUIRE(all.size() == 5);
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].cursor == i + 1);
    const std::vector<std::pair<std::string, bool>> kinds{{"lease", true}, {"authority", false}, {"revocation", false}, {"roster", false}, {"lease", true}};
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].kind == kinds[i].first);
        CHECK(all[i].sealed == kinds[i].second);
    }
    CHECK(site.centre->deliveries(site.desk.log, 4).size() == 1);
    CHECK(site.centre->deliveries(site.desk.log, 5).empty());
    CHECK(problemOf([&] { site.centre->deliveries(Guid::random(site.random), 0); }) == "log-unknown");
}

TEST_CASE("A person's record changes, ends and begins again at the centre, and the other desks that may keep it hear of it")
{
    Site site;
    site.signIn();
    Desk other = site.addDesk();
    REQUIRE(site.verdictOn(other.signIn(site.agent)) == "accepted");
    REQUIRE(site.verdictOn(site.desk.holder("555001000000", "Callum", "Reid")) == "accepted");
    REQUIRE(site.verdictOn(site.desk.holder("555001000001", "Zoe", "Okafor")) == "accepted");
    const auto changed = [&](std::string_view number, const std::string& given, const std::string& family) {
        return site.desk.about(number, EntryKind::holderChanged,
                               {{"changed", {"familyName"}}, {"legalName", given + " " + family}, {"givenName", given}, {"familyName", family},
                                {"dateOfBirth", "1991-04-03"}, {"nameOnCard", given + " " + family}, {"odsCode", "HVC00"}, {"jobTitle", "Nurse"},
                                {"team", "Night"}, {"reason", "Married"}, {"former", {{"legalName", "Callum Reid"}}}});
    };
    CHECK(site.verdictOn(changed("555001000000", "Callum", "Pemberton")) == "accepted");
    const auto told = site.deliveriesOf("person", other);
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("userNumber") == "555001000000");
    CHECK(told[0].at("holder").at("familyName") == "Pemberton");
    CHECK(told[0].at("holder").at("team") == "Night");
    CHECK_FALSE(told[0].at("holder").contains("former")); // nor the reason
    CHECK_FALSE(told[0].contains("reason"));
    CHECK(site.deliveriesOf("person", site.desk).empty());
    CHECK(site.verdictOn(changed("555001000001", "Callum", "Pemberton")) == "person-exists");
    CHECK(site.verdictOn(changed("555001000077", "Any", "Body")) == "holder-unknown");

    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::holderClosed, {{"reason", "left"}})) == "accepted");
    CHECK(site.deliveriesOf("person", other).back().at("closed") == true);
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::holderReopened, {{"reason", "Came back"}})) == "accepted");
    CHECK(site.deliveriesOf("person", other).back().at("closed") == false);
    CHECK(site.verdictOn(site.desk.about("555001000000", EntryKind::holderClosed, {})) == "payload-malformed");
}
