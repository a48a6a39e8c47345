#include "core/policy/RolesPolicy.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace cardwright {

namespace {

RolePolicy roleFrom(const nlohmann::json& json)
{
    RolePolicy role;
    role.id = json.at("id").get<std::string>();
    role.title = json.at("title").get<std::string>();
    for (const auto& [permission, grant] : json.at("grants").items()) role.grants[permission] = grant.get<std::string>();
    for (const auto& report : json.at("reports")) role.reports.push_back(report.get<std::string>());
    return role;
}

[[noreturn]] void damaged(const PolicyFile& file, const std::string& path, const std::string& what)
{
    throw PolicyError(Failure::of("POLICY-DAMAGED", "roles.json, " + file.place(path) + ": " + what));
}

bool grants(const RolesPolicy& policy, const char* permission)
{
    return std::any_of(policy.roles.begin(), policy.roles.end(), [&](const RolePolicy& role) {
        const auto found = role.grants.find(permission);
        return found != role.grants.end() && found->second == "yes";
    });
}

} // namespace

RolesPolicy RolesPolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    RolesPolicy policy;
    policy.id = file.id();
    std::set<std::string> seen;
    for (const auto& role : json.at("roles")) {
        policy.roles.push_back(roleFrom(role));
        if (!seen.insert(policy.roles.back().id).second) damaged(file, "roles[" + std::to_string(policy.roles.size() - 1) + "].id", policy.roles.back().id + " stands twice");
    }
    const auto& signIn = json.at("signIn");
    policy.rosterDays = signIn.at("rosterDays").get<int>();
    policy.sessionHours = signIn.at("sessionHours").get<int>();
    policy.clockAheadDays = signIn.at("clockAheadDays").get<int>();
    policy.clockBehindMinutes = signIn.at("clockBehindMinutes").get<int>();
    const auto& exceptions = json.at("exceptions");
    for (const auto& act : exceptions.at("acts")) policy.exceptionActs.push_back(act.get<std::string>());
    policy.exceptionDays = exceptions.at("days").get<int>();
    // What may be asked for must find somebody who may say yes.
    if (!policy.exceptionActs.empty() && !grants(policy, "exception.decide")) damaged(file, "exceptions.acts", "nobody may decide an exception");
    return policy;
}

RolesPolicy RolesPolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::roles, path)); }

RolesPolicy RolesPolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::roles)); }

} // namespace cardwright
