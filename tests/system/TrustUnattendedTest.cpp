#include "tests/system/SessionProcess.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"

#include <catch2/catch.hpp>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;

// Nobody signed in: what was done goes to the centre, what the centre sends waits sealed, and the workstation alone reads nothing.

namespace {

/// curl with the workstation's own certificate and key: what somebody can do who has the disk.
struct Curl {
    const Desk& desk;
    int status = 0;
    std::string body;

    explicit Curl(const Desk& of) : desk(of) {}
    void get(const std::string& target, std::vector<std::string> more = {}, bool withCertificate = true)
    {
        std::vector<std::string> line{"curl", "--silent", "--show-error", "--cacert", (desk.site() / "trust/ca.pem").string(), "--write-out", "\n%{http_code}"};
        if (withCertificate) {
            const auto own = deskKey(desk.site(), "tls");
            line.insert(line.end(), {"--cert", own.certificate.string(), "--key", own.key.string()});
        }
        line.insert(line.end(), more.begin(), more.end());
        line.push_back("https://127.0.0.1:" + std::to_string(desk.centrePort()) + target);
        const auto run = ToolRun(line).run();
        UNSCOPED_INFO("curl " << target << ": " << run.all());
        const auto end = run.out.rfind('\n');
        body = end == std::string::npos ? "" : run.out.substr(0, end);
        status = end == std::string::npos ? 0 : std::stoi(run.out.substr(end + 1));
    }
};

} // namespace

TEST_CASE("signed out, a queue with portraits drains, and sealed deliveries arrive and wait for a sign-in")
{
    Desk desk(daemon());
    const Inserted card(desk.card("blank-1"));
    const auto issued = must(desk.issue(desk.request("ffion-adeyemi"), 0, passcode)); // alone: the centre is not there
    CHECK(issued.result().at("deferred").size() == 2);
    CHECK(desk.ctl({"queue", "list"}).result().at("waiting").get<int>() > 8);
    const auto uuid = issued.result().at("uuid").get<std::string>();
    const auto name = Desk::readJson(desk.request("ffion-adeyemi")).at("person").at("familyName").get<std::string>();

    desk.startCentre();
    const auto signIns = [&] { return Sqlite(desk.store()).number("SELECT count(*) FROM journal WHERE kind = 'agent.signedIn'"); };
    const auto before = signIns();
    const auto drained = must(desk.ctl({"queue", "drain", "--unattended"}));
    CHECK(signIns() == before); // nobody was
    CHECK(drained.result().at("waiting") == 0);
    CHECK(drained.result().at("refused") == 0);
    CHECK(drained.result().at("sealed").get<int>() >= 2); // the certificates
    const Sqlite there(desk.centreStore());
    CHECK(there.number("SELECT count(*) FROM holders WHERE user_number = '" + uuid + "' AND portrait IS NOT NULL") == 1);
    const auto portraits = fs::directory_iterator(desk.site() / "centre/portraits");
    CHECK(std::distance(fs::begin(portraits), fs::end(portraits)) == 1);

    // What waits is sealed, and says nothing to a reader of the file.
    const Sqlite here(desk.store());
    const auto bodies = here.column("SELECT body FROM inbox WHERE sealed AND applied_at IS NULL");
    CHECK(static_cast<int>(bodies.size()) == drained.result().at("sealed").get<int>());
    for (const auto& body : bodies) {
        CHECK(body.find(uuid) == std::string::npos);
        CHECK(body.find(name) == std::string::npos);
        CHECK(body.find('{') == std::string::npos);
    }
    const auto again = must(desk.ctl({"queue", "drain", "--unattended"}));
    CHECK(again.result().at("sealed") == drained.result().at("sealed")); // still

    const auto signedIn = must(desk.ctl({"queue", "drain"}));
    CHECK(signedIn.result().at("sealed") == 0);
    CHECK(here.number("SELECT count(*) FROM inbox WHERE sealed AND applied_at IS NULL") == 0);
    const auto touched = must(desk.ctl({"touch", "--reader", daemon().readerName(0)}));
    CHECK(touched.result().at("written").size() == 2);
}

TEST_CASE("the workstation's certificate alone is refused every read about a person; a session reads")
{
    Desk desk(daemon());
    desk.startCentre();
    std::string uuid;
    {
        const Inserted card(desk.card("blank-1"));
        uuid = must(desk.issue(desk.request("ffion-adeyemi"), 0, passcode)).result().at("uuid");
    }
    must(desk.ctl({"queue", "drain"}));
    const auto reference = desk.ctl({"people", "show", uuid}).result().at("photoReference").get<std::string>();
    must(desk.ctl({"queue", "drain"}));

    Curl curl(desk);
    curl.get("/healthz");
    CHECK(curl.status == 200); // the line is good
    for (const auto& target : {std::string("/v1/holders?name=Adeyemi"), "/v1/holders?number=" + uuid, "/v1/holders/" + uuid, "/v1/portraits/" + reference}) {
        INFO(target);
        for (const auto& headers : {std::vector<std::string>{}, std::vector<std::string>{"-H", "Cardwright-Delegation: AAAA", "-H", "Cardwright-Signature: at=2026-11-22T00:00:00Z;nonce=00000000000000000000000000000000;signature=AAAA"}}) {
            curl.get(target, headers);
            CHECK((curl.status == 401 || curl.status == 403));
            CHECK(curl.body.find("Adeyemi") == std::string::npos);
            CHECK(curl.body.find(uuid) == std::string::npos);
            CHECK(Json::parse(curl.body).contains("type")); // a problem, named
        }
        curl.get(target, {}, false);
        CHECK(curl.status != 200);
        CHECK(curl.body.find("Adeyemi") == std::string::npos);
    }
    const Sqlite there(desk.centreStore());
    CHECK(there.number("SELECT count(*) FROM read_log WHERE outcome <> 'ok'") >= 8); // each attempt is on record

    // Not because nobody may: an agent's session reads the same.
    daemon().insert(1, desk.card("agent"));
    SessionProcess session(desk, daemon().readerName(1));
    session.signIn(readFile(desk.site() / "cards/agent.passcode"));
    CHECK(session.order('c') == "at-centre 1");
    session.order('o');
    daemon().pull(1);
}
