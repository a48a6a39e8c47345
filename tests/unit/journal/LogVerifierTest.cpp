#include "core/journal/EntryJson.h"
#include "core/journal/JournalError.h"
#include "core/journal/LogVerifier.h"
#include "tests/unit/journal/TestLog.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <set>
#include <sstream>

using namespace cardwright;
using namespace cardwright::test;

namespace {

LogReport verified(const TestLog& log, OutsideTrust trust = {})
{
    std::stringstream lines;
    lines << log.header.line() << "\n";
    for (const auto& entry : log.entries) lines << exportLine(entry) << "\n";
    return LogVerifier::verify(lines, std::move(trust));
}

/// Exactly these faults, each at this line. Entry n stands in line n + 2.
using Faults = std::vector<std::pair<std::uint64_t, LogFault>>;
Faults faultsOf(const LogReport& report)
{
    Faults faults;
    for (const auto& finding : report.findings) faults.emplace_back(finding.line, finding.fault);
    return faults;
}

} // namespace

TEST_CASE("A whole log is whole, signed, and vouched for")
{
    const TestLog log;
    const auto report = verified(log);
    CHECK(faultsOf(report) == Faults{});
    CHECK(report.whole);
    CHECK(report.entries == 6);
    CHECK(report.log == log.log);
    CHECK(report.first == TestLog::start);
    CHECK(report.last == TestLog::start + 5 * TestLog::step);
    CHECK(report.signaturesChecked == 6);
    CHECK(report.checkpoints == 1);
    CHECK(report.countersigned == 1);
    CHECK(report.provenSize == 6);
    CHECK(report.root == log.tree().root());
    CHECK(verified(TestLog(0)).whole);

    OutsideTrust outside;
    outside.anchors = {log.authority.root};
    outside.log = log.log;
    outside.checkpoints = {log.checkpoint(4).text()};
    outside.entries = 6;
    CHECK(verified(log, outside).whole);
    CHECK(verified(log, outside).checkpoints == 2);
}

TEST_CASE("A log longer than a batch is checked by several threads with the same outcome")
{
    TestLog log(5000);
    CHECK(verified(log).whole);
    CHECK(verified(log).signaturesChecked == 5000);
    log.entries[4500].at += 1;
    log.entries[17].signature.clear();
    CHECK(faultsOf(verified(log)) == Faults{{19, LogFault::unsignedEntry}, {4502, LogFault::wrongDigest}});
}

