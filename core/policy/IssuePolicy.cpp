#include "core/policy/IssuePolicy.h"

#include <nlohmann/json.hpp>

#include <set>

namespace cardwright {

IssuePolicy IssuePolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    IssuePolicy policy;
    policy.id = file.id();
    std::set<std::string> seen;
    for (const auto& slot : json.at("slots")) {
        policy.slots.push_back({slot.at("slot").get<std::string>(), slot.at("algorithm").get<std::string>()});
        if (!seen.insert(policy.slots.back().slot).second) {
            throw PolicyError(Failure::of("POLICY-DAMAGED", "issue.json, slots: " + policy.slots.back().slot + " stands twice"));
        }
    }
    policy.certificateYears = json.at("certificateYears").get<int>();
    policy.cardYears = json.at("cardYears").get<int>();
    policy.allowIssueLocked = json.at("allowIssueLocked").get<bool>();
    policy.allowUnchangeableAdministrationKey = json.at("allowUnchangeableAdministrationKey").get<bool>();
    policy.centreWaitSeconds = json.at("centreWaitSeconds").get<int>();
    policy.renewalWindowDays = json.value("renewalWindowDays", policy.renewalWindowDays);
    policy.renewWhileAlone = json.value("renewWhileAlone", policy.renewWhileAlone);
    policy.verifyAttestation = json.value("verifyAttestation", policy.verifyAttestation);
    if (const auto objects = json.find("objects"); objects != json.end()) {
        policy.writeKeyHistory = objects->value("keyHistory", policy.writeKeyHistory);
        policy.writeDiscovery = objects->value("discovery", policy.writeDiscovery);
    }
    policy.personsActiveCards = json.at("activeCardsPerPerson").get<int>();
    const auto& agents = json.at("agents");
    policy.trainingAgentSignsInByItself = agents.at("trainingAgentSignsInByItself").get<bool>();
    policy.idleLockMinutes = agents.at("idleLockMinutes").get<int>();
    policy.governanceContact = agents.at("governanceContact").get<std::string>();
    return policy;
}

IssuePolicy IssuePolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::issue, path)); }

IssuePolicy IssuePolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::issue)); }

} // namespace cardwright
