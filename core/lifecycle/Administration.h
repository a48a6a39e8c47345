#pragma once

#include "core/base/Random.h"
#include "core/lifecycle/SiteKeys.h"
#include "core/piv/CardProfile.h"
#include "core/piv/PivApplication.h"

#include <vector>

namespace cardwright {

/// Which administration key a card turned out to hold.
enum class AdministrationHeld { derived, factory };

/// One key to try, and whose it is.
struct AdministrationCandidate {
    AdministrationHeld whose = AdministrationHeld::factory;
    CardKeyName name; ///< derived only
    Algorithm algorithm = Algorithm::tripleDes;
};

/// What an issued card of ours may hold: its derived key (newest first), or the maker's where it cannot be changed.
std::vector<AdministrationCandidate> administrationOfIssued(const CardProfile& profile, const CardKeyName& name);

/// Tries them in order, one attempt each, since some cards count attempts unseen. Returns which was accepted.
/// Errors: CardJobError CARD-ADMIN-KEY when none was; as PivApplication::authenticateAdministration.
AdministrationCandidate authenticateAdministration(PivApplication& piv, const std::vector<AdministrationCandidate>& candidates,
                                                   const CardProfile& profile, const SiteKeys& keys, const Guid& card,
                                                   RandomSource& random);

} // namespace cardwright
