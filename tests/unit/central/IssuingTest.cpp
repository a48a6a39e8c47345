// Requests and revocations with the embedded authority.
#include "core/central/IssuingOffice.h"
#include "core/crypto/CryptoError.h"
#include "core/store/Transaction.h"
#include "tests/unit/central/TestCentre.h"

#include <fstream>

using namespace cardwright;
using namespace cardwright::test;

namespace {

const std::string number = "555001000000";

struct Asking : Site {
    Asking()
    {
        signIn();
        sendOne(desk.holder(number));
        sendOne(desk.card(number, card));
    }
    Guid card = Guid::random(random);
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
};

/// Stands before the embedded one, and looks whether the database is free while it is asked.
class Watching final : public central::CertificateAuthority {
public:
    explicit Watching(central::CertificateAuthority& inner) : m_inner(inner) {}
    Certificate issue(const central::CardCertificateOrder& order, const CmpCertificateCheck& check, std::int64_t atMillis) override
    {
        Transaction mine(centre->database()); // a transaction that is open already would refuse it
        if (away) throw CryptoError(Failure::of("CA-UNREACHABLE"));
        ++asked;
        return m_inner.issue(order, check, atMillis);
    }
    void revoke(const Certificate& certificate, RevocationReason reason, const Guid& transaction, std::int64_t atMillis) override
    {
        Transaction mine(centre->database());
        if (away) throw CryptoError(Failure::of("CA-UNREACHABLE"));
        m_inner.revoke(certificate, reason, transaction, atMillis);
    }
    Certificate issue(const CertificateContent& content, const PublicKey& wanted) override { return m_inner.issue(content, wanted); }
    const Certificate& root() const noexcept override { return m_inner.root(); }

    central::Centre* centre = nullptr;
    bool away = false;
    int asked = 0;

private:
    central::CertificateAuthority& m_inner;
};

std::string openssl(const std::string& words)
{
    FILE* pipe = ::popen(("openssl " + words + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe)) text.push_back(static_cast<char>(letter));
    ::pclose(pipe);
    return text;
}

} // namespace

TEST_CASE("No transaction is open while the authority is asked; one that is away stops no entry, and is asked less and less often")
{
    Asking site;
    Watching watching(*site.authority);
    site.centre.reset();
    site.centre = std::make_unique<central::Centre>(site.folder.path(), watching, site.time, site.random);
    watching.centre = site.centre.get();
    watching.away = true;
    CHECK(site.verdictOn(site.desk.request(number, site.card, site.desk.guid(), site.key)) == "accepted");
    CHECK(site.centre->counts().requestsRetried == 1);
    CHECK(site.centre->nextTaskAt() == site.clock.now + 2000);
    site.clock.now += 2000;
    site.centre->issuePending();
    CHECK(site.centre->nextTaskAt() == site.clock.now + 4000);
    site.clock.now += 3999;
    watching.away = false;
    site.centre->issuePending();
    CHECK(watching.asked == 0);
    site.clock.now += 1;
    site.centre->issuePending();
    CHECK(watching.asked == 1);
    CHECK(site.deliveriesOf("certificate").size() == 1);
    CHECK(site.centre->nextTaskAt() == std::nullopt);
}

TEST_CASE("Revoked certificates stand in ca.crl, which openssl verifies; others pass")
{
    Asking site;
    const auto first = site.desk.guid();
    REQUIRE(site.verdictOn(site.desk.request(number, site.card, first, site.key)) == "accepted");
    REQUIRE(site.verdictOn(site.desk.request(number, site.card, site.desk.guid(), site.key, "9C")) == "accepted");
    const auto root = site.folder.path();
    const auto write = [&](const std::string& name, std::size_t index) {
        const auto der = fromBase64(site.deliveriesOf("certificate").at(index).at("certificate").get<std::string>()).value();
        std::ofstream(root / name) << Certificate::fromDer(der).pem();
    };
    write("first.pem", 0);
    write("second.pem", 1);
    CHECK(site.verdictOn(site.desk.about(number, EntryKind::certificateWithdrawn, {{"request", first.text()}, {"card", site.card.text()}, {"slot", "9A"}})) == "accepted");
    CHECK(site.centre->counts().revocationsWaiting == 0);
    const auto time = " -attime " + std::to_string(site.clock.now / 1000 + 1);
    const auto check = [&](const std::string& name) {
        return openssl("verify -crl_check" + time + " -CAfile " + (root / "ca.pem").string() + " -CRLfile " + (root / "ca.crl").string() + " " + (root / name).string());
    };
    CHECK(check("first.pem").find("certificate revoked") != std::string::npos);
    CHECK(check("second.pem").find("second.pem: OK") != std::string::npos);
    CHECK(openssl("crl -noout -CAfile " + (root / "ca.pem").string() + " -in " + (root / "ca.crl").string()).find("verify OK") != std::string::npos);
    const auto text = openssl("crl -noout -text -in " + (root / "ca.crl").string());
    CHECK(text.find("Cessation Of Operation") != std::string::npos);
    CHECK(text.find("X509v3 CRL Number") != std::string::npos);

    // Kept over a restart, and published anew each day.
    site.open();
    CHECK(site.authority->revoked().size() == 1);
    std::filesystem::remove(root / "ca.crl");
    site.centre->issuePending();
    CHECK(check("first.pem").find("certificate revoked") != std::string::npos);
}

