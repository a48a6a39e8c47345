// The centre over CMP, against an authority of our own on loopback.
#include "core/central/CmpAuthority.h"
#include "core/central/IssuingOffice.h"
#include "core/store/CardTrust.h"
#include "tests/unit/central/TestCentre.h"
#include "tests/unit/cmp/CmpLab.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// The lab certifies by the real time; the centre's is moved on to when a request is asked again.
struct Moved {
    FixedClock moved;
    Moved() { moved.now = SystemClock().utcMillis(); }
};

const std::string number = "555001000000";

class CmpSite : private Moved, public Site {
public:
    CmpSite() : Site(&moved)
    {
        reopen();
        signIn();
        REQUIRE(verdictOn(desk.holder(number)) == "accepted");
        REQUIRE(verdictOn(desk.card(number, card)) == "accepted");
    }
    void reopen(std::map<CertificateProfile, central::CmpProfile> profiles = {})
    {
        centre.reset();
        cmp = std::make_unique<central::CmpAuthority>(central::TrainingAuthority::open(folder.path(), random), lab.server(),
                                                      lab.registrationAuthority(), std::vector{lab.root()}, std::move(profiles));
        centre = std::make_unique<central::Centre>(folder.path(), *cmp, time, random);
    }
    JournalEntry ask() { return desk.request(number, card, request, key); }
    JournalEntry askByKey(json changes = json::object())
    {
        json payload{{"request", desk.guid().text()}, {"card", card.text()}, {"slot", "9D"}, {"publicKey", toBase64(key.publicKey().der())},
                     {"proof", "ecdh"}, {"organisation", "Harbour Valley Community Trust"}, {"photoReference", toHex(desk.portrait)}};
        payload.update(changes);
        return desk.about(number, EntryKind::certificateRequested, payload);
    }
    JournalEntry withdraw()
    {
        return desk.about(number, EntryKind::certificateWithdrawn, {{"request", request.text()}, {"card", card.text()}, {"slot", "9A"}});
    }
    /// An hour on: whatever waits is due.
    void later()
    {
        moved.now += 3600 * 1000 / 2;
        centre->issuePending();
    }
    Certificate certificate(std::size_t index)
    {
        return Certificate::fromDer(fromBase64(deliveriesOf("certificate").at(index).at("certificate").get<std::string>()).value());
    }
    std::vector<json> hotList()
    {
        auto all = deliveriesOf("revocation");
        all.erase(all.begin()); // the empty one at enrolment
        return all;
    }
    /// Nothing valid or unsettled there that no desk has, and nothing left to do here.
    void requireNoOrphan(std::size_t delivered)
    {
        CHECK(lab.valid() == delivered);
        CHECK(lab.unconfirmed() == 0);
        CHECK(deliveriesOf("certificate").size() == delivered);
        CHECK(centre->counts().requestsWaiting == 0);
        CHECK(centre->counts().revocationsWaiting == 0);
    }

    CmpLab lab;
    std::unique_ptr<central::CmpAuthority> cmp;
    Guid card = Guid::random(random);
    Guid request = Guid::random(random);
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
};

} // namespace

TEST_CASE("Desks are told who certifies cards when the authority is another one, signed, once; a new desk in its enrolment")
{
    CmpSite site;
    const auto own = site.authority->root();
    const auto listIn = [&](ByteView statement) {
        const auto signing = Certificate::fromDer(site.enrolment.trust.centreSigning);
        const auto list = cardTrust::verify(statement, std::vector{own}, signing, site.enrolment.site.guid);
        REQUIRE(list);
        return *list;
    };
    CHECK(listIn(site.enrolment.trust.cards).anchors == std::vector{own}); // enrolled before
    CHECK(listIn(site.enrolment.trust.cards).version == 1);
    REQUIRE(site.deliveriesOf("trust").size() == 1);
    const auto list = listIn(fromBase64(site.deliveriesOf("trust")[0].at("trust").get<std::string>()).value());
    CHECK(list.anchors == std::vector{own, site.lab.root()});
    CHECK(list.version == 2);
    site.reopen();
    CHECK(site.deliveriesOf("trust").size() == 1);

    Desk second(site.time, site.random);
    const auto answer = central::enrolWorkstation(*site.centre, second.enrolment(site.centre->issueToken()));
    CHECK(listIn(answer.trust.cards).version == 2);
    CHECK(listIn(answer.trust.cards).anchors == list.anchors);

    site.open(); // back to the embedded one: what is on cards is no longer certified, and the desks hear it
    REQUIRE(site.deliveriesOf("trust").size() == 2);
    CHECK(listIn(fromBase64(site.deliveriesOf("trust")[1].at("trust").get<std::string>()).value()).anchors == std::vector{own});
}

