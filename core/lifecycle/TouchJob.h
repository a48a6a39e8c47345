#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"

namespace cardwright {

/// Writes what is due on a card without its passcode: certificates that came after the card had left. Four commands and the
/// blocks written and read back.
class TouchJob {
public:
    TouchJob(CardDesk desk, CardLook look);

    /// A receipt with nothing in `written` when nothing is due; a certificate that does not fit its key or its holder is
    /// not written and stands in `deferred` with the reason.
    /// Errors: CardError CARD-FOREIGN, CARD-BLANK, CARD-TORN, CARD-OTHER, CARD-ADMIN-KEY, CARD-PROOF; TransportError; StoreError; StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    CardLook m_look;
};

} // namespace cardwright
