#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::runtime {

/// What `site train` made.
struct TrainingSiteReport {
    std::string name;
    std::string odsCode;
    std::string desk;
    std::string agentName;
    std::string agentNumber;
    std::uint16_t centrePort = 0;
    std::uint32_t leased = 0;             ///< user numbers in hand
    std::vector<std::string> cards;       ///< file names under cards/
    std::vector<std::string> requests;    ///< file names under requests/
};

/// Makes a whole training site in `root` (absent or empty): authority and centre keys, the enrolled workstation with its first
/// lease, policies, the agent's card, blank cards, sample requests. Starts nothing. On failure nothing of it is left.
/// centrePort: where the centre will listen on loopback; none: a port that is free now.
/// Throws StoreError SITE-EXISTS and others, CryptoError.
TrainingSiteReport makeTrainingSite(const std::filesystem::path& root, std::optional<std::uint16_t> centrePort);

} // namespace cardwright::runtime
