// An authority that takes the request and says nothing: the centre goes on, and stops when it is told to.
#include "tests/central/TrainedSite.h"
#include "tests/unit/cmp/CmpLab.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

/// Certified by another authority over CMP, which is silent from the centre's start on.
struct SilentlyCertified {
    SilentlyCertified() : second(site.time, site.random)
    {
        const auto ra = lab.registrationAuthority();
        site.write("ra", ra.certificate, ra.key);
        site.write("cmp-root.pem", lab.root().pem());
        const auto file = [&](const char* name) { return " " + (site.files.path() / name).string(); };
        const auto server = lab.server();
        const auto command = std::string(CARDWRIGHT_BINARY_DIR) + "/bin/cardwright-central ca " + site.root().string() + " --cmp http://127.0.0.1:" +
                             std::to_string(server.port) + "/" + server.path + " --ra-cert" + file("ra.pem") + " --ra-key" + file("ra.key") + " --trust" +
                             file("cmp-root.pem") + " --json > /dev/null";
        REQUIRE(std::system(command.c_str()) == 0);
        // Longer than this test may take: whoever waited for the answer would not be done in time.
        auto description = json::parse(readWholeFile(site.root() / "authority.json", 4096));
        description["answerSeconds"] = 600;
        writePrivateFile(site.root() / "authority.json", bytesOf(description.dump()));
        {
            site.open();
            second.enrolled(central::enrolWorkstation(*site.centre, second.enrolment(site.centre->issueToken(), "desk 3")));
            site.centre.reset();
        }
        site.write("second", *second.tlsCertificate, second.tls);
        lab.setMood(CmpLab::Mood::silent);
    }
    /// A person, a card and the request for its certificate.
    std::string batch()
    {
        const std::string number = "555001000000";
        const auto card = site.desk.guid();
        return batchOf({site.desk.holder(number), site.desk.card(number, card), site.desk.request(number, card, site.desk.guid(), key)});
    }
    void awaitSilence() const
    {
        while (!lab.holding()) std::this_thread::yield();
    }

    CmpLab lab;
    TrainedSite site;
    Desk second;
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
};

} // namespace

TEST_CASE("While the authority keeps silent every desk's exchange goes on, and the service stops at once")
{
    SilentlyCertified silent;
    auto& site = silent.site;
    CentreProcess centre(site.root(), site.log());
    const auto answer = site.client(centre).post(site.path("entries"), silent.batch());
    REQUIRE(answer.status == 200);
    const auto answered = answer.json();
    for (const auto& result : answered.at("results")) CHECK(result.at("status") == "accepted"); // nor was this desk kept waiting
    silent.awaitSilence();

    const auto other = site.client(centre, "second");
    const auto of = [&](const Desk& desk, const std::string& rest) { return "/v1/log/" + desk.log.text() + "/" + rest; };
    CHECK(other.post(of(silent.second, "entries"), batchOf({silent.second.signIn(site.agent)})).json().at("results").at(0).at("status") == "accepted");
    CHECK(other.get(of(silent.second, "deliveries?after=0")).status == 200);
    CHECK(site.client(centre).post(site.path("entries"), batchOf({site.desk.plain(EntryKind::leaseRequested, {{"count", 7}})})).status == 200);
    CHECK(silent.lab.holding()); // all of that while the one answer was still awaited

    centre.signal(SIGTERM);
    CHECK(centre.wait() == 0);
    CHECK(site.logText().find("CA-UNREACHABLE") != std::string::npos);
    CHECK(silent.lab.made() == 0);

    // The next start asks again under the same transaction.
    silent.lab.setMood(CmpLab::Mood::good);
    CentreProcess again(site.root(), site.log());
    while (silent.lab.valid() == 0) std::this_thread::yield();
    CHECK(silent.lab.made() == 1);
    CHECK(again.end(SIGTERM) == 0);
}
