#include "core/lifecycle/Administration.h"

#include "core/lifecycle/CardJobError.h"

namespace cardwright {

std::vector<AdministrationCandidate> administrationOfIssued(const CardProfile& profile, const CardKeyName& name)
{
    if (!profile.administrationKeyChangeable()) {
        return {{AdministrationHeld::factory, name, profile.factoryAdministrationAlgorithm}};
    }
    std::vector<AdministrationCandidate> candidates;
    // The preferred algorithm first: the card took it at its issue. Another answer "not this algorithm" costs no attempt.
    for (const auto algorithm : profile.administrationAlgorithms) candidates.push_back({AdministrationHeld::derived, name, algorithm});
    return candidates;
}

AdministrationCandidate authenticateAdministration(PivApplication& piv, const std::vector<AdministrationCandidate>& candidates,
                                                   const CardProfile& profile, const SiteKeys& keys, const Guid& card,
                                                   RandomSource& random)
{
    for (const auto& candidate : candidates) {
        const auto key = candidate.whose == AdministrationHeld::factory ? profile.factoryAdministrationKey()
                                                                         : keys.administrationKey(candidate.name, card, candidate.algorithm);
        const auto outcome = piv.authenticateAdministration(candidate.algorithm, key, random);
        if (outcome == AdministrationOutcome::accepted) return candidate;
        if (outcome == AdministrationOutcome::blocked) break;
    }
    throw CardJobError("CARD-ADMIN-KEY");
}

} // namespace cardwright
