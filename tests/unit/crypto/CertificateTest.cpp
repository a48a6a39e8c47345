#include "core/crypto/CryptoError.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

const Sha256Digest portrait = sha256(bytesOf("the exact octets of the portrait"));

RequestSubject holder() { return {"555001000017", "Harbour Valley Community Trust", guid(), portrait}; }

CertificateRequest requestBy(const PrivateKey& key, const RequestSubject& subject = holder())
{
    const PendingRequest pending(key.publicKey(), subject);
    // As a card does it: what it is given is the digest (or the RSA block), never the octets.
    return pending.assemble(key.publicKey().isEc() ? key.signDigest(pending.signatureInput()) : key.rsaRaw(pending.signatureInput()));
}

template <typename Read>
void mustFailWhereverCut(const Bytes& der, Read read)
{
    for (std::size_t size = 0; size < der.size(); ++size) CHECK_THROWS_AS(read(ByteView(der).first(size)), CryptoError);
    Bytes longer = der;
    longer.push_back(0);
    CHECK_THROWS_AS(read(longer), CryptoError);
}

} // namespace

TEST_CASE("A request signed on a card carries number, organisation, card and photo reference, and no name")
{
    const auto algorithm = GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::ecP384, KeyAlgorithm::rsa2048);
    const auto key = PrivateKey::generate(algorithm);
    const auto request = CertificateRequest::fromDer(requestBy(key).der());
    CHECK(request.provesPossession());
    CHECK(request.publicKey() == key.publicKey());
    CHECK(request.subjectSerialNumber() == "555001000017");
    CHECK(request.organisation() == "Harbour Valley Community Trust");
    CHECK(request.uuid() == guid());
    CHECK(request.photoReference() == portrait);
    CHECK_FALSE(request.hasName());
}

TEST_CASE("A request without a portrait has no biometricInfo")
{
    auto subject = holder();
    subject.photoReference.reset();
    CHECK_FALSE(requestBy(PrivateKey::generate(KeyAlgorithm::ecP256), subject).photoReference().has_value());
}

TEST_CASE("A long organisation is cut between characters; a request for 9E has no number")
{
    auto subject = holder();
    subject.userNumber.clear();
    subject.organisation = std::string(63, 'x') + "\u00e9tage"; // the 64th character takes two octets
    const auto request = requestBy(PrivateKey::generate(KeyAlgorithm::ecP256), subject);
    CHECK(request.organisation() == std::string(63, 'x') + "\u00e9");
    CHECK_FALSE(request.subjectSerialNumber().has_value());
}

TEST_CASE("A request that another key signed is not assembled")
{
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const PendingRequest pending(key.publicKey(), holder());
    const auto other = PrivateKey::generate(KeyAlgorithm::ecP256).signDigest(pending.signatureInput());
    CHECK_THROWS_AS(pending.assemble(other), CryptoError);
    CHECK_THROWS_AS(pending.assemble({}), CryptoError);
    auto subject = holder();
    subject.userNumber = "55500100001";
    CHECK_THROWS_AS(PendingRequest(key.publicKey(), subject), CryptoError);
}

TEST_CASE("A request bent in any octet proves nothing, and cut anywhere it is refused")
{
    const auto der = requestBy(PrivateKey::generate(KeyAlgorithm::ecP256)).der();
    mustFailWhereverCut(der, [](ByteView octets) { return CertificateRequest::fromDer(octets); });
    for (std::size_t i = 0; i < der.size(); ++i) {
        auto bent = der;
        bent[i] ^= 0x01;
        bool proven = false;
        try {
            const auto request = CertificateRequest::fromDer(bent);
            proven = request.provesPossession();
            static_cast<void>(request.photoReference());
            static_cast<void>(request.uuid());
        } catch (const CryptoError&) {
            proven = false;
        }
        CHECK_FALSE(proven);
    }
}