TEST_CASE("Issued over CMP: by the card's own request, and by a key proven to the desk")
{
    CmpSite site;
    CHECK(site.verdictOn(site.ask()) == "accepted");
    CHECK(site.verdictOn(site.askByKey()) == "accepted");
    REQUIRE(site.deliveriesOf("certificate").size() == 2);
    for (const std::size_t index : {0U, 1U}) {
        const auto certificate = site.certificate(index);
        CHECK(certificate.publicKey() == site.key.publicKey());
        CHECK(certificate.subjectSerialNumber() == number);
        CHECK(certificate.uuid() == site.card);
        CHECK(certificate.biometricInfo() == site.desk.portrait);
        CHECK(certificate.chainsTo(std::vector{site.lab.root()}, site.time.utcMillis(), CertificatePurpose::any) == TrustVerdict::trusted);
    }
    site.requireNoOrphan(2);
}

TEST_CASE("Where an authority has a profile for each, the slot of a signature is asked for by its own path, or by the profile's name")
{
    CmpSite site;
    site.lab.oneProfileAPath = true;
    CHECK(site.verdictOn(site.desk.request(number, site.card, site.request, site.key, "9C")) == "accepted");
    REQUIRE(site.deliveriesOf("refusal").size() == 1); // certified as if for sign-in
    CHECK(site.deliveriesOf("refusal")[0].at("problem").at("detail") == "CA-CERTIFICATE: chain: made for another purpose");
    const bool byPath = GENERATE(true, false);
    site.reopen({{CertificateProfile::signature, byPath ? central::CmpProfile{"pkix/signature", ""} : central::CmpProfile{"", "card-signature"}}});
    CHECK(site.verdictOn(site.desk.request(number, site.card, site.desk.guid(), site.key, "9C")) == "accepted");
    REQUIRE(site.deliveriesOf("certificate").size() == 1);
    CHECK(site.certificate(0).chainsTo(std::vector{site.lab.root()}, site.time.utcMillis(), CertificatePurpose::signature) == TrustVerdict::trusted);
    CHECK(site.verdictOn(site.desk.request(number, site.card, site.desk.guid(), site.key)) == "accepted"); // 9A goes as before
    CHECK(site.deliveriesOf("certificate").size() == 2);
}

TEST_CASE("A key alone is certified only for 9D, only on a curve, and only with its proof")
{
    CmpSite site;
    const auto rsa = PrivateKey::generate(KeyAlgorithm::rsa2048);
    CHECK(site.verdictOn(site.askByKey({{"slot", "9A"}})) == "possession-not-proven");
    CHECK(site.verdictOn(site.askByKey({{"proof", "none"}})) == "possession-not-proven");
    CHECK(site.verdictOn(site.askByKey({{"publicKey", toBase64(rsa.publicKey().der())}})) == "possession-not-proven");
    CHECK(site.verdictOn(site.askByKey({{"publicKey", toBase64(Bytes(70, 1))}})) == "payload-malformed");
    CHECK(site.lab.made() == 0);
    CHECK(site.verdictOn(site.askByKey()) == "accepted");
    site.requireNoOrphan(1);
}

