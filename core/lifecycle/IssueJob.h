#pragma once

#include "core/base/SecureBytes.h"
#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/IssuePlan.h"

#include <optional>

namespace cardwright {

/// Only a blank card becomes somebody's. Throws CardJobError CARD-TORN, CARD-FOREIGN, CARD-OURS; RefusedError AGENT-CARD.
void requireBlank(const CardLook& look);

/// Makes a blank card into a person's card: the steps of design card.md, "A card job". Whatever stops it after `open` leaves
/// an open job that RepairJob finishes with the same GUID and user number.
class IssueJob {
public:
    /// passcode: chosen by the holder; nothing when order.locked.
    IssueJob(CardDesk desk, IssueOrder order, std::optional<SecureBytes> passcode);

    /// Errors: RefusedError PASSCODE-RULE, AGENT-IS-SUBJECT, PERSON-CARD-OPEN, PERSON-HAS-CARD; CardError CARD-FOREIGN, CARD-OURS,
    /// CARD-TORN, CARD-UNFIT, CARD-ADMIN-KEY, CARD-NOT-FACTORY, CARD-PROOF and those of PivApplication; TransportError;
    /// StoreError; StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    IssueOrder m_order;
    std::optional<SecureBytes> m_passcode;
};

} // namespace cardwright
