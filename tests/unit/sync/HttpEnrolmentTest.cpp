#include "core/access/Roster.h"
#include "core/base/FailureCatalogue.h"
#include "core/crypto/CmsSignature.h"
#include "core/policy/Embedded.h"
#include "tests/unit/sync/Line.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;
using nlohmann::json;

namespace {

const char* const token = "7QK4-M2XD-9HTP";

EnrolmentOrder anOrder(const std::vector<PrivateKey>& keys)
{
    const auto request = [](const PrivateKey& key) { return CertificateRequest::make(key, {{}, "Harbour Valley Community Trust", guid(), {}}).der(); };
    return {SecureBytes::copyOf(bytesOf(token)), "desk 2", "Quayside House", request(keys[0]), request(keys[1]), request(keys[2]), request(keys[3])};
}

/// What a centre answers to anOrder(), for the real clock.
struct Answerer {
    TestAuthority& authority;
    std::vector<PrivateKey> keys = [] {
        std::vector<PrivateKey> made;
        for (int at = 0; at < 4; ++at) made.push_back(PrivateKey::generate(KeyAlgorithm::ecP256));
        return made;
    }();
    PrivateKey centreKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKey otherKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate centre = authority.issue(CertificateProfile::statementSigning, centreKey.publicKey());
    Certificate envelopeOf = authority.issue(CertificateProfile::envelope, otherKey.publicKey());

    json answer()
    {
        const auto b64 = [&](CertificateProfile profile, const PrivateKey& key) { return toBase64(authority.issue(profile, key.publicKey()).der()); };
        PrivateKeySigner signer(centreKey);
        json policies = json::array();
        for (const char* name : {"evidence", "passcode", "issue", "offline", "roles", "people"}) {
            const auto body = std::string(embeddedText("policies/" + std::string(name) + ".json"));
            const auto signature = cms::signDetached(bytesOf(body), StatementType::policy, signer, centre, test::now);
            policies.push_back({{"name", name}, {"version", 1}, {"body", body}, {"signature", toBase64(signature)}});
        }
        RosterContent roster;
        roster.site = guid();
        roster.version = 1;
        roster.issuedAt = test::now;
        return {{"workstation", guid("0190c5a0-2222-7000-8000-000000000002").text()},
                {"log", guid("0190c5a0-1111-7000-8000-000000000001").text()},
                {"site", {{"guid", guid().text()}, {"name", "Harbour Valley Community Trust"}, {"odsCode", "HVC00"}}},
                {"certificates",
                 {{"tls", b64(CertificateProfile::tlsClient, keys[0])},
                  {"signing", b64(CertificateProfile::workstationSigning, keys[1])},
                  {"store", b64(CertificateProfile::envelope, keys[2])},
                  {"contentSigning", b64(CertificateProfile::contentSigning, keys[3])}}},
                {"trust",
                 {{"ca", toBase64(authority.root.der())},
                  {"centreSigning", toBase64(centre.der())},
                  {"centreEnvelope", toBase64(envelopeOf.der())},
                  {"recovery", toBase64(envelopeOf.der())}}},
                {"policies", policies},
                {"roster", toBase64(Roster::sign(roster, signer, centre).der())},
                {"siteKeys", {{{"version", 1}, {"sealed", "AAAA"}}}},
                {"bootstrap", true}};
    }
};

SessionProof aSession(const PrivateKey& key) { return {toBytes(bytesOf("a delegation")), [key](ByteView message) { return key.sign(message); }}; }

std::string headerIn(const std::string& head, const std::string& name)
{
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
}

} // namespace

