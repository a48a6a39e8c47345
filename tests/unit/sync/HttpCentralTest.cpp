#include "core/journal/EntryJson.h"
#include "tests/unit/sync/Line.h"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace cardwright;
using namespace cardwright::test;
using nlohmann::json;

namespace {

JournalEntry anEntry(const Guid& log)
{
    JournalEntry entry;
    entry.log = log;
    entry.seq = 4;
    entry.id = guid();
    entry.at = cardwright::test::now;
    entry.kind = EntryKind::holderViewed;
    entry.payload = toBytes(bytesOf("{}"));
    seal(entry);
    return entry;
}

} // namespace

TEST_CASE("The desk speaks to its own centre, and only to it")
{
    Line line;
    SECTION("both certificates hold")
    {
        line.serve();
        CHECK(line.health(line.options()).code.empty());
        CHECK(line.last.head.starts_with("GET /healthz HTTP/1.1\r\n"));
        CHECK(line.server->requests() == 1);
    }
    SECTION("a centre of another authority")
    {
        TestAuthority other;
        line.serve(line.certificate(other, CertificateProfile::tlsServer, line.serverKey.publicKey()));
        CHECK(line.health(line.options()).code == "CENTRE-TLS");
        CHECK(line.server->requests() == 0);
    }
    SECTION("a centre whose certificate names another address")
    {
        line.serve(line.certificate(line.authority, CertificateProfile::tlsServer, line.serverKey.publicKey(), "127.0.0.2"));
        CHECK(line.health(line.options()).code == "CENTRE-TLS");
        CHECK(line.server->requests() == 0);
    }
    SECTION("a desk's certificate is no centre's")
    {
        line.serve(line.certificate(line.authority, CertificateProfile::tlsClient, line.serverKey.publicKey()));
        CHECK(line.health(line.options()).code == "CENTRE-TLS");
    }
    SECTION("no older TLS")
    {
        line.serve(line.certificate(line.authority, CertificateProfile::tlsServer, line.serverKey.publicKey()), TLS1_2_VERSION);
        CHECK(line.health(line.options()).code == "CENTRE-TLS");
        CHECK(line.server->requests() == 0);
    }
    SECTION("a centre that does not know this desk")
    {
        TestAuthority other;
        line.serve();
        CHECK(line.health(line.options(&other)).code == "CENTRE-REFUSED");
        CHECK(line.server->requests() == 0);
    }
    SECTION("nobody there")
    {
        CHECK(line.health(line.options()).code == "CENTRE-UNREACHABLE");
    }
    SECTION("no plain HTTP, no missing files")
    {
        auto plain = line.options();
        plain.url = "http://127.0.0.1:1";
        CHECK(line.health(plain).code == "USAGE");
        auto missing = line.options();
        missing.key = line.folder.path() / "none";
        CHECK(line.health(missing).code == "CENTRE-TLS");
    }
    SECTION("no proxy that the environment names")
    {
        line.serve();
        ::setenv("https_proxy", "http://127.0.0.1:9", 1);
        ::setenv("ALL_PROXY", "http://127.0.0.1:9", 1);
        CHECK(line.health(line.options()).code.empty());
        ::unsetenv("https_proxy");
        ::unsetenv("ALL_PROXY");
    }
}

TEST_CASE("Entries go out and answers come in as the API has them")
{
    Line line;
    line.serve();
    HttpCentral central(line.options());
    const auto log = guid();
    const auto entry = anEntry(log);
    const auto one = [&](const char* status) { return json{{"seq", 4}, {"id", entry.id.text()}, {"status", status}}; };

    auto first = one("accepted");
    first["receipt"] = std::string(64, 'b');
    line.reply = TlsServer::answer(200, json{{"results", {first}}, {"next", 5}, {"checkpoint", "a note\n"}}.dump(), "Date: Sat, 21 Nov 2026 09:14:05 GMT\r\n");
    auto answer = central.postEntries(log, std::span(&entry, 1), "our note\n");
    CHECK(line.last.head.starts_with("POST /v1/log/" + log.text() + "/entries HTTP/1.1\r\n"));
    CHECK(json::parse(line.last.body) == json{{"entries", {entryToJson(entry)}}, {"checkpoint", "our note\n"}});
    CHECK(answer.checkpoint == "a note\n");
    CHECK(answer.centreTime == parseUtc("2026-11-21T09:14:05.000Z"));
    line.reply = TlsServer::answer(200, json{{"results", {first}}, {"next", 5}, {"checkpoint", nullptr}}.dump());
    answer = central.postEntries(log, std::span(&entry, 1), {});
    CHECK(json::parse(line.last.body) == json{{"entries", {entryToJson(entry)}}});
    CHECK(answer.checkpoint.empty());
    CHECK_FALSE(answer.centreTime);
    REQUIRE(answer.results.size() == 1);
    CHECK(answer.next == 5);
    CHECK(answer.results[0].accepted);
    CHECK_FALSE(answer.results[0].repeated);
    CHECK(answer.results[0].receipt == sha256DigestFromHex(std::string(64, 'b')));

    auto repeat = one("repeated");
    repeat["first"] = "refused";
    repeat["problem"] = {{"title", "The number is taken."}};
    line.reply = TlsServer::answer(200, json{{"results", {repeat}}, {"next", 5}}.dump());
    answer = central.postEntries(log, std::span(&entry, 1), {});
    CHECK(answer.results[0].repeated);
    CHECK_FALSE(answer.results[0].accepted);
    CHECK(json::parse(answer.results[0].problem)["title"] == "The number is taken.");

    central.putPortrait(log, sha256(bytesOf("x")), bytesOf("x"));
    CHECK(line.last.head.starts_with("PUT /v1/log/" + log.text() + "/portraits/" + toHex(sha256(bytesOf("x")))));
    CHECK(line.last.body == "x");
    CHECK(line.last.head.find("Content-Type: application/pkcs7-mime\r\n") != std::string::npos);

    line.reply = TlsServer::answer(200, json{{"deliveries", {{{"cursor", 3}, {"id", log.text()}, {"kind", "lease"}, {"sealed", true}, {"body", "AAAA"}},
                                                                  {{"cursor", 4}, {"id", log.text()}, {"kind", "policy"}, {"sealed", false}, {"body", {{"count", 1}}}}}}, {"cursor", 4}}.dump());
    const auto deliveries = central.deliveries(log, 2, std::chrono::seconds(0));
    CHECK(line.last.head.starts_with("GET /v1/log/" + log.text() + "/deliveries?after=2&wait=0 HTTP/1.1"));
    CHECK(deliveries.cursor == 4);
    CHECK(deliveries.deliveries == std::vector<Delivery>{{3, log, "lease", "AAAA", true}, {4, log, "policy", R"({"count":1})", false}});
}

