#pragma once

#include "core/base/Random.h"
#include "core/store/Store.h"

namespace cardwright {

/// Asks for another block of user numbers as soon as fewer than `low` are free and no request is on its way: appends
/// lease.requested {"count"} in the caller's transaction. False when there is no need. A refused request is repeated after an
/// hour at the earliest.
bool askForLeaseWhenLow(Store& store, Transaction& transaction, RandomSource& random, std::uint32_t low = 20, std::uint32_t count = 100);

} // namespace cardwright
