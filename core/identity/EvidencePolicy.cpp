#include "core/identity/EvidencePolicy.h"

#include <algorithm>

namespace cardwright {

bool EvidenceKind::wantsDated() const noexcept
{
    return recordsDate || std::any_of(uses.begin(), uses.end(), [](const EvidenceUse& use) { return use.maxAgeMonths > 0; });
}

bool EvidenceKind::wantsExpires() const noexcept
{
    return std::any_of(uses.begin(), uses.end(), [](const EvidenceUse& use) { return use.mustBeInDate || use.inDateIfShown; });
}

bool EvidenceKind::countsIn(std::string_view group) const noexcept
{
    return std::any_of(uses.begin(), uses.end(), [&](const EvidenceUse& use) { return use.group == group; });
}

EvidencePolicy EvidencePolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::evidence, path)); }

EvidencePolicy EvidencePolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::evidence)); }

const EvidenceKind* EvidencePolicy::kind(std::string_view code) const noexcept
{
    const auto found = std::find_if(m_kinds.begin(), m_kinds.end(), [&](const EvidenceKind& one) { return one.code == code; });
    return found == m_kinds.end() ? nullptr : &*found;
}

const EvidenceGroup* EvidencePolicy::group(std::string_view groupId) const noexcept
{
    const auto found = std::find_if(m_groups.begin(), m_groups.end(), [&](const EvidenceGroup& one) { return one.id == groupId; });
    return found == m_groups.end() ? nullptr : &*found;
}

const EvidenceRefusal* EvidencePolicy::refusal(std::string_view reason) const noexcept
{
    const auto found = std::find_if(m_refusals.begin(), m_refusals.end(), [&](const EvidenceRefusal& one) { return one.id == reason; });
    return found == m_refusals.end() ? nullptr : &*found;
}

bool EvidencePolicy::isOn(std::string_view name) const noexcept
{
    const auto found = m_switches.find(name);
    return found != m_switches.end() && found->second;
}

void EvidencePolicy::keepWhatMayBeKept(EvidenceDocument& document) const
{
    const auto* described = kind(document.kind);
    if (described == nullptr) return;
    if (!described->hasNumber) document.numberEnding.clear();
    document.restricted = described->restricted;
    if (!described->restricted) return;
    document.issuer.clear();
    document.dated.reset();
    document.expires.reset();
    document.conditionDates.clear();
    document.formerName = false;
}

std::vector<EvidenceDocument> EvidencePolicy::kept(std::vector<EvidenceDocument> documents) const
{
    for (auto& document : documents) keepWhatMayBeKept(document);
    return documents;
}

void EvidencePolicy::tickWhatItShows(EvidenceDocument& document) const
{
    const auto* described = kind(document.kind);
    document.nameAgrees = described != nullptr;
    document.birthDateSeen = described != nullptr && described->showsBirthDate;
    document.addressAgrees = described != nullptr && described->showsAddress;
}

Date earliestAccepted(Date today, int maxAgeMonths)
{
    // A month's end is clipped, so stepping back and forth need not meet: walk to the first day that still counts.
    Date earliest = plusMonths(today, -maxAgeMonths);
    while (plusMonths(earliest, maxAgeMonths) < today) earliest = plusDays(earliest, 1);
    while (plusMonths(plusDays(earliest, -1), maxAgeMonths) >= today) earliest = plusDays(earliest, -1);
    return earliest;
}

std::string numberEndingOf(std::string_view number)
{
    std::string plain;
    for (const char c : number) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (letter || (c >= '0' && c <= '9')) plain += c;
    }
    return plain.substr(plain.size() - std::min<std::size_t>(4, plain.size()));
}

} // namespace cardwright
