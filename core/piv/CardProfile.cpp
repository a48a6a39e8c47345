#include "core/piv/CardProfile.h"

#include "core/piv/PivApplication.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t facialImageSize = 12704; // SP 800-73-5 pt 1 table 12: the largest that the object may be
constexpr auto defaultDeadline = 10s;

struct StepRow {
    CardStep step;
    std::string_view name;
};

constexpr std::array steps = {
    StepRow{CardStep::changeAdministrationKey, "change-administration-key"},
    StepRow{CardStep::changeUnlockKey, "change-unlock-key"},
    StepRow{CardStep::setTries, "set-tries"},
    StepRow{CardStep::tellVersion, "tell-version"},
    StepRow{CardStep::tellSerial, "tell-serial"},
    StepRow{CardStep::tellMetadata, "tell-metadata"},
    StepRow{CardStep::attest, "attest"},
    StepRow{CardStep::wipe, "wipe"},
    StepRow{CardStep::deleteKey, "delete-key"},
    StepRow{CardStep::extendedLength, "extended-length"},
    StepRow{CardStep::growObject, "grow-object"},
    StepRow{CardStep::keepFacialImage, "keep-facial-image"},
    StepRow{CardStep::signWithKeyManagement, "sign-with-9d"},
    StepRow{CardStep::generateP256, "generate-p256"},
    StepRow{CardStep::generateP384, "generate-p384"},
    StepRow{CardStep::generateRsa2048, "generate-rsa2048"},
    StepRow{CardStep::generateRsa3072, "generate-rsa3072"},
};

constexpr auto stepList = [] {
    std::array<CardStep, steps.size()> list{};
    for (std::size_t i = 0; i < list.size(); ++i) list[i] = steps[i].step;
    return list;
}();

template <typename Range, typename Value>
bool contains(const Range& range, const Value& value)
{
    return std::find(range.begin(), range.end(), value) != range.end();
}

bool startsWith(ByteView octets, ByteView prefix) noexcept
{
    return octets.size() >= prefix.size() && equal(octets.first(prefix.size()), prefix);
}

/// A card that lists key algorithms has no others; one that lists only ciphers, or nothing, says nothing of keys.
void narrow(std::vector<Algorithm>& own, const std::vector<Algorithm>& listed)
{
    if (std::none_of(listed.begin(), listed.end(), [](auto one) { return isRsa(one) || isElliptic(one); })) return;
    std::erase_if(own, [&](auto one) { return !contains(listed, one); });
}

} // namespace

std::string_view stepName(CardStep step) noexcept
{
    const auto* found = std::find_if(steps.begin(), steps.end(), [&](const auto& row) { return row.step == step; });
    return found == steps.end() ? std::string_view("unknown") : found->name;
}

std::span<const CardStep> allCardSteps() noexcept { return stepList; }

bool CardProfile::takes(Algorithm keyAlgorithm) const noexcept { return contains(keyAlgorithms, keyAlgorithm); }

bool CardProfile::takes(Slot slot, Algorithm keyAlgorithm) const noexcept
{
    const auto narrower = slotAlgorithms.find(slot);
    if (narrower != slotAlgorithms.end() && !contains(narrower->second, keyAlgorithm)) return false;
    return has(slot) && takes(keyAlgorithm);
}

bool CardProfile::has(Slot slot) const noexcept { return contains(slots, slot); }
bool CardProfile::keeps(ObjectId object) const noexcept { return objectTags.empty() || contains(objectTags, object.tag); }

std::optional<std::size_t> CardProfile::contentLimit(bool extendedApdus) const noexcept
{
    if (extendedApdus || !chainLimit) return objectLimit;
    return objectLimit ? std::min(*objectLimit, *chainLimit) : *chainLimit;
}

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

