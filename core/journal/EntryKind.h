#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace cardwright {

/// The closed list of what can be recorded, version 1. A new kind is a new version of the list: a reader that does not
/// know a kind stops instead of guessing.
enum class EntryKind {
    agentSignedIn,
    agentSignedOut,
    cardAbandoned,
    cardCancelled,
    cardIssued,
    cardOpened,
    cardTouched,
    cardUnlocked,
    certificateRequested,
    certificateWithdrawn,
    clockWentBack,
    dataExported,
    dutyRefused,
    evidenceChecked,
    holderCreated,
    holdersSearched,
    holderViewed,
    leaseRequested,
    portraitAccepted,
    positionApproved,
    positionRequested,
    termsAccepted,
};

inline constexpr int entryKindListVersion = 1;

std::string_view nameOf(EntryKind kind) noexcept; ///< "holder.created"
std::optional<EntryKind> entryKindFrom(std::string_view name) noexcept;
std::span<const EntryKind> allEntryKinds() noexcept;

} // namespace cardwright
