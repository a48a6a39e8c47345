#include "core/access/Roster.h"
#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include <functional>

using namespace cardwright;
using namespace cardwright::test;

namespace {

std::string codeOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return {};
}

struct Centre {
    TestAuthority authority;
    PrivateKey key = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate certificate = authority.issue(CertificateProfile::statementSigning, key.publicKey());
    PrivateKey storeKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate store = authority.issue(CertificateProfile::envelope, storeKey.publicKey());
    PrivateKey agentKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate signIn = authority.issue(CertificateProfile::signIn, agentKey.publicKey());
    PrivateKey managementKey = PrivateKey::generate(KeyAlgorithm::ecP256);
    Certificate management = authority.issue(CertificateProfile::keyManagement, managementKey.publicKey());
    std::vector<Certificate> trust{authority.root};
    RosterContent content = contentOf();

    AgentDetails details() const { return {"Åsa Lindqvist", *UserNumber::parse("555000417260"), signIn.der(), management.der()}; }
    RosterContent contentOf()
    {
        RosterContent made;
        made.site = guid();
        made.version = 3;
        made.issuedAt = test::now;
        made.agents = {{signIn.fingerprint(), management.keyIdentifier().value(), "manager", true, true, signIn.notAfter(),
                        sealDetails(details(), EnvelopeRecipient::of(store))}};
        made.revoked = {sha256(bytesOf("a lost card"))};
        return made;
    }
    Roster sign(const RosterContent& what)
    {
        PrivateKeySigner signer(key);
        return Roster::sign(what, signer, certificate);
    }
    Bytes signText(std::string_view text, StatementType type = StatementType::roster)
    {
        PrivateKeySigner signer(key);
        return cms::signStatement(bytesOf(text), type, signer, certificate, test::now);
    }
    std::string verify(ByteView der, const Guid& site = guid()) { return codeOf([&] { Roster::verify(der, trust, certificate, site); }); }
};

} // namespace

TEST_CASE("A roster says after its journey what it said before")
{
    Centre centre;
    const auto sent = centre.sign(centre.content);
    const auto read = Roster::verify(sent.der(), centre.trust, centre.certificate, guid());
    CHECK(read.content() == centre.content);
    CHECK(read.der() == sent.der());
    CHECK(read.find(centre.signIn.fingerprint())->role == "manager");
    CHECK(read.find(centre.signIn.fingerprint())->deputy);
    CHECK(read.find(sha256(bytesOf("nobody"))) == nullptr);
    CHECK(read.revoked(sha256(bytesOf("a lost card"))));
    CHECK_FALSE(read.revoked(centre.signIn.fingerprint()));
    // Nothing of a person stands in the plain part.
    CHECK(toText(sent.der()).find("Lindqvist") == std::string::npos);
    CHECK(toText(sent.der()).find("555000417260") == std::string::npos);
}

TEST_CASE("A roster is judged for the day it was made, its age apart")
{
    Centre centre;
    const auto roster = centre.sign(centre.content);
    CHECK(roster.fresh(test::now + 29 * day, 60));
    CHECK_FALSE(roster.fresh(test::now + 30 * day, 60));
    CHECK(roster.fresh(test::now + 6 * day, 7));
    CHECK_FALSE(roster.fresh(test::now + 7 * day, 7));
}

TEST_CASE("A roster that is not the centre's word is not taken")
{
    Centre centre;
    const auto good = centre.sign(centre.content).der();
    CHECK(centre.verify(good).empty());

    SECTION("no CMS, cut, or with an octet more")
    {
        CHECK(centre.verify(bytesOf("{}")) == "ROSTER-SIGNATURE");
        CHECK(centre.verify(ByteView(good).first(good.size() - 1)) == "ROSTER-SIGNATURE");
        CHECK(centre.verify({}) == "ROSTER-SIGNATURE");
    }
    SECTION("each flipped bit")
    {
        // The certificate that travels along is not what the signature is checked with, so a bit of it may do no harm: then not a
        // letter of what was signed has changed.
        const auto content = cms::unverifiedContent(good, StatementType::roster);
        for (std::size_t at = 0; at < good.size(); at += 37) {
            auto bad = good;
            bad[at] ^= 0x04u;
            INFO(at);
            if (centre.verify(bad).empty()) CHECK(cms::unverifiedContent(bad, StatementType::roster) == content);
        }
    }
    SECTION("each flipped bit of what was signed")
    {
        const auto content = cms::unverifiedContent(good, StatementType::roster).value();
        const auto begin = std::search(good.begin(), good.end(), content.begin(), content.end());
        REQUIRE(begin != good.end());
        for (std::size_t at = 0; at < content.size(); at += 11) {
            auto bad = good;
            bad[static_cast<std::size_t>(begin - good.begin()) + at] ^= 0x04u;
            INFO(at);
            CHECK_FALSE(centre.verify(bad).empty());
        }
    }
    SECTION("another centre of another authority")
    {
        Centre other;
        CHECK(centre.verify(other.sign(other.content).der()) == "ROSTER-SIGNATURE");
    }
    SECTION("somebody else of the same authority: an agent's card, another signer")
    {
        auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
        PrivateKeySigner signer(key);
        const auto another = centre.authority.issue(CertificateProfile::statementSigning, key.publicKey());
        CHECK(centre.verify(Roster::sign(centre.content, signer, another).der()) == "ROSTER-SIGNATURE");
        PrivateKeySigner card(centre.agentKey);
        CHECK(centre.verify(Roster::sign(centre.content, card, centre.signIn).der()) == "ROSTER-SIGNATURE");
    }
    SECTION("another statement of the centre in its place")
    {
        CHECK(centre.verify(centre.signText(Roster::textOf(centre.content), StatementType::authority)) == "ROSTER-SIGNATURE");
    }
    SECTION("a roster of another site")
    {
        CHECK(centre.verify(good, guid("0190c5a0-9999-7000-8000-000000000009")) == "ROSTER-FOREIGN");
    }
    SECTION("made before the centre's certificate was")
    {
        centre.content.issuedAt = test::now - 10 * year;
        PrivateKeySigner signer(centre.key);
        CHECK(centre.verify(Roster::sign(centre.content, signer, centre.certificate).der()) == "ROSTER-SIGNATURE");
    }
}

