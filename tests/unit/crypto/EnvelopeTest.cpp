#include "core/base/Tlv.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "tests/unit/crypto/Scratch.h"
#include "tests/unit/crypto/TestAuthority.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace cardwright;
using namespace cardwright::test;

namespace {

const Bytes content = toBytes(bytesOf(R"({"legalName":"Siân O’Neill","salt":"a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"})"));

struct Party {
    PrivateKey key;
    Certificate certificate;
    PrivateEnvelopeKey opener{key, certificate};
    EnvelopeRecipient recipient = EnvelopeRecipient::of(certificate);
};

Party party(TestAuthority& authority, KeyAlgorithm algorithm = KeyAlgorithm::ecP256)
{
    auto key = PrivateKey::generate(algorithm);
    auto certificate = authority.issue(CertificateProfile::envelope, key.publicKey());
    return {std::move(key), std::move(certificate)};
}

std::string codeOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return {};
}

std::string detailOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const FailureError& error) {
        return error.failure().detail;
    }
    return {};
}

/// Puts other octets of the same length in the place of the first occurrence.
Bytes replaced(Bytes octets, ByteView from, ByteView to)
{
    REQUIRE(from.size() == to.size());
    const auto at = std::search(octets.begin(), octets.end(), from.begin(), from.end());
    REQUIRE(at != octets.end());
    std::copy(to.begin(), to.end(), at);
    return octets;
}

Bytes hex(std::string_view text) { return fromHex(text).value(); }

/// Like a card: it knows the shared x coordinate, and counts how often it was asked.
class CountingKey final : public EnvelopeKey {
public:
    explicit CountingKey(const Party& party) : m_party(party) {}
    const PublicKey& publicKey() const override { return m_party.key.publicKey(); }
    Bytes keyIdentifier() const override { return m_party.recipient.keyIdentifier; }
    SecureBytes agree(const PublicKey& ephemeral) override { return ++agreed, m_party.key.agree(ephemeral); }
    SecureBytes decipher(ByteView block) override { return ++deciphered, m_party.key.decipher(block); }
    int agreed = 0;
    int deciphered = 0;

private:
    const Party& m_party;
};

} // namespace

TEST_CASE("Each recipient opens an envelope through its own key, and nobody else does")
{
    TestAuthority authority;
    const auto algorithm = GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::ecP384, KeyAlgorithm::rsa2048);
    auto centre = party(authority);
    auto other = party(authority, algorithm);
    auto stranger = party(authority, algorithm);
    const std::vector recipients{centre.recipient, other.recipient};
    const auto sealed = envelope::seal(content, recipients);

    CHECK(envelope::open(sealed, centre.opener).sameAs(content));
    CHECK(envelope::open(sealed, other.opener).sameAs(content));
    CHECK(codeOf([&] { envelope::open(sealed, stranger.opener); }) == "ENVELOPE-NOT-FOR-US");
    CHECK(std::search(sealed.begin(), sealed.end(), content.begin(), content.end()) == sealed.end());
    CHECK(envelope::seal(content, recipients) != sealed); // fresh keys each time

    auto named = envelope::recipients(sealed);
    std::vector expected{centre.recipient.keyIdentifier, other.recipient.keyIdentifier};
    std::sort(named.begin(), named.end());
    std::sort(expected.begin(), expected.end());
    CHECK(named == expected);
    CHECK_NOTHROW(envelope::requireRecipients(sealed, recipients));
}

