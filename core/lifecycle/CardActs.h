#pragma once

#include "core/base/SecureBytes.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/JobRecorder.h"
#include "core/lifecycle/UnlockJob.h"

// The steps of unlock and touch, first run and resume alike, on a job that is open (or about to be, in `recorder`'s first commit).

namespace cardwright {

std::string_view nameOf(LikenessAnswer answer) noexcept; ///< "yes", "printed-face"

/// Errors: as UnlockJob::run. A card that refused the unlock key is unchanged: the job is then closed.
CardReceipt runUnlock(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const SecureBytes& passcode,
                      const UnlockJob::Options& options);

/// An unlock that was cut and that nobody is there to finish: the card ends locked, as it was before.
void endUnlockLocked(CardDesk& desk, JobRecorder& recorder, const CardLook& look, const UnlockJob::Options& options);

/// Errors: as TouchJob::run.
CardReceipt runTouch(CardDesk& desk, JobRecorder& recorder, const CardLook& look);

} // namespace cardwright
