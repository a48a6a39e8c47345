#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"

namespace cardwright {

/// Makes a cancelled (or given up) card of ours blank again, for another person (design card.md, "Blank, clear, cancel"): by FB where
/// the card has it; else certificates and objects emptied, each key made anew and dropped, the passcode random, unlock and
/// administration key the maker's again, the CHUID last. Proved by what the next issue will look at: no CHUID, the maker's
/// administration key taken. Entry card.cleared {"card","job","keysErased":["9A",..],"receipt"}. Cut anywhere, RepairJob goes on;
/// no passcode is needed.
class ClearJob {
public:
    ClearJob(CardDesk desk, CardLook look);

    /// Errors: RefusedError CARD-STILL-VALID (cancel it first: that needs the agent's card again), AGENT-IS-SUBJECT; CardJobError
    /// CARD-BLANK, CARD-FOREIGN, CARD-NOT-HERE, CARD-OTHER, CARD-ADMIN-KEY, UNLOCK-KEY-*, CARD-PROOF; TransportError; StoreError;
    /// StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    CardLook m_look;
};

} // namespace cardwright