TEST_CASE("Whatever was done to a log, the entry it was done to is named, and no other")
{
    TestLog log;
    auto& entries = log.entries;
    SECTION("a field changed")
    {
        entries[2].at += 1;
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::wrongDigest}});
    }
    SECTION("an agent's kind of entry signed by the workstation's key")
    {
        log.signByWorkstation(2);
        log.header.checkpoints = {log.checkpoint().text()};
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::notDelegated}});
    }
    SECTION("a checkpoint countersigned in another site's name")
    {
        log.header.site = numbered(8);
        const auto report = verified(log);
        CHECK(faultsOf(report) == Faults{{0, LogFault::badCheckpoint}});
        CHECK(report.countersigned == 0);
        OutsideTrust outside;
        outside.site = numbered(7);
        CHECK(faultsOf(verified(log, outside)) == Faults{{1, LogFault::badHeader}});
    }
    SECTION("a field changed and its digest made anew")
    {
        entries[2].at += 1;
        seal(entries[2]);
        CHECK(faultsOf(verified(log)) == Faults{{0, LogFault::rootMismatch}, {4, LogFault::badSignature}});
    }
    SECTION("a number changed")
    {
        entries[2].seq = 40;
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::wrongSequence}, {4, LogFault::wrongDigest}});
        CHECK(verified(log).findings[0].expectedSeq == 2);
        CHECK(verified(log).findings[0].seq == 40u);
    }
    SECTION("a payload changed")
    {
        entries[2].payload = toBytes(bytesOf("another envelope"));
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::wrongPayload}});
    }
    SECTION("a payload and its digest changed")
    {
        entries[2].payload = toBytes(bytesOf("another envelope"));
        entries[2].payloadDigest = sha256(*entries[2].payload);
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::wrongDigest}});
    }
    SECTION("a payload erased is no fault")
    {
        entries[2].payload.reset();
        CHECK(verified(log).whole);
        CHECK(verified(log).erasedPayloads == 1);
    }
    SECTION("an entry taken out")
    {
        entries.erase(entries.begin() + 2);
        const auto report = verified(log);
        CHECK(faultsOf(report) == Faults{{4, LogFault::missing}});
        CHECK(report.findings[0].expectedSeq == 2);
        CHECK(report.findings[0].words == "Entry 2 is missing before this one.");
        CHECK(report.provenSize == 0);
    }
    SECTION("several taken out, in two places")
    {
        entries.erase(entries.begin() + 4);
        entries.erase(entries.begin() + 1, entries.begin() + 3);
        const auto report = verified(log);
        CHECK(faultsOf(report) == Faults{{3, LogFault::missing}, {4, LogFault::missing}});
        CHECK(report.findings[0].words == "Entries 1 to 2 are missing before this one.");
        CHECK(report.findings[1].words == "Entry 4 is missing before this one.");
    }
    SECTION("an entry twice")
    {
        const auto copy = entries[2];
        entries.insert(entries.begin() + 3, copy);
        CHECK(faultsOf(verified(log)) == Faults{{5, LogFault::repeated}});
    }
    SECTION("an id used again")
    {
        entries[4].id = entries[1].id;
        log.signBy(log.agent, 4);
        CHECK(faultsOf(verified(log)) == Faults{{0, LogFault::rootMismatch}, {6, LogFault::duplicateId}});
    }
    SECTION("two entries swapped")
    {
        std::swap(entries[2], entries[3]);
        const auto report = verified(log);
        CHECK(faultsOf(report) == Faults{{5, LogFault::reordered}});
        CHECK(report.findings[0].seq == 2u);
    }
    SECTION("an entry moved to the end")
    {
        std::rotate(entries.begin() + 1, entries.begin() + 2, entries.end());
        CHECK(faultsOf(verified(log)) == Faults{{7, LogFault::reordered}});
    }
    SECTION("all entries the other way round")
    {
        std::reverse(entries.begin(), entries.end());
        CHECK(faultsOf(verified(log)) == Faults{{3, LogFault::reordered}, {4, LogFault::reordered}, {5, LogFault::reordered},
                                                {6, LogFault::reordered}, {7, LogFault::reordered}});
    }
    SECTION("an entry of another log put in")
    {
        auto foreign = entries[3];
        foreign.log = numbered(201);
        seal(foreign);
        entries.insert(entries.begin() + 3, foreign);
        CHECK(faultsOf(verified(log)) == Faults{{5, LogFault::otherLog}});
    }
    SECTION("an entry of another log in the place of ours")
    {
        entries[3].log = numbered(201);
        seal(entries[3]);
        CHECK(faultsOf(verified(log)) == Faults{{5, LogFault::otherLog}, {6, LogFault::missing}});
    }
    SECTION("a clock step is a fault only when nobody recorded it")
    {
        entries[3].at = TestLog::start + 1;
        log.signBy(log.agent, 3);
        CHECK(faultsOf(verified(log)) == Faults{{0, LogFault::rootMismatch}, {5, LogFault::hiddenClockStep}});
        entries[3].kind = EntryKind::clockWentBack;
        log.signByWorkstation(3);
        log.header.checkpoints = {log.checkpoint().text()};
        CHECK(verified(log).whole);
        CHECK(verified(log).clockSteps == 1);
    }
    SECTION("a line that is no entry")
    {
        std::stringstream lines;
        lines << log.header.line() << "\n" << exportLine(entries[0]) << "\ngarbage\n\n";
        for (std::size_t i = 2; i < 6; ++i) lines << exportLine(entries[i]) << "\n";
        const auto report = LogVerifier::verify(lines);
        CHECK(faultsOf(report) == Faults{{3, LogFault::unreadable}});
        CHECK(report.entries == 5);
    }
}

TEST_CASE("The end cut off shows by a checkpoint or by the number there should be")
{
    TestLog log;
    log.entries.pop_back();
    CHECK(faultsOf(verified(log)) == Faults{{6, LogFault::endsEarly}});
    log.header.checkpoints.clear();
    CHECK(verified(log).whole);
    OutsideTrust outside;
    outside.entries = 6;
    CHECK(faultsOf(verified(log, outside)) == Faults{{6, LogFault::endsEarly}});
}