TEST_CASE("The embedded authority makes one certificate for a request, takes back what nobody wants, and knows its own only")
{
    Site site;
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const central::CardCertificateOrder order{site.desk.guid(), CertificateProfile::keyManagement, std::nullopt, key.publicKey(),
                                              {number, "Trust", site.desk.guid(), std::nullopt}};
    const auto anything = [](const Certificate&) { return std::optional<std::string>(); };
    const auto nothing = [](const Certificate&) { return std::optional<std::string>("card"); };
    const auto codeOf = [&](auto act) {
        try {
            act();
        } catch (const CryptoError& error) {
            return error.failure().code;
        }
        return std::string("none");
    };
    auto& authority = *site.authority;
    CHECK(codeOf([&] { authority.issue(order, nothing, site.clock.now); }) == "CA-CERTIFICATE");
    CHECK(authority.revoked().empty()); // it was never kept
    const auto made = authority.issue(order, anything, site.clock.now);
    auto reopened = central::TrainingAuthority::open(site.folder.path(), site.random);
    CHECK(reopened.issue(order, anything, site.clock.now + 1000) == made);
    CHECK(codeOf([&] { reopened.issue(order, nothing, site.clock.now); }) == "CA-CERTIFICATE");
    CHECK(reopened.revoked().size() == 1);
    CHECK(codeOf([&] { reopened.issue(order, anything, site.clock.now); }) == "CA-REFUSED");
    CHECK(codeOf([&] { reopened.revoke(made, RevocationReason::superseded, site.desk.guid(), site.clock.now); }) == "CA-REFUSED");
    const auto other = central::TrainingAuthority::create(site.clock.now, site.random);
    CHECK(other.revoked().empty());
}

TEST_CASE("A given-up card's certificates end; the card itself may be begun again")
{
    Asking site;
    REQUIRE(site.verdictOn(site.desk.request(number, site.card, site.desk.guid(), site.key)) == "accepted");
    CHECK(site.verdictOn(site.desk.about(number, EntryKind::cardAbandoned, {{"card", site.card.text()}, {"reason", "other"}})) == "accepted");
    CHECK(site.authority->revoked().size() == 1);
    CHECK(site.verdictOn(site.desk.card(number, site.card)) == "accepted");
    for (const auto& body : site.deliveriesOf("revocation")) CHECK(body.at("cards").empty());
    // A withdrawal that names another card ends nothing.
    const auto request = site.desk.guid();
    REQUIRE(site.verdictOn(site.desk.request(number, site.card, request, site.key)) == "accepted");
    CHECK(site.verdictOn(site.desk.about(number, EntryKind::certificateWithdrawn, {{"request", request.text()}, {"card", site.desk.guid().text()}, {"slot", "9A"}})) == "accepted");
    CHECK(site.authority->revoked().size() == 1);
}

