#pragma once

#include "core/journal/EntryKind.h"

namespace cardwright {

/// Whether an entry of this kind tells what somebody asked for, which a sponsor sees of themselves alone (seesRequestsOf()).
inline constexpr bool tellsOfRequest(EntryKind kind) noexcept
{
    switch (kind) {
    case EntryKind::badgeRefused:
    case EntryKind::badgeRequested:
    case EntryKind::positionApproved:
    case EntryKind::positionDelegated:
    case EntryKind::positionEnded:
    case EntryKind::positionRefused:
    case EntryKind::positionRequested:
    case EntryKind::requestDecided:
    case EntryKind::requestRaised:
    case EntryKind::requestWithdrawn: return true;
    default: return false;
    }
}

} // namespace cardwright
