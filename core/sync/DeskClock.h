#pragma once

#include "core/access/ClockRules.h"
#include "core/crypto/Certificate.h"
#include "core/store/Store.h"

namespace cardwright {

/// Keeps the centre's own clock, as it came with an answer. Nothing when it said none.
void noteCentreTime(Store& store, Transaction& transaction, std::optional<std::int64_t> centreTime);

/// What this store knows of the time, for judgeClock(). tls: the workstation's certificate. Also while closed.
ClockFacts clockFacts(Store& store, const Certificate& tls);

} // namespace cardwright
