#include "core/lifecycle/JobLedger.h"

#include <algorithm>

namespace cardwright {

std::string_view nameOf(JobKind kind) noexcept
{
    switch (kind) {
    case JobKind::issue: return "issue";
    case JobKind::unlock: return "unlock";
    case JobKind::touch: return "touch";
    }
    return "";
}

std::optional<JobKind> jobKindOf(std::string_view name) noexcept
{
    for (const auto kind : {JobKind::issue, JobKind::unlock, JobKind::touch}) {
        if (nameOf(kind) == name) return kind;
    }
    return std::nullopt;
}

const CardSlotRecord* CardFile::slot(Slot which) const noexcept
{
    const auto found = std::find_if(slots.begin(), slots.end(), [&](const auto& row) { return row.slot == which; });
    return found == slots.end() ? nullptr : &*found;
}

} // namespace cardwright
