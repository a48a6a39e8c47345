#include "core/access/PermissionMatrix.h"

#include <algorithm>

namespace cardwright {

namespace {

Role roleFrom(const RolePolicy& policy)
{
    Role role{policy.id, policy.title, {}, policy.reports};
    for (const auto& [name, word] : policy.grants) {
        const auto permission = permissionFrom(name);
        const auto grant = grantFrom(word);
        if (!permission || !grant) throw PolicyError(Failure::of("POLICY-DAMAGED", "roles.json, " + policy.id + ": " + name + " is not known here"));
        role.permissions.set(*permission, *grant);
    }
    return role;
}

} // namespace

Permissions Permissions::everything() noexcept
{
    Permissions all;
    for (const auto permission : allPermissions()) all.set(permission, Grant::yes);
    return all;
}

PermissionMatrix::PermissionMatrix(RolesPolicy policy) : m_policy(std::move(policy))
{
    for (const auto& role : m_policy.roles) m_roles.push_back(roleFrom(role));
}

PermissionMatrix PermissionMatrix::load(const std::string& path) { return PermissionMatrix(RolesPolicy::load(path)); }

PermissionMatrix PermissionMatrix::shipped() { return PermissionMatrix(RolesPolicy::shipped()); }

const Role* PermissionMatrix::find(std::string_view role) const noexcept
{
    const auto found = std::find_if(m_roles.begin(), m_roles.end(), [&](const Role& known) { return known.id == role; });
    return found == m_roles.end() ? nullptr : &*found;
}

Permissions PermissionMatrix::permissionsOf(std::string_view role) const noexcept
{
    const auto* known = find(role);
    return known == nullptr ? Permissions() : known->permissions;
}

} // namespace cardwright
