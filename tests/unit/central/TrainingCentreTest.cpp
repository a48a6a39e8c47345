#include "core/central/Orders.h"
#include "core/central/SiteOffice.h"
#include "core/crypto/CmsSignature.h"
#include "core/access/Roster.h"
#include "core/store/PrivateFiles.h"
#include "core/store/Statement.h"
#include "tests/unit/central/TestCentre.h"

using namespace cardwright;
using namespace cardwright::test;

TEST_CASE("A centre is whole: authority, TLS, signing, envelope and recovery keys, signed policies, a site key")
{
    Site site;
    const auto now = site.clock.now;
    const std::vector trust{site.authority->root()};
    const auto read = [&](const std::string& name) { return Certificate::fromPem(readWholeFile(site.folder.path() / (name + ".pem"), 65536)); };
    const auto server = read("tls");
    CHECK(server.chainsTo(trust, now, CertificatePurpose::tlsServer) == TrustVerdict::trusted);
    CHECK(server.subjectCommonName() == "cardwright-central");
    CHECK(read("centre-signing").chainsTo(trust, now, CertificatePurpose::statementSigning) == TrustVerdict::trusted);
    CHECK(read("centre-envelope").chainsTo(trust, now, CertificatePurpose::envelope) == TrustVerdict::trusted);
    CHECK(read("recovery").chainsTo(trust, now, CertificatePurpose::envelope) == TrustVerdict::trusted);
    for (const char* name : {"ca.key", "tls.key", "centre-signing.key", "centre-envelope.key", "recovery.key", "centre.sqlite", "centre.json"}) {
        CHECK(isPrivate(site.folder.path() / name));
    }
    for (const char* name : {"evidence", "passcode", "issue", "offline", "roles"}) {
        const auto file = site.folder.path() / "policies" / (std::string(name) + ".json");
        const auto signature = readWholeFile(file.string() + ".p7s", 65536);
        CHECK(cms::verifyDetached(readWholeFile(file, 1 << 20), signature, StatementType::policy, trust, now).trust == TrustVerdict::trusted);
    }
    CHECK(central::SiteOffice(site.centre->parts()).keyVersion() == 1);
}

TEST_CASE("A desk is enrolled by a one-time token: certificates, trust, policies, roster and site key for it alone")
{
    Site site;
    const auto& answer = site.enrolment;
    const std::vector trust{Certificate::fromDer(answer.trust.ca)};
    CHECK(trust[0] == site.authority->root());
    const auto chains = [&](const Bytes& der, CertificatePurpose purpose) {
        return Certificate::fromDer(der).chainsTo(trust, site.clock.now, purpose) == TrustVerdict::trusted;
    };
    CHECK(chains(answer.certificates.tls, CertificatePurpose::tlsClient));
    CHECK(chains(answer.certificates.signing, CertificatePurpose::workstationSigning));
    CHECK(chains(answer.certificates.store, CertificatePurpose::envelope));
    CHECK(chains(answer.certificates.contentSigning, CertificatePurpose::contentSigning));
    CHECK(Certificate::fromDer(answer.certificates.tls).subjectCommonName() == answer.workstation.text());
    CHECK(Certificate::fromDer(answer.certificates.signing).publicKey() == site.desk.signing.publicKey());
    CHECK(answer.bootstrap);
    CHECK(answer.policies.size() == 10);
    CHECK(answer.site.odsCode == "HVC00");
    const auto roster = Roster::verify(answer.roster, trust, Certificate::fromDer(answer.trust.centreSigning), answer.site.guid);
    CHECK(roster.content().agents.empty());
    REQUIRE(answer.siteKeys.size() == 1);
    PrivateEnvelopeKey store(site.desk.store, *site.desk.storeCertificate);
    CHECK(envelope::open(answer.siteKeys[0].sealed, store).size() == 32);

    const auto known = site.centre->workstationBy(site.desk.tlsCertificate->fingerprint());
    REQUIRE(known.has_value());
    CHECK(known->log == site.desk.log);
    CHECK(known->id == site.desk.workstation);
    CHECK_FALSE(site.centre->workstationBy(Certificate::fromDer(answer.certificates.signing).fingerprint()).has_value());
    CHECK(site.deliveriesOf("lease").at(0).at("first") == "555001000000");
    // The database has the token's digest only.
    const auto bytes = toText(readWholeFile(site.folder.path() / "centre.sqlite", 64 << 20));
    CHECK(bytes.find(toText(site.token.view())) == std::string::npos);
}

