#include "core/journal/LogVerifier.h"

#include "core/base/Clock.h"
#include "core/journal/JournalError.h"
#include "core/journal/LogOrder.h"
#include "core/journal/LogTrust.h"

#include <algorithm>
#include <future>
#include <thread>
#include <unordered_set>
#include <utility>

namespace cardwright {

namespace {

struct GuidHash {
    std::size_t operator()(const Guid& guid) const noexcept
    {
        std::size_t hash = 0;
        for (const auto octet : guid.bytes()) hash = hash * 131 + octet;
        return hash;
    }
};

struct NumberedLine {
    std::uint64_t number = 0;
    std::string text;
};

/// Signatures are most of the work: every processor takes its share of a batch.
std::vector<JudgedEntry> judgeAll(const std::vector<NumberedLine>& lines, const LogTrust* trust)
{
    constexpr std::size_t worthAThread = 64;
    const std::size_t most = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    const std::size_t shares = std::clamp<std::size_t>(lines.size() / worthAThread, 1, most);
    std::vector<JudgedEntry> judged(lines.size());
    const auto work = [&](std::size_t share) {
        const std::size_t end = lines.size() * (share + 1) / shares;
        for (std::size_t i = lines.size() * share / shares; i < end; ++i) judged[i] = judgeLine(lines[i].text, trust);
    };
    std::vector<std::future<void>> others;
    for (std::size_t share = 1; share < shares; ++share) others.push_back(std::async(std::launch::async, work, share));
    work(0);
    for (auto& other : others) other.get();
    return judged;
}

} // namespace

struct LogVerifier::Work {
    Guid log;
    OutsideTrust outside;
    std::optional<LogTrust> trust;
    LogReport report;
    LogOrder order;
    CheckpointWatch watch;
    std::uint64_t line = 0;
    std::int64_t lastAt = 0;
    bool hasAt = false;
    std::unordered_set<Guid, GuidHash> ids;

    const LogTrust* believed() const noexcept { return trust ? &*trust : nullptr; }

    void begin(const ExportHeader& header, std::uint64_t headerLine)
    {
        trust.emplace(header, outside);
        log = outside.log.value_or(header.log);
        report.log = log;
        line = headerLine;
        for (const auto& fault : trust->faults()) find(fault, headerLine);
        std::size_t number = 0;
        for (const auto& note : header.checkpoints) watch.expect(note, "checkpoint " + std::to_string(++number), *trust);
        for (const auto& note : outside.checkpoints) watch.expect(note, "a checkpoint kept elsewhere", *trust);
    }

    void find(const FoundFault& fault, std::uint64_t at) { report.findings.push_back({fault.fault, at, order.next(), {}, {}, fault.words}); }

    void find(LogFault fault, const JournalEntry& entry, std::string words)
    {
        report.findings.push_back({fault, line, order.next(), entry.seq, entry.id, std::move(words)});
    }

