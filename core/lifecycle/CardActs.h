#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/JobRecorder.h"

// The steps of a touch, first run and resume alike, on a job that is open (or about to be, in `recorder`'s first commit).

namespace cardwright {

/// Errors: as TouchJob::run.
CardReceipt runTouch(CardDesk& desk, JobRecorder& recorder, const CardLook& look);

} // namespace cardwright
