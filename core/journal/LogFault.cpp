#include "core/journal/LogVerifier.h"

#include <array>

namespace cardwright {

namespace {

struct FaultName {
    LogFault fault;
    std::string_view name;
};

constexpr std::array faultNames{
    FaultName{LogFault::unreadable, "unreadable"},
    FaultName{LogFault::noHeader, "no-header"},
    FaultName{LogFault::badHeader, "bad-header"},
    FaultName{LogFault::otherLog, "other-log"},
    FaultName{LogFault::missing, "missing"},
    FaultName{LogFault::reordered, "reordered"},
    FaultName{LogFault::repeated, "repeated"},
    FaultName{LogFault::wrongSequence, "wrong-sequence"},
    FaultName{LogFault::duplicateId, "duplicate-id"},
    FaultName{LogFault::wrongPayload, "wrong-payload"},
    FaultName{LogFault::wrongDigest, "wrong-digest"},
    FaultName{LogFault::hiddenClockStep, "hidden-clock-step"},
    FaultName{LogFault::unsignedEntry, "unsigned"},
    FaultName{LogFault::badSignature, "bad-signature"},
    FaultName{LogFault::notDelegated, "not-delegated"},
    FaultName{LogFault::delegationExpired, "delegation-expired"},
    FaultName{LogFault::wrongAgent, "wrong-agent"},
    FaultName{LogFault::badCheckpoint, "bad-checkpoint"},
    FaultName{LogFault::forkedCheckpoint, "forked-checkpoint"},
    FaultName{LogFault::rootMismatch, "root-mismatch"},
    FaultName{LogFault::notIncluded, "not-included"},
    FaultName{LogFault::endsEarly, "ends-early"},
};

constexpr auto faults = [] {
    std::array<LogFault, faultNames.size()> list{};
    for (std::size_t i = 0; i < list.size(); ++i) list[i] = faultNames[i].fault;
    return list;
}();

} // namespace

std::string_view nameOf(LogFault fault) noexcept
{
    for (const auto& row : faultNames) {
        if (row.fault == fault) return row.name;
    }
    return "unknown";
}

std::span<const LogFault> allLogFaults() noexcept { return faults; }

} // namespace cardwright
