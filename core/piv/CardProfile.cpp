#include "core/piv/CardProfile.h"

#include "core/piv/PivApplication.h"

#include <algorithm>

namespace cardwright {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t facialImageSize = 12704; // SP 800-73-5 pt 1 table 12: the largest that the object may be
constexpr auto defaultDeadline = 10s;

template <typename Range, typename Value>
bool contains(const Range& range, const Value& value)
{
    return std::find(range.begin(), range.end(), value) != range.end();
}

bool startsWith(ByteView octets, ByteView prefix) noexcept
{
    return octets.size() >= prefix.size() && equal(octets.first(prefix.size()), prefix);
}

} // namespace

bool CardProfile::takes(Algorithm keyAlgorithm) const noexcept { return contains(keyAlgorithms, keyAlgorithm); }
bool CardProfile::has(Slot slot) const noexcept { return contains(slots, slot); }

Algorithm CardProfile::administrationAlgorithm() const noexcept
{
    const bool fixed = administrationChange == AdministrationChange::none || administrationAlgorithms.empty();
    return fixed ? factoryAdministrationAlgorithm : administrationAlgorithms.front();
}

std::chrono::milliseconds CardProfile::deadline(CardWork work) const noexcept
{
    const auto found = deadlines.find(work);
    return found == deadlines.end() ? std::chrono::milliseconds(defaultDeadline) : found->second;
}

std::vector<std::string> CardProfile::cannotDo() const
{
    std::vector<std::string> sentences;
    const auto unless = [&](bool fine, std::string sentence) {
        if (!fine) sentences.push_back(std::move(sentence));
    };
    unless(!unknownCard, "This kind of card is not known here; it is used as a plain PIV card.");
    unless(administrationKeyChangeable(), "Its administration key cannot be changed: whoever knows the maker's key can rewrite the card.");
    unless(unlockKeyChange, "Its unlock key cannot be changed: whoever knows the maker's key can set a new passcode.");
    unless(triesCommand, "The number of tries cannot be set; it stays as the maker set it.");
    unless(serialCommand, "It tells no serial number; it is known by its GUID alone.");
    unless(metadataCommand, "It cannot tell whether a maker's value is still in use.");
    unless(attestationCommand, "It cannot prove that its keys were made inside it.");
    unless(resetCommand, "It cannot be wiped in one step; clearing it leaves its card identity.");
    for (const auto slot : allSlots()) unless(has(slot), "It has no key " + std::string(slotName(slot)) + ".");
    unless(takes(Algorithm::eccP256), "It makes no P-256 keys.");
    unless(takes(Algorithm::rsa2048), "It makes no RSA-2048 keys.");
    unless(!objectLimit || *objectLimit >= facialImageSize,
           "One data object holds at most " + std::to_string(objectLimit.value_or(0)) + " octets: the portrait stays off the card.");
    return sentences;
}

CardProfile ProfileSet::Family::at(std::optional<CardVersion> version) const
{
    auto found = generations.begin();
    for (auto next = generations.begin(); version && next != generations.end() && next->from <= *version; ++next) found = next;
    auto profile = found->profile;
    profile.version = version;
    return profile;
}

const ProfileSet::Family* ProfileSet::fitting(ByteView atr, const SelectAnswer& select) const noexcept
{
    for (const auto& family : m_families) {
        for (const auto& prefix : family.atrPrefixes) {
            if (startsWith(atr, prefix)) return &family;
        }
        if (!select.label.empty() && contains(family.labels, select.label)) return &family;
    }
    return nullptr;
}

CardProfile ProfileSet::choose(ByteView atr, const SelectAnswer& select, std::optional<CardVersion> version) const
{
    if (const auto* family = fitting(atr, select)) return family->at(version);
    for (const auto& family : m_families) {
        if (version && family.versionAnswer) return family.at(version);
    }
    auto profile = *named("strict", version);
    profile.unknownCard = true;
    return profile;
}

bool ProfileSet::wantsVersion(ByteView atr, const SelectAnswer& select) const
{
    if (const auto* family = fitting(atr, select)) return family->generations.front().profile.versionCommand;
    return std::any_of(m_families.begin(), m_families.end(), [](const Family& family) { return family.versionAnswer; });
}

CardProfile ProfileSet::recognise(PivApplication& application, const SelectAnswer& select) const
{
    const auto atr = application.channel().transport().atr();
    const auto version = wantsVersion(atr, select) ? application.version() : std::nullopt;
    return choose(atr, select, version);
}

std::optional<CardProfile> ProfileSet::named(std::string_view id, std::optional<CardVersion> version) const
{
    for (const auto& family : m_families) {
        if (family.id == id) return family.at(version);
    }
    return std::nullopt;
}

} // namespace cardwright
