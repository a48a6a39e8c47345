#pragma once

#include "core/access/AgentSession.h"
#include "core/identity/UserNumber.h"

#include <string>

namespace cardwright {

/// Whether a rule on who may do what to whom lets an act go on: a value, recorded when it says no.
struct DutyVerdict {
    bool allowed = true;
    std::string rule; ///< "operator-is-not-subject"
    std::string code; ///< AGENT-IS-SUBJECT
    explicit operator bool() const noexcept { return allowed; }
};

/// Nobody serves themselves. Compared by user number, so that a second card or another login name makes no difference.
DutyVerdict operatorIsNotSubject(const AgentSession& session, const UserNumber& subject);

/// Throws RefusedError with the verdict's code unless it allows.
void require(const DutyVerdict& verdict);

} // namespace cardwright
