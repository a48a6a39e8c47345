#include "core/journal/EntryKind.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

struct KindName {
    EntryKind kind;
    std::string_view name;
};

using enum EntryKind;

constexpr std::array kindNames{
    KindName{agentBootstrapped, "agent.bootstrapped"},
    KindName{agentLocked, "agent.locked"},
    KindName{agentSignedIn, "agent.signedIn"},
    KindName{agentSignedOut, "agent.signedOut"},
    KindName{badgePrinted, "badge.printed"},
    KindName{badgeRefused, "badge.refused"},
    KindName{badgeRequested, "badge.requested"},
    KindName{cardAbandoned, "card.abandoned"},
    KindName{cardCancelled, "card.cancelled"},
    KindName{cardCleared, "card.cleared"},
    KindName{cardIssued, "card.issued"},
    KindName{cardKeysRotated, "card.keysRotated"},
    KindName{cardOpened, "card.opened"},
    KindName{cardPasscodeChanged, "card.passcodeChanged"},
    KindName{cardPrinted, "card.printed"},
    KindName{cardRenewed, "card.renewed"},
    KindName{cardReplaced, "card.replaced"},
    KindName{cardSpoiled, "card.spoiled"},
    KindName{cardTouched, "card.touched"},
    KindName{cardUnlocked, "card.unlocked"},
    KindName{cardVerified, "card.verified"},
    KindName{certificateRequested, "certificate.requested"},
    KindName{certificateWithdrawn, "certificate.withdrawn"},
    KindName{clockWentBack, "clock.wentBack"},
    KindName{dataExported, "data.exported"},
    KindName{deliveryApplied, "delivery.applied"},
    KindName{dutyRefused, "duty.refused"},
    KindName{evidenceChecked, "evidence.checked"},
    KindName{exceptionDecided, "exception.decided"},
    KindName{exceptionRequested, "exception.requested"},
    KindName{holderChanged, "holder.changed"},
    KindName{holderClosed, "holder.closed"},
    KindName{holderCreated, "holder.created"},
    KindName{holderReopened, "holder.reopened"},
    KindName{holdersImported, "holders.imported"},
    KindName{holdersSearched, "holders.searched"},
    KindName{holderViewed, "holder.viewed"},
    KindName{leaseRequested, "lease.requested"},
    KindName{logBegun, "log.begun"},
    KindName{noticeAcknowledged, "notice.acknowledged"},
    KindName{payloadErased, "payload.erased"},
    KindName{policyChanged, "policy.changed"},
    KindName{portraitAccepted, "portrait.accepted"},
    KindName{positionApproved, "position.approved"},
    KindName{positionDefined, "position.defined"},
    KindName{positionDelegated, "position.delegated"},
    KindName{positionEnded, "position.ended"},
    KindName{positionRefused, "position.refused"},
    KindName{positionRequested, "position.requested"},
    KindName{requestDecided, "request.decided"},
    KindName{requestRaised, "request.raised"},
    KindName{requestWithdrawn, "request.withdrawn"},
    KindName{roleChanged, "role.changed"},
    KindName{rosterReceived, "roster.received"},
    KindName{sessionEnded, "session.ended"},
    KindName{siteKeyRaised, "siteKey.raised"},
    KindName{storeKeyResealed, "storeKey.resealed"},
    KindName{storeKeyRotated, "storeKey.rotated"},
    KindName{tamperingFound, "tampering.found"},
    KindName{temporaryCardLent, "temporaryCard.lent"},
    KindName{temporaryCardReturned, "temporaryCard.returned"},
    KindName{termsAccepted, "terms.accepted"},
    KindName{transportKeyReceived, "transportKey.received"},
    KindName{workstationEnrolled, "workstation.enrolled"},
};

constexpr auto kinds = [] {
    std::array<EntryKind, kindNames.size()> list{};
    std::transform(kindNames.begin(), kindNames.end(), list.begin(), [](const KindName& row) { return row.kind; });
    return list;
}();

} // namespace

std::string_view nameOf(EntryKind kind) noexcept
{
    const auto* found = std::find_if(kindNames.begin(), kindNames.end(), [&](const KindName& row) { return row.kind == kind; });
    return found == kindNames.end() ? std::string_view("unknown") : found->name;
}

std::optional<EntryKind> entryKindFrom(std::string_view name) noexcept
{
    const auto* found = std::find_if(kindNames.begin(), kindNames.end(), [&](const KindName& row) { return row.name == name; });
    if (found == kindNames.end()) return std::nullopt;
    return found->kind;
}

std::span<const EntryKind> allEntryKinds() noexcept { return kinds; }

bool workstationMaySign(EntryKind kind) noexcept
{
    switch (kind) {
    case EntryKind::agentBootstrapped:
    case EntryKind::agentLocked:
    case EntryKind::agentSignedOut:
    case EntryKind::clockWentBack:
    case EntryKind::deliveryApplied:
    case EntryKind::leaseRequested:
    case EntryKind::logBegun:
    case EntryKind::policyChanged:
    case EntryKind::rosterReceived:
    case EntryKind::sessionEnded:
    case EntryKind::siteKeyRaised:
    case EntryKind::storeKeyResealed:
    case EntryKind::storeKeyRotated:
    case EntryKind::tamperingFound:
    case EntryKind::transportKeyReceived:
    case EntryKind::workstationEnrolled: return true;
    default: return false;
    }
}

} // namespace cardwright
