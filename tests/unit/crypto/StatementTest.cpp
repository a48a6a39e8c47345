#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "tests/unit/crypto/Scratch.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace cardwright;
using namespace cardwright::test;

namespace {

const Bytes content = toBytes(bytesOf(R"({"schema":"cardwright.delegation/1"})"));
constexpr StatementType everyType[] = {StatementType::delegation, StatementType::stepUp, StatementType::roster, StatementType::policy,
                                       StatementType::authority};

CertificateProfile profileFor(StatementType type)
{
    return purposeOf(type) == CertificatePurpose::signIn ? CertificateProfile::signIn : CertificateProfile::statementSigning;
}

std::string codeOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const CryptoError& error) {
        return error.failure().code;
    }
    return {};
}

/// A signer whose hand slips.
class WrongSigner final : public MessageSigner {
public:
    explicit WrongSigner(PrivateKey key) : m_key(std::move(key)) {}
    const PublicKey& publicKey() const override { return m_key.publicKey(); }
    Bytes sign(ByteView) override { return m_key.sign(bytesOf("something else")); }

private:
    PrivateKey m_key;
};

} // namespace

TEST_CASE("A statement holds for its type, its signer's purpose and its time")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    const auto algorithm = GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::ecP384, KeyAlgorithm::rsa2048);
    const auto key = PrivateKey::generate(algorithm);
    PrivateKeySigner signer(key);
    for (const auto type : everyType) {
        const auto certificate = authority.issue(profileFor(type), key.publicKey());
        const auto statement = cms::signStatement(content, type, signer, certificate, now);
        const auto verdict = cms::verifyStatement(statement, type, trust, now);
        CHECK(verdict.trust == TrustVerdict::trusted);
        REQUIRE(verdict.signer.has_value());
        CHECK(*verdict.signer == certificate);
        CHECK(verdict.content == content);
        CHECK(cms::unverifiedContent(statement, type) == content);
        for (const auto other : everyType) {
            if (other == type) continue;
            CHECK(cms::verifyStatement(statement, other, trust, now).trust == TrustVerdict::broken);
            CHECK_FALSE(cms::unverifiedContent(statement, other));
        }
        CHECK(cms::verifyStatement(statement, type, {}, now).trust == TrustVerdict::unknownIssuer);
        CHECK(cms::verifyStatement(statement, type, trust, now + 2 * year).trust == TrustVerdict::expired);
        CHECK(cms::verifyStatement(statement, type, trust, now - 2 * day).trust == TrustVerdict::notYetValid);
    }
}

TEST_CASE("An agent's card does not make the centre's statements, nor the centre a delegation")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKeySigner signer(key);
    const auto agent = authority.issue(CertificateProfile::signIn, key.publicKey());
    const auto centre = authority.issue(CertificateProfile::statementSigning, key.publicKey());
    const auto desk = authority.issue(CertificateProfile::workstationSigning, key.publicKey());
    const auto by = [&](const Certificate& certificate, StatementType type) {
        return cms::verifyStatement(cms::signStatement(content, type, signer, certificate, now), type, trust, now).trust;
    };
    CHECK(by(agent, StatementType::roster) == TrustVerdict::wrongPurpose);
    CHECK(by(desk, StatementType::roster) == TrustVerdict::wrongPurpose);
    CHECK(by(centre, StatementType::roster) == TrustVerdict::trusted);
    CHECK(by(centre, StatementType::delegation) == TrustVerdict::wrongPurpose);
    CHECK(by(desk, StatementType::stepUp) == TrustVerdict::wrongPurpose);
    CHECK(desk.allows(CertificatePurpose::workstationSigning));
    CHECK_FALSE(centre.allows(CertificatePurpose::workstationSigning));
}

TEST_CASE("A signer that signs something else, or whose key is another, makes no statement")
{
    TestAuthority authority;
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto certificate = authority.issue(CertificateProfile::signIn, key.publicKey());
    WrongSigner wrong(key);
    CHECK(codeOf([&] { cms::signStatement(content, StatementType::delegation, wrong, certificate, now); }) == "SIGNATURE-WRONG");
    PrivateKeySigner other(PrivateKey::generate(KeyAlgorithm::ecP256));
    CHECK(codeOf([&] { cms::signStatement(content, StatementType::delegation, other, certificate, now); }) == "KEY-UNUSABLE");
}

TEST_CASE("Statements cut or bent anywhere are never trusted with other content")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKeySigner signer(key);
    const auto certificate = authority.issue(CertificateProfile::signIn, key.publicKey());
    const auto statement = cms::signStatement(content, StatementType::delegation, signer, certificate, now);
    for (std::size_t size = 0; size < statement.size(); ++size) {
        REQUIRE(cms::verifyStatement(ByteView(statement).first(size), StatementType::delegation, trust, now).trust == TrustVerdict::broken);
    }
    for (std::size_t i = 0; i < statement.size(); ++i) {
        auto bent = statement;
        bent[i] ^= 0x01;
        const auto verdict = cms::verifyStatement(bent, StatementType::delegation, trust, now);
        if (verdict) {
            REQUIRE(verdict.content == content);
            REQUIRE(*verdict.signer == certificate);
        }
    }
}

