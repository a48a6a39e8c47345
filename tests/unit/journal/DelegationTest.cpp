#include "core/crypto/CmsSignature.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/SecureRandom.h"
#include "core/journal/JournalError.h"
#include "core/journal/StepUp.h"
#include "tests/unit/journal/TestLog.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <functional>

using namespace cardwright;
using namespace cardwright::test;

namespace {

std::string codeOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const FailureError& error) {
        return error.failure().code + " " + error.failure().detail;
    }
    return {};
}

struct Fixture {
    TestAuthority authority;
    TestAgent agent{authority};
    std::vector<Certificate> trust{authority.root};
    PrivateKeySigner card{agent.cardKey};
    DelegationTerms terms{numbered(200), guid(), agent.sessionKey.publicKey(), now, now + day};

    Bytes statement(const std::string& content) { return cms::signStatement(bytesOf(content), StatementType::delegation, card, agent.certificate, now); }
    std::string refusal(const std::string& content)
    {
        const auto der = statement(content);
        return codeOf([&] { readDelegation(der, trust); });
    }
};

std::string changed(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("A delegation says which session signs which log for whom, and how long")
{
    Fixture fixture;
    const auto der = makeDelegation(fixture.terms, fixture.card, fixture.agent.certificate);
    const auto delegation = readDelegation(der, fixture.trust);
    CHECK(delegation.terms.log == fixture.terms.log);
    CHECK(delegation.terms.workstation == fixture.terms.workstation);
    CHECK(delegation.terms.sessionKey == fixture.agent.sessionKey.publicKey());
    CHECK(delegation.author() == fixture.agent.author());
    CHECK(delegation.signer == fixture.agent.certificate);
    CHECK(delegation.liveAt(now));
    CHECK(delegation.liveAt(now + day - 1));
    CHECK_FALSE(delegation.liveAt(now + day));
    CHECK_FALSE(delegation.liveAt(now - 1));
    CHECK(delegationContent(fixture.terms, delegation.agent()) ==
          R"({"schema":"cardwright.delegation/1","log":")" + numbered(200).text() + R"(","workstation":")" + guid().text() +
              R"(","sessionKey":")" + toBase64(fixture.agent.sessionKey.publicKey().der()) + R"(","agent":")" + toHex(delegation.agent()) +
              R"(","from":"2026-11-21T09:14:05.123Z","until":"2026-11-22T09:14:05.123Z"})");
}

TEST_CASE("What is no delegation, or by a card nobody vouches for, is refused by name")
{
    Fixture fixture;
    const auto der = makeDelegation(fixture.terms, fixture.card, fixture.agent.certificate);
    CHECK(codeOf([&] { readDelegation(der, {}); }) == "DELEGATION-NOT-TRUSTED unknown issuer");
    TestAuthority other;
    CHECK(codeOf([&] { readDelegation(der, std::vector{other.root}); }) == "DELEGATION-NOT-TRUSTED unknown issuer");
    CHECK(codeOf([&] { readDelegation(bytesOf("nothing"), fixture.trust); }) == "DELEGATION-UNREADABLE not a signed delegation");

    const auto content = delegationContent(fixture.terms, fixture.agent.certificate.fingerprint());
    CHECK(fixture.refusal(content).empty());
    CHECK(fixture.refusal("[]") == "DELEGATION-UNREADABLE content");
    CHECK(fixture.refusal("{") == "DELEGATION-UNREADABLE content");
    CHECK(fixture.refusal(changed(content, "delegation/1", "delegation/2")) == "DELEGATION-UNREADABLE schema");
    CHECK(fixture.refusal(changed(content, toHex(fixture.agent.certificate.fingerprint()), std::string(64, 'a'))) == "DELEGATION-UNREADABLE agent");
    CHECK(fixture.refusal(changed(content, "2026-11-22", "2026-11-20")) == "DELEGATION-UNREADABLE until");
    CHECK(fixture.refusal(changed(content, "05.123Z", "05Z")) == "DELEGATION-UNREADABLE from");
    CHECK(fixture.refusal(changed(content, "{", "{\"more\":1,")) == "DELEGATION-UNREADABLE content");
    CHECK(fixture.refusal(changed(content, ",", ", ")) == "DELEGATION-UNREADABLE content");
    CHECK(fixture.refusal(changed(content, numbered(200).text(), "not a guid")) == "DELEGATION-UNREADABLE log");

    // A session key of another kind, and a certificate that was out of date when it signed.
    auto terms = fixture.terms;
    terms.sessionKey = PrivateKey::generate(KeyAlgorithm::ecP384).publicKey();
    CHECK(codeOf([&] { makeDelegation(terms, fixture.card, fixture.agent.certificate); }).starts_with("KEY-UNUSABLE"));
    CHECK(fixture.refusal(delegationContent(terms, fixture.agent.certificate.fingerprint())) == "DELEGATION-UNREADABLE sessionKey");
    terms = fixture.terms;
    terms.from += 2 * year;
    terms.until += 2 * year;
    const auto late = makeDelegation(terms, fixture.card, fixture.agent.certificate);
    CHECK(codeOf([&] { readDelegation(late, fixture.trust); }) == "DELEGATION-NOT-TRUSTED expired");

    // Signed, but by no agent's card.
    PrivateKeySigner signer(fixture.authority.signerKey);
    const auto content2 = delegationContent(fixture.terms, fixture.authority.signer.fingerprint());
    const auto byContentSigner = cms::signStatement(bytesOf(content2), StatementType::delegation, signer, fixture.authority.signer, now);
    CHECK(codeOf([&] { readDelegation(byContentSigner, fixture.trust); }) == "DELEGATION-NOT-TRUSTED made for another purpose");
}

