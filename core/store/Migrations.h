#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cardwright {

class Database;

/// One step of the store's form. Its script never changes once it left the house: its SHA-256 is kept in the store and
/// compared at each opening.
struct Migration {
    int version = 0; ///< from 1, no gaps: PRAGMA user_version after it
    std::string_view name;
    std::string_view sql;
};

/// "CwDs": what PRAGMA application_id of a desk's store says.
inline constexpr std::uint32_t deskApplicationId = 0x43774473;
/// The desk's store.
std::span<const Migration> deskMigrations() noexcept;

/// Brings the database to the newest version, each step in a transaction of its own; a copy is kept before the first step on a
/// store that holds anything. Throws StoreError: STORE-NEWER, STORE-OLDER (reader), STORE-DAMAGED (a script differs), STORE-WRITE.
void migrate(Database& database, std::span<const Migration> migrations, std::uint32_t applicationId);

} // namespace cardwright