TEST_CASE("A signed roster of another form is named as such")
{
    Centre centre;
    const auto text = Roster::textOf(centre.content);
    const auto with = [&](const std::string& from, const std::string& to) {
        auto changed = text;
        const auto at = changed.find(from);
        REQUIRE(at != std::string::npos);
        return centre.verify(centre.signText(changed.replace(at, from.size(), to)));
    };
    CHECK(centre.verify(centre.signText(text)).empty());
    CHECK(with("cardwright.roster/1", "cardwright.roster/2") == "ROSTER-FORM");
    CHECK(with("\"version\":3", "\"version\":0") == "ROSTER-FORM");
    CHECK(with("\"version\":3", "\"version\":\"3\"") == "ROSTER-FORM");
    CHECK(with("\"active\":true", "\"active\":1") == "ROSTER-FORM");
    CHECK(with("\"deputy\":true,", "") == "ROSTER-FORM");
    CHECK(with("\"validDays\"", "\"extra\":1,\"validDays\"") == "ROSTER-FORM");
    CHECK(with("\"role\":\"manager\"", "\"role\":\"../x\"") == "ROSTER-FORM");
    CHECK(with("{\"schema\"", "{\"version\":9,\"schema\"") == "ROSTER-FORM");
    auto twice = centre.content;
    twice.agents.push_back(twice.agents.front());
    CHECK(codeOf([&] { centre.sign(twice); }) == "ROSTER-FORM");
}

TEST_CASE("An older roster, or another under the same version, does not take the place of the one in force")
{
    Centre centre;
    const auto held = centre.sign(centre.content);
    auto next = centre.content;
    next.version = 4;
    CHECK(supersedes(centre.sign(next), held));

    auto older = centre.content;
    older.version = 2;
    CHECK(codeOf([&] { supersedes(centre.sign(older), held); }) == "ROSTER-OLD-VERSION");

    auto other = centre.content;
    other.agents[0].role = "agent";
    CHECK(codeOf([&] { supersedes(centre.sign(other), held); }) == "ROSTER-OLD-VERSION");
    other = centre.content;
    other.revoked.clear();
    CHECK(codeOf([&] { supersedes(centre.sign(other), held); }) == "ROSTER-OLD-VERSION");

    CHECK_FALSE(supersedes(centre.sign(centre.content), held));
    auto sealedAnew = centre.content;
    sealedAnew.agents[0].details = sealDetails(centre.details(), EnvelopeRecipient::of(centre.store));
    CHECK_FALSE(supersedes(centre.sign(sealedAnew), held));
    sealedAnew.issuedAt += 1;
    CHECK(supersedes(centre.sign(sealedAnew), held));
}

TEST_CASE("Details open with the store's key, and fit the plain part")
{
    Centre centre;
    PrivateEnvelopeKey store(centre.storeKey, centre.store);
    const auto& agent = centre.content.agents.front();
    CHECK(openDetails(agent, store) == centre.details());

    PrivateEnvelopeKey stranger(centre.managementKey, centre.management);
    CHECK(codeOf([&] { openDetails(agent, stranger); }) == "ENVELOPE-NOT-FOR-US");
    auto other = agent;
    other.certificate = sha256(bytesOf("another card"));
    CHECK(codeOf([&] { openDetails(other, store); }) == "ROSTER-FORM");
    other = agent;
    other.details = envelope::seal(bytesOf("[]"), std::vector{EnvelopeRecipient::of(centre.store)});
    CHECK(codeOf([&] { openDetails(other, store); }) == "ROSTER-FORM");
}

TEST_CASE("The store key goes to the active agents of the roster, and to nobody else")
{
    Centre centre;
    PrivateEnvelopeKey store(centre.storeKey, centre.store);
    CHECK(storeKeyRecipients(centre.sign(centre.content), store) == std::vector<Certificate>{centre.management});

    auto content = centre.content;
    content.agents[0].active = false;
    CHECK(storeKeyRecipients(centre.sign(content), store).empty());
    content = centre.content;
    content.revoked.push_back(centre.signIn.fingerprint());
    CHECK(storeKeyRecipients(centre.sign(content), store).empty());
    content = centre.content;
    content.agents[0].keyIdentifier = Bytes(20, 9);
    CHECK(codeOf([&] { storeKeyRecipients(centre.sign(content), store); }) == "ROSTER-FORM");
}
