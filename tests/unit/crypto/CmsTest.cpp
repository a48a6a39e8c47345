#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "tests/unit/crypto/Scratch.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

const Sha256Digest portrait = sha256(bytesOf("the exact octets of the portrait"));
const Bytes chuid = toBytes(bytesOf("a CHUID without its last two elements"));

Bytes ldsObject()
{
    const std::vector<DataGroupDigest> groups{{1, sha256(bytesOf("one"))}, {2, sha256(bytesOf("two"))}};
    return encodeLdsSecurityObject(groups);
}

} // namespace

TEST_CASE("The CHUID's signature carries its signer and holds for exactly these octets")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    const auto signature = cms::signChuid(chuid, authority.signerKey, authority.signer, now);
    const auto verdict = cms::verifyChuid(chuid, signature, trust, now);
    CHECK(verdict.trust == TrustVerdict::trusted);
    REQUIRE(verdict.signer.has_value());
    CHECK(*verdict.signer == authority.signer);
    CHECK(verdict.content == chuid);

    auto other = chuid;
    other[0] ^= 0x01;
    CHECK(cms::verifyChuid(other, signature, trust, now).trust == TrustVerdict::badSignature);
    CHECK(cms::verifyChuid(chuid, signature, {}, now).trust == TrustVerdict::unknownIssuer);
    CHECK(cms::verifyChuid(chuid, signature, std::vector{TestAuthority().root}, now).trust == TrustVerdict::unknownIssuer);
    CHECK(cms::verifyChuid(chuid, signature, trust, now + 2 * year).trust == TrustVerdict::expired);
}

TEST_CASE("A signer made for another purpose signs in vain")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    const auto client = authority.issue(CertificateProfile::tlsClient, authority.signerKey.publicKey());
    CHECK(cms::verifyChuid(chuid, cms::signChuid(chuid, authority.signerKey, client, now), trust, now).trust == TrustVerdict::wrongPurpose);
    CHECK_THROWS_AS(cms::signChuid(chuid, authority.rootKey, authority.signer, now), CryptoError);
}

TEST_CASE("The security object gives its content and the photo reference back, and carries no certificate")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    const auto object = cms::signSecurityObject(ldsObject(), authority.signerKey, authority.signer, now, portrait);
    CHECK(object.size() <= 1298); // SP 800-73-5 part 1 table 11: all that the BB element may hold
    const auto verdict = cms::verifySecurityObject(object, authority.signer, trust, now);
    CHECK(verdict.trust == TrustVerdict::trusted);
    CHECK(verdict.photoReference == portrait);
    CHECK(decodeLdsSecurityObject(verdict.content).size() == 2);
    CHECK(std::search(object.begin(), object.end(), authority.signer.der().begin(), authority.signer.der().end()) == object.end());

    const auto other = authority.issue(CertificateProfile::contentSigning, PrivateKey::generate(KeyAlgorithm::ecP256).publicKey());
    CHECK(cms::verifySecurityObject(object, other, trust, now).trust == TrustVerdict::unknownIssuer);
    const auto plain = cms::signSecurityObject(ldsObject(), authority.signerKey, authority.signer, now, std::nullopt);
    CHECK(cms::verifySecurityObject(plain, authority.signer, trust, now).trust == TrustVerdict::trusted);
    CHECK_FALSE(cms::verifySecurityObject(plain, authority.signer, trust, now).photoReference.has_value());
    // One kind of signature does not pass for the other.
    CHECK(cms::verifyChuid(ldsObject(), object, trust, now).trust == TrustVerdict::broken);
    CHECK(cms::verifySecurityObject(cms::signChuid(chuid, authority.signerKey, authority.signer, now), authority.signer, trust, now).trust ==
          TrustVerdict::broken);
}

TEST_CASE("Signatures cut or bent anywhere are never trusted with other content")
{
    TestAuthority authority;
    const std::vector trust{authority.root};
    const auto signature = cms::signChuid(chuid, authority.signerKey, authority.signer, now);
    const auto object = cms::signSecurityObject(ldsObject(), authority.signerKey, authority.signer, now, portrait);
    for (std::size_t size = 0; size < signature.size(); ++size) {
        CHECK(cms::verifyChuid(chuid, ByteView(signature).first(size), trust, now).trust == TrustVerdict::broken);
    }
    for (std::size_t size = 0; size < object.size(); ++size) {
        CHECK(cms::verifySecurityObject(ByteView(object).first(size), authority.signer, trust, now).trust == TrustVerdict::broken);
    }
    for (std::size_t i = 0; i < object.size(); ++i) {
        auto bent = object;
        bent[i] ^= 0x01;
        const auto verdict = cms::verifySecurityObject(bent, authority.signer, trust, now);
        // Some octets of the envelope (a version number) are outside of what a signature covers.
        if (verdict) {
            CHECK(verdict.content == ldsObject());
            CHECK(verdict.photoReference == portrait);
        }
    }
    for (std::size_t i = 0; i < signature.size(); ++i) {
        auto bent = signature;
        bent[i] ^= 0x01;
        const auto verdict = cms::verifyChuid(chuid, bent, trust, now);
        if (verdict) CHECK(verdict.content == chuid);
    }
}

TEST_CASE("openssl cms -verify says yes to both, and no to a changed one")
{
    TestAuthority authority;
    const Scratch scratch;
    const auto signature = cms::signChuid(chuid, authority.signerKey, authority.signer, now);
    const auto object = cms::signSecurityObject(ldsObject(), authority.signerKey, authority.signer, now, portrait);
    scratch.put("ca.pem", bytesOf(authority.root.pem()));
    scratch.put("signer.pem", bytesOf(authority.signer.pem()));
    scratch.put("chuid", chuid);
    scratch.put("chuid.p7s", signature);
    scratch.put("object.p7m", object);
    const std::string at = " -attime " + std::to_string(now / 1000);
    CHECK(scratch.run("openssl cms -verify -inform DER -binary -content chuid -in chuid.p7s -CAfile ca.pem -purpose any -out out" + at));
    CHECK(scratch.take("out") == chuid);
    CHECK(scratch.run("openssl cms -verify -inform DER -binary -in object.p7m -certfile signer.pem -CAfile ca.pem -purpose any -out lds" + at));
    CHECK(scratch.take("lds") == ldsObject());
    CHECK_FALSE(scratch.run("openssl cms -verify -inform DER -binary -in object.p7m -CAfile ca.pem -purpose any" + at)); // no certificate inside

    auto other = chuid;
    other.back() ^= 0x01;
    scratch.put("chuid", other);
    CHECK_FALSE(scratch.run("openssl cms -verify -inform DER -binary -content chuid -in chuid.p7s -CAfile ca.pem -purpose any" + at));
}

TEST_CASE("An LDSSecurityObject is read strictly")
{
    const auto der = ldsObject();
    CHECK(decodeLdsSecurityObject(der) == std::vector<DataGroupDigest>{{1, sha256(bytesOf("one"))}, {2, sha256(bytesOf("two"))}});
    for (std::size_t size = 0; size < der.size(); ++size) CHECK_THROWS_AS(decodeLdsSecurityObject(ByteView(der).first(size)), CryptoError);
    const std::vector<DataGroupDigest> beyond{{17, {}}};
    CHECK_THROWS_AS(encodeLdsSecurityObject(beyond), CryptoError);
}