TEST_CASE("A token enrols one desk, in its hours, and the same requests get the same answer again")
{
    Site site;
    auto lost = site.desk.enrolment(site.token.clone());
    const auto again = central::enrolWorkstation(*site.centre, lost);
    CHECK(again.workstation == site.enrolment.workstation);
    CHECK(again.log == site.enrolment.log);
    CHECK(again.certificates.tls == site.enrolment.certificates.tls);
    CHECK(again.roster == site.enrolment.roster);
    CHECK(site.centre->workstations().size() == 1);

    Desk thief(site.clock, site.random);
    CHECK(problemOf([&] { central::enrolWorkstation(*site.centre, thief.enrolment(site.token.clone())); }) == "enrolment-token-used");
    CHECK(problemOf([&] { central::enrolWorkstation(*site.centre, thief.enrolment(SecureBytes::copyOf(bytesOf("ABCD-EFGH")))); }) == "enrolment-token-wrong");
    auto fresh = site.centre->issueToken(1);
    site.clock.now += hours;
    CHECK(problemOf([&] { central::enrolWorkstation(*site.centre, thief.enrolment(fresh.clone())); }) == "enrolment-token-expired");

    fresh = site.centre->issueToken();
    auto wrong = thief.enrolment(fresh.clone());
    wrong.requests.signing = wrong.requests.tls;
    CHECK(problemOf([&] { central::enrolWorkstation(*site.centre, wrong); }) == "request-mismatch");
    wrong = thief.enrolment(fresh.clone());
    wrong.requests.store[wrong.requests.store.size() - 8] ^= 1;
    CHECK(problemOf([&] { central::enrolWorkstation(*site.centre, wrong); }) == "possession-not-proven");
    wrong = thief.enrolment(fresh.clone());
    wrong.requests.store = {0x30, 0x00};
    CHECK(problemOf([&] { central::enrolWorkstation(*site.centre, wrong); }) == "request-unreadable");
    // As somebody may have typed it.
    auto typed = toText(fresh.view());
    for (char& letter : typed) letter = letter == '-' ? ' ' : static_cast<char>(std::tolower(letter));
    CHECK_FALSE(central::enrolWorkstation(*site.centre, thief.enrolment(SecureBytes::copyOf(bytesOf(typed)))).bootstrap);
}