TEST_CASE("A bent delegation is never believed")
{
    Fixture fixture;
    const auto der = makeDelegation(fixture.terms, fixture.card, fixture.agent.certificate);
    for (std::size_t i = 0; i < der.size(); ++i) {
        auto bent = der;
        bent[i] ^= 0x01;
        try {
            const auto delegation = readDelegation(bent, fixture.trust);
            REQUIRE(delegation.author() == fixture.agent.author()); // an octet that no signature covers
            REQUIRE(delegation.terms.until == fixture.terms.until);
        } catch (const FailureError& error) {
            REQUIRE(error.failure().code.starts_with("DELEGATION-"));
        }
    }
}

TEST_CASE("A grave entry carries the card's second signature, for this entry alone")
{
    Fixture fixture;
    SecureRandom random;
    auto draft = entryAbout(UserNumber::parse("555001000000").value(), EntryKind::cardCancelled, {{"reason", "lost"}}, random);
    const auto author = fixture.agent.author();
    const auto stepUp = makeStepUp(stepUpTermsFor(draft, author.session, now), fixture.card, fixture.agent.certificate);
    const auto before = nlohmann::json::parse(draft.payload);
    attachStepUp(draft, stepUp);
    const auto payload = nlohmann::json::parse(draft.payload);
    CHECK(payload.at("stepUp") == toBase64(stepUp));
    CHECK(stepUpAbout(payload) == stepUpAbout(before));

    JournalEntry entry;
    entry.at = now;
    entry.kind = draft.kind;
    entry.author = author;
    entry.subject = draft.subject;
    const auto refusal = [&](const JournalEntry& one, const nlohmann::json& with) { return codeOf([&] { requireStepUp(one, with, fixture.trust); }); };
    CHECK(refusal(entry, payload).empty());
    CHECK(refusal(entry, before) == "STEP-UP-MISSING card.cancelled");
    CHECK(refusal(entry, nlohmann::json::array()) == "STEP-UP-MISSING card.cancelled");

    auto other = entry;
    other.kind = EntryKind::cardReplaced;
    CHECK(refusal(other, payload) == "STEP-UP-OTHER kind");
    other = entry;
    other.author.session = sha256(bytesOf("another session"));
    CHECK(refusal(other, payload) == "STEP-UP-OTHER session");
    other = entry;
    other.author.agent = sha256(bytesOf("another agent"));
    CHECK(refusal(other, payload) == "STEP-UP-OTHER agent");
    other = entry;
    other.subject[0] ^= 1u;
    CHECK(refusal(other, payload) == "STEP-UP-OTHER subject");
    for (const std::int64_t away : {-longestStepUpAge, longestStepUpAge}) {
        other = entry;
        other.at = now + away;
        CHECK(refusal(other, payload).empty());
        other.at += away < 0 ? -1 : 1;
        CHECK(refusal(other, payload) == "STEP-UP-OTHER at");
    }
    auto otherPayload = payload;
    otherPayload["reason"] = "found";
    CHECK(refusal(entry, otherPayload) == "STEP-UP-OTHER about");
    otherPayload = payload;
    otherPayload["stepUp"] = "not base64!";
    CHECK(refusal(entry, otherPayload) == "STEP-UP-UNREADABLE stepUp");
    otherPayload["stepUp"] = toBase64(bytesOf("nothing"));
    CHECK(refusal(entry, otherPayload) == "STEP-UP-UNREADABLE not a signed confirmation");
    // A delegation is no step-up, though the same card signed it.
    otherPayload["stepUp"] = toBase64(makeDelegation(fixture.terms, fixture.card, fixture.agent.certificate));
    CHECK(refusal(entry, otherPayload) == "STEP-UP-UNREADABLE not a signed confirmation");
    CHECK(codeOf([&] { requireStepUp(entry, payload, {}); }) == "STEP-UP-NOT-TRUSTED unknown issuer");

    auto deskEntry = entry;
    deskEntry.author = {};
    CHECK(refusal(deskEntry, before).empty());
    auto plain = entry;
    plain.kind = EntryKind::holderViewed;
    CHECK(refusal(plain, before).empty());
}

TEST_CASE("The kinds that need the card again are these")
{
    std::vector<std::string_view> names;
    for (const auto kind : allEntryKinds()) {
        if (needsStepUp(kind)) names.push_back(nameOf(kind));
    }
    CHECK(names == std::vector<std::string_view>{"card.cancelled", "card.replaced", "exception.decided", "payload.erased", "policy.changed",
                                                 "role.changed", "storeKey.rotated"});
}
