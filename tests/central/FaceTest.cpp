// The centre's face from outside: a process of its own, TLS over loopback, libcurl and openssl as clients.
#include "tests/central/TrainedSite.h"

#include <atomic>
#include <fstream>
#include <thread>

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// What a command of cardwright-central prints; its exit code.
std::pair<int, std::string> command(const std::string& words)
{
    FILE* pipe = ::popen((std::string(CARDWRIGHT_BINARY_DIR) + "/bin/cardwright-central " + words + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe)) text.push_back(static_cast<char>(letter));
    return {WEXITSTATUS(::pclose(pipe)), text};
}

std::uint64_t deliveryCallsSeen(const HttpClient& client)
{
    const auto text = client.get("/metrics").body;
    const std::string name = "cardwright_centre_requests_total{method=\"GET\",route=\"/v1/log/{log}/deliveries\",status=\"200\"} ";
    const auto at = text.find(name);
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + name.size()));
}

} // namespace

TEST_CASE("Only a workstation of this centre gets in, and only by TLS 1.3; without a certificate there is enrolment and health")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    REQUIRE(centre.firstLine().at("event") == "listening");
    const auto health = site.client(centre).get("/healthz");
    REQUIRE(health.result == CURLE_OK);
    CHECK(health.status == 200);
    CHECK(health.json() == json{{"status", "ok"}});

    const auto nobody = site.client(centre, "");
    CHECK(nobody.get("/healthz").status == 200);
    for (const char* path : {"/v1/holders?name=Pem", "/v1/holders/555001000000", "/v1/nothing"}) {
        CHECK(nobody.get(path).status == 401);
        CHECK(nobody.get(path).json().at("code") == "client-certificate-missing");
    }
    CHECK(nobody.get(site.path("deliveries")).status == 401);
    CHECK(nobody.post("/v1/workstations/" + site.desk.workstation.text() + "/first-agent", "{}").status == 401);
    CHECK(nobody.post("/v1/workstations", "{}").json().at("code") == "request-unreadable");
    CHECK(site.client(centre, "stranger").get("/healthz").result != CURLE_OK);
    CHECK(site.client(centre, "server").get("/healthz").result != CURLE_OK); // made for the other side
    auto old = site.client(centre);
    old.tls = onlyTls12;
    CHECK(old.get("/healthz").result == CURLE_SSL_CONNECT_ERROR);

    // An agent's card has a certificate of the same authority: it is no workstation.
    const auto agent = site.client(centre, "agent").get(site.path("deliveries"));
    CHECK(agent.result == CURLE_OK);
    CHECK(agent.status == 403);
    CHECK(agent.contentType == "application/problem+json");
    CHECK(agent.json().at("code") == "workstation-unknown");
    CHECK(centre.end(SIGTERM) == 0);
}

TEST_CASE("Entries go in, a repeat gets the stored answer, and all is there after a kill")
{
    TrainedSite site;
    auto centre = std::make_unique<CentreProcess>(site.root(), site.log());
    const auto entries = std::vector{site.desk.holder("555001000000"), site.desk.holder("555001000001")};
    const auto batch = batchOf(entries);
    auto answer = site.client(*centre).post(site.path("entries"), batch);
    REQUIRE(answer.status == 200);
    const auto first = answer.json();
    CHECK(first.at("next") == 3);
    CHECK(first.at("checkpoint").is_null());
    CHECK(first.at("results").at(0).at("status") == "accepted");
    CHECK(first.at("results").at(1).at("status") == "refused");
    CHECK(first.at("results").at(1).at("problem").at("code") == "person-exists");
    CHECK(site.desk.openSealed(first.at("results").at(1).at("problem").at("sealed").get<std::string>()) == json{{"userNumber", "555001000000"}});

    CHECK(centre->end(SIGKILL) == -SIGKILL);
    centre.reset();
    centre = std::make_unique<CentreProcess>(site.root(), site.log());
    const auto again = site.client(*centre).post(site.path("entries"), batch).json();
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(again.at("results").at(i).at("status") == "repeated");
        CHECK(again.at("results").at(i).at("first") == first.at("results").at(i).at("status"));
        CHECK(again.at("results").at(i).at("receipt") == first.at("results").at(i).at("receipt"));
        CHECK(again.at("results").at(i).value("problem", json()) == first.at("results").at(i).value("problem", json()));
    }
    site.desk.next = 1;
    const auto fork = site.client(*centre).post(site.path("entries"), batchOf({site.desk.holder("555001000007", "Other", "Person")}));
    CHECK(fork.status == 409);
    CHECK(fork.json().at("type") == "urn:cardwright:problem:log-forked");
    CHECK(centre->end(SIGTERM) == 0);

    // What is logged names no person, no number and no log.
    const auto log = site.logText();
    CHECK(log.find("\"event\":\"request\"") != std::string::npos);
    for (const char* canary : {"Pemberton", "Callum", "1991-04-03", "555001000000"}) CHECK(log.find(canary) == std::string::npos);
    CHECK(log.find(site.desk.log.text()) == std::string::npos);
}

