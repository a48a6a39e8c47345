// The centre against a CMP server that is not ours: `openssl cmp -port`, which gives whoever asks the one certificate that it was
// started with. What it then gives to others than the one it was made for must be refused by name, told nobody, and taken back.
#include "core/central/CmpAuthority.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"
#include "tests/support/ToolRun.h"
#include "tests/system/cmp/OwnNetwork.h"
#include "tests/unit/central/TestCentre.h"

#include <chrono>

using namespace cardwright;
using namespace cardwright::test;
using cardwright::testing::BackgroundTool;
using cardwright::testing::OwnNetwork;
using cardwright::testing::ToolRun;

namespace {

const std::string number = "555001000000";
constexpr const char* trust = "Harbour Valley Community Trust";
constexpr std::int64_t day = 24LL * 3600 * 1000;

/// Of this test program's thread, made before anything is started.
const OwnNetwork& network()
{
    static const OwnNetwork own;
    return own;
}

/// The certificate authority's keys, in the test's hands: openssl gets its own, and one certificate.
struct Issuer {
    explicit Issuer(std::int64_t at) : now(at)
    {
        auto content = contentFor(CertificateProfile::root);
        content.commonName = "A CA that openssl speaks for";
        root.emplace(certify::selfSigned(content, rootKey, random));
        signer.emplace(certified(CertificateProfile::tlsServer, "CMP signer", signerKey.publicKey()));
        ra.emplace(certified(CertificateProfile::tlsClient, "Registration authority", raKey.publicKey()));
    }
    CertificateContent contentFor(CertificateProfile profile) const
    {
        CertificateContent content;
        content.profile = profile;
        content.organisation = trust;
        content.notBefore = now - day;
        content.notAfter = now + 365 * day;
        return content;
    }
    Certificate certified(CertificateProfile profile, const std::string& name, const PublicKey& key)
    {
        auto content = contentFor(profile);
        content.commonName = name;
        return certify::issue(content, key, *root, rootKey, random);
    }

    SecureRandom random;
    std::int64_t now;
    PrivateKey rootKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey signerKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey raKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    std::optional<Certificate> root, signer, ra;
};

struct RealTime {
    FixedClock moved;
    RealTime() { moved.now = SystemClock().utcMillis(); }
};

/// A centre with one desk, over CMP to openssl.
class WitnessedSite : private RealTime, public Site {
public:
    WitnessedSite() : Site(&moved), issuer(moved.now), port(network().freePort())
    {
        CmpServer server;
        server.host = "127.0.0.1";
        server.port = port;
        server.path = "pkix/";
        server.answerWithin = std::chrono::seconds(20);
        server.finishWithin = std::chrono::seconds(60);
        centre.reset();
        cmp = std::make_unique<central::CmpAuthority>(central::TrainingAuthority::open(folder.path(), random), server,
                                                      CmpRegistrationAuthority{*issuer.ra, issuer.raKey}, std::vector{*issuer.root});
        centre = std::make_unique<central::Centre>(folder.path(), *cmp, time, random);
        signIn();
        REQUIRE(verdictOn(desk.holder(number)) == "accepted");
        REQUIRE(verdictOn(desk.card(number, card)) == "accepted");
        asksAuthority = false;
        REQUIRE(verdictOn(desk.request(number, card, desk.guid(), key)) == "accepted");
    }
    /// What was asked for, as a certificate.
    CertificateContent asked() const
    {
        auto content = issuer.contentFor(CertificateProfile::signIn);
        content.serialNumber = number;
        content.uuid = card;
        content.photoReference = desk.portrait;
        return content;
    }
    Certificate issuedFor(const CertificateContent& content, const PublicKey& theKey)
    {
        return certify::issue(content, theKey, *issuer.root, issuer.rootKey, random);
    }
    /// `openssl cmp -port`, which has this certificate to give.
    BackgroundTool serving(const Certificate& prepared)
    {
        const auto file = [&](const char* name, const std::string& pem) {
            writePrivateFile(files.path() / name, bytesOf(pem));
            return (files.path() / name).string();
        };
        writePrivateFile(files.path() / "signer.key", issuer.signerKey.pem().view());
        ToolRun tool({"openssl", "cmp", "-port", std::to_string(port), "-srv_cert", file("signer.pem", issuer.signer->pem()), "-srv_key",
                      (files.path() / "signer.key").string(), "-srv_trusted", file("root.pem", issuer.root->pem()), "-rsp_cert",
                      file("prepared.pem", prepared.pem()), "-accept_raverified", "-verbosity", "7"});
        auto started = tool.start(files.path() / "openssl.log");
        REQUIRE(started.waitFor("ACCEPT")); // it says so when it listens
        return started;
    }
    void later(std::int64_t at) { moved.now = at; }
    json refusalDetail()
    {
        const auto refusals = deliveriesOf("refusal");
        REQUIRE(refusals.size() == 1);
        CHECK(refusals[0].at("problem").at("code") == "certificate-refused");
        return refusals[0].at("problem").at("detail");
    }
    /// Revocations that the authority took: not merely given up.
    std::int64_t takenBack()
    {
        auto query = centre->database().prepare("SELECT count(*) FROM revocations WHERE done_at IS NOT NULL AND problem IS NULL");
        return query.step() ? query.integer(0) : -1;
    }