TEST_CASE("Renewed with a new key: the old certificate is revoked once the card proved the new one")
{
    CmpSite site;
    const auto old = site.request;
    REQUIRE(site.verdictOn(site.ask()) == "accepted");
    site.request = site.desk.guid();
    site.key = PrivateKey::generate(KeyAlgorithm::ecP256);
    REQUIRE(site.verdictOn(site.ask()) == "accepted");
    CHECK(site.lab.valid() == 2);
    const json receipt{{"objects", json::array()}, {"publicKeys", json::array()}, {"tries", 3}};
    CHECK(site.verdictOn(site.desk.about(number, EntryKind::cardRenewed,
                                         {{"card", site.card.text()}, {"job", site.desk.guid().text()}, {"slots", {"9A"}}, {"deferred", json::array()},
                                          {"receipt", receipt}, {"superseded", {{{"slot", "9A"}, {"request", old.text()}}}}})) == "accepted");
    CHECK(site.lab.revoked(site.certificate(0)));
    CHECK_FALSE(site.lab.revoked(site.certificate(1)));
    REQUIRE(site.hotList().size() == 1);
    CHECK(site.hotList()[0].at("certificates") == json{toHex(site.certificate(0).fingerprint())});
    CHECK(site.hotList()[0].at("cards").empty());
}

TEST_CASE("A cancelled or replaced card's certificates are revoked at the authority, and every desk hears of it")
{
    CmpSite site;
    REQUIRE(site.verdictOn(site.ask()) == "accepted");
    REQUIRE(site.verdictOn(site.askByKey()) == "accepted");
    const bool replaced = GENERATE(false, true);
    json payload{{"card", site.card.text()}, {"reason", "lost"}, {"cardPresent", false}};
    if (replaced) payload = {{"card", site.card.text()}, {"reason", "damaged"}, {"returned", true}, {"cutThrough", true}}; // as ReplaceAct writes it
    auto draft = entryAbout(UserNumber::parse(number).value(), replaced ? EntryKind::cardReplaced : EntryKind::cardCancelled, payload, site.random);
    CHECK(site.verdictOn(site.desk.steppedUp(std::move(draft), site.agent)) == "accepted");
    CHECK(site.lab.valid() == 0);
    CHECK(site.lab.revoked(site.certificate(0)));
    CHECK(site.lab.revoked(site.certificate(1)));
    CHECK(site.centre->counts().revocationsWaiting == 0);
    REQUIRE(site.hotList().size() == 1);
    CHECK(site.hotList()[0].at("cards") == json{site.card.text()});
    CHECK(site.hotList()[0].at("certificates").size() == 2);
}

TEST_CASE("A lost answer and a lost confirmation: asked again under the same transaction, one certificate, one delivery")
{
    CmpSite site;
    const auto mood = GENERATE(CmpLab::Mood::losesAnswer, CmpLab::Mood::losesConfirmation);
    const bool restarted = GENERATE(false, true);
    site.lab.setMood(mood);
    CHECK(site.verdictOn(site.ask()) == "accepted"); // the desk is not kept waiting
    CHECK(site.deliveriesOf("certificate").empty());
    CHECK(site.centre->counts().requestsRetried == 1);
    if (restarted) site.reopen();
    site.later();
    CHECK(site.lab.made() == 1);
    site.requireNoOrphan(1);
}

TEST_CASE("A certificate that is not what was asked for never reaches a desk, and is taken back")
{
    CmpSite site;
    using Mood = CmpLab::Mood;
    const auto [mood, field] = GENERATE(std::pair{Mood::wrongKey, "key"}, std::pair{Mood::wrongSubject, "userNumber"}, std::pair{Mood::noPhotoReference, "photoReference"},
                                        std::pair{Mood::expired, "chain: expired"}, std::pair{Mood::foreignIssuer, "chain: unknown issuer"});
    const bool byKey = GENERATE(false, true);
    site.lab.setMood(mood);
    CHECK(site.verdictOn(byKey ? site.askByKey() : site.ask()) == "accepted");
    const auto refusals = site.deliveriesOf("refusal");
    REQUIRE(refusals.size() == 1);
    CHECK(refusals[0].at("problem").at("code") == "certificate-refused");
    CHECK(refusals[0].at("problem").at("detail").get<std::string>() == std::string("CA-CERTIFICATE: ") + field);
    CHECK(refusals[0].at("seq") == site.desk.next - 1);
    CHECK(site.centre->counts().requestsFailed == 1);
    CHECK(site.lab.made() == 1);
    site.requireNoOrphan(0);

    site.lab.setMood(Mood::good);
    site.request = site.desk.guid();
    CHECK(site.verdictOn(site.ask()) == "accepted");
    site.requireNoOrphan(1);
}

