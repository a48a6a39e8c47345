#pragma once

#include "core/journal/Checkpoint.h"
#include "core/store/StoreRoom.h"

#include <optional>

namespace cardwright {

/// workstation/high-water: the last checkpoint that this desk signed, outside the database. A database that is put back from a copy
/// is older than it says. (Who puts back the whole folder is found out by the centre's `next` only.)
namespace highWater {

/// A note signed by the workstation's key. Never goes back within a log.
void raise(const SiteFolder& site, const Checkpoint& checkpoint);
/// Throws StoreError STORE-TAMPERED when it is no checkpoint or not signed by this certificate's key.
std::optional<Checkpoint> read(const SiteFolder& site, const Certificate& signing);

} // namespace highWater

} // namespace cardwright