TEST_CASE("Who did not sign, or might not, is named")
{
    TestLog log;
    auto& entries = log.entries;
    log.header.checkpoints.clear();
    SECTION("no signature")
    {
        entries[2].signature.clear();
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::unsignedEntry}});
    }
    SECTION("another entry's signature")
    {
        entries[2].signature = entries[3].signature;
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::badSignature}});
    }
    SECTION("a signature of the workstation's over an agent's entry, and the other way round")
    {
        KeyEntrySigner desk(log.workstationKey, entries[2].author);
        sealAndSign(entries[2], desk);
        KeyEntrySigner session(log.agent.sessionKey, EntryAuthor{});
        sealAndSign(entries[0], session);
        CHECK(faultsOf(verified(log)) == Faults{{2, LogFault::badSignature}, {4, LogFault::badSignature}});
    }
    SECTION("a session that no card delegated")
    {
        log.signBy(log.colleague, 2);
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::notDelegated}});
    }
    SECTION("a session in another agent's name")
    {
        const EntryAuthor borrowed{log.colleague.certificate.fingerprint(), log.agent.author().session};
        KeyEntrySigner signer(log.agent.sessionKey, borrowed);
        entries[2].author = borrowed;
        sealAndSign(entries[2], signer);
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::wrongAgent}});
    }
    SECTION("a session after its hours, and before them")
    {
        log.header.delegations = {log.agent.delegation(log.log, log.workstation, TestLog::start + 2 * TestLog::step, TestLog::start + 5 * TestLog::step)};
        CHECK(faultsOf(verified(log)) == Faults{{3, LogFault::delegationExpired}, {7, LogFault::delegationExpired}});
    }
    SECTION("a delegation taken out")
    {
        log.header.delegations.clear();
        CHECK(faultsOf(verified(log)).size() == 5);
        CHECK(verified(log).findings[0].fault == LogFault::notDelegated);
    }
    SECTION("a delegation for another log, and one that was bent")
    {
        log.header.delegations.push_back(log.colleague.delegation(numbered(201), log.workstation, TestLog::start, TestLog::start + day));
        auto bent = log.header.delegations[0];
        bent.back() ^= 1u;
        log.header.delegations.push_back(bent);
        CHECK(faultsOf(verified(log)) == Faults{{1, LogFault::badHeader}, {1, LogFault::badHeader}});
    }
    SECTION("a delegation by a card of another authority")
    {
        TestAuthority elsewhere;
        const TestAgent stranger(elsewhere);
        log.header.delegations.push_back(stranger.delegation(log.log, log.workstation, TestLog::start, TestLog::start + day));
        log.signBy(stranger, 2);
        CHECK(faultsOf(verified(log)) == Faults{{1, LogFault::badHeader}, {4, LogFault::notDelegated}});
    }
    SECTION("a stranger's anchor in the header convinces nobody who has one of his own")
    {
        TestLog forged;
        OutsideTrust outside;
        outside.anchors = {log.authority.root};
        CHECK(verified(forged).whole);
        const auto report = verified(forged, outside);
        CHECK_FALSE(report.whole);
        CHECK(report.findings[0].fault == LogFault::badHeader);
    }
    SECTION("another workstation's certificate")
    {
        log.header.workstation = numbered(9);
        CHECK(verified(log).findings[0].fault == LogFault::badHeader);
        log.header.workstationCertificate.reset();
        CHECK(verified(log).findings[0].fault == LogFault::badHeader);
    }
    SECTION("another log than the one asked for")
    {
        OutsideTrust outside;
        outside.log = numbered(201);
        CHECK(verified(log, outside).findings[0].fault == LogFault::otherLog);
    }
}

