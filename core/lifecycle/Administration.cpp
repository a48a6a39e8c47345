#include "core/lifecycle/Administration.h"

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardJobError.h"

namespace cardwright {

namespace {

AdministrationCandidate ofBatch(const CardProfile& profile, const TransportBatch* batch)
{
    return {AdministrationHeld::factory, {}, batch != nullptr ? batch->algorithm : profile.factoryAdministrationAlgorithm, batch};
}

SecureBytes keyOf(const AdministrationCandidate& candidate, const CardProfile& profile, const SiteKeys& keys, const Guid& card)
{
    if (candidate.whose == AdministrationHeld::derived) return keys.administrationKey(candidate.name, card, candidate.algorithm);
    return candidate.batch != nullptr ? candidate.batch->administrationKey.clone() : profile.factoryAdministrationKey();
}

/// Nothing: none was accepted.
std::optional<AdministrationCandidate> accepted(PivApplication& piv, const std::vector<AdministrationCandidate>& candidates,
                                                const CardProfile& profile, const SiteKeys& keys, const Guid& card, RandomSource& random)
{
    for (const auto& candidate : candidates) {
        const auto outcome = piv.authenticateAdministration(candidate.algorithm, keyOf(candidate, profile, keys, card), random);
        if (outcome == AdministrationOutcome::accepted) return candidate;
        if (outcome == AdministrationOutcome::blocked) break;
    }
    return std::nullopt;
}

} // namespace

std::vector<AdministrationCandidate> administrationOfBlank(const CardDesk& desk, const CardProfile& profile,
                                                           std::optional<std::uint32_t> serial)
{
    std::vector<AdministrationCandidate> candidates;
    if (desk.transportKeys != nullptr) {
        for (const auto* batch : desk.transportKeys->fitting(profile, serial)) candidates.push_back(ofBatch(profile, batch));
    }
    candidates.push_back(ofBatch(profile, nullptr));
    return candidates;
}

const TransportBatch* requireBatch(const CardDesk& desk, const std::string& name)
{
    if (name.empty()) return nullptr;
    const auto* batch = desk.transportKeys != nullptr ? desk.transportKeys->named(name) : nullptr;
    if (batch == nullptr) throw CardJobError("TRANSPORT-KEY-MISSING", "batch " + name);
    return batch;
}

AdministrationCandidate administrationOfBatch(const CardDesk& desk, const CardProfile& profile, const std::string& batch)
{
    return ofBatch(profile, requireBatch(desk, batch));
}

std::vector<AdministrationCandidate> administrationOfIssued(const CardDesk& desk, const CardProfile& profile, const CardKeyName& name,
                                                            std::optional<std::uint32_t> serial)
{
    if (!profile.administrationKeyChangeable()) return administrationOfBlank(desk, profile, serial);
    std::vector<AdministrationCandidate> candidates;
    // The preferred algorithm first: the card took it at its issue. Another answer "not this algorithm" costs no attempt.
    for (const auto algorithm : profile.administrationAlgorithms) candidates.push_back({AdministrationHeld::derived, name, algorithm});
    return candidates;
}

AdministrationCandidate authenticateAdministration(PivApplication& piv, const std::vector<AdministrationCandidate>& candidates,
                                                   const CardProfile& profile, const SiteKeys& keys, const Guid& card,
                                                   RandomSource& random)
{
    const auto held = accepted(piv, candidates, profile, keys, card, random);
    if (!held) throw CardJobError("CARD-ADMIN-KEY");
    return *held;
}

std::string namesOf(const std::vector<AdministrationCandidate>& candidates)
{
    std::string names;
    for (const auto& candidate : candidates) {
        const auto name = candidate.whose == AdministrationHeld::derived ? std::string("this site's")
                          : candidate.batch != nullptr                   ? "batch " + candidate.batch->name
                                                                         : std::string("the maker's");
        names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

AdministrationCandidate openBlank(const CardDesk& desk, PivApplication& piv, const CardProfile& profile, std::optional<std::uint32_t> serial)
{
    const auto candidates = administrationOfBlank(desk, profile, serial);
    const auto held = accepted(piv, candidates, profile, desk.keys, {}, desk.random);
    if (!held) throw CardJobError("CARD-NOT-FACTORY", "tried: " + namesOf(candidates));
    return *held;
}

} // namespace cardwright