TEST_CASE("An agent's card is replaced: the old one ends at once, the new one counts once its last certificate is here")
{
    Asking site;
    const std::string who = "555001000001";
    const auto colleague = site.addAgent(who, "Amara", "manager", true);
    const auto signIn = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto keyManagement = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto active = [&] {
        std::vector<central::Centre::Agent> found;
        for (const auto& one : site.centre->agents()) {
            if (one.userNumber == who && one.active) found.push_back(one);
        }
        return found;
    };
    auto draft = entryAbout(UserNumber::parse(who).value(), EntryKind::cardReplaced, {{"card", colleague.card.text()}, {"reason", "damaged"}}, site.random);
    REQUIRE(site.verdictOn(site.desk.steppedUp(std::move(draft), site.agent)) == "accepted");
    CHECK(active().empty());
    const bool dismissed = GENERATE(false, true);
    if (dismissed) site.centre->deactivateAgent(colleague.certificate->fingerprint());

    const auto card = site.desk.guid();
    site.asksAuthority = false;
    const json receipt{{"objects", json::array()}, {"publicKeys", json::array()}, {"tries", 3}};
    REQUIRE(site.verdictOn(site.desk.card(who, card)) == "accepted");
    REQUIRE(site.verdictOn(site.desk.request(who, card, site.desk.guid(), signIn)) == "accepted");
    REQUIRE(site.verdictOn(site.desk.request(who, card, site.desk.guid(), keyManagement, "9D")) == "accepted");
    REQUIRE(site.verdictOn(site.desk.about(who, EntryKind::cardIssued,
                                           {{"card", card.text()}, {"job", site.desk.guid().text()}, {"locked", false}, {"slots", {"9A", "9D"}},
                                            {"deferred", {"9A", "9D"}}, {"receipt", receipt}})) == "accepted");
    CHECK(active().empty());
    site.clock.now += 1000;
    site.centre->issuePending();
    REQUIRE(active().size() == (dismissed ? 0 : 1));
    if (dismissed) return;
    CHECK(active()[0].role == "manager");
    CHECK(active()[0].deputy);
    CHECK(active()[0].certificate != colleague.certificate->fingerprint());
}

TEST_CASE("One card per person: a second one is refused until the first one ends, and a cancelled one never comes back")
{
    Asking site;
    const auto second = site.desk.guid();
    const json receipt{{"objects", json::array()}, {"publicKeys", json::array()}, {"tries", 3}};
    const auto issued = [&](const Guid& card) {
        return site.desk.about(number, EntryKind::cardIssued, {{"card", card.text()}, {"job", site.desk.guid().text()}, {"locked", false}, {"slots", {"9A"}},
                                                               {"deferred", json::array()}, {"receipt", receipt}});
    };
    const auto replaced = [&](std::string_view who) {
        auto draft = entryAbout(UserNumber::parse(who).value(), EntryKind::cardReplaced, {{"card", site.card.text()}, {"reason", "lost"}}, site.random);
        return site.desk.steppedUp(std::move(draft), site.agent);
    };
    REQUIRE(site.verdictOn(site.desk.request(number, site.card, site.desk.guid(), site.key)) == "accepted");
    CHECK(site.verdictOn(site.desk.card(number, second)) == "person-has-card"); // the first one is being made
    REQUIRE(site.verdictOn(issued(site.card)) == "accepted");
    CHECK(site.verdictOn(site.desk.card(number, second)) == "person-has-card");
    CHECK(site.verdictOn(site.desk.request(number, second, site.desk.guid(), site.key)) == "card-unknown"); // nor is anything certified for it

    // An entry about another person ends nobody's card.
    REQUIRE(site.verdictOn(site.desk.holder("555001000001", "Ffion", "Adeyemi")) == "accepted");
    CHECK(site.verdictOn(replaced("555001000001")) == "card-taken");
    CHECK(site.authority->revoked().empty());

    REQUIRE(site.verdictOn(replaced(number)) == "accepted");
    CHECK(site.authority->revoked().size() == 1);
    CHECK(site.deliveriesOf("revocation").back().at("cards") == json{site.card.text()});
    CHECK(site.verdictOn(site.desk.card(number, second)) == "accepted");

    CHECK(site.verdictOn(site.desk.card(number, site.card)) == "card-cancelled");
    CHECK(site.verdictOn(issued(site.card)) == "card-cancelled");
    CHECK(site.verdictOn(site.desk.request(number, site.card, site.desk.guid(), site.key)) == "card-cancelled");
    CHECK(site.verdictOn(site.desk.about(number, EntryKind::cardAbandoned, {{"card", site.card.text()}, {"reason", "other"}})) == "card-cancelled");
    CHECK(site.verdictOn(issued(second)) == "accepted");
}
