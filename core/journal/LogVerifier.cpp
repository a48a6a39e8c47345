#include "core/journal/LogVerifier.h"

#include "core/base/Clock.h"
#include "core/journal/EntryJson.h"
#include "core/journal/JournalError.h"

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
    case LogFault::endsEarly: break;
    }
    return "ends-early";
}

void LogVerifier::addLine(std::string_view line)
{
    ++m_line;
    try {
        check(entryFromLine(line));
    } catch (const JournalError& error) {
        LogFinding finding;
        finding.fault = LogFault::unreadable;
        finding.line = m_line;
        finding.expectedSeq = m_next;
        finding.words = "This line is not a journal entry: " + error.failure().detail + ".";
        m_report.findings.push_back(std::move(finding));
        ++m_next; // it stood where an entry should have been: the rest is judged on its own
    }
}

void LogVerifier::add(const JournalEntry& entry)
{
    ++m_line;
    check(entry);
}

void LogVerifier::report(LogFault fault, const JournalEntry& entry, std::string words)
{
    m_report.findings.push_back({fault, m_line, m_next, entry.seq, entry.id, std::move(words)});
}

void LogVerifier::check(const JournalEntry& entry)
{
    ++m_report.entries;
    if (m_log.isNone()) m_log = entry.log;
    if (!m_report.log) m_report.log = m_log;
    if (entry.log != m_log) report(LogFault::otherLog, entry, "This entry is from the log " + entry.log.text() + ".");
    if (entry.seq != m_next) {
        report(LogFault::wrongSequence, entry,
               "Entry " + std::to_string(m_next) + " should stand here, not " + std::to_string(entry.seq) + ".");
    }
    if (!m_ids.insert(entry.id).second) report(LogFault::duplicateId, entry, "An earlier entry has the same id.");
    if (!entry.payload) {
        ++m_report.erasedPayloads;
    } else if (sha256(*entry.payload) != entry.payloadDigest) {
        report(LogFault::wrongPayload, entry, "The payload is not the one that was recorded.");
    }
    const bool digestHolds = leafDigest(canonicalBytes(entry)) == entry.digest;
    if (!digestHolds) {
        report(LogFault::wrongDigest, entry, "The entry's fields are not those that were recorded.");
    }
    if (entry.kind == EntryKind::clockWentBack) ++m_report.clockSteps;
    if (m_hasAt && entry.at < m_lastAt && entry.kind != EntryKind::clockWentBack) {
        report(LogFault::hiddenClockStep, entry, "It is dated " + formatUtc(entry.at) + ", before the entry that it follows.");
    }
    if (!m_report.first) m_report.first = entry.at;
    m_report.last = entry.at;
    m_lastAt = entry.at;
    m_hasAt = true;
    // One wrong entry must not make those after it look wrong: a number is followed only when the entry's digest vouches
    // for it, and never backwards.
    if (!digestHolds || entry.seq == m_next) {
        ++m_next;
    } else if (entry.seq > m_next) {
        m_next = entry.seq + 1;
    }
}

LogReport LogVerifier::finish(std::optional<std::uint64_t> expectedEntries)
{
    if (expectedEntries && m_next < *expectedEntries) {
        LogFinding finding;
        finding.fault = LogFault::endsEarly;
        finding.line = m_line;
        finding.expectedSeq = m_next;
        finding.words = "The log ends before entry " + std::to_string(m_next) + "; there should be " + std::to_string(*expectedEntries) + ".";
        m_report.findings.push_back(std::move(finding));
    }
    m_report.whole = m_report.findings.empty();
    return std::move(m_report);
}

LogReport LogVerifier::verify(std::istream& lines, Guid log, std::optional<std::uint64_t> expectedEntries)
{
    LogVerifier verifier(log);
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty()) verifier.addLine(line);
    }
    return verifier.finish(expectedEntries);
}

} // namespace cardwright