    void take(const JudgedEntry& judged);
    void takePlace(const JudgedEntry& judged);
    void takeTime(const JournalEntry& entry, bool inOrder);
    void tellGaps();
    LogReport finish(std::optional<std::uint64_t> expectedEntries);
};

void LogVerifier::Work::take(const JudgedEntry& judged)
{
    if (!judged.entry) {
        find(FoundFault{LogFault::unreadable, "This line is not a journal entry: " + judged.unreadable + "."}, line);
        order.passOver(); // it stood where an entry should have been: the rest is judged on its own
        watch.breakOff();
        return;
    }
    const JournalEntry& entry = *judged.entry;
    ++report.entries;
    if (log.isNone()) log = entry.log;
    if (!report.log) report.log = log;
    if (entry.log != log) {
        // It has no place here: what should stand in it is missed by the next entry.
        find(LogFault::otherLog, entry, "This entry is from the log " + entry.log.text() + ".");
        return;
    }
    if (!entry.payload) ++report.erasedPayloads;
    if (entry.kind == EntryKind::clockWentBack) ++report.clockSteps;
    takePlace(judged);
}

void LogVerifier::Work::takePlace(const JudgedEntry& judged)
{
    const JournalEntry& entry = *judged.entry;
    const auto expected = order.next();
    // What does not hold together says nothing of its own place.
    const bool known = judged.digestHolds;
    const auto where = known ? order.take(entry.seq, line) : LogOrder::Place::asExpected;
    const auto add = [&](LogFault fault, std::string words) {
        report.findings.push_back({fault, line, expected, entry.seq, entry.id, std::move(words)});
    };
    if (known && where == LogOrder::Place::again) {
        add(LogFault::repeated, "Entry " + std::to_string(entry.seq) + " was there before.");
        return;
    }
    if (known && where == LogOrder::Place::late) {
        add(LogFault::reordered, "Entry " + std::to_string(entry.seq) + " belongs further up; entry " + std::to_string(expected) + " should stand here.");
    }
    if (!known) {
        if (entry.seq != expected) {
            add(LogFault::wrongSequence, "Entry " + std::to_string(expected) + " should stand here, not " + std::to_string(entry.seq) + ".");
        }
        order.passOver();
    }
    if (known && where == LogOrder::Place::asExpected) {
        watch.append(judged.leaf);
    } else {
        watch.breakOff();
    }
    if (!ids.insert(entry.id).second) add(LogFault::duplicateId, "An earlier entry has the same id.");
    for (const auto& fault : judged.faults) add(fault.fault, fault.words);
    if (trust && judged.digestHolds && !entry.signature.empty()) ++report.signaturesChecked;
    takeTime(entry, !known || where != LogOrder::Place::late);
}

void LogVerifier::Work::takeTime(const JournalEntry& entry, bool inOrder)
{
    if (!report.first) report.first = entry.at;
    if (!inOrder) return; // its time belongs to its own place
    if (hasAt && entry.at < lastAt && entry.kind != EntryKind::clockWentBack) {
        find(LogFault::hiddenClockStep, entry, "It is dated " + formatUtc(entry.at) + ", before the entry that it follows.");
        report.findings.back().expectedSeq = entry.seq;
    }
    report.last = entry.at;
    lastAt = entry.at;
    hasAt = true;
}

void LogVerifier::Work::tellGaps()
{
    for (const auto& [first, gap] : order.gaps()) {
        const auto count = gap.end - first;
        const auto which = count == 1 ? "Entry " + std::to_string(first) + " is missing"
                                      : "Entries " + std::to_string(first) + " to " + std::to_string(gap.end - 1) + " are missing";
        report.findings.push_back({LogFault::missing, gap.line, first, {}, {}, which + " before this one."});
    }
}

LogReport LogVerifier::Work::finish(std::optional<std::uint64_t> expectedEntries)
{
    tellGaps();
    const auto outcome = watch.finish();
    for (const auto& fault : watch.faults()) find(fault, 0);
    report.checkpoints = outcome.held;
    report.countersigned = outcome.countersigned;
    report.provenSize = outcome.provenSize;
    report.root = outcome.root;
    const auto expected = std::max(expectedEntries.value_or(outside.entries.value_or(0)), outcome.largest);
    if (order.next() < expected) {
        find(FoundFault{LogFault::endsEarly, "The log ends before entry " + std::to_string(order.next()) + "; there should be " +
                                                 std::to_string(expected) + "."},
             line);
    }
    std::stable_sort(report.findings.begin(), report.findings.end(), [](const LogFinding& a, const LogFinding& b) { return a.line < b.line; });
    report.whole = report.findings.empty();
    return std::move(report);
}

LogVerifier::LogVerifier(const ExportHeader& header, OutsideTrust trust) : m_work(std::make_unique<Work>())
{
    m_work->outside = std::move(trust);
    m_work->begin(header, 1);
}

LogVerifier::LogVerifier(Guid log) : m_work(std::make_unique<Work>()) { m_work->log = log; }

LogVerifier::~LogVerifier() = default;
LogVerifier::LogVerifier(LogVerifier&&) noexcept = default;
LogVerifier& LogVerifier::operator=(LogVerifier&&) noexcept = default;

void LogVerifier::addLine(std::string_view line)
{
    ++m_work->line;
    m_work->take(judgeLine(line, m_work->believed()));
}

void LogVerifier::add(const JournalEntry& entry)
{
    ++m_work->line;
    m_work->take(judgeEntry(entry, m_work->believed()));
}

LogReport LogVerifier::finish(std::optional<std::uint64_t> expectedEntries) { return m_work->finish(expectedEntries); }

LogReport LogVerifier::verify(std::istream& lines, OutsideTrust trust)
{
    constexpr std::size_t batchSize = 4096;
    LogVerifier verifier(trust.log.value_or(Guid()));
    Work& work = *verifier.m_work;
    work.outside = std::move(trust);
    std::vector<NumberedLine> batch;
    const auto takeBatch = [&] {
        const auto judged = judgeAll(batch, work.believed());
        for (std::size_t i = 0; i < batch.size(); ++i) {
            work.line = batch[i].number;
            work.take(judged[i]);
        }
        batch.clear();
    };
    bool first = true;
    std::uint64_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.empty()) continue;
        if (std::exchange(first, false)) {
            if (ExportHeader::looksLike(line)) {
                try {
                    work.begin(ExportHeader::fromLine(line), number);
                } catch (const JournalError& error) {
                    work.find(FoundFault{LogFault::badHeader, "The header cannot be read: " + error.failure().detail + "."}, number);
                }
                continue;
            }
            work.find(FoundFault{LogFault::noHeader, "The export has no header: signatures and checkpoints cannot be checked."}, number);
        }
        batch.push_back({number, std::move(line)});
        if (batch.size() == batchSize) takeBatch();
    }
    takeBatch();
    if (first) work.find(FoundFault{LogFault::noHeader, "The export is empty."}, 0);
    return verifier.finish();
}

} // namespace cardwright
