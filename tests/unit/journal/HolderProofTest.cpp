#include "core/journal/JournalError.h"
#include "core/journal/LogVerifier.h"
#include "tests/unit/journal/TestLog.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace cardwright;
using namespace cardwright::test;

namespace {

using Faults = std::vector<std::pair<std::uint64_t, LogFault>>;
Faults faultsOf(const HolderProof& proof, OutsideTrust trust = {})
{
    Faults faults;
    for (const auto& finding : verifyHolderProof(proof, std::move(trust)).findings) faults.emplace_back(finding.line, finding.fault);
    return faults;
}

} // namespace

TEST_CASE("A holder's entries are proven to be in the log without the rest of it")
{
    const TestLog log(20);
    const auto proof = log.proofOf({3, 7, 19});
    const auto report = verifyHolderProof(proof);
    CHECK(report.whole);
    CHECK(report.entries == 3);
    CHECK(report.signaturesChecked == 3);
    CHECK(report.checkpoints == 1);
    CHECK(report.countersigned == 1);
    CHECK(report.provenSize == 20);
    OutsideTrust outside;
    outside.anchors = {log.authority.root};
    outside.log = log.log;
    outside.entries = 3;
    CHECK(verifyHolderProof(proof, outside).whole);

    const auto text = proof.text();
    const auto again = HolderProof::fromText(text);
    CHECK(again.text() == text);
    CHECK(verifyHolderProof(again).whole);

    auto erased = proof;
    erased.entries[1].entry.payload.reset();
    CHECK(verifyHolderProof(HolderProof::fromText(erased.text())).whole);
}

TEST_CASE("A proof that was tampered with names the entry")
{
    const TestLog log(20);
    auto proof = log.proofOf({3, 7, 19});
    SECTION("a path bent")
    {
        proof.entries[1].path[2][0] ^= 1u;
        CHECK(faultsOf(proof) == Faults{{2, LogFault::notIncluded}});
    }
    SECTION("an entry made up and signed by the session")
    {
        KeyEntrySigner signer(log.agent.sessionKey, log.agent.author());
        proof.entries[1].entry.kind = EntryKind::holderViewed;
        sealAndSign(proof.entries[1].entry, signer);
        CHECK(faultsOf(proof) == Faults{{2, LogFault::notIncluded}});
    }
    SECTION("an entry changed")
    {
        proof.entries[0].entry.at += 1;
        CHECK(faultsOf(proof) == Faults{{1, LogFault::wrongDigest}});
    }
    SECTION("another place")
    {
        proof.entries[0].index = 4;
        CHECK(faultsOf(proof) == Faults{{1, LogFault::wrongSequence}, {1, LogFault::notIncluded}});
    }
    SECTION("no signature")
    {
        proof.entries[2].entry.signature.clear();
        CHECK(faultsOf(proof) == Faults{{3, LogFault::unsignedEntry}});
    }
    SECTION("another envelope")
    {
        proof.entries[2].entry.payload = toBytes(bytesOf("another"));
        CHECK(faultsOf(proof) == Faults{{3, LogFault::wrongPayload}});
    }
    SECTION("another checkpoint of the same log")
    {
        proof.checkpoint = log.checkpoint(19);
        CHECK(faultsOf(proof) == Faults{{1, LogFault::notIncluded}, {2, LogFault::notIncluded}, {3, LogFault::notIncluded}});
    }
    SECTION("a checkpoint by nobody")
    {
        proof.checkpoint.signatures.clear();
        CHECK(faultsOf(proof) == Faults{{0, LogFault::badCheckpoint}});
    }
    SECTION("fewer entries than there should be")
    {
        OutsideTrust outside;
        outside.entries = 4;
        CHECK(faultsOf(proof, outside) == Faults{{0, LogFault::endsEarly}});
    }
    SECTION("a foreign anchor")
    {
        TestAuthority elsewhere;
        OutsideTrust outside;
        outside.anchors = {elsewhere.root};
        CHECK_FALSE(verifyHolderProof(proof, outside).whole);
    }
}

TEST_CASE("A proof is read strictly")
{
    const TestLog log;
    const auto whole = nlohmann::json::parse(log.proofOf({1, 2}).text());
    for (const auto& [field, ignored] : whole.items()) {
        auto json = whole;
        json.erase(field);
        CHECK_THROWS_AS(HolderProof::fromText(json.dump()), JournalError);
        json[field] = true;
        CHECK_THROWS_AS(HolderProof::fromText(json.dump()), JournalError);
    }
    auto json = whole;
    json["entries"][0]["path"][0] = "short";
    CHECK_THROWS_AS(HolderProof::fromText(json.dump()), JournalError);
    CHECK_THROWS_AS(HolderProof::fromText("[]"), JournalError);
}
