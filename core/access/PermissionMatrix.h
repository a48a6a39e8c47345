#pragma once

#include "core/access/Permission.h"
#include "core/policy/RolesPolicy.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What one role may do; a value, carried by the session. An empty one may do nothing.
class Permissions {
public:
    Grant grant(Permission permission) const noexcept { return m_grants[static_cast<std::size_t>(permission)]; }
    bool allows(Permission permission) const noexcept { return grant(permission) == Grant::yes; }
    void set(Permission permission, Grant grant) noexcept { m_grants[static_cast<std::size_t>(permission)] = grant; }
    /// Everything, for tests and for acts of the desk itself.
    static Permissions everything() noexcept;

    friend bool operator==(const Permissions&, const Permissions&) = default;

private:
    std::array<Grant, permissionCount> m_grants{};
};

/// A role of this site: agent, manager, sponsor ...
struct Role {
    std::string id;    ///< "agent"
    std::string title; ///< "RA agent"
    Permissions permissions;
    std::vector<std::string> reports;
};

/// Roles and their permissions, from policies/roles.json (signed by the centre as every policy).
class PermissionMatrix {
public:
    /// Throws PolicyError POLICY-DAMAGED: a permission or grant that this version does not know (it is not guessed at).
    explicit PermissionMatrix(RolesPolicy policy);
    static PermissionMatrix load(const std::string& path);
    static PermissionMatrix shipped();

    const Role* find(std::string_view role) const noexcept;
    const std::vector<Role>& roles() const noexcept { return m_roles; }
    const RolesPolicy& policy() const noexcept { return m_policy; }
    /// A role that is not in the matrix may do nothing.
    Permissions permissionsOf(std::string_view role) const noexcept;

private:
    RolesPolicy m_policy;
    std::vector<Role> m_roles;
};

} // namespace cardwright