TEST_CASE("Enrolment over JSON is the same call")
{
    Site site;
    Desk desk(site.clock, site.random);
    const auto token = site.centre->issueToken();
    const auto request = desk.enrolment(token.clone());
    const json body{{"token", toText(token.view())}, {"name", "desk 3"}, {"place", "Quayside House"},
                    {"requests", {{"tls", toBase64(request.requests.tls)}, {"signing", toBase64(request.requests.signing)},
                                  {"store", toBase64(request.requests.store)}, {"contentSigning", toBase64(request.requests.contentSigning)}}}};
    const auto answer = json::parse(central::enrolWorkstation(*site.centre, body.dump()));
    for (const char* field : {"workstation", "log", "site", "certificates", "trust", "policies", "roster", "siteKeys", "bootstrap"}) CHECK(answer.contains(field));
    CHECK(answer == json::parse(central::enrolWorkstation(*site.centre, body.dump())));
    for (const char* field : {"token", "name", "place", "requests"}) {
        auto without = body;
        without.erase(field);
        CHECK(problemOf([&] { central::enrolWorkstation(*site.centre, without.dump()); }) == "request-unreadable");
    }
    CHECK(problemOf([&] { central::enrolWorkstation(*site.centre, std::string(200'000, ' ')); }) == "request-unreadable");
}

TEST_CASE("The first agent of a site is certified once, and then nobody else is")
{
    Site site;
    const std::vector trust{site.authority->root()};
    CHECK(site.agent.certificate->chainsTo(trust, site.clock.now, CertificatePurpose::signIn) == TrustVerdict::trusted);
    CHECK(site.agent.certificate->subjectSerialNumber() == site.agent.number);
    CHECK_FALSE(site.agent.certificate->hasName());
    const auto centreSigning = Certificate::fromDer(site.enrolment.trust.centreSigning);
    const auto roster = Roster::verify(site.desk.roster, trust, centreSigning, site.enrolment.site.guid);
    REQUIRE(roster.content().agents.size() == 1);
    const auto& agent = roster.content().agents[0];
    CHECK(agent.certificate == site.agent.certificate->fingerprint());
    CHECK(agent.role == "manager");
    PrivateEnvelopeKey store(site.desk.store, *site.desk.storeCertificate);
    CHECK(openDetails(agent, store).name == site.agent.name);
    CHECK(storeKeyRecipients(roster, store).at(0).publicKey() == site.agent.keyManagement.publicKey());
    CHECK(toText(site.desk.roster).find(site.agent.name) == std::string::npos);
    CHECK(site.deliveriesOf("roster").at(0).at("roster") == toBase64(site.desk.roster));

    const auto again = central::enrolFirstAgent(*site.centre, site.desk.workstation, site.firstAgent());
    CHECK(again.certificates.at(0).certificate == *site.agent.certificate);
    CHECK(again.roster == site.desk.roster);
    auto other = site.firstAgent();
    other.userNumber = "555000417261";
    CHECK(problemOf([&] { central::enrolFirstAgent(*site.centre, site.desk.workstation, other); }) == "bootstrap-over");
    CHECK(problemOf([&] { central::enrolFirstAgent(*site.centre, Guid::random(site.random), site.firstAgent()); }) == "enrolment-token-wrong");
    other.userNumber = "1";
    CHECK(problemOf([&] { central::enrolFirstAgent(*site.centre, site.desk.workstation, other); }) == "payload-malformed");
}

TEST_CASE("Orders from a shell change roster, policies and site key, and every desk hears of it")
{
    Site site;
    site.signIn();
    Desk other = site.addDesk();
    const auto ask = [&](const json& order) { return json::parse(toText(central::carryOut(*site.centre, order.dump()).view())); };
    CHECK(ask({{"order", "token"}, {"hours", 24}}).at("token").get<std::string>().size() == 39);
    CHECK(ask({{"order", "agents"}}).at("agents").at(0).at("userNumber") == site.agent.number);
    const auto before = site.deliveriesOf("roster", other).size();
    CHECK(ask({{"order", "agent"}, {"act", "role"}, {"agent", site.agent.number}, {"role", "agent"}}).at("changed") == 1);
    CHECK(ask({{"order", "agent"}, {"act", "deputy"}, {"agent", site.agent.number}, {"deputy", true}}).at("changed") == 1);
    CHECK(site.centre->agents().at(0).deputy);
    CHECK(site.deliveriesOf("roster", other).size() == before + 2);
    CHECK(problemOf([&] { ask({{"order", "agent"}, {"act", "role"}, {"agent", site.agent.number}, {"role", "emperor"}}); }) == "payload-malformed");
    CHECK(problemOf([&] { ask({{"order", "agent"}, {"act", "deactivate"}, {"agent", "555999999999"}}); }) == "agent-unknown");

    const auto former = toText(readWholeFile(site.folder.path() / "policies" / "offline.json", 1 << 20));
    auto policy = json::parse(former);
    policy["version"] = 2;
    const auto body = policy.dump();
    CHECK(ask({{"order", "policy"}, {"name", "offline"}, {"body", body}}).at("version") == 2);
    CHECK(site.deliveriesOf("policy", other).at(0).at("body") == body);
    CHECK(problemOf([&] { ask({{"order", "policy"}, {"name", "offline"}, {"body", body}}); }) == "policy-old-version");
    CHECK(problemOf([&] { ask({{"order", "policy"}, {"name", "offline"}, {"body", former}}); }) == "policy-old-version");
    CHECK(problemOf([&] { ask({{"order", "policy"}, {"name", "offline"}, {"body", "{}"}}); }) == "policy-malformed");
    CHECK(problemOf([&] { ask({{"order", "policy"}, {"name", "lunch"}, {"body", body}}); }) == "policy-malformed");

    CHECK(ask({{"order", "siteKey"}}).at("version") == 2);
    CHECK(ask({{"order", "stolen"}, {"workstation", other.workstation.text()}}).at("siteKeyVersion") == 3);
    CHECK(site.deliveriesOf("siteKey").size() == 2);
    CHECK(site.deliveriesOf("siteKey", other).size() == 1); // not the one that was raised against it
    const auto key = site.deliveriesOf("siteKey").at(1);
    PrivateEnvelopeKey store(site.desk.store, *site.desk.storeCertificate);
    CHECK(envelope::open(fromBase64(key.at("sealed").get<std::string>()).value(), store).size() == 32);
    CHECK(site.centre->workstationBy(other.tlsCertificate->fingerprint())->stolen);
    CHECK(ask({{"order", "workstations"}}).at("workstations").size() == 2);
    CHECK(problemOf([&] { ask({{"order", "dance"}}); }) == "request-unreadable");
    CHECK(problemOf([&] { ask({{"order", "stolen"}, {"workstation", Guid::random(site.random).text()}}); }) == "workstation-unknown");
}

TEST_CASE("A revoked agent is on the roster's list, on the hot list, and signs nothing from then on")
{
    Site site;
    site.signIn();
    const auto second = site.addAgent("555001000001", "Ann", "agent");
    site.clock.now += 1000;
    site.centre->revokeAgent(second.certificate->fingerprint());
    const auto hot = site.deliveriesOf("revocation");
    REQUIRE(hot.size() == 2);
    CHECK(hot[1].at("cards") == json{second.card.text()});
    CHECK(hot[1].at("certificates").size() == 2);
    site.clock.now += 1000;
    CHECK(site.verdictOn(site.desk.signIn(second)) == "agent-inactive");
    CHECK(site.verdictOn(site.desk.plain(EntryKind::holderViewed, json::object())) == "session-unknown");
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
