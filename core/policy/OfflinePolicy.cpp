#include "core/policy/OfflinePolicy.h"

#include <nlohmann/json.hpp>

namespace cardwright {

OfflinePolicy OfflinePolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    OfflinePolicy policy;
    policy.id = file.id();
    policy.days = json.at("days").get<int>();
    policy.issues = json.at("issues").get<int>();
    policy.unlocks = json.at("unlocks").get<int>();
    policy.leaseBlock = json.at("leaseBlock").get<int>();
    policy.leaseLowWater = json.at("leaseLowWater").get<int>();
    if (policy.leaseLowWater >= policy.leaseBlock) {
        throw PolicyError(Failure::of("POLICY-DAMAGED", "offline.json, " + file.place("leaseLowWater") + ": not below leaseBlock"));
    }
    return policy;
}

OfflinePolicy OfflinePolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::offline, path)); }

OfflinePolicy OfflinePolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::offline)); }

} // namespace cardwright
