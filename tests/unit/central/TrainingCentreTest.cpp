#include "core/store/PrivateFiles.h"
#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;

TEST_CASE("A training centre is whole: authority, TLS on both sides, content signer, desk, lease")
{
    Site site;
    const std::vector trust{site.made->authority};
    const auto now = site.clock.now;
    CHECK(site.made->workstationTls.chainsTo(trust, now, CertificatePurpose::tlsClient) == TrustVerdict::trusted);
    CHECK(site.made->workstationTls.subjectCommonName() == site.workstation.text());
    CHECK(site.made->workstationTls.publicKey() == site.tlsKey.publicKey());
    CHECK(site.made->contentSigning.chainsTo(trust, now, CertificatePurpose::contentSigning) == TrustVerdict::trusted);
    const auto server = Certificate::fromPem(readWholeFile(site.folder.path() / "tls.pem", 65536));
    CHECK(server.chainsTo(trust, now, CertificatePurpose::tlsServer) == TrustVerdict::trusted);
    CHECK(server.subjectCommonName() == "cardwright-central");
    CHECK(PrivateKey::fromPem(readSecretFile(site.folder.path() / "tls.key", 65536).view()).publicKey() == server.publicKey());
    for (const char* name : {"ca.key", "tls.key", "centre.sqlite"}) CHECK(isPrivate(site.folder.path() / name));
    const auto known = site.centre->workstationBy(site.made->workstationTls.fingerprint());
    REQUIRE(known.has_value());
    CHECK(known->log == site.desk.log);
    CHECK(known->id == site.workstation);
    CHECK_FALSE(site.centre->workstationBy(site.made->contentSigning.fingerprint()).has_value());
    CHECK(site.deliveriesOf("lease").at(0).at("first") == "555001000000");
}

TEST_CASE("The first agent gets certificates from the centre itself, and the centre knows them at sign-in")
{
    Site site;
    const auto card = site.desk.guid();
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto requestFor = [&](const std::string& number) {
        const PendingRequest pending(key.publicKey(), {number, "Trust", card, std::nullopt});
        return pending.assemble(key.signDigest(pending.signatureInput())).der();
    };
    site.centre.reset(); // one process at a time
    const auto issued = central::enrolTrainingAgent(site.folder.path(), {"555000000017", "Ada Agent", card, {{"9A", requestFor("555000000017")}, {"9C", requestFor("555000000017")}}},
                                                    site.clock, site.random);
    REQUIRE(issued.size() == 2);
    const std::vector trust{site.made->authority};
    CHECK(issued[0].slot == "9A");
    CHECK(issued[0].certificate.chainsTo(trust, site.clock.now, CertificatePurpose::signIn) == TrustVerdict::trusted);
    CHECK(issued[1].certificate.chainsTo(trust, site.clock.now, CertificatePurpose::signature) == TrustVerdict::trusted);
    CHECK(issued[0].certificate.subjectSerialNumber() == "555000000017");
    CHECK_FALSE(issued[0].certificate.hasName());

    CHECK(problemOf([&] { central::enrolTrainingAgent(site.folder.path(), {"555000000018", "B", card, {{"9A", requestFor("555000000017")}}}, site.clock, site.random); }) ==
          "request-mismatch");
    CHECK(problemOf([&] { central::enrolTrainingAgent(site.folder.path(), {"555000000017", "B", card, {{"9C", requestFor("555000000017")}}}, site.clock, site.random); }) ==
          "slot-unknown");
    site.open();
    CHECK(site.verdictOn(site.desk.about("555000000017", EntryKind::agentSignedIn, {{"certificate", toBase64(issued[0].certificate.der())}})) == "accepted");
    CHECK(site.verdictOn(site.desk.about("555000000017", EntryKind::agentSignedIn, {{"certificate", toBase64(issued[1].certificate.der())}})) == "agent-unknown");
}

TEST_CASE("Only one process has the centre")
{
    Site site;
    try {
        central::Centre second(site.folder.path(), *site.authority, site.clock, site.random);
        FAIL("a second centre opened");
    } catch (const FailureError& error) {
        CHECK(error.failure().code == "STORE-BUSY");
        CHECK(exitCodeOf(error.failure().kind) == 6);
    }
}
