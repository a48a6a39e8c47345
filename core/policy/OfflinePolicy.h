#pragma once

#include "core/policy/PolicyFile.h"

namespace cardwright {

/// What a desk may do while the centre cannot be reached, and how many numbers it holds.
struct OfflinePolicy {
    PolicyId id;
    int days = 7;
    int issues = 40;
    int unlocks = 200;
    int leaseBlock = 100;   ///< user numbers asked for at a time
    int leaseLowWater = 30; ///< ask for more when fewer are left

    static OfflinePolicy from(const PolicyFile& file);
    static OfflinePolicy load(const std::string& path);
    static OfflinePolicy shipped();
};

} // namespace cardwright
