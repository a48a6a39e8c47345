#include "core/journal/LogVerifier.h"

#include "core/base/Clock.h"
#include "core/journal/EntryJson.h"
#include "core/journal/JournalError.h"

#include <set>

namespace cardwright {

std::string_view nameOf(LogFault fault) noexcept
{
    switch (fault) {
    case LogFault::unreadable: return "unreadable";
    case LogFault::otherLog: return "other-log";
    case LogFault::wrongSequence: return "wrong-sequence";
    case LogFault::duplicateId: return "duplicate-id";
    case LogFault::wrongPayload: return "wrong-payload";
    case LogFault::wrongDigest: return "wrong-digest";
    case LogFault::hiddenClockStep: return "hidden-clock-step";
    case LogFault::endsEarly: return "ends-early";
    case LogFault::noHeader: return "no-header";
    case LogFault::badHeader: return "bad-header";
    case LogFault::missing: return "missing";
    case LogFault::reordered: return "reordered";
    case LogFault::repeated: return "repeated";
    case LogFault::unsignedEntry: return "unsigned";
    case LogFault::badSignature: return "bad-signature";
    case LogFault::notDelegated: return "not-delegated";
    case LogFault::delegationExpired: return "delegation-expired";
    case LogFault::wrongAgent: return "wrong-agent";
    case LogFault::badCheckpoint: return "bad-checkpoint";
    case LogFault::forkedCheckpoint: return "forked-checkpoint";
    case LogFault::rootMismatch: return "root-mismatch";
    case LogFault::notIncluded: break;
    }
    return "not-included";
}

struct LogVerifier::Work {
    Guid log;
    LogReport report;
    std::uint64_t lineNumber = 0;
    std::uint64_t next = 0;
    std::int64_t lastAt = 0;
    bool hasAt = false;
    std::set<Guid> ids;

    void addLine(std::string_view line);
    void add(const JournalEntry& entry);
    void check(const JournalEntry& entry);
    void find(LogFault fault, const JournalEntry& entry, std::string words);
    LogReport finish(std::optional<std::uint64_t> expectedEntries);
};

void LogVerifier::Work::addLine(std::string_view line)
{
    ++lineNumber;
    try {
        check(entryFromLine(line));
    } catch (const JournalError& error) {
        LogFinding finding;
        finding.fault = LogFault::unreadable;
        finding.line = lineNumber;
        finding.expectedSeq = next;
        finding.words = "This line is not a journal entry: " + error.failure().detail + ".";
        report.findings.push_back(std::move(finding));
        ++next; // it stood where an entry should have been: the rest is judged on its own
    }
}

void LogVerifier::Work::add(const JournalEntry& entry)
{
    ++lineNumber;
    check(entry);
}

void LogVerifier::Work::find(LogFault fault, const JournalEntry& entry, std::string words)
{
    report.findings.push_back({fault, lineNumber, next, entry.seq, entry.id, std::move(words)});
}

void LogVerifier::Work::check(const JournalEntry& entry)
{
    ++report.entries;
    if (log.isNone()) log = entry.log;
    if (!report.log) report.log = log;
    if (entry.log != log) find(LogFault::otherLog, entry, "This entry is from the log " + entry.log.text() + ".");
    if (entry.seq != next) {
        find(LogFault::wrongSequence, entry,
               "Entry " + std::to_string(next) + " should stand here, not " + std::to_string(entry.seq) + ".");
    }
    if (!ids.insert(entry.id).second) find(LogFault::duplicateId, entry, "An earlier entry has the same id.");
    if (!entry.payload) {
        ++report.erasedPayloads;
    } else if (sha256(*entry.payload) != entry.payloadDigest) {
        find(LogFault::wrongPayload, entry, "The payload is not the one that was recorded.");
    }
    const bool digestHolds = leafDigest(canonicalBytes(entry)) == entry.digest;
    if (!digestHolds) {
        find(LogFault::wrongDigest, entry, "The entry's fields are not those that were recorded.");
    }
    if (entry.kind == EntryKind::clockWentBack) ++report.clockSteps;
    if (hasAt && entry.at < lastAt && entry.kind != EntryKind::clockWentBack) {
        find(LogFault::hiddenClockStep, entry, "It is dated " + formatUtc(entry.at) + ", before the entry that it follows.");
    }
    if (!report.first) report.first = entry.at;
    report.last = entry.at;
    lastAt = entry.at;
    hasAt = true;
    // One wrong entry must not make those after it look wrong: a number is followed only when the entry's digest vouches
    // for it, and never backwards.
    if (!digestHolds || entry.seq == next) {
        ++next;
    } else if (entry.seq > next) {
        next = entry.seq + 1;
    }
}

LogReport LogVerifier::Work::finish(std::optional<std::uint64_t> expectedEntries)
{
    if (expectedEntries && next < *expectedEntries) {
        LogFinding finding;
        finding.fault = LogFault::endsEarly;
        finding.line = lineNumber;
        finding.expectedSeq = next;
        finding.words = "The log ends before entry " + std::to_string(next) + "; there should be " + std::to_string(*expectedEntries) + ".";
        report.findings.push_back(std::move(finding));
    }
    report.whole = report.findings.empty();
    return std::move(report);
}

LogVerifier::LogVerifier(Guid log) : m_work(std::make_unique<Work>()) { m_work->log = log; }
LogVerifier::LogVerifier(const ExportHeader& header, OutsideTrust) : LogVerifier(header.log) {}
LogVerifier::~LogVerifier() = default;
LogVerifier::LogVerifier(LogVerifier&&) noexcept = default;
LogVerifier& LogVerifier::operator=(LogVerifier&&) noexcept = default;
void LogVerifier::addLine(std::string_view line) { m_work->addLine(line); }
void LogVerifier::add(const JournalEntry& entry) { m_work->add(entry); }
LogReport LogVerifier::finish(std::optional<std::uint64_t> expectedEntries) { return m_work->finish(expectedEntries); }

LogReport LogVerifier::verify(std::istream& lines, OutsideTrust trust)
{
    LogVerifier verifier(trust.log.value_or(Guid()));
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty()) verifier.addLine(line);
    }
    return verifier.finish(trust.entries);
}

} // namespace cardwright
