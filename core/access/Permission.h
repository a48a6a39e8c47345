#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cardwright {

/// What somebody may do, one for each act (domain.md 2.2). The names are those of policies/roles.json.
enum class Permission : std::uint8_t {
    holderFind,        ///< "holder.find": find and view
    holderCreate,      ///< "holder.create": with identity check
    holderChange,      ///< "holder.change"
    holderClose,       ///< "holder.close": close and reopen
    holderRestricted,  ///< "holder.restricted": read restricted identity documents and former names in a record
    cardIssue,         ///< "card.issue"
    cardReplace,       ///< "card.replace": the old card ends with it
    cardUnlock,        ///< "card.unlock"
    cardPasscode,      ///< "card.passcode": the holder knows it and wants another
    cardVerify,        ///< "card.verify": "test my card"
    cardRepair,        ///< "card.repair"
    cardClear,         ///< "card.clear": for reuse
    cardCancel,        ///< "card.cancel"
    cardRenew,         ///< "card.renew": certificates still valid, 90 days left or fewer
    cardRenewExpired,  ///< "card.renewExpired"
    cardLend,          ///< "card.lend": temporary cards
    positionAssign,    ///< "position.assign"
    positionManage,    ///< "position.manage": bulk edit, create, close, delegated list
    requestRaise,      ///< "request.raise"
    requestDecide,     ///< "request.decide"
    reportRead,        ///< "report.read": of what, the role's list of reports says
    journalExport,     ///< "journal.export"
    exceptionAsk,      ///< "exception.ask"
    exceptionDecide,   ///< "exception.decide": a named deputy may as well
    policyChange,      ///< "policy.change"
    roleChange,        ///< "role.change"
    payloadErase,      ///< "payload.erase"
    storeKeyRotate,    ///< "storeKey.rotate"
};

inline constexpr std::size_t permissionCount = static_cast<std::size_t>(Permission::storeKeyRotate) + 1;

std::string_view nameOf(Permission permission) noexcept;
std::optional<Permission> permissionFrom(std::string_view name) noexcept;
std::span<const Permission> allPermissions() noexcept;

/// How far a permission goes.
enum class Grant : std::uint8_t {
    no,
    request, ///< may ask for it, somebody else does it
    own,     ///< only for what they raised themselves
    listed,  ///< only for what is on their delegated list
    yes,
};
std::string_view nameOf(Grant grant) noexcept; ///< "yes"
std::optional<Grant> grantFrom(std::string_view name) noexcept;

} // namespace cardwright
