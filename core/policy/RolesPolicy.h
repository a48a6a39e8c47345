#pragma once

#include "core/policy/PolicyFile.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cardwright {

/// A role as the policy names it; what its permissions mean is core/access/PermissionMatrix.h.
struct RolePolicy {
    std::string id;    ///< "agent"
    std::string title; ///< "RA agent"
    std::map<std::string, std::string> grants; ///< permission -> "yes", "request", "listed", "own"; absent: no
    std::vector<std::string> reports; ///< "all", or "cards", "positions", "users", "requests"
};

/// Who may do what, and the bounds of signing in (roles.json).
struct RolesPolicy {
    PolicyId id;
    std::vector<RolePolicy> roles;
    int rosterDays = 30;        ///< a roster older than this opens no session, whatever it says of itself
    int sessionHours = 10;      ///< a delegation holds no longer
    int clockAheadDays = 45;    ///< further beyond the last known time the clock is not believed
    int clockBehindMinutes = 90; ///< further before it likewise
    std::vector<std::string> exceptionActs; ///< what an exception may be asked for: "early-renewal"
    int exceptionDays = 7;      ///< undecided for longer: it lapses; decided: it may be used that long

    /// Throws PolicyError POLICY-DAMAGED: a role stands twice, nobody may decide an exception.
    static RolesPolicy from(const PolicyFile& file);
    static RolesPolicy load(const std::string& path);
    static RolesPolicy shipped();
};

} // namespace cardwright