TEST_CASE("Certificates from a request say what the request said, for their slot")
{
    TestAuthority authority;
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto request = requestBy(key);
    const auto issue = [&](CertificateProfile profile) {
        return certify::issueFromRequest(request, profile, now, defaultNotAfter(now), authority.root, authority.rootKey, authority.random);
    };
    const std::vector trust{authority.root};

    const auto signIn = issue(CertificateProfile::signIn);
    CHECK(signIn.subjectSerialNumber() == "555001000017");
    CHECK(signIn.subjectOrganisation() == "Harbour Valley Community Trust");
    CHECK_FALSE(signIn.hasName());
    CHECK(signIn.uuid() == guid());
    CHECK(signIn.biometricInfo() == portrait);
    CHECK(signIn.publicKey() == key.publicKey());
    CHECK(formatUtc(signIn.notBefore()) == "2026-11-21T09:14:05.000Z");
    CHECK(formatUtc(signIn.notAfter()) == "2028-11-21T09:14:04.000Z");
    CHECK(signIn.issuer().find("Cardwright training CA") != std::string::npos);
    CHECK(signIn.chainsTo(trust, now, CertificatePurpose::signIn) == TrustVerdict::trusted);
    CHECK(signIn.chainsTo(trust, now, CertificatePurpose::signature) == TrustVerdict::wrongPurpose);
    CHECK(signIn.chainsTo(trust, now, CertificatePurpose::contentSigning) == TrustVerdict::wrongPurpose);

    const auto signature = issue(CertificateProfile::signature);
    CHECK(signature.biometricInfo() == portrait);
    CHECK(signature.chainsTo(trust, now, CertificatePurpose::signature) == TrustVerdict::trusted);
    CHECK(signature.chainsTo(trust, now, CertificatePurpose::signIn) == TrustVerdict::wrongPurpose);

    const auto card = issue(CertificateProfile::cardAuthentication);
    CHECK(card.uuid() == guid());
    CHECK_FALSE(card.subjectSerialNumber().has_value());
    CHECK_FALSE(card.biometricInfo().has_value());
    CHECK(signIn.serialNumberHex() != signature.serialNumberHex());
}

TEST_CASE("A certificate is trusted only from its own root, in its time")
{
    TestAuthority authority;
    TestAuthority stranger; // the same name, another key
    const std::vector trust{authority.root};
    const std::vector strangers{stranger.root};
    const auto& signer = authority.signer;
    CHECK(signer.chainsTo(trust, now, CertificatePurpose::contentSigning) == TrustVerdict::trusted);
    CHECK(signer.chainsTo(strangers, now, CertificatePurpose::contentSigning) == TrustVerdict::unknownIssuer);
    CHECK(signer.chainsTo({}, now, CertificatePurpose::contentSigning) == TrustVerdict::unknownIssuer);
    CHECK(signer.chainsTo(trust, now - 2 * day, CertificatePurpose::any) == TrustVerdict::notYetValid);
    CHECK(signer.chainsTo(trust, now + 2 * year, CertificatePurpose::any) == TrustVerdict::expired);
    CHECK(signer.chainsTo(std::vector{signer}, now, CertificatePurpose::any) == TrustVerdict::unknownIssuer);

    // A leaf may not act as an authority.
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto below = certify::issue(authority.contentFor(CertificateProfile::signIn), key.publicKey(), signer, authority.signerKey, authority.random);
    CHECK(below.chainsTo(trust, now, CertificatePurpose::signIn) != TrustVerdict::trusted);
    CHECK_THROWS_AS(certify::issue(authority.contentFor(CertificateProfile::signIn), key.publicKey(), signer, key, authority.random), CryptoError);
}

TEST_CASE("A certificate cut anywhere is refused, bent anywhere it is not trusted")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    auto content = authority.contentFor(CertificateProfile::signIn);
    content.uuid = guid();
    content.photoReference = portrait;
    const auto der = authority.issue(content, PrivateKey::generate(KeyAlgorithm::ecP256).publicKey()).der();
    mustFailWhereverCut(der, [](ByteView octets) { return Certificate::fromDer(octets); });
    for (std::size_t i = 0; i < der.size(); ++i) {
        auto bent = der;
        bent[i] ^= 0x01;
        auto verdict = TrustVerdict::broken;
        try {
            const auto certificate = Certificate::fromDer(bent);
            verdict = certificate.chainsTo(trust, now, CertificatePurpose::signIn);
            static_cast<void>(certificate.uuid());
            static_cast<void>(certificate.biometricInfo());
            static_cast<void>(certificate.notAfter());
            static_cast<void>(certificate.subject());
        } catch (const CryptoError&) {
            // as good as not trusted
        }
        CHECK(verdict != TrustVerdict::trusted);
    }
}

TEST_CASE("PEM holds one certificate or several, and nothing else will do")
{
    TestAuthority authority;
    const auto text = authority.root.pem() + authority.signer.pem();
    const auto all = Certificate::allFromPem(bytesOf(text));
    REQUIRE(all.size() == 2);
    CHECK(all[0] == authority.root);
    CHECK(all[1] == authority.signer);
    CHECK(Certificate::fromPem(bytesOf(text)) == authority.root);
    CHECK_THROWS_AS(Certificate::fromPem({}), CryptoError);
    CHECK_THROWS_AS(Certificate::fromPem(bytesOf("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")), CryptoError);
    CHECK(authority.root.hasName()); // commonName is a name: a holder's certificate has none
}
