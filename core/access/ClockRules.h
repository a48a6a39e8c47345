#pragma once

#include "core/policy/RolesPolicy.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cardwright {

/// What the desk knows of the time besides its own clock.
struct ClockFacts {
    std::optional<std::int64_t> lastEntry;   ///< the journal's last entry
    std::optional<std::int64_t> lastContact; ///< the centre's last answer, by this desk's clock
    std::optional<std::int64_t> centreTime;  ///< the centre's own clock with that answer
    std::optional<std::int64_t> notBefore;   ///< the workstation's TLS certificate
    std::optional<std::int64_t> notAfter;
};

/// Whether the computer's clock can be right.
struct ClockVerdict {
    enum class Kind { likely, behind, ahead };
    Kind kind = Kind::likely;
    std::optional<std::int64_t> lastKnown; ///< the latest time that was certain
    explicit operator bool() const noexcept { return kind == Kind::likely; }
    const char* code() const noexcept { return kind == Kind::likely ? "" : "CLOCK-UNLIKELY"; }
    /// For a failure's detail: "the clock says 2027-11-21, the last record here is of 2026-11-21".
    std::string detail;
};

/// A clock set back or forward by much is named and stops signing in; the queue and everything recorded stay as they are, and
/// work goes on once it is set right, also when records were dated by the wrong clock meanwhile: a contact with the centre settles it. Small steps back are recorded by the journal (clock.wentBack) and stop nothing.
ClockVerdict judgeClock(std::int64_t now, const ClockFacts& facts, const RolesPolicy& policy);

} // namespace cardwright
