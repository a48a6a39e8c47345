#include "core/base/FailureCatalogue.h"
#include "core/crypto/CryptoError.h"
#include "core/journal/Delegation.h"
#include "core/journal/EntrySigner.h"
#include "tests/unit/access/AgentDesk.h"

using namespace cardwright;
using namespace cardwright::test;

namespace {

using Kind = SignInOutcome::Kind;

constexpr std::int64_t hour = 3'600'000;

/// A refusal before the passcode: no try was spent, and nothing of a session came of it.
void refusesWithoutATry(AgentDesk& desk, Kind kind)
{
    const auto outcome = desk.tryPasscode("123456");
    INFO(codeOf(outcome.kind) << ", " << outcome.detail);
    CHECK(outcome.kind == kind);
    CHECK_FALSE(outcome.session);
    CHECK_FALSE(outcome.keys);
    CHECK(desk.triesLeft() == 3);
    CHECK(failureWords(outcome.failure().code) != nullptr);
}

} // namespace

TEST_CASE("An agent signs in with card and passcode: a session, its key delegated by the card, the store key opened by the card")
{
    AgentDesk desk;
    auto outcome = desk.tryPasscode("123456");
    REQUIRE(outcome.signedIn());
    REQUIRE(outcome.session);
    REQUIRE(outcome.keys);
    auto& session = *outcome.session;
    CHECK(session.name.empty());
    CHECK(session.number.digits() == "555000417260");
    CHECK(session.role == "agent");
    CHECK_FALSE(session.deputy);
    CHECK(session.permissions.allows(Permission::cardIssue));
    CHECK_FALSE(session.permissions.allows(Permission::exceptionDecide));
    CHECK(session.certificate == desk.certificate->fingerprint());
    CHECK(session.certificateDer == desk.certificate->der());
    CHECK(session.startedAt == desk.clock.now);
    CHECK(session.until == desk.clock.now + 10 * hour);

    const std::vector<Certificate> trust{desk.authority.root};
    const auto delegation = readDelegation(outcome.keys->delegation(), trust);
    CHECK(delegation.author() == session.author());
    CHECK(delegation.terms.log == desk.log);
    CHECK(delegation.terms.workstation == desk.workstation);
    CHECK(delegation.terms.from == desk.clock.now);
    CHECK(delegation.terms.until == session.until);
    CHECK(delegation.terms.sessionKey == outcome.keys->session().publicKey());
    CHECK(delegation.terms.sessionKey.verify(bytesOf("an entry"), outcome.keys->sign(bytesOf("an entry"))));

    const auto storeKey = outcome.keys->takeStoreKey();
    CHECK(storeKey.sameAs(desk.storeKey));
    CHECK(outcome.keys->takeStoreKey().empty());

    PrivateEnvelopeKey store(desk.storePrivate, desk.storeCertificate);
    complete(session, desk.roster(), store);
    CHECK(session.name == "Tomasz Reid");
}

TEST_CASE("A 9D key on RSA opens the store key as well")
{
    AgentDesk desk(Algorithm::rsa2048);
    auto outcome = desk.tryPasscode("123456");
    REQUIRE(outcome.signedIn());
    CHECK(outcome.keys->takeStoreKey().sameAs(desk.storeKey));
}

TEST_CASE("Each sign-in has a session key of its own, and an ended one signs nothing")
{
    AgentDesk desk;
    auto first = desk.tryPasscode("123456");
    auto second = desk.tryPasscode("123456");
    REQUIRE(first.signedIn());
    REQUIRE(second.signedIn());
    CHECK(first.session->sessionKey != second.session->sessionKey);
    CHECK(first.session->id != second.session->id);

    SessionKeys moved = std::move(*first.keys);
    CHECK(first.keys->ended());
    CHECK_NOTHROW(moved.sign(bytesOf("x")));
    moved.end();
    CHECK(moved.ended());
    CHECK(moved.takeStoreKey().empty());
    try {
        moved.sign(bytesOf("x"));
        FAIL("an ended session signed");
    } catch (const RefusedError& error) {
        CHECK(error.failure().code == "SESSION-ENDED");
    }
}

TEST_CASE("A delegation never outlives the card's certificate")
{
    AgentDesk desk;
    desk.clock.now = desk.certificate->notAfter() - hour;
    desk.content.issuedAt = desk.clock.now - day;
    const auto outcome = desk.tryPasscode("123456");
    REQUIRE(outcome.signedIn());
    CHECK(outcome.session->until == desk.certificate->notAfter());
}

