#include "core/lifecycle/JobLedger.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::array<std::string_view, 12> kinds{"issue",  "unlock", "touch", "passcode",  "renew", "rotate",
                                                 "clear", "cancel", "lend",  "take-back", "verify", "terms"};

} // namespace

std::string_view nameOf(JobKind kind) noexcept { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<JobKind> jobKindOf(std::string_view name) noexcept
{
    const auto found = std::find(kinds.begin(), kinds.end(), name);
    if (found == kinds.end()) return std::nullopt;
    return static_cast<JobKind>(found - kinds.begin());
}

const CardSlotRecord* CardFile::slot(Slot which) const noexcept
{
    const auto found = std::find_if(slots.begin(), slots.end(), [&](const auto& row) { return row.slot == which; });
    return found == slots.end() ? nullptr : &*found;
}

} // namespace cardwright
