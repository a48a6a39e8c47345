#include "core/journal/EntryJson.h"
#include "core/journal/LogVerifier.h"
#include "tests/unit/crypto/Scratch.h"
#include "tests/unit/journal/TestLog.h"

#include <catch2/catch.hpp>

using namespace cardwright;
using namespace cardwright::test;

// What our verifier says of an export and of a proof, a program in another language, written from the format document, says too.

namespace {

std::string exportOf(const TestLog& log)
{
    auto text = log.header.line() + "\n";
    for (const auto& entry : log.entries) text += exportLine(entry) + "\n";
    return text;
}

struct Independent {
    Scratch scratch;

    /// What it says of this file; its exit code agrees with its words.
    std::string say(const std::string& file, const std::string& options = {})
    {
        scratch.put("file", bytesOf(file));
        const bool held = scratch.run(std::string("python3 '") + CARDWRIGHT_INDEPENDENT + "' file " + options);
        const auto said = scratch.said();
        REQUIRE(held == said.starts_with("ok: "));
        return said;
    }
};

} // namespace

TEST_CASE("The independent verifier agrees on an export's checkpoint and signatures")
{
    TestLog log(11);
    log.header.checkpoints.push_back(log.checkpoint(4).text());
    log.entries[5].payload.reset(); // erased: no fault
    Independent independent;
    independent.scratch.put("ca.pem", bytesOf(log.authority.root.pem()));
    const auto root = toHex(log.tree().root());
    const auto said = independent.say(exportOf(log), "--anchor ca.pem --entry 3");
    CHECK(said.find("11 entries, root " + root + ", countersigned") != std::string::npos);
    CHECK(said.find("entry 3 is signed") != std::string::npos);
    CHECK(independent.say(exportOf(log), "--entry 0").starts_with("ok: "));
    TestAuthority elsewhere;
    independent.scratch.put("other.pem", bytesOf(elsewhere.root.pem()));
    CHECK(independent.say(exportOf(log), "--anchor other.pem").starts_with("wrong: a certificate does not come"));
}

TEST_CASE("The independent verifier finds what was done to an export")
{
    TestLog log(11);
    Independent independent;
    SECTION("a field")
    {
        log.entries[4].at += 1;
        CHECK(independent.say(exportOf(log)) == "wrong: entry 4: its digest is not that of its fields\n");
    }
    SECTION("a field and its digest")
    {
        log.entries[4].at += 1;
        seal(log.entries[4]);
        CHECK(independent.say(exportOf(log)) == "wrong: the first 11 entries are not those of the checkpoint\n");
        log.header.checkpoints.clear();
        CHECK(independent.say(exportOf(log), "--entry 4") == "wrong: entry 4: its signature does not hold\n");
    }
    SECTION("an entry taken out")
    {
        log.entries.erase(log.entries.begin() + 4);
        CHECK(independent.say(exportOf(log)) == "wrong: entry 5 stands where 4 should be\n");
    }
    SECTION("a checkpoint's root, size, signatures")
    {
        auto other = log.checkpoint();
        other.root[3] ^= 1u;
        log.header.checkpoints = {other.text()};
        CHECK(independent.say(exportOf(log)).starts_with("wrong: a checkpoint"));
        log.header.checkpoints = {log.signedByBoth({log.log, 11, other.root, {}}).text()};
        CHECK(independent.say(exportOf(log)) == "wrong: the first 11 entries are not those of the checkpoint\n");
        auto bent = log.checkpoint();
        bent.signatures[1].signature.back() ^= 1u;
        log.header.checkpoints = {bent.text()};
        CHECK(independent.say(exportOf(log)) == "wrong: a checkpoint's countersignature does not hold\n");
        bent.signatures.erase(bent.signatures.begin());
        log.header.checkpoints = {bent.text()};
        CHECK(independent.say(exportOf(log)).starts_with("wrong: a checkpoint"));
    }
    SECTION("a delegation")
    {
        log.header.delegations = {log.colleague.delegation(log.log, log.workstation, TestLog::start, TestLog::start + day)};
        CHECK(independent.say(exportOf(log), "--entry 4") == "wrong: entry 4: its session was not delegated\n");
        log.header.delegations[0][log.header.delegations[0].size() - 1] ^= 1u;
        CHECK(independent.say(exportOf(log)) == "wrong: a delegation does not hold\n");
    }
}

TEST_CASE("The independent verifier agrees on a holder's proof, and finds what was done to it")
{
    const TestLog log(21);
    Independent independent;
    auto proof = log.proofOf({2, 9, 16, 20});
    CHECK(independent.say(proof.text()).starts_with("ok: 4 entries are in the log of 21, root " + toHex(log.tree().root()) + ", countersigned"));
    proof.entries[1].path[0][0] ^= 1u;
    CHECK(independent.say(proof.text()) == "wrong: entry 9: its path does not lead to the root\n");
    proof = log.proofOf({2, 9});
    proof.entries[0].path.pop_back();
    CHECK(independent.say(proof.text()).starts_with("wrong: "));
    proof = log.proofOf({2, 9});
    proof.entries[1].entry.signature = proof.entries[0].entry.signature;
    CHECK(independent.say(proof.text()) == "wrong: entry 9: its signature does not hold\n");
    CHECK(independent.say("[]").starts_with("wrong: "));
}
