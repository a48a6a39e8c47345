#include "core/journal/EntryJson.h"
#include "core/journal/JournalError.h"
#include "core/journal/LogVerifier.h"
#include "tests/system/tamper/Table.h"
#include "tests/unit/journal/TestLog.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace cardwright::tamper {

namespace {

using test::TestLog;

/// Six entries; what is done is done to number 2. Every line that no finding names still holds.
Noticed exported(const std::function<void(TestLog&, OutsideTrust&)>& act)
{
    TestLog log;
    OutsideTrust outside;
    outside.anchors = {log.authority.root};
    act(log, outside);
    std::stringstream lines;
    lines << log.header.line() << "\n";
    for (const auto& entry : log.entries) lines << exportLine(entry) << "\n";
    const auto report = LogVerifier::verify(lines, outside);
    std::set<std::string> names;
    std::set<std::uint64_t> touched;
    for (const auto& finding : report.findings) {
        if (finding.fault != LogFault::rootMismatch || report.findings.size() == 1) names.insert(std::string(nameOf(finding.fault)));
        if (finding.line > 1) touched.insert(finding.line);
    }
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
    // At most the entry itself and the one that stands where it belonged; all the others were read and hold.
    return {all, touched.size() <= 2 && report.entries + 1 >= log.entries.size() ? "" : "other entries"};
}

Kind entry(const char* what, const char* expected, std::function<void(TestLog&)> act)
{
    return {what, expected, [act] { return exported([&](TestLog& log, OutsideTrust&) { act(log); }); }};
}

Kind note(const char* what, const char* expected, std::function<void(TestLog&, OutsideTrust&)> act)
{
    return {what, expected, [act] { return exported(act); }};
}

JournalEntry foreign(const TestLog& log)
{
    auto entry = log.entries[3];
    entry.log = test::numbered(201);
    seal(entry);
    return entry;
}

std::string signedAgain(const TestLog& log, Checkpoint checkpoint)
{
    return log.signedByBoth({checkpoint.log, checkpoint.size, checkpoint.root, {}}).text();
}

Noticed proof()
{
    TestLog log;
    auto given = log.proofOf({1, 2});
    given.entries[1].path[0][0] ^= 1u;
    const auto report = verifyHolderProof(given);
    const bool one = report.findings.size() == 1 && report.findings[0].line == 2;
    return {report.findings.empty() ? "" : std::string(nameOf(report.findings[0].fault)), one ? "" : "the other entry of the proof"};
}

} // namespace

std::vector<Kind> exports()
{
    return {
        entry("an entry edited", "wrong-digest", [](TestLog& log) { log.entries[2].at += 1; }),
        entry("an entry edited and its digest made anew", "bad-signature", [](TestLog& log) { log.entries[2].at += 1; seal(log.entries[2]); }),
        entry("its digest edited", "wrong-digest", [](TestLog& log) { log.entries[2].digest[0] ^= 1u; }),
        entry("its payload swapped with another's", "wrong-payload", [](TestLog& log) { log.entries[2].payload = log.entries[3].payload; }),
        entry("removed in the middle", "missing", [](TestLog& log) { log.entries.erase(log.entries.begin() + 2); }),
        entry("cut off at the end", "ends-early", [](TestLog& log) { log.entries.pop_back(); }),
        entry("reordered", "reordered", [](TestLog& log) { std::swap(log.entries[2], log.entries[3]); }),
        entry("the same entry twice", "repeated", [](TestLog& log) { log.entries.insert(log.entries.begin() + 3, log.entries[2]); }),
        entry("an id used twice", "duplicate-id", [](TestLog& log) { log.entries[2].id = log.entries[1].id; log.signBy(log.agent, 2); }),
        entry("an entry of another log put in", "other-log", [](TestLog& log) { log.entries.insert(log.entries.begin() + 3, foreign(log)); }),
        entry("unsigned", "unsigned", [](TestLog& log) { log.entries[2].signature.clear(); }),
        entry("another entry's signature", "bad-signature", [](TestLog& log) { log.entries[2].signature = log.entries[3].signature; }),
        entry("a session that no card delegated", "not-delegated", [](TestLog& log) { log.signBy(log.colleague, 2); log.header.checkpoints.clear(); }),
        entry("a session after its hours", "delegation-expired", [](TestLog& log) {
            log.header.delegations = {log.agent.delegation(log.log, log.workstation, TestLog::start, TestLog::start + 5 * TestLog::step)};
        }),
        entry("a session in another agent's name", "wrong-agent", [](TestLog& log) {
            const EntryAuthor borrowed{log.colleague.certificate.fingerprint(), log.agent.author().session};
            KeyEntrySigner signer(log.agent.sessionKey, borrowed);
            log.entries[2].author = borrowed;
            sealAndSign(log.entries[2], signer);
        }),
        entry("author zeroed, signed by the workstation's own key", "not-delegated", [](TestLog& log) { log.signByWorkstation(2); }),
        entry("dated before the entry it follows", "hidden-clock-step", [](TestLog& log) { log.entries[2].at = TestLog::start - 1'000'000; log.signByWorkstation(2); log.entries[2].kind = EntryKind::rosterReceived; log.signByWorkstation(2); }),
        note("a delegation of another authority's card", "bad-header, not-delegated", [](TestLog& log, OutsideTrust&) {
            test::TestAuthority elsewhere;
            const test::TestAgent stranger(elsewhere);
            log.header.delegations.push_back(stranger.delegation(log.log, log.workstation, TestLog::start, TestLog::start + test::day));
            log.signBy(stranger, 2);
        }),
    };
}