TEST_CASE("What else comes back has its code")
{
    Line line;
    line.serve();
    HttpCentral central(line.options());
    const auto log = guid();
    const auto entry = anEntry(log);
    const auto code = [&](std::string reply) {
        line.reply = std::move(reply);
        return failureOf([&] { central.postEntries(log, std::span(&entry, 1), {}); });
    };
    CHECK(code(TlsServer::answer(409, R"({"type":"urn:cardwright:problem:log-forked","title":"x"})")).code == "LOG-FORKED");
    CHECK(code(TlsServer::answer(409, R"({"type":"urn:cardwright:problem:log-closed","title":"x"})")).code == "LOG-CLOSED");
    CHECK(code(TlsServer::answer(409, R"({"type":"urn:cardwright:problem:checkpoint-forked","title":"x"})")).code == "CHECKPOINT-FORKED");
    CHECK(code(TlsServer::answer(409, R"({"type":"urn:cardwright:problem:checkpoint-inconsistent","title":"x"})")).code == "CHECKPOINT-INCONSISTENT");
    const auto refused = code(TlsServer::answer(403, R"({"type":"about:blank","title":"Not your log.\u0007"})"));
    CHECK(refused.code == "CENTRE-REFUSED");
    CHECK(refused.cause == "The centre refused: Not your log. ");
    CHECK(code(TlsServer::answer(404, "no json")).code == "CENTRE-REFUSED");
    CHECK(code(TlsServer::answer(500, "")).code == "CENTRE-UNREACHABLE");
    CHECK(code(TlsServer::answer(302, "", "Location: https://127.0.0.1:1/\r\n")).code == "CENTRE-ANSWER");
    CHECK(code(TlsServer::answer(200, "[]")).code == "CENTRE-ANSWER");
    CHECK(code(TlsServer::answer(200, std::string(100'000, '['))).code == "CENTRE-ANSWER");
    CHECK(code(TlsServer::answer(200, R"({"results":[{"seq":4,"id":"x","status":"accepted"}],"next":5})")).code == "CENTRE-ANSWER");
    CHECK(code(TlsServer::answer(200, R"({"results":[],"next":-1})")).code == "CENTRE-ANSWER");
    CHECK(code("").code == "CENTRE-UNREACHABLE");
    CHECK(code("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\ncut").code == "CENTRE-UNREACHABLE");

    line.reply = TlsServer::answer(503, "", "Retry-After: 17\r\n");
    try {
        central.health();
        FAIL("503 is no health");
    } catch (const CentralError& error) {
        CHECK(error.failure().code == "CENTRE-UNREACHABLE");
        CHECK(error.retryAfter == std::chrono::seconds(17));
    }
}

TEST_CASE("An answer has a bound, and a stop is a stop")
{
    Line line;
    line.serve();
    auto options = line.options();
    options.answerLimit = 1'000;
    HttpCentral central(options);
    line.reply = TlsServer::answer(200, std::string(1'001, ' '));
    CHECK(failureOf([&] { central.health(); }).code == "CENTRE-ANSWER");
    line.reply = TlsServer::answer(200, R"({"status":"ok"})");
    CHECK_NOTHROW(central.health());
    const int before = line.server->requests();
    central.endBy(std::chrono::steady_clock::now());
    CHECK(failureOf([&] { central.health(); }).code == "CENTRE-UNREACHABLE");
    CHECK(line.server->requests() == before);
    central.endBy(std::nullopt);
    CHECK_NOTHROW(central.health());
    const int more = line.server->requests();
    central.interrupt();
    CHECK(failureOf([&] { central.health(); }).code == "CENTRE-UNREACHABLE");
    CHECK(line.server->requests() == more);
}