bool CardProfile::can(CardStep step) const noexcept
{
    switch (step) {
    case CardStep::changeAdministrationKey: return administrationKeyChangeable();
    case CardStep::changeUnlockKey: return unlockKeyChange;
    case CardStep::setTries: return triesCommand;
    case CardStep::tellVersion: return versionCommand;
    case CardStep::tellSerial: return serialCommand;
    case CardStep::tellMetadata: return metadataCommand;
    case CardStep::attest: return attestationCommand;
    case CardStep::wipe: return resetCommand;
    case CardStep::deleteKey: return deleteKeyCommand;
    case CardStep::extendedLength: return extendedLength;
    case CardStep::growObject: return growingRewrite;
    case CardStep::keepFacialImage: return keeps(objects::facialImage) && contentLimit(extendedLength).value_or(facialImageSize) >= facialImageSize;
    case CardStep::signWithKeyManagement: return keyManagementSigns;
    case CardStep::generateP256: return takes(Algorithm::eccP256);
    case CardStep::generateP384: return takes(Algorithm::eccP384);
    case CardStep::generateRsa2048: return takes(Algorithm::rsa2048);
    case CardStep::generateRsa3072: return takes(Algorithm::rsa3072);
    }
    return false;
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
    unless(growingRewrite, "What is written again cannot be larger than it was at first: a renewed certificate needs room from the start.");
    for (const auto slot : allSlots()) unless(has(slot), "It has no key " + std::string(slotName(slot)) + ".");
    for (const auto algorithm : {Algorithm::eccP256, Algorithm::rsa2048}) {
        unless(takes(algorithm), "It makes no " + std::string(algorithmName(algorithm)) + " keys.");
        for (const auto slot : slots) {
            if (!takes(algorithm)) break;
            unless(takes(slot, algorithm), "It makes no " + std::string(algorithmName(algorithm)) + " key " + std::string(slotName(slot)) + ".");
        }
    }
    const auto limit = contentLimit(extendedLength);
    unless(!limit || *limit >= facialImageSize,
           "One data object holds at most " + std::to_string(limit.value_or(0)) + " octets: the portrait stays off the card.");
    unless(keeps(objects::facialImage), "It has no place for a portrait.");
    unless(keeps(objects::keyHistory), "It has no place for a key history.");
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
    // A label is the application's own word; the ATR is that of the chip, which may carry any application.
    for (const auto& family : m_families) {
        for (const auto& label : family.labels) {
            if (select.label.starts_with(label)) return &family;
        }
    }
    for (const auto& family : m_families) {
        for (const auto& prefix : family.atrPrefixes) {
            if (startsWith(atr, prefix)) return &family;
        }
    }
    return nullptr;
}

CardProfile ProfileSet::choose(ByteView atr, const SelectAnswer& select, std::optional<CardVersion> version) const
{
    const auto narrowed = [&](CardProfile profile) {
        narrow(profile.keyAlgorithms, select.algorithms);
        return profile;
    };
    if (const auto* family = fitting(atr, select)) return narrowed(family->at(version));
    for (const auto& family : m_families) {
        if (version && family.versionAnswer) return narrowed(family.at(version));
    }
    auto profile = *named("strict", version);
    profile.unknownCard = true;
    return narrowed(std::move(profile));
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
    // Of a kind that always tells it: an answer that was disturbed would make a new card one of the oldest generation, with its weaker keys.
    if (!version && wantsVersion(atr, select) && fitting(atr, select) != nullptr) throw CardDataError("version");
    return choose(atr, select, version);
}

CardProfile ProfileSet::probed(PivApplication& application, CardProfile profile)
{
    for (const auto probe : profile.probes) {
        if (probe == CardStep::tellVersion) profile.versionCommand = application.version().has_value();
        if (probe == CardStep::tellSerial) profile.serialCommand = application.serial().has_value();
        if (probe != CardStep::tellMetadata) continue;
        const auto told = application.metadata(KeyReference::administration);
        profile.metadataCommand = told.has_value();
        const bool factory = told && told->factoryValue.value_or(false) && told->algorithm;
        if (factory && keySize(*told->algorithm) == profile.publishedAdministrationKey.size()) {
            profile.factoryAdministrationAlgorithm = *told->algorithm;
        }
    }
    return profile;
}

std::optional<CardProfile> ProfileSet::named(std::string_view id, std::optional<CardVersion> version) const
{
    for (const auto& family : m_families) {
        if (family.id == id) return family.at(version);
    }
    return std::nullopt;
}

} // namespace cardwright