TEST_CASE("A workstation is enrolled with a token and without a certificate, at the pinned centre only")
{
    Line line;
    Answerer answerer{line.authority};
    line.serveAnybody();
    auto options = line.options();
    options.certificate.clear();
    options.key.clear();
    line.reply = TlsServer::answer(200, answerer.answer().dump());
    HttpCentral central(options);
    const auto order = anOrder(answerer.keys);
    const auto answer = central.enrol(order);
    CHECK(line.last.head.starts_with("POST /v1/workstations HTTP/1.1\r\n"));
    const auto body = json::parse(line.last.body);
    CHECK(body.at("token") == token);
    CHECK(body.at("name") == "desk 2");
    CHECK(body.at("requests").at("store") == toBase64(order.store));
    CHECK(body.size() == 4);
    CHECK(answer.odsCode == "HVC00");
    CHECK(answer.bootstrap);
    CHECK(answer.policies.size() == 6);
    CHECK(answer.siteKeys.size() == 1);
    CHECK_NOTHROW(checkEnrolment(order, answer, line.authority.root, test::now));

    TestAuthority other;
    Line stranger;
    stranger.serve(stranger.certificate(other, CertificateProfile::tlsServer, stranger.serverKey.publicKey()), TLS1_3_VERSION, false);
    auto pinned = stranger.options();
    pinned.certificate.clear();
    pinned.key.clear();
    CHECK(failureOf([&] { HttpCentral(pinned).enrol(anOrder(answerer.keys)); }).code == "CENTRE-TLS");
    CHECK(stranger.server->requests() == 0);
}

TEST_CASE("A token that cannot be one does not leave the desk")
{
    Line line;
    line.serveAnybody();
    HttpCentral central(line.options());
    std::vector<PrivateKey> keys(4, PrivateKey::generate(KeyAlgorithm::ecP256));
    for (const std::string& bad : {std::string(), std::string("a\"b"), std::string("x y"), std::string(201, 'A')}) {
        auto order = anOrder(keys);
        order.token = SecureBytes::copyOf(bytesOf(bad));
        CHECK(failureOf([&] { central.enrol(order); }).code == "ENROLMENT-TOKEN-WRONG");
    }
    CHECK(line.server->requests() == 0);
}

