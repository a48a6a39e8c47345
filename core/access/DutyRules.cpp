#include "core/access/DutyRules.h"

#include "core/base/Failure.h"

namespace cardwright {

namespace {

DutyVerdict verdict(bool allowed, const char* rule, const char* code) { return {allowed, rule, allowed ? std::string() : std::string(code)}; }

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

void require(const DutyVerdict& verdict)
{
    if (!verdict.allowed) throw RefusedError(Failure::of(verdict.code));
}

} // namespace cardwright