TEST_CASE("Calls that are off get a problem, and the next one is served")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    const auto client = site.client(centre);
    CHECK(client.get("/v1/nothing").status == 404);
    CHECK(client.get("/v1/log/" + Guid::random(site.random).text() + "/deliveries").json().at("code") == "log-unknown");
    CHECK(client.get(site.path("entries")).status == 405);
    CHECK(client.post(site.path("entries"), "{").json().at("code") == "request-unreadable");
    CHECK(client.get(site.path("deliveries?after=minus")).status == 400);
    CHECK(client.put(site.path("portraits/" + toHex(sha256({}))), "not it").status == 422);
    CHECK(client.put(site.path("portraits/abc"), "not it").status == 404);
    CHECK(client.put(site.path("portraits/" + toHex(site.desk.portrait)), toText(site.desk.sealedPortrait())).status == 201);
    CHECK(client.put(site.path("portraits/" + toHex(site.desk.portrait)), toText(site.desk.sealedPortrait())).status == 200);
    CHECK(client.post(site.path("entries"), std::string(9 * 1024 * 1024, ' ')).status == 413);
    CHECK(client.get(site.path("deliveries?x=" + std::string(20000, 'a'))).status == 400); // a header beyond its limit
    const auto deliveries = client.get(site.path("deliveries?after=0&wait=30")).json(); // there is something: no wait
    CHECK(deliveries.at("cursor") == 4);
    CHECK(deliveries.at("deliveries").at(0).at("kind") == "lease");
    CHECK(deliveries.at("deliveries").at(0).at("sealed") == true);
    CHECK(deliveries.at("deliveries").at(0).at("body").is_string());
    CHECK(client.get(site.path("deliveries?after=4")).json() == json{{"deliveries", json::array()}, {"cursor", 4}});
}

TEST_CASE("A long poll holds nobody up and ends when there is something, or when the service stops")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    const auto client = site.client(centre);
    HttpAnswer polled;
    {
        std::jthread waiting([&] { polled = client.get(site.path("deliveries?after=4&wait=30")); });
        while (deliveryCallsSeen(client) == 0) std::this_thread::yield(); // each look is a whole request, answered meanwhile
        const auto lease = site.desk.plain(EntryKind::leaseRequested, {{"count", 7}});
        CHECK(client.post(site.path("entries"), batchOf({lease})).status == 200);
    }
    REQUIRE(polled.status == 200);
    CHECK(site.desk.openSealed(polled.json().at("deliveries").at(0).at("body").get<std::string>()).at("count") == 7);
    const auto seen = deliveryCallsSeen(client);
    {
        std::jthread waiting([&] { polled = client.get(site.path("deliveries?after=5&wait=30")); });
        while (deliveryCallsSeen(client) == seen) std::this_thread::yield();
        centre.signal(SIGTERM);
    }
    CHECK(polled.status == 200);
    CHECK(polled.json().at("deliveries").empty());
    CHECK(centre.wait() == 0);
}

TEST_CASE("A second centre on the same folder ends at once with code 6")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    CentreProcess second(site.root(), site.log());
    CHECK(second.firstLine().at("code") == "STORE-BUSY");
    CHECK(second.wait() == 6);
    CHECK(site.client(centre).get("/healthz").status == 200);
    CHECK(centre.end(SIGTERM) == 0);
}

TEST_CASE("Counters hold routes, not addresses")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    const auto client = site.client(centre);
    client.get(site.path("deliveries"));
    client.get("/v1/" + std::string("Pemberton"));
    const auto metrics = client.get("/metrics");
    CHECK(metrics.status == 200);
    CHECK(metrics.body.find("route=\"/v1/log/{log}/deliveries\",status=\"200\"} 1") != std::string::npos);
    CHECK(metrics.body.find("route=\"other\",status=\"404\"} 1") != std::string::npos);
    CHECK(metrics.body.find("Pemberton") == std::string::npos);
    CHECK(metrics.body.find(site.desk.log.text()) == std::string::npos);
}

