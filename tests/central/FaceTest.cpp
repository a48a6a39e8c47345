// The centre's face from outside: a process of its own, TLS over loopback, libcurl and openssl as clients.
#include "core/store/PrivateFiles.h"
#include "core/store/SiteFolder.h"
#include "tests/central/CentreProcess.h"
#include "tests/central/HttpClient.h"
#include "tests/unit/central/TestCentre.h"

#include <atomic>
#include <fstream>
#include <thread>

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// A training site on disk, real time, with its desk's files.
class TrainedSite {
public:
    TrainedSite()
    {
        SiteDescription description;
        description.site = Guid::random(random);
        description.name = "Harbour Valley Community Trust";
        description.odsCode = "HVC00";
        description.place = "Quayside House";
        description.desk = "desk 2";
        description.log = desk.log;
        description.workstation = Guid::random(random);
        description.centreUrl = "https://127.0.0.1:8443";
        description.centreName = "cardwright-central";
        const auto folder = SiteFolder::create(root(), description);
        if (!std::filesystem::exists(folder.centre())) makePrivateDirectory(folder.centre());
        const auto made = central::makeTrainingCentre({folder.centre(), description.name, description.workstation, desk.log, key.publicKey(),
                                                       PrivateKey::generate(KeyAlgorithm::ecP256).publicKey(), {}, 555001000000, 100},
                                                      clock, random);
        write("ca.pem", made.authority.pem());
        write("desk", made.workstationTls, key);
        auto authority = central::TrainingAuthority::open(folder.centre(), random);
        CertificateContent content;
        content.profile = CertificateProfile::signIn;
        content.notBefore = clock.utcMillis() - 1000;
        content.notAfter = clock.utcMillis() + 86'400'000;
        content.serialNumber = "555001000001";
        write("agent", authority.issue(content, key.publicKey()), key);
        content.profile = CertificateProfile::tlsServer;
        write("server", authority.issue(content, key.publicKey()), key);
        auto stranger = central::TrainingAuthority::create(clock.utcMillis(), random);
        content.profile = CertificateProfile::tlsClient;
        write("stranger", stranger.issue(content, key.publicKey()), key);
    }
    std::filesystem::path root() const { return scratch.path() / "site"; }
    std::filesystem::path log() const { return scratch.path() / "stderr"; }
    std::string logText() const
    {
        std::ifstream file(log());
        return {std::istreambuf_iterator<char>(file), {}};
    }
    HttpClient client(const CentreProcess& centre, const std::string& who = "desk") const
    {
        HttpClient one;
        one.url = centre.url();
        one.authority = scratch.path() / "ca.pem";
        if (!who.empty()) {
            one.certificate = scratch.path() / (who + ".pem");
            one.key = scratch.path() / (who + ".key");
        }
        return one;
    }
    std::string path(const std::string& rest) const { return "/v1/log/" + desk.log.text() + "/" + rest; }

    Scratch scratch;
    SystemClock clock;
    SecureRandom random;
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
    Desk desk{Guid::random(random)};

private:
    void write(const std::string& name, const std::string& text) const { writePrivateFile(scratch.path() / name, bytesOf(text)); }
    void write(const std::string& who, const Certificate& certificate, const PrivateKey& own) const
    {
        write(who + ".pem", certificate.pem());
        writePrivateFile(scratch.path() / (who + ".key"), own.pem().view());
    }
};

std::uint64_t deliveryCallsSeen(const HttpClient& client)
{
    const auto text = client.get("/metrics").body;
    const std::string name = "cardwright_centre_requests_total{method=\"GET\",route=\"/v1/log/{log}/deliveries\",status=\"200\"} ";
    const auto at = text.find(name);
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + name.size()));
}

} // namespace

TEST_CASE("Only a workstation of this centre gets in, and only by TLS 1.3")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    REQUIRE(centre.firstLine().at("event") == "listening");
    const auto health = site.client(centre).get("/healthz");
    REQUIRE(health.result == CURLE_OK);
    CHECK(health.status == 200);
    CHECK(health.json() == json{{"status", "ok"}});

    CHECK(site.client(centre, "").get("/healthz").result != CURLE_OK);
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
    const auto batch = batchOf({site.desk.holder("555001000000"), site.desk.holder("555001000001")});
    auto answer = site.client(*centre).post(site.path("entries"), batch);
    REQUIRE(answer.status == 200);
    const auto first = answer.json();
    CHECK(first.at("next") == 2);
    CHECK(first.at("checkpoint").is_null());
    CHECK(first.at("results").at(0).at("status") == "accepted");
    CHECK(first.at("results").at(1).at("status") == "refused");
    CHECK(first.at("results").at(1).at("problem").at("code") == "person-exists");
    CHECK(first.at("results").at(1).at("problem").at("userNumber") == "555001000000");

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
    Desk other(site.desk.log);
    const auto fork = site.client(*centre).post(site.path("entries"), batchOf({other.holder("555001000007", "Other", "Person")}));
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
    CHECK(client.put(site.path("portraits/" + toHex(site.desk.portrait)), toText(site.desk.jpeg)).status == 201);
    CHECK(client.put(site.path("portraits/" + toHex(site.desk.portrait)), toText(site.desk.jpeg)).status == 200);
    CHECK(client.post(site.path("entries"), std::string(9 * 1024 * 1024, ' ')).status == 413);
    CHECK(client.get(site.path("deliveries?x=" + std::string(20000, 'a'))).status == 400); // a header beyond its limit
    const auto deliveries = client.get(site.path("deliveries?after=0&wait=30")).json(); // there is something: no wait
    CHECK(deliveries.at("cursor") == 2);
    CHECK(deliveries.at("deliveries").at(0).at("kind") == "lease");
    CHECK(client.get(site.path("deliveries?after=2")).json() == json{{"deliveries", json::array()}, {"cursor", 2}});
}

TEST_CASE("A long poll holds nobody up and ends when there is something, or when the service stops")
{
    TrainedSite site;
    CentreProcess centre(site.root(), site.log());
    const auto client = site.client(centre);
    HttpAnswer polled;
    {
        std::jthread waiting([&] { polled = client.get(site.path("deliveries?after=2&wait=30")); });
        while (deliveryCallsSeen(client) == 0) std::this_thread::yield(); // each look is a whole request, answered meanwhile
        const auto lease = site.desk.plain(EntryKind::leaseRequested, {{"count", 7}});
        CHECK(client.post(site.path("entries"), batchOf({lease})).status == 200);
    }
    REQUIRE(polled.status == 200);
    CHECK(polled.json().at("deliveries").at(0).at("body").at("count") == 7);
    const auto seen = deliveryCallsSeen(client);
    {
        std::jthread waiting([&] { polled = client.get(site.path("deliveries?after=3&wait=30")); });
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
