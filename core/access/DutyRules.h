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

/// The role may do it (Grant::yes). DUTY-NOT-ALLOWED; DUTY-ASK when the role may ask somebody else for it.
DutyVerdict mayDo(const AgentSession& session, Permission permission);
/// Both of the above: what every act on a person begins with.
DutyVerdict mayDoTo(const AgentSession& session, Permission permission, const UserNumber& subject);

/// Nobody approves what they asked for. DUTY-OWN-REQUEST.
DutyVerdict approverIsNotRequester(const AgentSession& approver, const UserNumber& requester);
/// Likewise, where the requester is known by their card only.
DutyVerdict approverIsNotRequester(const AgentSession& approver, const Sha256Digest& requesterCertificate);
/// Nor what is for themselves. DUTY-OWN-CASE.
DutyVerdict approverIsNotSubject(const AgentSession& approver, const UserNumber& subject);
/// A role with exception.decide, or a deputy that the roster names. DUTY-NOT-MANAGER.
DutyVerdict approverIsManagerOrDeputy(const AgentSession& approver);

/// Throws RefusedError with the verdict's code unless it allows.
void require(const DutyVerdict& verdict);

} // namespace cardwright
