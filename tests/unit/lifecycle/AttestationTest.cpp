#include "core/base/Tlv.h"
#include "core/lifecycle/VerifyJob.h"
#include "core/piv/CertificateObject.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

constexpr std::uint8_t attestationSlot = 0xF9;
constexpr std::uint32_t attestationObject = 0x5FFF01;

struct MakerBench : Bench {
    explicit MakerBench(Personality which) : Bench(which) { issuePolicy.verifyAttestation = true; }
    /// The card in the reader gets the attestation key that this maker puts into its cards.
    void madeBy(TestAuthority& maker)
    {
        const auto key = PrivateKey::generate(KeyAlgorithm::ecP256);
        auto content = maker.contentFor(CertificateProfile::signature);
        content.notBefore = maker.root.notBefore() + 1000;
        content.notAfter = maker.root.notAfter() - 1000;
        const auto issuer = maker.issue(content, key.publicKey());
        changeCard(*this, [&](auto& state) {
            auto& slot = state.keys[attestationSlot];
            slot.algorithm = 0x11;
            slot.pem = key.pem();
            state.objects[attestationObject] = tlv(0x53, CertificateObject::of(issuer.der()).encode());
        });
    }
    void takesCardsOf(const TestAuthority& maker) { issuePolicy.attestationMakers.push_back({"A maker", maker.root}); }
    VerifyReport verify() { return VerifyJob(cardDesk(), look(), digits(chosen), {}).run(); }
};

} // namespace

TEST_CASE("a card of a maker that policy names is issued, and its keys are proven")
{
    MakerBench bench(GENERATE(Personality::yubico57, Personality::pivApplet));
    TestAuthority maker;
    bench.takesCardsOf(maker);
    bench.newCard();
    bench.madeBy(maker);
    const auto receipt = bench.issue(bench.holder());
    REQUIRE(receipt.attested.size() == 2);
    CHECK(receipt.attested[0].verdict == "proven");
    CHECK(receipt.json().find("\"attested\"") != std::string::npos);
    const auto report = bench.verify();
    CHECK(report.passed());
    REQUIRE(report.receipt.attested.size() == 2);
    CHECK(report.receipt.attested[1].verdict == "proven");
}

TEST_CASE("a card of another maker is refused before anything is changed and before a certificate is asked for")
{
    MakerBench bench(Personality::yubico57);
    TestAuthority maker, stranger;
    bench.takesCardsOf(maker);
    bench.newCard();
    bench.madeBy(stranger);
    const auto before = bench.state().encode();
    CHECK(failureOf([&] { bench.issue(bench.holder()); }).code == "CARD-MAKER-UNKNOWN");
    CHECK(bench.state().encode().sameAs(before.view()));
    CHECK(bench.entries("card.opened") == 0);
    CHECK(bench.exchange->asked == 0);

    // Where nobody is named, that nobody knows its maker is no reason.
    bench.issuePolicy.attestationMakers.clear();
    const auto receipt = bench.issue(bench.holder());
    REQUIRE(receipt.attested.size() == 2);
    CHECK(receipt.attested[0].verdict == "unknown maker");
    // The policy changes: the card that is out is told of when it is tested.
    bench.takesCardsOf(maker);
    CHECK_FALSE(bench.verify().passed());
}

TEST_CASE("a word that does not hold ends the issue before a certificate is asked for")
{
    MakerBench bench(Personality::yubico57);
    TestAuthority maker;
    if (GENERATE(false, true)) bench.takesCardsOf(maker);
    bench.newCard();
    bench.madeBy(maker);
    // The key that should sign is not the one of the certificate that the maker gave it: the card has no word to say.
    changeCard(bench, [](auto& state) { state.keys.at(attestationSlot).pem = PrivateKey::generate(KeyAlgorithm::ecP256).pem(); });
    CHECK(failureOf([&] { bench.issue(bench.holder()); }).code == "CARD-ATTESTATION");
    CHECK(bench.exchange->asked == 0);
    CHECK(bench.entries("certificate.requested") == 0);
    CHECK(bench.look().kind == CardKind::torn); // its identity is on it: it can be cancelled, or repaired with another policy
}

TEST_CASE("a key that was put into the card from outside is found when the card is tested")
{
    MakerBench bench(Personality::yubico57);
    TestAuthority maker;
    bench.takesCardsOf(maker);
    bench.newCard();
    bench.madeBy(maker);
    bench.issue(bench.holder());
    changeCard(bench, [](auto& state) { state.keys.at(0x9A).imported = true; });
    CHECK_FALSE(bench.verify().passed());
}

TEST_CASE("cards without the command pass, whatever makers are named")
{
    MakerBench bench(Personality::strict);
    TestAuthority maker;
    bench.takesCardsOf(maker);
    bench.newCard();
    const auto receipt = bench.issue(bench.holder());
    CHECK(receipt.attested.empty());
    CHECK(bench.verify().passed());
}