TEST_CASE("An empty content and a large one are sealed alike")
{
    TestAuthority authority;
    auto centre = party(authority);
    const std::vector recipients{centre.recipient};
    CHECK(envelope::open(envelope::seal({}, recipients), centre.opener).empty());
    Bytes large(300'000);
    for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
    CHECK(envelope::open(envelope::seal(large, recipients), centre.opener).sameAs(large));
}

TEST_CASE("A card is asked once, for the bare private operation only")
{
    TestAuthority authority;
    const auto onCard = party(authority);
    const auto rsaCard = party(authority, KeyAlgorithm::rsa2048);
    const auto sealed = envelope::seal(content, std::vector{onCard.recipient, rsaCard.recipient});
    CountingKey card(onCard);
    CHECK(envelope::open(sealed, card).sameAs(content));
    CHECK(card.agreed == 1);
    CHECK(card.deciphered == 0);
    CountingKey rsa(rsaCard);
    CHECK(envelope::open(sealed, rsa).sameAs(content));
    CHECK(rsa.agreed == 0);
    CHECK(rsa.deciphered == 1);
}

TEST_CASE("openssl cms -decrypt opens an envelope with each recipient's key and with no other")
{
    TestAuthority authority;
    const Scratch scratch;
    const auto algorithm = GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::ecP384, KeyAlgorithm::rsa2048);
    const auto centre = party(authority);
    const auto other = party(authority, algorithm);
    const auto stranger = party(authority, algorithm);
    scratch.put("sealed", envelope::seal(content, std::vector{centre.recipient, other.recipient}));
    const auto put = [&](const std::string& name, const Party& one) {
        scratch.put(name + ".pem", bytesOf(one.certificate.pem()));
        scratch.put(name + ".key", one.key.pem().view());
    };
    put("centre", centre);
    put("other", other);
    put("stranger", stranger);
    const auto opens = [&](const std::string& name) {
        return scratch.run("rm -f out; openssl cms -decrypt -inform DER -in sealed -recip " + name + ".pem -inkey " + name + ".key -out out") &&
               scratch.take("out") == content;
    };
    CHECK(opens("centre"));
    CHECK(opens("other"));
    CHECK_FALSE(opens("stranger"));
    CHECK(scratch.run("openssl cms -cmsout -print -noout -inform DER -in sealed"));
    CHECK(scratch.said().find("id-smime-ct-authEnvelopedData") != std::string::npos);
}

TEST_CASE("The recipients must be exactly those that were asked for")
{
    TestAuthority authority;
    const auto centre = party(authority);
    const auto store = party(authority);
    const auto third = party(authority);
    const std::vector wanted{centre.recipient, store.recipient};
    const auto check = [&](const std::vector<EnvelopeRecipient>& sealedFor) {
        const auto sealed = envelope::seal(content, sealedFor);
        return detailOf([&] { envelope::requireRecipients(sealed, wanted); });
    };
    CHECK(check({store.recipient, centre.recipient}).empty()); // their order says nothing
    CHECK(check({centre.recipient}) == "missing: " + toHex(store.recipient.keyIdentifier));
    CHECK(check({centre.recipient, store.recipient, third.recipient}) == "too many: " + toHex(third.recipient.keyIdentifier));
    const auto swapped = envelope::seal(content, std::vector{centre.recipient, third.recipient});
    CHECK(codeOf([&] { envelope::requireRecipients(swapped, wanted); }) == "ENVELOPE-RECIPIENTS");

    // The right name over a key of another kind.
    const auto rsa = party(authority, KeyAlgorithm::rsa2048);
    const EnvelopeRecipient disguised{rsa.key.publicKey(), store.recipient.keyIdentifier};
    CHECK(check({centre.recipient, disguised}) == "by another kind of key: " + toHex(store.recipient.keyIdentifier));
    const EnvelopeRecipient otherCurve{PrivateKey::generate(KeyAlgorithm::ecP384).publicKey(), store.recipient.keyIdentifier};
    CHECK(check({centre.recipient, otherCurve}) == "by another kind of key: " + toHex(store.recipient.keyIdentifier));

    CHECK(codeOf([&] { envelope::seal(content, {}); }) == "CRYPTO-FAILED");
    CHECK(codeOf([&] { envelope::seal(content, std::vector{centre.recipient, centre.recipient}); }) == "CRYPTO-FAILED");
}

TEST_CASE("An envelope cut or bent anywhere never opens to other content")
{
    TestAuthority authority;
    auto key = party(authority, GENERATE(KeyAlgorithm::ecP256, KeyAlgorithm::rsa2048));
    const auto sealed = envelope::seal(content, std::vector{key.recipient});
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        REQUIRE(codeOf([&] { envelope::open(ByteView(sealed).first(size), key.opener); }) == "ENVELOPE-UNREADABLE");
    }
    auto longer = sealed;
    longer.push_back(0);
    CHECK(codeOf([&] { envelope::open(longer, key.opener); }) == "ENVELOPE-UNREADABLE");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto bent = sealed;
        bent[i] ^= 0x01;
        const auto code = codeOf([&] { envelope::open(bent, key.opener); });
        INFO("octet " << i << ": " << code);
        const bool named = code == "ENVELOPE-UNREADABLE" || code == "ENVELOPE-ALGORITHM" || code == "ENVELOPE-NOT-FOR-US" || code == "ENVELOPE-BROKEN";
        REQUIRE(named);
    }
}