    Scratch files;
    Issuer issuer;
    int port;
    std::unique_ptr<central::CmpAuthority> cmp;
    Guid card = Guid::random(random);
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
};

} // namespace

TEST_CASE("openssl's CMP server gives the certificate that was asked for: it is confirmed and goes to the desk")
{
    if (!network().isolated()) WARN("not in a network namespace: " + network().why());
    WitnessedSite site;
    const auto prepared = site.issuedFor(site.asked(), site.key.publicKey());
    auto server = site.serving(prepared);
    site.centre->issuePending();
    INFO(server.output());
    REQUIRE(site.deliveriesOf("certificate").size() == 1);
    CHECK(fromBase64(site.deliveriesOf("certificate")[0].at("certificate").get<std::string>()) == prepared.der());
    CHECK(site.deliveriesOf("refusal").empty());

    // And revokes it, when the card is cancelled.
    auto draft = entryAbout(UserNumber::parse(number).value(), EntryKind::cardCancelled, {{"card", site.card.text()}, {"reason", "lost"}}, site.random);
    REQUIRE(site.verdictOn(site.desk.steppedUp(std::move(draft), site.agent)) == "accepted");
    site.centre->issuePending();
    CHECK(site.takenBack() == 1);
    CHECK(site.centre->counts().revocationsWaiting == 0);
}

TEST_CASE("A certificate for another key, of another person, or without its photo reference is refused by name, told nobody, and revoked")
{
    WitnessedSite site;
    auto content = site.asked();
    auto theKey = site.key.publicKey();
    std::string expected;
    SECTION("another key")
    {
        theKey = PrivateKey::generate(KeyAlgorithm::ecP256).publicKey();
        expected = "CA-CERTIFICATE: key";
    }
    SECTION("another subject")
    {
        content.serialNumber = "555001000999";
        expected = "CA-CERTIFICATE: userNumber";
    }
    SECTION("no biometricInfo")
    {
        content.photoReference.reset();
        expected = "CA-CERTIFICATE: photoReference";
    }
    auto server = site.serving(site.issuedFor(content, theKey));
    site.centre->issuePending();
    INFO(server.output());
    CHECK(site.refusalDetail() == expected);
    // No byte of it can go to a card: no desk was given it.
    CHECK(site.deliveriesOf("certificate").empty());
    CHECK(site.centre->counts().requestsFailed == 1);
    CHECK(site.centre->counts().certificates == 2); // the agent's own
    // rr, taken by openssl for the very certificate that it gave; nothing is left over.
    CHECK(site.takenBack() == 1);
    CHECK(site.centre->counts().revocationsWaiting == 0);
}

TEST_CASE("Nobody listens: the request waits, and is asked under the same transaction when somebody does")
{
    WitnessedSite site;
    site.centre->issuePending();
    CHECK(site.centre->counts().requestsRetried == 1);
    CHECK(site.deliveriesOf("refusal").empty());
    auto server = site.serving(site.issuedFor(site.asked(), site.key.publicKey()));
    REQUIRE(site.centre->nextTaskAt());
    site.later(*site.centre->nextTaskAt());
    site.centre->issuePending();
    INFO(server.output());
    CHECK(site.deliveriesOf("certificate").size() == 1);
}
