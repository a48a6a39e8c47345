#pragma once

#include "core/access/AgentSession.h"
#include "core/access/DutyRules.h"
#include "core/access/ExceptionRequests.h"

#include <cstdint>
#include <vector>

// What issue and replacement both ask about whoever stands behind somebody's access.

namespace cardwright {

class Store;
class Transaction;

/// What of an agent's work on a person a sponsor of theirs may not do.
struct SponsoredWork {
    bool checks = true; ///< says who they are
    bool makes = true;  ///< makes their card
};

/// Who sponsored somebody's access neither checks nor issues, unless an exception lets them.
struct SponsorFinding {
    DutyVerdict duty;                      ///< the first rule that says no: DUTY-SPONSOR-CHECKS, DUTY-SPONSOR-ISSUES
    std::vector<ExceptionRequest> used{};  ///< what lets them; used once the act commits
};

/// Reads only. exceptions: without them nothing lets a sponsor.
SponsorFinding lookAtSponsors(Store& store, const AgentSession& agent, const UserNumber& holder, SponsoredWork work,
                              const ExceptionRules* exceptions, std::int64_t now);

/// Within the act's own transaction.
void useExceptions(Store& store, Transaction& act, std::vector<ExceptionRequest> used);

} // namespace cardwright