TEST_CASE("A desk enrols over HTTPS with no certificate yet, and its new one opens the door")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    Desk fresh(site.time, site.random);
    const auto request = fresh.enrolment(site.spare.clone());
    const auto body = json{{"token", toText(site.spare.view())}, {"name", "desk 9"}, {"place", "Quayside House"},
                           {"requests", {{"tls", toBase64(request.requests.tls)}, {"signing", toBase64(request.requests.signing)},
                                         {"store", toBase64(request.requests.store)}, {"contentSigning", toBase64(request.requests.contentSigning)}}}}
                          .dump();
    const auto answer = site.client(centre, "").post("/v1/workstations", body);
    REQUIRE(answer.status == 201);
    const auto made = answer.json();
    const auto tls = Certificate::fromDer(fromBase64(made.at("certificates").at("tls").get<std::string>()).value());
    site.write("fresh", tls, fresh.tls);
    const auto client = site.client(centre, "fresh");
    CHECK(client.get("/v1/log/" + made.at("log").get<std::string>() + "/deliveries").status == 200);
    CHECK(client.get(site.path("deliveries")).json().at("code") == "log-unknown"); // another desk's
    CHECK(client.post("/v1/workstations/" + site.desk.workstation.text() + "/logs", "{}").json().at("code") == "workstation-unknown");

    // Stolen: an order from a shell while the centre runs, and its certificate is refused from the next call on.
    const auto [code, words] = command("workstation " + site.root().string() + " stolen " + made.at("workstation").get<std::string>());
    CHECK(code == 0);
    CHECK(words.find("site key version 2") != std::string::npos);
    CHECK(client.get("/v1/log/" + made.at("log").get<std::string>() + "/deliveries").json().at("code") == "workstation-refused");
    const auto deliveries = site.client(centre).get(site.path("deliveries")).json().at("deliveries");
    CHECK(deliveries.back().at("kind") == "siteKey");
    CHECK(command("token " + site.root().string()).second.size() == 40);
    CHECK(command("agent " + site.root().string() + " list").second.find(site.agent.number) != std::string::npos);
    CHECK(command("agent " + site.root().string() + " deactivate 555999999999").first == 3);
    CHECK(site.logText().find(toText(site.spare.view())) == std::string::npos);
    CHECK(centre.end(SIGTERM) == 0);
    CHECK_FALSE(std::filesystem::exists(site.root() / "orders.socket"));
    CHECK(command("site-key " + site.root().string() + " raise").second.find("Version 3") != std::string::npos); // nobody serves: done here
}

TEST_CASE("The workstation's certificate alone reads nothing about anybody; a session's signature does")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    const auto client = site.client(centre);
    REQUIRE(client.post(site.path("entries"), batchOf({site.desk.holder("555001000000")})).status == 200);
    CHECK(client.get("/v1/holders?name=Pem").status == 401);
    CHECK(client.get("/v1/holders/555001000000").json().at("code") == "signature-missing");
    CHECK(client.get("/v1/portraits/" + toHex(site.desk.portrait)).status == 401);
    CHECK(client.post("/v1/workstations/" + site.desk.workstation.text() + "/logs", R"({"reason":"lost"})").status == 401);

    const auto signedGet = [&](const std::string& target) {
        const auto call = site.desk.call(target);
        auto one = client;
        one.headers = {"Cardwright-Delegation: " + call.delegation, "Cardwright-Signature: " + call.signature};
        return one.get(target);
    };
    const auto found = signedGet("/v1/holders?name=Pem");
    REQUIRE(found.status == 200);
    CHECK(found.json().at("holders").at(0).at("userNumber") == "555001000000");
    CHECK(signedGet("/v1/holders/555001000000").json().at("legalName") == "Callum Pemberton-Roy");
    const std::string target = "/v1/workstations/" + site.desk.workstation.text() + "/logs";
    const std::string body = R"({"reason":"the store was put back"})";
    const auto call = site.desk.call(target, "POST", body);
    auto one = client;
    one.headers = {"Cardwright-Delegation: " + call.delegation, "Cardwright-Signature: " + call.signature};
    const auto answer = one.post(target, body);
    REQUIRE(answer.status == 201);
    CHECK(answer.json().at("log") != site.desk.log.text());
    CHECK(client.get(site.path("deliveries")).json().at("code") == "log-closed");
    for (const char* canary : {"Pemberton", "555001000000", "name=Pem"}) CHECK(site.logText().find(canary) == std::string::npos);
    CHECK(centre.end(SIGTERM) == 0);
}

TEST_CASE("A centre is made from a shell, and openssl sees TLS 1.3 and its certificate")
{
    Scratch scratch;
    const auto folder = (scratch.path() / "centre").string();
    const auto [code, words] = command("init " + folder + " --name 'Harbour Valley Community Trust' --ods HVC00");
    CHECK(code == 0);
    CHECK(words.find("recovery.key") != std::string::npos);
    CHECK(command("init " + folder + " --name Again --ods HVC00").first == 3);
    CHECK(command("token " + (scratch.path() / "nothing").string()).first == 6);
    CentreProcess centre(folder, scratch.path() / "stderr");
    const auto port = std::to_string(centre.firstLine().at("port").get<int>());
    const auto shake = [&](const std::string& version) {
        FILE* pipe = ::popen(("openssl s_client -connect 127.0.0.1:" + port + " -CAfile " + folder + "/ca.pem " + version + " </dev/null 2>&1").c_str(), "r");
        REQUIRE(pipe != nullptr);
        std::string text;
        for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe)) text.push_back(static_cast<char>(letter));
        ::pclose(pipe);
        return text;
    };
    const auto spoken = shake("-tls1_3");
    CHECK(spoken.find("TLSv1.3") != std::string::npos);
    CHECK(spoken.find("Verify return code: 0 (ok)") != std::string::npos);
    CHECK(shake("-tls1_2").find("Cipher is (NONE)") != std::string::npos);
    CHECK(centre.end(SIGTERM) == 0);
}
