#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace cardwright {

/// The closed list of what can be recorded, version 4. A new kind is a new version of the list: a reader that does not
/// know a kind stops instead of guessing.
enum class EntryKind {
    agentBootstrapped,
    agentLocked,
    agentSignedIn,
    agentSignedOut,
    badgePrinted,
    badgeRefused,
    badgeRequested,
    cardAbandoned,
    cardCancelled,
    cardCleared,
    cardIssued,
    cardKeysRotated,
    cardOpened,
    cardPasscodeChanged,
    cardPrinted,
    cardRenewed,
    cardReplaced,
    cardSpoiled,
    cardTouched,
    cardUnlocked,
    cardVerified,
    certificateRequested,
    certificateWithdrawn,
    clockWentBack,
    dataExported,
    deliveryApplied,
    dutyRefused,
    evidenceChecked,
    exceptionDecided,
    exceptionRequested,
    holderChanged,
    holderClosed,
    holderCreated,
    holderReopened,
    holdersImported,
    holdersSearched,
    holderViewed,
    leaseRequested,
    logBegun,
    noticeAcknowledged,
    payloadErased,
    policyChanged,
    portraitAccepted,
    positionApproved,
    positionDefined,
    positionDelegated,
    positionEnded,
    positionRefused,
    positionRequested,
    requestDecided,
    requestRaised,
    requestWithdrawn,
    roleChanged,
    rosterReceived,
    sessionEnded,
    siteKeyRaised,
    storeKeyResealed,
    storeKeyRotated,
    tamperingFound,
    temporaryCardLent,
    temporaryCardReturned,
    termsAccepted,
    transportKeyReceived,
    workstationEnrolled,
};

inline constexpr int entryKindListVersion = 4;

std::string_view nameOf(EntryKind kind) noexcept; ///< "holder.created"
std::optional<EntryKind> entryKindFrom(std::string_view name) noexcept;
std::span<const EntryKind> allEntryKinds() noexcept;
/// The workstation may sign these itself, with no agent: what happens with nobody at the desk. All others take an agent's session.
bool workstationMaySign(EntryKind kind) noexcept;

} // namespace cardwright
