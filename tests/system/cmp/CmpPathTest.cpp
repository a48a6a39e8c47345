// Certificates over CMP all the way: desk, centre, an authority on OpenSSL's CMP server, and back onto the card.
#include "core/store/PrivateFiles.h"
#include "tests/system/LiveLab.h"
#include "tests/system/TrustLab.h"
#include "tests/system/Witness.h"
#include "tests/unit/cmp/CmpLab.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <thread>

using namespace cardwright::testing;
using namespace cardwright::testing::trust;
using cardwright::test::CmpLab;

namespace {

/// A training desk whose centre has its cards certified by another authority.
struct CmpDesk {
    CmpLab lab;
    Desk desk{daemon()};

    CmpDesk()
    {
        const auto ra = lab.registrationAuthority();
        const auto file = [&](const char* name, cardwright::ByteView content) {
            cardwright::writePrivateFile(desk.scratch(name), content);
            return desk.scratch(name).string();
        };
        const auto server = lab.server();
        LiveCentre::order({"ca", desk.site().string(), "--cmp", "http://127.0.0.1:" + std::to_string(server.port) + "/" + server.path, "--ra-cert",
                           file("ra.pem", cardwright::bytesOf(ra.certificate.pem())), "--ra-key", file("ra.key", ra.key.pem().view()), "--trust",
                           file("cmp-root.pem", cardwright::bytesOf(lab.root().pem()))});
        desk.startCentre();
        // No 9C: a PKCS#10 does not say which slot it is for, and this authority has one profile for all of them.
        issuePolicy([](Json& policy) { policy["slots"] = {{{"slot", "9A"}, {"algorithm", "P-256"}}, {{"slot", "9D"}, {"algorithm", "P-256"}}}; });
    }
    /// In force from the next command on; the list of who certifies cards comes with it.
    void issuePolicy(const std::function<void(Json&)>& change) const
    {
        auto policy = Desk::readJson(desk.site() / "policies/issue.json");
        policy["version"] = policy.at("version").get<int>() + 1;
        change(policy);
        const auto file = desk.scratch("issue.json");
        writeFile(file, policy.dump(2));
        LiveCentre::order({"policy", desk.site().string(), "issue", file.string()});
        must(desk.ctl({"queue", "drain"}));
    }
    CtlRun issue(const char* who, const std::vector<std::string>& more = {}) const { return desk.issue(desk.request(who), 0, passcode, more); }
    Sqlite centre() const { return Sqlite(desk.centreStore()); }
};

/// What the centre's own thread does after it answered a desk: waited for, since it has no answer of its own.
bool eventually(const std::function<bool()>& holds)
{
    const auto end = std::chrono::steady_clock::now() + longEnough;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return true;
}

cardwright::Certificate onCard(const char* slot)
{
    const auto pem = Witness(daemon(), 0).certificate(slot);
    INFO(slot);
    REQUIRE_FALSE(pem.empty());
    return cardwright::Certificate::fromPem(cardwright::bytesOf(pem));
}

} // namespace

TEST_CASE("a card's certificates come over CMP, are renewed with new keys, and revoked with the card")
{
    const CmpDesk site;
    site.issuePolicy([](Json& policy) { policy["centreWaitSeconds"] = 60; }); // on a machine that is busy with other things too
    const Inserted card(site.desk.card("blank-1"));
    const auto made = must(site.issue("ffion-adeyemi")).result();
    CHECK(made.at("written").size() == 2);
    CHECK(made.at("deferred").empty());
    std::vector<cardwright::Certificate> first;
    for (const auto* slot : {"9a", "9d"}) {
        first.push_back(onCard(slot));
        CHECK(first.back().issuer() == site.lab.root().subject());
        CHECK_FALSE(first.back().hasName());
        CHECK(first.back().biometricInfo());
    }
    CHECK(site.lab.made() == 2); // p10cr for 9A; cr with raVerified for 9D, whose key signs nothing
    CHECK(site.lab.valid() == 2);
    CHECK(site.lab.unconfirmed() == 0);
    CHECK(site.centre().number("SELECT count(*) FROM certificate_requests WHERE csr IS NULL AND slot = '9D' AND state = 'issued'") == 1);

    // They hold for a year: within the longest window they may be renewed, and then it is over with the old ones.
    site.issuePolicy([](Json& policy) { policy["renewalWindowDays"] = 365; });
    must(site.desk.ctl({"card", "renew", "--reader", daemon().readerName(0)}, passcode));
    must(site.desk.ctl({"queue", "drain"}));
    for (std::size_t i = 0; i < first.size(); ++i) {
        static const char* const slots[] = {"9a", "9d"};
        CHECK_FALSE(onCard(slots[i]) == first[i]);
        CHECK_FALSE(onCard(slots[i]).publicKey() == first[i].publicKey());
    }
    REQUIRE(eventually([&] { return site.lab.valid() == 2; })); // the centre's thread revokes after the desk's answer
    for (const auto& old : first) CHECK(site.lab.revoked(old));

    must(site.desk.ctl({"card", "cancel", "--reader", daemon().readerName(0), "--reason", "left"}));
    must(site.desk.ctl({"queue", "drain"}));
    CHECK(eventually([&] { return site.lab.valid() == 0; }));
    CHECK(site.lab.made() == 4);
    CHECK(site.lab.unconfirmed() == 0);
    CHECK(eventually([&] { return site.centre().number("SELECT count(*) FROM revocations WHERE done_at IS NULL") == 0; }));
}

TEST_CASE("what the authority gets wrong reaches no card: refused by name, taken back, and the card works without it")
{
    CmpDesk site;
    const auto [mood, reason] = GENERATE(std::pair{CmpLab::Mood::wrongKey, "key"}, std::pair{CmpLab::Mood::wrongSubject, "userNumber"},
                                         std::pair{CmpLab::Mood::noPhotoReference, "photoReference"});
    INFO(reason);
    site.lab.setMood(mood);
    const Inserted card(site.desk.card("blank-1"));
    const auto made = must(site.issue("ffion-adeyemi")).result();
    CHECK(made.at("written").empty());
    CHECK(Witness(daemon(), 0).certificate("9a").empty());
    CHECK(Witness(daemon(), 0).passcodeWorks(passcode));
    must(site.desk.ctl({"queue", "drain"}));
    REQUIRE(eventually([&] { return site.centre().number("SELECT count(*) FROM certificate_requests WHERE state = 'failed'") == 2; }));
    CHECK(site.centre().number(std::string("SELECT count(*) FROM certificate_requests WHERE problem = 'CA-CERTIFICATE: ") + reason + "'") == 2);
    CHECK(site.lab.made() == 2);
    CHECK(site.lab.valid() == 0);
    CHECK(site.lab.unconfirmed() == 0);
}

TEST_CASE("the authority's answer is lost: the same transaction is asked again, and one certificate a slot comes")
{
    CmpDesk site;
    site.lab.setMood(CmpLab::Mood::losesAnswer); // once: made, and the connection closed before it was sent
    const Inserted card(site.desk.card("blank-1"));
    must(site.issue("ffion-adeyemi"));
    REQUIRE(eventually([&] { return site.lab.valid() == 2; }));
    CHECK(site.lab.made() == 2);
    CHECK(site.lab.unconfirmed() == 0);
    must(site.desk.ctl({"queue", "drain"}));
    must(site.desk.ctl({"touch", "--reader", daemon().readerName(0)}));
    for (const auto* slot : {"9a", "9d"}) CHECK(onCard(slot).issuer() == site.lab.root().subject());
}
