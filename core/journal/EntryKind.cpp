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
    KindName{agentSignedIn, "agent.signedIn"},
    KindName{agentSignedOut, "agent.signedOut"},
    KindName{cardAbandoned, "card.abandoned"},
    KindName{cardCancelled, "card.cancelled"},
    KindName{cardIssued, "card.issued"},
    KindName{cardOpened, "card.opened"},
    KindName{cardTouched, "card.touched"},
    KindName{cardUnlocked, "card.unlocked"},
    KindName{certificateRequested, "certificate.requested"},
    KindName{certificateWithdrawn, "certificate.withdrawn"},
    KindName{clockWentBack, "clock.wentBack"},
    KindName{dataExported, "data.exported"},
    KindName{dutyRefused, "duty.refused"},
    KindName{evidenceChecked, "evidence.checked"},
    KindName{holderCreated, "holder.created"},
    KindName{holdersSearched, "holders.searched"},
    KindName{holderViewed, "holder.viewed"},
    KindName{leaseRequested, "lease.requested"},
    KindName{portraitAccepted, "portrait.accepted"},
    KindName{positionApproved, "position.approved"},
    KindName{positionRequested, "position.requested"},
    KindName{termsAccepted, "terms.accepted"},
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

} // namespace cardwright