std::vector<Kind> checkpoints()
{
    return {
        note("another root", "root-mismatch", [](TestLog& log, OutsideTrust&) {
            auto other = log.checkpoint(4);
            other.root[0] ^= 1u;
            log.header.checkpoints.push_back(signedAgain(log, other));
        }),
        note("a larger size", "ends-early", [](TestLog& log, OutsideTrust&) {
            auto other = log.checkpoint();
            other.size = 9;
            log.header.checkpoints = {signedAgain(log, other)};
        }),
        note("size edited, signature left", "bad-checkpoint", [](TestLog& log, OutsideTrust&) {
            auto other = log.checkpoint();
            other.size = 5;
            log.header.checkpoints = {other.text()};
        }),
        note("the workstation's signature flipped", "bad-checkpoint", [](TestLog& log, OutsideTrust&) {
            auto bent = log.checkpoint();
            bent.signatures[0].signature.back() ^= 1u;
            log.header.checkpoints = {bent.text()};
        }),
        note("the centre's signature flipped", "bad-checkpoint", [](TestLog& log, OutsideTrust&) {
            auto bent = log.checkpoint();
            bent.signatures[1].signature.back() ^= 1u;
            log.header.checkpoints = {bent.text()};
        }),
        note("countersigned in the name of another centre", "bad-checkpoint", [](TestLog& log, OutsideTrust&) {
            auto other = log.checkpoint();
            other.signatures.pop_back();
            PrivateKeySigner centre(log.centreKey);
            other.sign(centreKeyName(test::numbered(8)), centre);
            log.header.checkpoints = {other.text()};
        }),
        note("of another log", "bad-checkpoint", [](TestLog& log, OutsideTrust&) {
            auto other = log.checkpoint();
            other.log = test::numbered(201);
            log.header.checkpoints = {signedAgain(log, other)};
        }),
        note("a fork: two roots of one size", "forked-checkpoint", [](TestLog& log, OutsideTrust&) {
            auto other = log.checkpoint();
            other.root[0] ^= 1u;
            log.header.checkpoints.push_back(signedAgain(log, other));
        }),
        note("a fork that only a note kept elsewhere shows", "forked-checkpoint", [](TestLog& log, OutsideTrust& outside) {
            auto other = log.checkpoint();
            other.root[0] ^= 1u;
            outside.checkpoints = {signedAgain(log, other)};
        }),
        note("an older export replayed, against a note kept elsewhere", "ends-early", [](TestLog& log, OutsideTrust& outside) {
            outside.checkpoints = {log.checkpoint().text()};
            log.entries.pop_back();
            log.header.checkpoints = {log.checkpoint().text()};
        }),
        {"a holder's proof with another path", "not-included", proof},
    };
}

} // namespace cardwright::tamper
