#include "core/access/Permission.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

struct Named {
    Permission permission;
    std::string_view name;
};

constexpr std::array<Named, permissionCount> names = {{
    {Permission::holderFind, "holder.find"},
    {Permission::holderCreate, "holder.create"},
    {Permission::holderChange, "holder.change"},
    {Permission::holderClose, "holder.close"},
    {Permission::holderRestricted, "holder.restricted"},
    {Permission::cardIssue, "card.issue"},
    {Permission::cardReplace, "card.replace"},
    {Permission::cardUnlock, "card.unlock"},
    {Permission::cardPasscode, "card.passcode"},
    {Permission::cardVerify, "card.verify"},
    {Permission::cardRepair, "card.repair"},
    {Permission::cardClear, "card.clear"},
    {Permission::cardCancel, "card.cancel"},
    {Permission::cardRenew, "card.renew"},
    {Permission::cardRenewExpired, "card.renewExpired"},
    {Permission::cardLend, "card.lend"},
    {Permission::positionAssign, "position.assign"},
    {Permission::positionManage, "position.manage"},
    {Permission::requestRaise, "request.raise"},
    {Permission::requestDecide, "request.decide"},
    {Permission::reportRead, "report.read"},
    {Permission::journalExport, "journal.export"},
    {Permission::exceptionAsk, "exception.ask"},
    {Permission::exceptionDecide, "exception.decide"},
    {Permission::policyChange, "policy.change"},
    {Permission::roleChange, "role.change"},
    {Permission::payloadErase, "payload.erase"},
    {Permission::storeKeyRotate, "storeKey.rotate"},
}};

constexpr auto permissions = [] {
    std::array<Permission, permissionCount> all{};
    for (std::size_t index = 0; index < permissionCount; ++index) all[index] = names[index].permission;
    return all;
}();

constexpr std::array<std::string_view, 5> grantNames = {"no", "request", "own", "listed", "yes"};

} // namespace

std::string_view nameOf(Permission permission) noexcept
{
    const auto found = std::find_if(names.begin(), names.end(), [&](const Named& row) { return row.permission == permission; });
    return found == names.end() ? std::string_view() : found->name;
}

std::optional<Permission> permissionFrom(std::string_view name) noexcept
{
    const auto found = std::find_if(names.begin(), names.end(), [&](const Named& row) { return row.name == name; });
    return found == names.end() ? std::nullopt : std::optional(found->permission);
}

std::span<const Permission> allPermissions() noexcept { return permissions; }

std::string_view nameOf(Grant grant) noexcept { return grantNames[static_cast<std::size_t>(grant)]; }

std::optional<Grant> grantFrom(std::string_view name) noexcept
{
    const auto found = std::find(grantNames.begin(), grantNames.end(), name);
    if (found == grantNames.end()) return std::nullopt;
    return static_cast<Grant>(found - grantNames.begin());
}

} // namespace cardwright
