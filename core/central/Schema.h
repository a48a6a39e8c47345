#pragma once

#include "core/store/Migrations.h"

namespace cardwright::central {

/// "CwCe"
inline constexpr std::uint32_t centreApplicationId = 0x43774365;
std::span<const Migration> centreMigrations() noexcept;

} // namespace cardwright::central
