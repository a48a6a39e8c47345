#pragma once

#include "core/journal/JournalEntry.h"

#include <cstdint>
#include <istream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What can be wrong with one line of an exported log.
enum class LogFault {
    unreadable,      ///< not an entry
    otherLog,        ///< from another log than the first entry (or the one asked for)
    wrongSequence,   ///< not the number that follows: a gap, a repeat or a swap
    duplicateId,     ///< an id that was there before
    wrongPayload,    ///< the payload is not the one whose digest the entry names
    wrongDigest,     ///< the entry's digest is not that of its fields
    hiddenClockStep, ///< earlier than the entry before it, and not a clock.wentBack entry
    endsEarly,       ///< fewer entries than expected
};

std::string_view nameOf(LogFault fault) noexcept; ///< "wrong-sequence" ...

/// One finding: which line, which entry, what, in a sentence.
struct LogFinding {
    LogFault fault = LogFault::unreadable;
    std::uint64_t line = 0; ///< from 1
    std::uint64_t expectedSeq = 0;
    std::optional<std::uint64_t> seq; ///< as written
    std::optional<Guid> id;
    std::string words;
};

/// What a whole look at an export gave.
struct LogReport {
    bool whole = false; ///< no finding
    std::optional<Guid> log;
    std::uint64_t entries = 0;
    std::uint64_t erasedPayloads = 0;
    std::uint64_t clockSteps = 0; ///< clock.wentBack entries: recorded, so no fault
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;
    std::vector<LogFinding> findings;
};

/// Checks an exported log entry by entry, without a store and without the network. It cannot see that the end was cut off
/// unless it is told how many entries there should be.
class LogVerifier {
public:
    /// log: the one it must be; none: that of the first entry.
    explicit LogVerifier(Guid log = {}) : m_log(log) {}

    void addLine(std::string_view line);
    void add(const JournalEntry& entry);
    LogReport finish(std::optional<std::uint64_t> expectedEntries = {});

    /// All lines of a stream; empty lines are passed over.
    static LogReport verify(std::istream& lines, Guid log = {}, std::optional<std::uint64_t> expectedEntries = {});

private:
    void check(const JournalEntry& entry);
    void report(LogFault fault, const JournalEntry& entry, std::string words);

    Guid m_log;
    LogReport m_report;
    std::uint64_t m_line = 0;
    std::uint64_t m_next = 0;
    std::int64_t m_lastAt = 0;
    bool m_hasAt = false;
    std::set<Guid> m_ids;
};

} // namespace cardwright
