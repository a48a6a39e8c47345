#include "core/access/AgentSignIn.h"
#include "core/access/DutyRules.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/SecureRandom.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/PivApplication.h"
#include "pcsc/simulator/VirtualCard.h"
#include "pcsc/simulator/VirtualTray.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>

using namespace cardwright;
using namespace cardwright::test;

namespace {

using Kind = SignInOutcome::Kind;

class FixedClock final : public Clock {
public:
    std::int64_t utcMillis() const override { return cardwright::test::now; }
};

SecureBytes digits(std::string_view text) { return SecureBytes::copyOf(bytesOf(text)); }

/// A simulated card with a key and certificate in 9A, as an agent has one: passcode 123456, three tries.
class AgentDesk {
public:
    AgentDesk()
    {
        auto name = (std::filesystem::temp_directory_path() / "cardwright-access-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        m_folder = name;
        simulator::VirtualCard::create(m_folder / "agent.card", simulator::Personality::yubico, random);
        m_tray.emplace(random, std::vector<std::string>{"Desk"});
        m_tray->insert("Desk", m_folder / "agent.card");
        m_reader = m_tray->reader("Desk");
        open();
        const auto factory = SecureBytes::copyOf(*fromHex("010203040506070801020304050607080102030405060708"));
        REQUIRE(m_piv->authenticateAdministration(Algorithm::tripleDes, factory, random) == AdministrationOutcome::accepted);
        cardKey = m_piv->generateKey(Slot::authentication, Algorithm::eccP256).publicKey();
        write(*cardKey);
        roster = rosterOf(certificate->fingerprint());
    }
    ~AgentDesk()
    {
        m_piv.reset();
        m_channel.reset();
        m_transport.reset();
        m_reader.reset();
        m_tray.reset();
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }

    /// Another certificate into 9A: for this key, from this authority.
    void write(const PublicKey& key) { write(authority, contentFor("555000417260"), key); }
    void write(TestAuthority& issuer, const CertificateContent& content, const PublicKey& key)
    {
        certificate = issuer.issue(content, key);
        m_piv->putObject(objects::certificate9A, CertificateObject::of(certificate->der()).encode());
    }
    CertificateContent contentFor(std::string serialNumber) const
    {
        auto content = authority.contentFor(CertificateProfile::signIn);
        content.commonName.clear();
        content.serialNumber = std::move(serialNumber);
        return content;
    }
    AgentRoster rosterOf(const Sha256Digest& fingerprint, bool active = true) const
    {
        return AgentRoster({{fingerprint, *UserNumber::parse("555000417260"), "Tomasz Reid", "agent", active}});
    }

    void open()
    {
        m_piv.reset();
        m_channel.reset();
        m_transport.reset();
        m_transport = m_reader->open();
        m_channel.emplace(*m_transport);
        m_piv.emplace(*m_channel);
        m_piv->select();
    }
    SignInOutcome tryPasscode(std::string_view passcode, bool mayUseLastTry = false)
    {
        const std::vector<Certificate> trust{authority.root};
        return signIn(*m_piv, digits(passcode), {trust, roster, mayUseLastTry}, clock, random);
    }
    PivApplication& piv() { return *m_piv; }

    SecureRandom random;
    FixedClock clock;
    TestAuthority authority;
    std::optional<PublicKey> cardKey;
    std::optional<Certificate> certificate;
    AgentRoster roster;

private:
    std::filesystem::path m_folder;
    std::optional<simulator::VirtualTray> m_tray;
    std::unique_ptr<CardReader> m_reader;
    std::unique_ptr<CardTransport> m_transport;
    std::optional<CardChannel> m_channel;
    std::optional<PivApplication> m_piv;
};

} // namespace

TEST_CASE("An agent signs in with card and passcode")
{
    AgentDesk desk;
    const auto outcome = desk.tryPasscode("123456");
    REQUIRE(outcome.signedIn());
    REQUIRE(outcome.session);
    CHECK(outcome.session->name == "Tomasz Reid");
    CHECK(outcome.session->number.digits() == "555000417260");
    CHECK(outcome.session->certificate == desk.certificate->fingerprint());
    CHECK(outcome.session->certificateDer == desk.certificate->der());
    CHECK(outcome.session->startedAt == cardwright::test::now);
    CHECK_FALSE(outcome.session->id.isNone());
    CHECK(agentOnCard(desk.piv(), desk.roster)->name == "Tomasz Reid");
}

TEST_CASE("A wrong passcode says how many tries are left, and the last one is not spent unasked")
{
    AgentDesk desk;
    auto outcome = desk.tryPasscode("999999");
    CHECK(outcome.kind == Kind::passcodeWrong);
    CHECK(outcome.triesLeft == 2);
    CHECK_FALSE(outcome.session);
    outcome = desk.tryPasscode("999999");
    CHECK(outcome.triesLeft == 1);

    outcome = desk.tryPasscode("123456");
    CHECK(outcome.kind == Kind::lastTry);
    CHECK(outcome.triesLeft == 1);
    CHECK(desk.piv().passcodeTries().tries == 1);

    SECTION("with a yes it is tried, and right is right")
    {
        CHECK(desk.tryPasscode("123456", true).signedIn());
        desk.open();
        CHECK(desk.piv().passcodeTries().tries == 3);
    }
    SECTION("with a yes and wrong again the card is locked")
    {
        CHECK(desk.tryPasscode("999999", true).kind == Kind::passcodeBlocked);
        outcome = desk.tryPasscode("123456", true);
        CHECK(outcome.kind == Kind::passcodeBlocked);
        CHECK(outcome.triesLeft == 0);
        CHECK(std::string(codeOf(outcome.kind)) == "PASSCODE-BLOCKED");
    }
}

TEST_CASE("The passcode of somebody who signed in before opens nothing")
{
    AgentDesk desk;
    REQUIRE(desk.tryPasscode("123456").signedIn());
    CHECK(desk.tryPasscode("999999").kind == Kind::passcodeWrong);
}

TEST_CASE("A card that is not an agent's of this site spends no try")
{
    AgentDesk desk;
    Kind expected = Kind::signedIn;
    SECTION("no certificate")
    {
        desk.piv().putObject(objects::certificate9A, {});
        expected = Kind::noCertificate;
    }
    SECTION("a certificate that cannot be read")
    {
        desk.piv().putObject(objects::certificate9A, CertificateObject::of(bytesOf("not a certificate")).encode());
        expected = Kind::noCertificate;
    }
    SECTION("a certificate from another authority")
    {
        TestAuthority other;
        desk.write(other, desk.contentFor("555000417260"), *desk.cardKey);
        desk.roster = desk.rosterOf(desk.certificate->fingerprint());
        expected = Kind::notTrusted;
    }
    SECTION("a certificate out of date")
    {
        auto content = desk.contentFor("555000417260");
        content.notAfter = cardwright::test::now - 1'000;
        desk.write(desk.authority, content, *desk.cardKey);
        desk.roster = desk.rosterOf(desk.certificate->fingerprint());
        expected = Kind::notTrusted;
    }
    SECTION("a certificate for something else")
    {
        auto content = desk.contentFor("555000417260");
        content.profile = CertificateProfile::signature;
        desk.write(desk.authority, content, *desk.cardKey);
        desk.roster = desk.rosterOf(desk.certificate->fingerprint());
        expected = Kind::notTrusted;
    }
    SECTION("nobody in the roster")
    {
        desk.roster = AgentRoster();
        expected = Kind::notInRoster;
    }
    SECTION("somebody who is no agent any more")
    {
        desk.roster = desk.rosterOf(desk.certificate->fingerprint(), false);
        expected = Kind::notInRoster;
    }
    SECTION("a certificate of another person than the roster says")
    {
        desk.write(desk.authority, desk.contentFor("555000999999"), *desk.cardKey);
        desk.roster = desk.rosterOf(desk.certificate->fingerprint());
        expected = Kind::notInRoster;
    }
    CHECK(desk.tryPasscode("123456").kind == expected);
    CHECK(desk.piv().passcodeTries().tries == 3);
}

TEST_CASE("A card with a copied certificate cannot sign in")
{
    AgentDesk desk;
    desk.write(PrivateKey::generate(KeyAlgorithm::ecP256).publicKey());
    desk.roster = desk.rosterOf(desk.certificate->fingerprint());
    CHECK(desk.tryPasscode("123456").kind == Kind::cloneSuspected);
}

TEST_CASE("Nobody serves themselves, by number and not by name")
{
    AgentSession session{Guid(), *UserNumber::parse("555000417260"), "Tomasz Reid", "agent", {}, {}, 0};
    const auto own = operatorIsNotSubject(session, *UserNumber::parse("555 0004 17260"));
    CHECK_FALSE(own);
    CHECK(own.code == "AGENT-IS-SUBJECT");
    CHECK_THROWS_AS(require(own), RefusedError);
    const auto other = operatorIsNotSubject(session, *UserNumber::parse("555000417261"));
    CHECK(other);
    CHECK_NOTHROW(require(other));
}
