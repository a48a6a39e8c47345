#include "core/access/DutyRules.h"

#include "core/base/Failure.h"

#include <algorithm>

namespace cardwright {

namespace {

DutyVerdict verdict(bool allowed, const char* rule, const char* code) { return {allowed, rule, allowed ? std::string() : std::string(code)}; }

bool among(std::span<const UserNumber> people, const UserNumber& one) { return std::find(people.begin(), people.end(), one) != people.end(); }

} // namespace

DutyVerdict operatorIsNotSubject(const AgentSession& session, const UserNumber& subject)
{
    return verdict(session.number != subject, "operator-is-not-subject", "AGENT-IS-SUBJECT");
}

DutyVerdict mayDo(const AgentSession& session, Permission permission)
{
    constexpr const char* rule = "role-may-do";
    switch (session.permissions.grant(permission)) {
    case Grant::yes: return verdict(true, rule, "");
    case Grant::request: return verdict(false, rule, "DUTY-ASK");
    case Grant::own:
    case Grant::listed:
    case Grant::no: break;
    }
    return verdict(false, rule, "DUTY-NOT-ALLOWED");
}

DutyVerdict mayDoTo(const AgentSession& session, Permission permission, const UserNumber& subject)
{
    auto may = mayDo(session, permission);
    return may ? operatorIsNotSubject(session, subject) : may;
}

DutyVerdict approverIsNotRequester(const AgentSession& approver, const UserNumber& requester)
{
    return verdict(approver.number != requester, "approver-is-not-requester", "DUTY-OWN-REQUEST");
}

DutyVerdict approverIsNotRequester(const AgentSession& approver, const Sha256Digest& requesterCertificate)
{
    return verdict(approver.certificate != requesterCertificate, "approver-is-not-requester", "DUTY-OWN-REQUEST");
}

DutyVerdict approverIsNotSubject(const AgentSession& approver, const UserNumber& subject)
{
    return verdict(approver.number != subject, "approver-is-not-subject", "DUTY-OWN-CASE");
}

DutyVerdict approverIsManagerOrDeputy(const AgentSession& approver)
{
    const bool may = approver.deputy || approver.permissions.allows(Permission::exceptionDecide);
    return verdict(may, "approver-is-manager-or-deputy", "DUTY-NOT-MANAGER");
}

DutyVerdict approverIsNotChecker(const AgentSession& approver, std::span<const UserNumber> checkers)
{
    return verdict(!among(checkers, approver.number), "approver-is-not-checker", "DUTY-CHECKER-DECIDES");
}

DutyVerdict sponsorIsNotChecker(const AgentSession& checker, std::span<const UserNumber> sponsors)
{
    return verdict(!among(sponsors, checker.number), "sponsor-is-not-checker", "DUTY-SPONSOR-CHECKS");
}

DutyVerdict sponsorIsNotIssuer(const AgentSession& issuer, std::span<const UserNumber> sponsors)
{
    return verdict(!among(sponsors, issuer.number), "sponsor-is-not-issuer", "DUTY-SPONSOR-ISSUES");
}

DutyVerdict checkerMayIssue(const AgentSession& issuer, std::span<const UserNumber> checkers, bool policyAllows)
{
    return verdict(policyAllows || !among(checkers, issuer.number), "checker-is-not-issuer", "DUTY-CHECKER-ISSUES");
}

DutyVerdict grantIsForAnother(const AgentSession& session, const UserNumber& subject)
{
    return verdict(session.number != subject, "nobody-grants-themselves", "DUTY-OWN-ACCESS");
}

DutyVerdict mayAssign(const AgentSession& session, std::string_view position, std::span<const std::string> delegated)
{
    if (session.permissions.grant(Permission::positionAssign) != Grant::listed) return mayDo(session, Permission::positionAssign);
    const bool listed = !position.empty() && std::find(delegated.begin(), delegated.end(), position) != delegated.end();
    return verdict(listed, "position-is-listed", "DUTY-NOT-LISTED");
}

bool seesRequestsOf(const AgentSession& session, const UserNumber& sponsor)
{
    return session.permissions.allows(Permission::requestDecide) || session.number == sponsor;
}

bool seesRequestsOf(const AgentSession& session, const Sha256Digest& sponsorCertificate)
{
    return session.permissions.allows(Permission::requestDecide) || session.certificate == sponsorCertificate;
}

void require(const DutyVerdict& verdict)
{
    if (!verdict.allowed) throw RefusedError(Failure::of(verdict.code));
}

} // namespace cardwright