TEST_CASE("A detached statement holds for exactly the octets beside it")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    PrivateKeySigner signer(key);
    const auto centre = authority.issue(CertificateProfile::statementSigning, key.publicKey());
    const auto signature = cms::signDetached(content, StatementType::policy, signer, centre, now);
    const auto verdict = cms::verifyDetached(content, signature, StatementType::policy, trust, now);
    CHECK(verdict.trust == TrustVerdict::trusted);
    CHECK(verdict.content == content);
    auto other = content;
    other.back() ^= 0x01;
    CHECK(cms::verifyDetached(other, signature, StatementType::policy, trust, now).trust == TrustVerdict::badSignature);
    // The two forms do not pass for each other.
    CHECK(cms::verifyStatement(signature, StatementType::policy, trust, now).trust == TrustVerdict::broken);
    const auto attached = cms::signStatement(content, StatementType::policy, signer, centre, now);
    CHECK(cms::verifyDetached(content, attached, StatementType::policy, trust, now).trust == TrustVerdict::broken);
    CHECK_FALSE(cms::unverifiedContent(signature, StatementType::policy));
}

TEST_CASE("openssl cms -verify says yes to statements, and no to a changed one")
{
    TestAuthority authority;
    const Scratch scratch;
    const auto key = PrivateKey::generate(GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::ecP384, KeyAlgorithm::rsa2048));
    PrivateKeySigner signer(key);
    const auto agent = authority.issue(CertificateProfile::signIn, key.publicKey());
    scratch.put("ca.pem", bytesOf(authority.root.pem()));
    scratch.put("statement", cms::signStatement(content, StatementType::delegation, signer, agent, now));
    scratch.put("policy.json", content);
    scratch.put("policy.json.p7s", cms::signDetached(content, StatementType::policy, signer, agent, now));
    const std::string trusted = " -CAfile ca.pem -purpose any -attime " + std::to_string(now / 1000);
    CHECK(scratch.run("openssl cms -verify -inform DER -binary -in statement -out out" + trusted));
    CHECK(scratch.take("out") == content);
    CHECK(scratch.run("openssl cms -verify -inform DER -binary -content policy.json -in policy.json.p7s -out out" + trusted));
    scratch.put("policy.json", bytesOf("{}"));
    CHECK_FALSE(scratch.run("openssl cms -verify -inform DER -binary -content policy.json -in policy.json.p7s -out out" + trusted));
}

TEST_CASE("What a key signed before it had a certificate is found by openssl, however the authority names keys")
{
    const Scratch scratch;
    const auto key = PrivateKey::generate(GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::ecP384, KeyAlgorithm::rsa2048));
    const std::string naming = GENERATE("subjectKeyIdentifier=hash", "subjectKeyIdentifier=01020304", "keyUsage=digitalSignature"); // SHA-1, a name of its own, none
    PrivateKeySigner signer(key);
    const auto signature = cms::signByKey(content, StatementType::terms, signer, now);
    scratch.put("content", content);
    scratch.put("public.der", key.publicKey().der());
    scratch.put("naming", bytesOf(naming + "\n"));
    REQUIRE(scratch.run("openssl pkey -pubin -inform DER -in public.der -out public.pem"));
    REQUIRE(scratch.run("openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj '/CN=Another authority' -days 30"));
    REQUIRE(scratch.run("openssl req -new -newkey rsa:2048 -nodes -keyout other.key -out request -subj '/CN=Holder'"));
    REQUIRE(scratch.run("openssl x509 -req -in request -force_pubkey public.pem -CA ca.pem -CAkey ca.key -set_serial 77 -extfile naming -days 10 -outform DER -out card.der"));
    REQUIRE(scratch.run("openssl x509 -inform DER -in card.der -out card.pem"));
    const auto certificate = Certificate::fromDer(scratch.take("card.der"));
    const std::string trusted = " -CAfile ca.pem -purpose any";

    scratch.put("signature", signature);
    CHECK_FALSE(scratch.run("openssl cms -verify -inform DER -binary -content content -in signature -certfile card.pem -out out" + trusted)); // why it is addressed anew
    const auto addressed = cms::addressedTo(signature, StatementType::terms, certificate);
    scratch.put("signature", addressed);
    CHECK(scratch.run("openssl cms -verify -inform DER -binary -content content -in signature -out out" + trusted));
    CHECK(scratch.take("out") == content);
    CHECK(scratch.run("openssl cms -verify -inform DER -binary -content content -in signature -certfile card.pem -out out" + trusted));
    scratch.put("content", bytesOf("{}"));
    CHECK_FALSE(scratch.run("openssl cms -verify -inform DER -binary -content content -in signature -out out" + trusted));

    CHECK(cms::verifyByKey(content, signature, StatementType::terms, key.publicKey())); // ours stays as the card made it
    CHECK(cms::addressedTo(addressed, StatementType::terms, certificate) == addressed);
    TestAuthority authority;
    CHECK(codeOf([&] { cms::addressedTo(signature, StatementType::terms, authority.signer); }) == "KEY-UNUSABLE");
    CHECK(codeOf([&] { cms::addressedTo(signature, StatementType::policy, certificate); }) == "SIGNED-DATA-UNREADABLE");
    CHECK(codeOf([&] { cms::addressedTo(bytesOf("none"), StatementType::terms, certificate); }) == "SIGNED-DATA-UNREADABLE");
}

TEST_CASE("A workstation's request and certificates in one call each")
{
    TestAuthority authority;
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto request = CertificateRequest::make(key, {"", "Harbour Valley Community Trust", guid(), std::nullopt});
    CHECK(request.provesPossession());
    CHECK(request.uuid() == guid());
    const auto certificate = certify::issueFromRequest(request, CertificateProfile::workstationSigning, now, now + year, authority.root,
                                                       authority.rootKey, authority.random);
    CHECK(certificate.uuid() == guid());
    CHECK(certificate.chainsTo(std::vector{authority.root}, now, CertificatePurpose::workstationSigning) == TrustVerdict::trusted);
    CHECK(certificate.keyIdentifier().value().size() == 20);
}
