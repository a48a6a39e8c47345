#include "core/access/ClockRules.h"

#include "core/base/Clock.h"

namespace cardwright {

namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day = 24 * 60 * minute;

std::string dayText(std::int64_t at) { return formatDate(dateOf(at)); }

/// The latest time that can be believed. Where the centre has spoken, nothing that this desk dated far beyond it counts: it was dated
/// by a clock that was wrong then, and would otherwise keep the right one out for ever.
std::optional<std::int64_t> lastKnownOf(const ClockFacts& facts, std::int64_t ahead)
{
    auto latest = facts.centreTime;
    for (const auto& own : {facts.lastEntry, facts.lastContact}) {
        if (!own || (facts.centreTime && *own > *facts.centreTime + ahead)) continue;
        if (!latest || *own > *latest) latest = own;
    }
    return latest;
}

ClockVerdict unlikely(ClockVerdict::Kind kind, std::optional<std::int64_t> lastKnown, std::string detail)
{
    return {kind, lastKnown, std::move(detail)};
}

} // namespace

ClockVerdict judgeClock(std::int64_t now, const ClockFacts& facts, const RolesPolicy& policy)
{
    using Kind = ClockVerdict::Kind;
    const auto behind = policy.clockBehindMinutes * minute;
    const auto ahead = policy.clockAheadDays * day;
    const auto says = "the clock says " + dayText(now);

    const auto lastKnown = lastKnownOf(facts, ahead);
    if (lastKnown && now < *lastKnown - behind) {
        return unlikely(Kind::behind, lastKnown, says + ", the last time known for certain is " + dayText(*lastKnown));
    }
    if (lastKnown && now > *lastKnown + ahead) {
        return unlikely(Kind::ahead, lastKnown, says + ", the last time known for certain is " + dayText(*lastKnown));
    }
    if (facts.notBefore && now < *facts.notBefore - behind) {
        return unlikely(Kind::behind, lastKnown, says + ", this desk's certificate begins on " + dayText(*facts.notBefore));
    }
    if (facts.notAfter && now > *facts.notAfter) {
        return unlikely(Kind::ahead, lastKnown, says + ", this desk's certificate ended on " + dayText(*facts.notAfter));
    }
    return {Kind::likely, lastKnown, {}};
}

} // namespace cardwright