TEST_CASE("An enrolment's answer is looked at before anything of it is believed")
{
    Line line;
    Answerer answerer{line.authority};
    line.serveAnybody();
    HttpCentral central(line.options());
    const auto order = anOrder(answerer.keys);
    auto answer = answerer.answer();
    const auto code = [&] {
        line.reply = TlsServer::answer(200, answer.dump());
        return failureOf([&] { checkEnrolment(order, central.enrol(order), line.authority.root, test::now); }).code;
    };
    CHECK(code().empty());
    SECTION("a list of who certifies cards that the centre did not sign")
    {
        answer["trust"]["cards"] = toBase64(bytesOf("anybody"));
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("another authority than the pinned one")
    {
        TestAuthority other;
        answer["trust"]["ca"] = toBase64(other.root.der());
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("a certificate for another key")
    {
        answer["certificates"]["signing"] = toBase64(line.authority.issue(CertificateProfile::workstationSigning, answerer.otherKey.publicKey()).der());
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("a certificate for something else")
    {
        answer["certificates"]["signing"] = toBase64(line.authority.issue(CertificateProfile::tlsClient, answerer.keys[1].publicKey()).der());
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("a certificate of another authority")
    {
        TestAuthority other;
        answer["certificates"]["store"] = toBase64(other.issue(CertificateProfile::envelope, answerer.keys[2].publicKey()).der());
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("a centre that signs with a desk's certificate")
    {
        answer["trust"]["centreSigning"] = toBase64(line.authority.issue(CertificateProfile::workstationSigning, answerer.centreKey.publicKey()).der());
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("a recovery certificate that is for signing")
    {
        answer["trust"]["recovery"] = answer["trust"]["centreSigning"];
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("a policy that was changed")
    {
        auto& body = answer["policies"][3]["body"].get_ref<std::string&>();
        body.replace(body.find("\"days\": 7"), 9, "\"days\": 9");
        CHECK(code() == "POLICY-UNSIGNED");
    }
    SECTION("a policy that is missing")
    {
        answer["policies"].erase(2);
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("a roster of another site")
    {
        answer["site"]["guid"] = "0190c5a0-9999-7000-8000-000000000009";
        CHECK(code() == "ROSTER-FOREIGN");
    }
    SECTION("agents here, and none there")
    {
        answer["bootstrap"] = false;
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("no site key")
    {
        answer["siteKeys"] = json::array();
        CHECK(code() == "CENTRE-ANSWER");
    }
    SECTION("something missing")
    {
        answer.erase("log");
        CHECK(code() == "CENTRE-ANSWER");
    }
}

TEST_CASE("Refusals of an enrolment have their codes")
{
    Line line;
    line.serveAnybody();
    HttpCentral central(line.options());
    std::vector<PrivateKey> keys(4, PrivateKey::generate(KeyAlgorithm::ecP256));
    const std::pair<const char*, const char*> problems[] = {{"enrolment-token-wrong", "ENROLMENT-TOKEN-WRONG"},
                                                            {"enrolment-token-used", "ENROLMENT-TOKEN-USED"},
                                                            {"enrolment-token-expired", "ENROLMENT-TOKEN-EXPIRED"},
                                                            {"request-mismatch", "CENTRE-REFUSED"}};
    for (const auto& [problem, code] : problems) {
        line.reply = TlsServer::answer(422, json{{"type", "urn:cardwright:problem:" + std::string(problem)}, {"title", "No."}}.dump());
        CHECK(failureOf([&] { central.enrol(anOrder(keys)); }).code == code);
        CHECK(failureWords(code) != nullptr);
    }
}

TEST_CASE("The first agent's requests go out, certificates and roster come back")
{
    Line line;
    line.serve();
    HttpCentral central(line.options());
    line.reply = TlsServer::answer(200, R"({"certificates":[{"slot":"9A","certificate":"AAAA"},{"slot":"9D","certificate":"AAAB"}],"roster":"AAAC"})");
    const FirstAgentOrder order{SecureBytes::copyOf(bytesOf(token)), "Tomasz Reid", number(555'000'417'260), guid(), {{"9A", Bytes{1, 2}}}, {{"9D", Bytes{3}}}};
    const auto answer = central.firstAgent(guid(), order);
    CHECK(line.last.head.starts_with("POST /v1/workstations/" + guid().text() + "/first-agent HTTP/1.1\r\n"));
    CHECK(json::parse(line.last.body) == json{{"token", token}, {"name", "Tomasz Reid"}, {"userNumber", "555000417260"}, {"card", guid().text()},
                                              {"requests", {{{"slot", "9A"}, {"request", "AQI="}}}}, {"keys", {{{"slot", "9D"}, {"publicKey", "Aw=="}}}}});
    REQUIRE(answer.certificates.size() == 2);
    CHECK(answer.certificates[1].slot == "9D");
    CHECK(answer.certificates[1].certificate == Bytes{0, 0, 1});
    CHECK(answer.roster == Bytes{0, 0, 2});
    line.reply = TlsServer::answer(409, R"({"type":"urn:cardwright:problem:bootstrap-over","title":"No."})");
    CHECK(failureOf([&] { central.firstAgent(guid(), order); }).code == "BOOTSTRAP-OVER");
}

TEST_CASE("What reads about people or begins a log is signed by the session, each call anew")
{
    Line line;
    line.serve();
    FixedClock clock;
    SeededRandom random;
    HttpCentral central(line.options(), clock, random);
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto session = aSession(key);
    const auto holds = [&](std::string_view method, std::string_view target) {
        const auto header = headerIn(line.last.head, "Cardwright-Signature");
        const auto nonceAt = header.find(";nonce=");
        const auto signatureAt = header.find(";signature=");
        REQUIRE(header.starts_with("at="));
        REQUIRE(nonceAt != std::string::npos);
        REQUIRE(signatureAt != std::string::npos);
        const auto at = header.substr(3, nonceAt - 3);
        const auto nonce = header.substr(nonceAt + 7, signatureAt - nonceAt - 7);
        CHECK(at == formatUtc(clock.now));
        CHECK(nonce.size() == 32);
        CHECK(headerIn(line.last.head, "Cardwright-Delegation") == toBase64(session.delegation));
        CHECK(line.last.head.starts_with(std::string(method) + " " + std::string(target) + " HTTP/1.1\r\n"));
        const auto text = std::string(method) + "\n" + std::string(target) + "\n" + at + "\n" + nonce + "\n" + toHex(sha256(bytesOf(line.last.body)));
        CHECK(key.publicKey().verify(bytesOf(text), fromBase64(header.substr(signatureAt + 11)).value()));
        return nonce;
    };
    const json person{{"userNumber", "555000111222"}, {"legalName", "Callum Pemberton-Roy"}, {"dateOfBirth", "1988-04-17"}, {"odsCode", "HVC00"},
                      {"photoReference", nullptr}};

    line.reply = TlsServer::answer(200, json{{"holders", {person}}, {"more", true}}.dump());
    auto page = central.search({std::nullopt, "Pemberton-Roy & Söhne", parseDate("1988-04-17"), 5}, session);
    const auto first = holds("GET", "/v1/holders?name=Pemberton-Roy%20%26%20S%C3%B6hne&born=1988-04-17&limit=5");
    REQUIRE(page.holders.size() == 1);
    CHECK(page.more);
    CHECK(page.holders[0].name == "Callum Pemberton-Roy");
    CHECK(page.holders[0].born == parseDate("1988-04-17"));
    central.search({number(555'000'111'222), {}, std::nullopt, 20}, session);
    CHECK(holds("GET", "/v1/holders?number=555000111222&limit=20") != first);

    auto record = person;
    record["photoReference"] = toHex(sha256(bytesOf("a jpeg")));
    record["cards"] = {{{"card", guid().text()}, {"generation", 1}, {"state", "issued"}, {"changedAt", "2026-11-21T09:00:00.000Z"}}};
    line.reply = TlsServer::answer(200, record.dump());
    const auto holder = central.holder(number(555'000'111'222), session);
    holds("GET", "/v1/holders/555000111222");
    CHECK(holder.portrait == sha256(bytesOf("a jpeg")));
    REQUIRE(holder.cards.size() == 1);
    CHECK(holder.cards[0].state == "issued");
    CHECK(failureOf([&] { central.holder(number(555'000'111'223), session); }).code == "CENTRE-ANSWER"); // somebody else's record

    line.reply = TlsServer::answer(200, "a jpeg");
    CHECK(central.portrait(sha256(bytesOf("a jpeg")), session) == toBytes(bytesOf("a jpeg")));
    CHECK(failureOf([&] { central.portrait(sha256(bytesOf("another")), session); }).code == "CENTRE-ANSWER");
    line.reply = TlsServer::answer(404, R"({"type":"urn:cardwright:problem:not-found","title":"No."})");
    CHECK_FALSE(central.portrait(sha256(bytesOf("a jpeg")), session));

    line.reply = TlsServer::answer(200, json{{"log", guid().text()}}.dump());
    CHECK(central.newLog(guid(), "rolled back", session) == guid());
    holds("POST", "/v1/workstations/" + guid().text() + "/logs");
    CHECK(json::parse(line.last.body) == json{{"reason", "rolled back"}});
}

TEST_CASE("Refused reads have their codes, and without a session nothing is asked")
{
    Line line;
    line.serve();
    FixedClock clock;
    SeededRandom random;
    HttpCentral central(line.options(), clock, random);
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto ask = [&](const char* problem, int status, const std::string& extra = {}) {
        line.reply = TlsServer::answer(status, json{{"type", "urn:cardwright:problem:" + std::string(problem)}, {"title", "No."}}.dump(), extra);
        return failureOf([&] { central.holder(number(555'000'111'222), aSession(key)); }).code;
    };
    for (const char* problem : {"signature-missing", "signature-wrong", "signature-stale", "nonce-used", "session-not-delegated", "session-expired",
                                "agent-inactive", "role-not-allowed"}) {
        CHECK(ask(problem, 403) == "CENTRE-READ-REFUSED");
    }
    CHECK(ask("holder-unknown", 404) == "PERSON-UNKNOWN");
    CHECK(ask("rate-limited", 429, "Retry-After: 30\r\n") == "CENTRE-BUSY");
    CHECK(ask("internal", 500) == "CENTRE-UNREACHABLE");

    const int before = line.server->requests();
    const SessionProof ended{{}, [](ByteView) -> Bytes { throw RefusedError(Failure::of("SESSION-ENDED")); }};
    CHECK(failureOf([&] { central.holder(number(555'000'111'222), ended); }).code == "SESSION-ENDED");
    HttpCentral unsigning(line.options());
    CHECK(failureOf([&] { unsigning.holder(number(555'000'111'222), aSession(key)); }).code == "CENTRE-READ-REFUSED");
    CHECK(line.server->requests() == before);
}
