#pragma once

#include "core/access/AgentSession.h"
#include "core/identity/UserNumber.h"

#include <span>
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

/// Nor who checked the evidence that it is about. DUTY-CHECKER-DECIDES.
DutyVerdict approverIsNotChecker(const AgentSession& approver, std::span<const UserNumber> checkers);

/// Who sponsored somebody's access checks no evidence of theirs. DUTY-SPONSOR-CHECKS.
DutyVerdict sponsorIsNotChecker(const AgentSession& checker, std::span<const UserNumber> sponsors);
/// Nor makes their card. DUTY-SPONSOR-ISSUES.
DutyVerdict sponsorIsNotIssuer(const AgentSession& issuer, std::span<const UserNumber> sponsors);
/// Who checked may issue where the policy lets one person do both. DUTY-CHECKER-ISSUES.
DutyVerdict checkerMayIssue(const AgentSession& issuer, std::span<const UserNumber> checkers, bool policyAllows);
/// Nobody gives themselves a role, a position or a delegated list. DUTY-OWN-ACCESS.
DutyVerdict grantIsForAnother(const AgentSession& session, const UserNumber& subject);
/// A position given or ended without asking anybody: by the role, or (`listed`) because it is on the agent's own delegated list.
/// position: of the catalogue, empty for one that is not. DUTY-NOT-LISTED; as mayDo().
DutyVerdict mayAssign(const AgentSession& session, std::string_view position, std::span<const std::string> delegated);

/// Whether this session sees what another asked for: a role that decides sees all, every other only its own.
bool seesRequestsOf(const AgentSession& session, const UserNumber& sponsor);
/// Likewise, where the other is known by their card only.
bool seesRequestsOf(const AgentSession& session, const Sha256Digest& sponsorCertificate);

/// Throws RefusedError with the verdict's code unless it allows.
void require(const DutyVerdict& verdict);

} // namespace cardwright