TEST_CASE("A wrong passcode says how many tries are left, and the last one is not spent unasked")
{
    AgentDesk desk;
    auto outcome = desk.tryPasscode("999999");
    CHECK(outcome.kind == Kind::passcodeWrong);
    CHECK(outcome.triesLeft == 2);
    CHECK(outcome.failure().triesLeft == 2);
    CHECK_FALSE(outcome.session);
    CHECK_FALSE(outcome.keys);
    CHECK(desk.tryPasscode("999999").triesLeft == 1);

    outcome = desk.tryPasscode("123456");
    CHECK(outcome.kind == Kind::lastTry);
    CHECK(outcome.triesLeft == 1);
    CHECK(desk.triesLeft() == 1);

    SECTION("with a yes it is tried, and right is right")
    {
        CHECK(desk.tryPasscode("123456", true).signedIn());
        CHECK(desk.triesLeft() == 3);
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
    CHECK(desk.kindOf("999999") == Kind::passcodeWrong);
}

TEST_CASE("A sign-in certificate that will not do is named before a try is spent")
{
    AgentDesk desk;
    SECTION("none")
    {
        desk.empty(Slot::authentication);
        refusesWithoutATry(desk, Kind::noCertificate);
    }
    SECTION("one that cannot be read")
    {
        desk.empty(Slot::authentication);
        desk.piv().putObject(objects::certificate9A, CertificateObject::of(bytesOf("not a certificate")).encode());
        refusesWithoutATry(desk, Kind::noCertificate);
    }
    SECTION("foreign: from another authority")
    {
        TestAuthority other;
        desk.certificate = desk.write(Slot::authentication, desk.contentFor(CertificateProfile::signIn), *desk.cardKey, &other);
        desk.enrol("agent");
        refusesWithoutATry(desk, Kind::notTrusted);
    }
    SECTION("for something else")
    {
        desk.certificate = desk.write(Slot::authentication, desk.contentFor(CertificateProfile::signature), *desk.cardKey);
        desk.enrol("agent");
        refusesWithoutATry(desk, Kind::notTrusted);
    }
    SECTION("expired")
    {
        auto content = desk.contentFor(CertificateProfile::signIn);
        content.notAfter = desk.clock.now - 1'000;
        desk.certificate = desk.write(Slot::authentication, content, *desk.cardKey);
        desk.enrol("agent");
        refusesWithoutATry(desk, Kind::expired);
        CHECK(desk.tryPasscode("123456").failure().detail == "valid until 2026-11-21");
    }
    SECTION("not yet valid")
    {
        auto content = desk.contentFor(CertificateProfile::signIn);
        content.notBefore = desk.clock.now + day;
        desk.certificate = desk.write(Slot::authentication, content, *desk.cardKey);
        desk.enrol("agent");
        refusesWithoutATry(desk, Kind::notYetValid);
    }
    SECTION("revoked, as the roster says")
    {
        desk.content.revoked = {desk.certificate->fingerprint()};
        refusesWithoutATry(desk, Kind::revoked);
    }
    SECTION("revoked since, as the hot list says")
    {
        desk.revoked = {desk.certificate->fingerprint()};
        refusesWithoutATry(desk, Kind::revoked);
    }
}

TEST_CASE("The roster decides who may sign in, before a try is spent")
{
    AgentDesk desk;
    SECTION("nobody in it")
    {
        desk.content.agents.clear();
        refusesWithoutATry(desk, Kind::notInRoster);
    }
    SECTION("no agent any more")
    {
        desk.enrol("agent", false);
        refusesWithoutATry(desk, Kind::notInRoster);
    }
    SECTION("a certificate without a user number")
    {
        desk.certificate = desk.write(Slot::authentication, desk.contentFor(CertificateProfile::signIn, {}), *desk.cardKey);
        desk.enrol("agent");
        refusesWithoutATry(desk, Kind::notInRoster);
    }
    SECTION("older than it says of itself")
    {
        desk.content.validDays = 3;
        desk.content.issuedAt = desk.clock.now - 3 * day;
        refusesWithoutATry(desk, Kind::rosterOld);
        desk.content.issuedAt += 1;
        CHECK(desk.tryPasscode("123456").signedIn());
    }
    SECTION("older than policy allows, whatever it says of itself")
    {
        desk.content.validDays = 300;
        desk.content.issuedAt = desk.clock.now - 31 * day;
        refusesWithoutATry(desk, Kind::rosterOld);
    }
    SECTION("a role that the policy does not know")
    {
        desk.enrol("astronaut");
        refusesWithoutATry(desk, Kind::roleUnknown);
        CHECK(desk.tryPasscode("123456").failure().detail == "astronaut");
    }
}

TEST_CASE("A card that cannot open the store is named, before a try is spent")
{
    AgentDesk desk;
    SECTION("no 9D certificate")
    {
        desk.empty(Slot::keyManagement);
        refusesWithoutATry(desk, Kind::noKeyManagement);
    }
    SECTION("a 9D certificate of another authority")
    {
        TestAuthority other;
        desk.management = desk.write(Slot::keyManagement, desk.contentFor(CertificateProfile::keyManagement), *desk.managementKey, &other);
        desk.enrol("agent");
        refusesWithoutATry(desk, Kind::noKeyManagement);
    }
    SECTION("a 9D certificate that is for signing")
    {
        desk.management = desk.write(Slot::keyManagement, desk.contentFor(CertificateProfile::signature), *desk.managementKey);
        desk.enrol("agent");
        refusesWithoutATry(desk, Kind::noKeyManagement);
    }
    SECTION("the store key was sealed to others")
    {
        const auto other = PrivateKey::generate(KeyAlgorithm::ecP256);
        desk.sealStoreKey({desk.authority.issue(CertificateProfile::envelope, other.publicKey())});
        refusesWithoutATry(desk, Kind::storeKeyNotForYou);
    }
    SECTION("the roster names another 9D key")
    {
        desk.content.agents[0].keyIdentifier = Bytes(20, 1);
        refusesWithoutATry(desk, Kind::storeKeyNotForYou);
    }
    SECTION("the file is no envelope")
    {
        desk.storeKeyFile = toBytes(bytesOf("nothing"));
        refusesWithoutATry(desk, Kind::storeKeyDamaged);
    }
}

TEST_CASE("A 9D certificate out of date still opens what was sealed to its key")
{
    AgentDesk desk;
    auto content = desk.contentFor(CertificateProfile::keyManagement);
    content.notAfter = desk.clock.now - 1'000;
    desk.management = desk.write(Slot::keyManagement, content, *desk.managementKey);
    desk.enrol("agent");
    desk.sealStoreKey({*desk.management});
    CHECK(desk.tryPasscode("123456").signedIn());
}

TEST_CASE("A copied card is suspected: a good certificate, and no proof of its key")
{
    AgentDesk desk;
    SECTION("9A: another key")
    {
        desk.certificate = desk.write(Slot::authentication, desk.contentFor(CertificateProfile::signIn), PrivateKey::generate(KeyAlgorithm::ecP256).publicKey());
        desk.enrol("agent");
        CHECK(desk.tryPasscode("123456").failure().code == "AGENT-CLONE");
    }
    SECTION("9A: a certificate for a key of another kind than the card has")
    {
        desk.certificate = desk.write(Slot::authentication, desk.contentFor(CertificateProfile::signIn), PrivateKey::generate(KeyAlgorithm::ecP384).publicKey());
        desk.enrol("agent");
        CHECK(desk.kindOf() == Kind::cloneSuspected);
    }
    SECTION("9D: another key, to which the store key was sealed")
    {
        const auto other = PrivateKey::generate(KeyAlgorithm::ecP256);
        desk.management = desk.write(Slot::keyManagement, desk.contentFor(CertificateProfile::keyManagement), other.publicKey());
        desk.enrol("agent");
        desk.sealStoreKey({*desk.management});
        const auto outcome = desk.tryPasscode("123456");
        CHECK(outcome.kind == Kind::cloneSuspected);
        CHECK(outcome.detail == "key 9D");
        CHECK_FALSE(outcome.keys);
    }
}

TEST_CASE("A store key that was changed is not laid at the card's door")
{
    AgentDesk desk;
    SECTION("a flipped bit in the ciphertext")
    {
        desk.storeKeyFile.back() ^= 1u;
        const auto outcome = desk.tryPasscode("123456");
        CHECK(outcome.kind == Kind::storeKeyDamaged);
        CHECK(outcome.detail == "ENVELOPE-BROKEN");
    }
    SECTION("something else in the envelope")
    {
        desk.storeKey = Bytes(31, 7);
        desk.sealStoreKey({*desk.management});
        CHECK(desk.kindOf() == Kind::storeKeyDamaged);
    }
    SECTION("on RSA")
    {
        AgentDesk rsa(Algorithm::rsa2048);
        rsa.storeKeyFile.back() ^= 1u;
        CHECK(rsa.kindOf() == Kind::storeKeyDamaged);
    }
}

TEST_CASE("A clock that cannot be right is named before anything else")
{
    AgentDesk desk;
    desk.facts.lastEntry = desk.clock.now - hour;
    CHECK(desk.tryPasscode("123456").signedIn());
    desk.clock.now += year;
    refusesWithoutATry(desk, Kind::clockUnlikely);
    desk.clock.now -= 2 * year;
    refusesWithoutATry(desk, Kind::clockUnlikely);
    desk.clock.now += year;
    CHECK(desk.tryPasscode("123456").signedIn());
}

TEST_CASE("Details of another person than the card's certificate end the session before it has a name")
{
    AgentDesk desk;
    auto outcome = desk.tryPasscode("123456");
    REQUIRE(outcome.signedIn());
    const auto other = AgentDetails{"Somebody Else", *UserNumber::parse("555000999999"), desk.certificate->der(), desk.management->der()};
    desk.content.agents[0].details = sealDetails(other, EnvelopeRecipient::of(desk.storeCertificate));
    PrivateEnvelopeKey store(desk.storePrivate, desk.storeCertificate);
    CHECK_THROWS_AS(complete(*outcome.session, desk.roster(), store), RefusedError);
    CHECK(outcome.session->name.empty());
    const auto stranger = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateEnvelopeKey notTheStore(stranger, desk.authority.issue(CertificateProfile::envelope, stranger.publicKey()));
    CHECK_THROWS_AS(complete(*outcome.session, desk.roster(), notTheStore), CryptoError);
}

TEST_CASE("A session ends with its rights, its card or its hours")
{
    AgentDesk desk;
    const auto session = *desk.tryPasscode("123456").session;
    const auto judge = [&] { return sessionForbidden(session, desk.roster(), desk.revoked, desk.clock.now); };
    CHECK_FALSE(judge());
    SECTION("hours")
    {
        desk.clock.now = session.until - 1;
        CHECK_FALSE(judge());
        ++desk.clock.now;
        CHECK(judge() == Kind::expired);
    }
    SECTION("no agent any more")
    {
        desk.enrol("agent", false);
        CHECK(judge() == Kind::notInRoster);
    }
    SECTION("another role, or no deputy any more")
    {
        desk.enrol("manager");
        CHECK(judge() == Kind::notInRoster);
        desk.deputy = true;
        desk.enrol("agent");
        CHECK(judge() == Kind::notInRoster);
    }
    SECTION("the card was withdrawn")
    {
        desk.revoked = {session.certificate};
        CHECK(judge() == Kind::revoked);
    }
}

TEST_CASE("Whose card it is can be said without a passcode")
{
    AgentDesk desk;
    desk.open();
    CHECK(agentOnCard(desk.piv(), desk.roster())->role == "agent");
    desk.enrol("agent", false);
    CHECK_FALSE(agentOnCard(desk.piv(), desk.roster())->active);
    desk.content.agents.clear();
    CHECK_FALSE(agentOnCard(desk.piv(), desk.roster()));
}

TEST_CASE("The wrong reader and two agents' cards are said plainly")
{
    CHECK_FALSE(judgeReaders({true, false}));
    CHECK_FALSE(judgeReaders({false, false}));
    CHECK(judgeReaders({false, true}) == Kind::wrongReader);
    CHECK(judgeReaders({true, true}) == Kind::twoAgentCards);
}

TEST_CASE("Every outcome has a code with words")
{
    for (int at = 1; at <= static_cast<int>(Kind::anotherAgent); ++at) {
        const auto kind = static_cast<Kind>(at);
        INFO(at << " " << codeOf(kind));
        CHECK(failureWords(codeOf(kind)) != nullptr);
        CHECK((kind == Kind::notInRoster || std::string(codeOf(kind)) != "AGENT-UNKNOWN"));
    }
}
