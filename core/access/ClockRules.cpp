#include "core/access/ClockRules.h"

#include "core/base/Clock.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day = 24 * 60 * minute;

std::string dayText(std::int64_t at) { return formatDate(dateOf(at)); }

std::optional<std::int64_t> latest(std::initializer_list<std::optional<std::int64_t>> times)
{
    std::optional<std::int64_t> most;
    for (const auto& time : times) {
        if (time && (!most || *time > *most)) most = time;
    }
    return most;
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

    // Where the centre has spoken, its own clock is the better witness: what this desk dated with a wrong clock is not.
    if (facts.lastContact && facts.centreTime) {
        const auto off = *facts.lastContact - *facts.centreTime;
        if (off > ahead) return unlikely(Kind::ahead, facts.centreTime, says + ", the centre said " + dayText(*facts.centreTime));
        if (-off > behind) return unlikely(Kind::behind, facts.centreTime, says + ", the centre said " + dayText(*facts.centreTime));
    }
    const auto lastKnown = latest({facts.lastEntry, facts.lastContact, facts.centreTime});
    if (lastKnown && now < *lastKnown - behind) {
        return unlikely(Kind::behind, lastKnown, says + ", the last record here is of " + dayText(*lastKnown));
    }
    if (lastKnown && now > *lastKnown + ahead) {
        return unlikely(Kind::ahead, lastKnown, says + ", the last record here is of " + dayText(*lastKnown));
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
