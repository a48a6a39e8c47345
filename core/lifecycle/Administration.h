#pragma once

#include "core/base/Random.h"
#include "core/lifecycle/SiteKeys.h"
#include "core/lifecycle/TransportKeys.h"
#include "core/piv/CardProfile.h"
#include "core/piv/PivApplication.h"

#include <optional>
#include <string>
#include <vector>

namespace cardwright {

struct CardDesk;

/// Which administration key a card turned out to hold: one of ours, or the one that it came with.
enum class AdministrationHeld { derived, factory };

/// One key to try, and whose it is.
struct AdministrationCandidate {
    AdministrationHeld whose = AdministrationHeld::factory;
    CardKeyName name; ///< derived only
    Algorithm algorithm = Algorithm::tripleDes;
    const TransportBatch* batch = nullptr; ///< factory only: whose batch; none: the key that the maker publishes
};

/// What a blank card may open with: the keys of the batches that fit (TransportKeys::fitting), then the one that its maker publishes.
std::vector<AdministrationCandidate> administrationOfBlank(const CardDesk& desk, const CardProfile& profile,
                                                           std::optional<std::uint32_t> serial);
/// The key of this batch alone; without a name the maker's. Throws CardJobError TRANSPORT-KEY-MISSING naming the batch.
AdministrationCandidate administrationOfBatch(const CardDesk& desk, const CardProfile& profile, const std::string& batch);
/// Nothing for the empty name. Throws CardJobError TRANSPORT-KEY-MISSING: the batch ended, or its key never came to this desk.
const TransportBatch* requireBatch(const CardDesk& desk, const std::string& name);

/// What an issued card of ours may hold: its derived key (newest first), or the one it came with where that cannot be changed.
std::vector<AdministrationCandidate> administrationOfIssued(const CardDesk& desk, const CardProfile& profile, const CardKeyName& name,
                                                            std::optional<std::uint32_t> serial);

/// Tries them in order, one attempt each, since some cards count attempts unseen. Returns which was accepted.
/// Errors: CardJobError CARD-ADMIN-KEY when none was; as PivApplication::authenticateAdministration.
AdministrationCandidate authenticateAdministration(PivApplication& piv, const std::vector<AdministrationCandidate>& candidates,
                                                   const CardProfile& profile, const SiteKeys& keys, const Guid& card,
                                                   RandomSource& random);

/// For a card that looks blank: which of administrationOfBlank it takes. Changes nothing on it.
/// Errors: CardJobError CARD-NOT-FACTORY naming what was tried.
AdministrationCandidate openBlank(const CardDesk& desk, PivApplication& piv, const CardProfile& profile, std::optional<std::uint32_t> serial);
/// Names the keys, never tells them: "batch SPRING-7, the maker's".
std::string namesOf(const std::vector<AdministrationCandidate>& candidates);

} // namespace cardwright
