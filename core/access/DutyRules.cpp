#include "core/access/DutyRules.h"

#include "core/base/Failure.h"

namespace cardwright {

DutyVerdict operatorIsNotSubject(const AgentSession& session, const UserNumber& subject)
{
    constexpr const char* rule = "operator-is-not-subject";
    if (session.number == subject) return {false, rule, "AGENT-IS-SUBJECT"};
    return {true, rule, {}};
}

void require(const DutyVerdict& verdict)
{
    if (!verdict.allowed) throw RefusedError(Failure::of(verdict.code));
}

} // namespace cardwright