TEST_CASE("Checkpoints that do not fit are named")
{
    TestLog log;
    auto& notes = log.header.checkpoints;
    SECTION("a root that the entries do not give")
    {
        auto other = log.checkpoint(4);
        other.root[0] ^= 1u;
        notes.push_back(log.signedByBoth({other.log, other.size, other.root, {}}).text());
        CHECK(faultsOf(verified(log)) == Faults{{0, LogFault::rootMismatch}});
        CHECK(verified(log).findings[0].words == "The first 4 entries are not those of checkpoint 2.");
        CHECK(verified(log).provenSize == 6);
    }
    SECTION("two roots for one size")
    {
        auto other = log.checkpoint();
        other.root[0] ^= 1u;
        notes.push_back(log.signedByBoth({other.log, other.size, other.root, {}}).text());
        CHECK(faultsOf(verified(log)) == Faults{{0, LogFault::forkedCheckpoint}});
    }
    SECTION("one kept elsewhere disagrees")
    {
        OutsideTrust outside;
        auto other = log.checkpoint();
        other.root[0] ^= 1u;
        outside.checkpoints = {log.signedByBoth({other.log, other.size, other.root, {}}).text()};
        CHECK(faultsOf(verified(log, outside)) == Faults{{0, LogFault::forkedCheckpoint}});
    }
    SECTION("of another log, unsigned, by another key, or no note")
    {
        auto foreign = log.checkpoint();
        foreign.log = numbered(201);
        auto bare = log.checkpoint();
        bare.signatures.clear();
        TestLog other;
        notes = {log.signedByBoth({numbered(201), 6, foreign.root, {}}).text(), bare.text(), other.checkpoint().text(), "nothing"};
        CHECK(faultsOf(verified(log)) ==
              Faults{{0, LogFault::badCheckpoint}, {0, LogFault::badCheckpoint}, {0, LogFault::badCheckpoint}, {0, LogFault::badCheckpoint}});
    }
    SECTION("a countersignature that was bent")
    {
        auto bent = log.checkpoint();
        bent.signatures[1].signature.back() ^= 1u;
        notes = {bent.text()};
        CHECK(faultsOf(verified(log)) == Faults{{0, LogFault::badCheckpoint}});
    }
    SECTION("without the centre's signature it is one of the workstation's, no fault")
    {
        auto own = log.checkpoint();
        own.signatures.pop_back();
        notes = {own.text()};
        CHECK(verified(log).whole);
        CHECK(verified(log).countersigned == 0);
    }
}

TEST_CASE("An export without a header, or with a bad one, says so and is still looked at")
{
    TestLog log;
    std::stringstream bare;
    for (const auto& entry : log.entries) bare << exportLine(entry) << "\n";
    CHECK(faultsOf(LogVerifier::verify(bare)) == Faults{{1, LogFault::noHeader}});
    std::stringstream bad;
    bad << R"({"cardwright.export":2})" << "\n" << exportLine(log.entries[0]) << "\n";
    CHECK(faultsOf(LogVerifier::verify(bad)) == Faults{{1, LogFault::badHeader}});
    std::stringstream empty;
    CHECK(faultsOf(LogVerifier::verify(empty)) == Faults{{0, LogFault::noHeader}});

    LogVerifier plain(log.log);
    for (const auto& entry : log.entries) plain.add(entry);
    CHECK(plain.finish(6).whole);
    LogVerifier other(numbered(1));
    other.add(log.entries[0]);
    CHECK(faultsOf(other.finish()) == Faults{{1, LogFault::otherLog}});
    LogVerifier withHeader(log.header);
    for (const auto& entry : log.entries) withHeader.addLine(exportLine(entry));
    CHECK(withHeader.finish().whole);
}

TEST_CASE("The header comes back as it was, and each member that is off is named")
{
    const TestLog log;
    const auto line = log.header.line();
    CHECK(ExportHeader::looksLike(line));
    CHECK_FALSE(ExportHeader::looksLike(exportLine(log.entries[0])));
    CHECK(ExportHeader::fromLine(line).line() == line);
    CHECK(line.find('\n') == std::string::npos);
    const auto whole = nlohmann::json::parse(line);
    for (const auto& [field, ignored] : whole.items()) {
        auto json = whole;
        json.erase(field);
        CHECK_THROWS_AS(ExportHeader::fromLine(json.dump()), JournalError);
        json[field] = true;
        CHECK_THROWS_AS(ExportHeader::fromLine(json.dump()), JournalError);
    }
    CHECK_THROWS_AS(ExportHeader::fromLine("{"), JournalError);
    CHECK_THROWS_AS(ExportHeader::fromLine(std::string(100'000, '[')), JournalError);
}

TEST_CASE("Every fault has a name of its own")
{
    std::set<std::string_view> names;
    for (const auto fault : allLogFaults()) names.insert(nameOf(fault));
    CHECK(names.size() == allLogFaults().size());
    CHECK(names.count("unknown") == 0);
    CHECK(allLogFaults().size() == static_cast<std::size_t>(LogFault::endsEarly) + 1);
}