TEST_CASE("What was changed inside is broken; what is done by another algorithm is named so")
{
    TestAuthority authority;
    auto key = party(authority);
    const auto sealed = envelope::seal(content, std::vector{key.recipient});
    const auto code = [&](const Bytes& octets) { return codeOf([&] { envelope::open(octets, key.opener); }); };
    auto tag = sealed;
    tag.back() ^= 0x80;
    CHECK(code(tag) == "ENVELOPE-BROKEN");

    // The KDF with SHA-384, AES-128 wrap, AES-128-GCM, a shorter tag.
    CHECK(code(replaced(sealed, hex("06062b8104010b01"), hex("06062b8104010b02"))) == "ENVELOPE-ALGORITHM");
    CHECK(code(replaced(sealed, hex("060960864801650304012d"), hex("0609608648016503040105"))) == "ENVELOPE-ALGORITHM");
    CHECK(code(replaced(sealed, hex("060960864801650304012e"), hex("0609608648016503040106"))) == "ENVELOPE-ALGORITHM");
    CHECK(code(replaced(sealed, hex("020110"), hex("02010c"))) == "ENVELOPE-ALGORITHM");
    CHECK(code(replaced(sealed, hex("a181"), hex("a381"))) == "ENVELOPE-ALGORITHM"); // a password in the place of a certificate's key
    CHECK(codeOf([&] { envelope::requireRecipients(replaced(sealed, hex("020110"), hex("02010c")), std::vector{key.recipient}); }) ==
          "ENVELOPE-ALGORITHM");

    // The recipient named is right, the key inside was wrapped for somebody else.
    const auto stranger = party(authority);
    const EnvelopeRecipient misnamed{stranger.key.publicKey(), key.recipient.keyIdentifier};
    CHECK(code(envelope::seal(content, std::vector{misnamed})) == "ENVELOPE-BROKEN");
    const EnvelopeRecipient otherCurve{PrivateKey::generate(KeyAlgorithm::ecP384).publicKey(), key.recipient.keyIdentifier};
    CHECK(code(envelope::seal(content, std::vector{otherCurve})) == "ENVELOPE-BROKEN");
    const EnvelopeRecipient byRsa{PrivateKey::generate(KeyAlgorithm::rsa2048).publicKey(), key.recipient.keyIdentifier};
    CHECK(code(envelope::seal(content, std::vector{byRsa})) == "ENVELOPE-BROKEN");
}

TEST_CASE("What the openssl program seals by its defaults is refused by algorithm")
{
    TestAuthority authority;
    const Scratch scratch;
    auto key = party(authority);
    scratch.put("in", content);
    scratch.put("key.pem", bytesOf(key.certificate.pem()));
    REQUIRE(scratch.run("openssl cms -encrypt -binary -outform DER -aes-256-gcm -in in -out gcm -keyid -recip key.pem"));
    CHECK(codeOf([&] { envelope::open(scratch.take("gcm"), key.opener); }) == "ENVELOPE-ALGORITHM"); // KDF with SHA-1
    REQUIRE(scratch.run("openssl cms -encrypt -binary -outform DER -aes-256-cbc -in in -out cbc -keyid -recip key.pem"));
    CHECK(codeOf([&] { envelope::open(scratch.take("cbc"), key.opener); }) == "ENVELOPE-UNREADABLE"); // EnvelopedData: not authenticated
    // Told to do it our way, it makes what we open.
    REQUIRE(scratch.run("openssl cms -encrypt -binary -outform DER -aes-256-gcm -aes256-wrap -in in -out ours -keyid -recip key.pem "
                        "-keyopt ecdh_kdf_md:sha256"));
    CHECK(envelope::open(scratch.take("ours"), key.opener).sameAs(content));
}

TEST_CASE("Only a certificate with a key identifier, for this use, can receive")
{
    TestAuthority authority;
    const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
    const auto forSigning = authority.issue(CertificateProfile::signIn, key.publicKey());
    CHECK(codeOf([&] { EnvelopeRecipient::of(forSigning); }) == "KEY-UNUSABLE");
    const auto forCard = authority.issue(CertificateProfile::keyManagement, key.publicKey());
    CHECK(EnvelopeRecipient::of(forCard).keyIdentifier.size() == 20);
    CHECK(forCard.allows(CertificatePurpose::envelope));
    CHECK_FALSE(forSigning.allows(CertificatePurpose::envelope));
    const auto other = PrivateKey::generate(KeyAlgorithm::ecP256);
    CHECK(codeOf([&] { PrivateEnvelopeKey(other, forCard); }) == "KEY-UNUSABLE");
}