TEST_CASE("An authority that says no is final; one that talks nonsense, or is away, is asked again")
{
    CmpSite site;
    site.lab.setMood(CmpLab::Mood::garbage);
    CHECK(site.verdictOn(site.ask()) == "accepted");
    CHECK(site.deliveriesOf("refusal").empty());
    CHECK(site.centre->counts().requestsRetried == 1);
    site.lab.setMood(CmpLab::Mood::good);
    site.later();
    site.requireNoOrphan(1);

    site.lab.setMood(CmpLab::Mood::rejects);
    site.request = site.desk.guid();
    CHECK(site.verdictOn(site.ask()) == "accepted");
    REQUIRE(site.deliveriesOf("refusal").size() == 1);
    CHECK(site.deliveriesOf("refusal")[0].at("problem").at("detail") == "CA-REFUSED: badCertTemplate");
    site.requireNoOrphan(1);
}

TEST_CASE("Withdrawn before anybody asked: nothing is ever made")
{
    CmpSite site;
    site.asksAuthority = false;
    CHECK(site.verdictOn(site.ask()) == "accepted");
    CHECK(site.verdictOn(site.withdraw()) == "accepted");
    site.later();
    CHECK(site.lab.made() == 0);
    site.requireNoOrphan(0);
}

TEST_CASE("Withdrawn after the answer was lost: asked once more, to be taken back")
{
    CmpSite site;
    const auto mood = GENERATE(CmpLab::Mood::losesAnswer, CmpLab::Mood::losesConfirmation);
    site.lab.setMood(mood);
    CHECK(site.verdictOn(site.ask()) == "accepted");
    site.asksAuthority = false;
    CHECK(site.verdictOn(site.withdraw()) == "accepted");
    site.later();
    CHECK(site.lab.made() == 1);
    CHECK(site.deliveriesOf("refusal").empty());
    site.requireNoOrphan(0);
}

TEST_CASE("Withdrawn while the authority is asked: revoked, never delivered")
{
    CmpSite site;
    site.asksAuthority = false;
    CHECK(site.verdictOn(site.ask()) == "accepted");
    const auto task = site.centre->takeTask();
    REQUIRE(task);
    const auto outcome = central::perform(*site.cmp, *task, site.time.utcMillis()); // the database is free meanwhile:
    CHECK(site.verdictOn(site.withdraw()) == "accepted");
    site.centre->settleTask(*task, outcome);
    CHECK(site.lab.valid() == 1);
    site.centre->issuePending();
    site.requireNoOrphan(0);
    CHECK(site.hotList().size() == 1);
}

TEST_CASE("The commit that failed after the authority had confirmed: asked again, the same certificate")
{
    CmpSite site;
    site.asksAuthority = false;
    CHECK(site.verdictOn(site.ask()) == "accepted");
    const auto task = site.centre->takeTask();
    REQUIRE(task);
    const auto outcome = central::perform(*site.cmp, *task, site.time.utcMillis());
    REQUIRE(outcome.issued);
    site.reopen(); // killed before it was settled
    site.later();
    CHECK(site.lab.made() == 1);
    REQUIRE(site.deliveriesOf("certificate").size() == 1);
    CHECK(site.certificate(0) == *outcome.issued);
    site.requireNoOrphan(1);
}

TEST_CASE("What the embedded authority issued before is revoked there")
{
    CmpSite site;
    site.centre->revokeAgent(site.agent.certificate->fingerprint());
    site.centre->issuePending();
    CHECK(site.centre->counts().revocationsWaiting == 0);
    CHECK(central::TrainingAuthority::open(site.folder.path(), site.random).revoked().size() == 2);
}
