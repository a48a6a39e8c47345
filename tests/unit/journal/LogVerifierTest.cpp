#include "core/journal/EntryJson.h"
#include "core/journal/LogVerifier.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace cardwright;

namespace {

Guid guid(unsigned number)
{
    Bytes octets(16, 0);
    octets[0] = 1;
    octets[15] = static_cast<std::uint8_t>(number);
    return Guid::fromBytes(octets).value();
}

std::vector<JournalEntry> aLog(std::size_t count = 6)
{
    std::vector<JournalEntry> log;
    for (std::size_t seq = 0; seq < count; ++seq) {
        JournalEntry entry;
        entry.log = guid(200);
        entry.seq = seq;
        entry.id = guid(static_cast<unsigned>(seq));
        entry.at = 1'000 + static_cast<std::int64_t>(seq) * 10;
        entry.kind = EntryKind::holdersSearched;
        entry.payload = toBytes(bytesOf("{\"n\":" + std::to_string(seq) + "}"));
        seal(entry);
        log.push_back(entry);
    }
    return log;
}

LogReport verified(const std::vector<JournalEntry>& log, std::optional<std::uint64_t> expected = {})
{
    std::stringstream lines;
    for (const auto& entry : log) lines << exportLine(entry) << "\n";
    return LogVerifier::verify(lines, {}, expected);
}

/// Exactly these faults, each at this line.
using Faults = std::vector<std::pair<std::uint64_t, LogFault>>;
Faults faultsOf(const LogReport& report)
{
    Faults faults;
    for (const auto& finding : report.findings) faults.emplace_back(finding.line, finding.fault);
    return faults;
}

} // namespace

TEST_CASE("A whole log is whole")
{
    const auto report = verified(aLog(), 6);
    CHECK(report.whole);
    CHECK(report.entries == 6);
    CHECK(report.log == guid(200));
    CHECK(report.first == 1'000);
    CHECK(report.last == 1'050);
    CHECK(verified({}).whole);
    CHECK_FALSE(verified({}, 1).whole);
}

TEST_CASE("Whatever was done to a log, the entry it was done to is named, and no other")
{
    auto log = aLog();
    SECTION("a field changed")
    {
        log[2].at = 1'021;
        CHECK(faultsOf(verified(log)) == Faults{{3, LogFault::wrongDigest}});
    }
    SECTION("a number changed")
    {
        log[2].seq = 40;
        CHECK(faultsOf(verified(log)) == Faults{{3, LogFault::wrongSequence}, {3, LogFault::wrongDigest}});
        CHECK(verified(log).findings[0].expectedSeq == 2);
        CHECK(verified(log).findings[0].seq == 40u);
    }
    SECTION("a payload changed")
    {
        log[2].payload = toBytes(bytesOf("{\"n\":9}"));
        CHECK(faultsOf(verified(log)) == Faults{{3, LogFault::wrongPayload}});
    }
    SECTION("a payload and its digest changed")
    {
        log[2].payload = toBytes(bytesOf("{\"n\":9}"));
        log[2].payloadDigest = sha256(*log[2].payload);
        CHECK(faultsOf(verified(log)) == Faults{{3, LogFault::wrongDigest}});
    }
    SECTION("a payload erased is no fault")
    {
        log[2].payload.reset();
        CHECK(verified(log).whole);
        CHECK(verified(log).erasedPayloads == 1);
    }
    SECTION("an entry taken out")
    {
        log.erase(log.begin() + 2);
        CHECK(faultsOf(verified(log)) == Faults{{3, LogFault::wrongSequence}});
        CHECK(verified(log).findings[0].id == guid(3));
    }
    SECTION("an entry twice")
    {
        log.insert(log.begin() + 3, log[2]);
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::wrongSequence}, {4, LogFault::duplicateId}});
    }
    SECTION("an id used again")
    {
        log[4].id = log[1].id;
        seal(log[4]);
        CHECK(faultsOf(verified(log)) == Faults{{5, LogFault::duplicateId}});
    }
    SECTION("two entries swapped")
    {
        std::swap(log[2], log[3]);
        CHECK(faultsOf(verified(log)) ==
              Faults{{3, LogFault::wrongSequence}, {4, LogFault::wrongSequence}, {4, LogFault::hiddenClockStep}});
    }
    SECTION("an entry of another log")
    {
        log[3].log = guid(201);
        seal(log[3]);
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::otherLog}});
    }
    SECTION("the end cut off is seen only by the number there should be")
    {
        log.pop_back();
        CHECK(verified(log).whole);
        CHECK(faultsOf(verified(log, 6)) == Faults{{5, LogFault::endsEarly}});
    }
    SECTION("a clock step is a fault only when nobody recorded it")
    {
        log[3].at = 500;
        seal(log[3]);
        CHECK(faultsOf(verified(log)) == Faults{{4, LogFault::hiddenClockStep}});
        log[3].kind = EntryKind::clockWentBack;
        seal(log[3]);
        CHECK(verified(log).whole);
        CHECK(verified(log).clockSteps == 1);
    }
}

TEST_CASE("A line that is no entry is named, and the rest is still looked at")
{
    const auto log = aLog(3);
    std::stringstream lines;
    lines << exportLine(log[0]) << "\n" << "garbage\n" << exportLine(log[2]) << "\n\n";
    const auto report = LogVerifier::verify(lines, guid(200), 3);
    CHECK(faultsOf(report) == Faults{{2, LogFault::unreadable}});
    CHECK(report.entries == 2);
    std::stringstream again;
    again << exportLine(log[0]) << "\n";
    CHECK(faultsOf(LogVerifier::verify(again, guid(7))) == Faults{{1, LogFault::otherLog}});
}
