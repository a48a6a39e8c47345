#pragma once

#include "app/runtime/SiteMaterial.h"
#include "core/identity/UserNumber.h"

#include <filesystem>
#include <string>

namespace cardwright::runtime {

/// The first agent of a training site: nobody could have issued their card, so `site train` makes it.
struct TrainingAgent {
    UserNumber number;
    std::string name;
    Guid card;
    Certificate certificate; ///< 9A
};

/// Makes the agent's simulated card in `file`: derived unlock and administration keys, a passcode of its own, CHUID, a key and
/// certificate in 9A from the site's centre. The passcode is written to the site folder (training only).
TrainingAgent makeTrainingAgentCard(const SiteMaterial& material, const std::filesystem::path& file, const Clock& clock, RandomSource& random);

} // namespace cardwright::runtime
