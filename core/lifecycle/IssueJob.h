#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/IssuePlan.h"
#include "core/lifecycle/PasscodeSource.h"

namespace cardwright {

/// Only a blank card becomes somebody's. Throws CardJobError CARD-TORN, CARD-FOREIGN, CARD-OURS; RefusedError AGENT-CARD.
void requireBlank(const CardLook& look);

/// Makes a blank card into a person's card: the steps of design card.md, "A card job". Whatever stops it after `open` leaves
/// an open job that RepairJob finishes with the same GUID and user number.
class IssueJob {
public:
    /// passcode: chosen by the holder; not looked at when order.locked. On the reader it is asked for when all else is proved.
    IssueJob(CardDesk desk, IssueOrder order, PasscodeSource passcode);

    /// Errors: RefusedError PASSCODE-RULE, AGENT-IS-SUBJECT, PERSON-CARD-OPEN, PERSON-HAS-CARD; CardError CARD-FOREIGN, CARD-OURS,
    /// CARD-TORN, CARD-UNFIT, PAD-*, CARD-ADMIN-KEY, CARD-NOT-FACTORY, CARD-PROOF and those of PivApplication; TransportError;
    /// StoreError; StoppedError.
    CardReceipt run();

private:
    CardDesk m_desk;
    IssueOrder m_order;
    PasscodeSource m_passcode;
};

} // namespace cardwright
