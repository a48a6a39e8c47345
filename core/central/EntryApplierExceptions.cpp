#include "core/central/EntryApplier.h"

#include "core/access/ExceptionRequests.h"
#include "core/access/PermissionMatrix.h"
#include "core/central/Problem.h"
#include "core/identity/Person.h"
#include "core/identity/UserNumber.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

// Exceptions: asked for, decided, and used once.

namespace cardwright::central {

namespace {

/// What the entry goes by: asked for by its agent, for this act, allowed and not yet used.
ExceptionRequest allowedTo(Database& database, const CheckedEntry& checked, std::string_view act)
{
    auto query = database.prepare("SELECT request, state FROM exceptions WHERE id = ?1");
    if (!query.bind(checked.payload.guid("exception")).step()) refuse("exception-unknown");
    const auto state = exceptionStateFrom(query.text(1));
    if (state == ExceptionRequest::State::used) refuse("exception-used");
    auto request = exceptionFromJson(nlohmann::json::parse(query.text(0))).value();
    const bool owned = checked.agent && request.requester.digits() == checked.agent->agent.userNumber;
    if (state != ExceptionRequest::State::allowed || !owned || request.act != act) refuse("exception-mismatch");
    return request;
}

/// In time, and once.
void use(CentreParts& parts, ExceptionRequest request, const CheckedEntry& checked)
{
    using State = ExceptionRequest::State;
    const auto roles = rolesOf(parts);
    if (!roles || ExceptionRules(*roles).stateAt(request, checked.entry.at) == State::lapsed) refuse("exception-lapsed");
    request.state = State::used;
    parts.database.prepare("UPDATE exceptions SET state = 'used', request = ?1 WHERE id = ?2")
        .bind(exceptionToJson(request).dump())
        .bind(checked.payload.guid("exception"))
        .run();
}

} // namespace

/// Evidence that did not pass stands by an exception alone: asked by this agent for this person with these documents, allowed by
/// somebody else. The person is compared with the record that the centre itself holds.
void EntryApplier::useForEvidence(const CheckedEntry& checked)
{
    const auto& payload = checked.payload;
    if (!payload.has("exception")) {
        if (payload.text("verdict") != "passed") refuse("exception-missing");
        return;
    }
    auto request = allowedTo(m_database, checked, evidenceUnmet);
    if (!request.evidence) refuse("exception-mismatch");
    auto holder = m_database.prepare("SELECT legal_name, birth_date FROM holders WHERE user_number = ?1");
    if (!holder.bind(payload.userNumber()).step()) refuse("holder-unknown");
    if (!request.evidence->covers(personDigest(holder.text(0), holder.text(1)), payload.digest("evidence"))) refuse("exception-mismatch");
    if (!request.decider || request.decider->digits() == payload.userNumber()) refuse("agent-is-subject");
    use(m_parts, std::move(request), checked);
}

/// Before policy's window a renewal stands by an exception alone: asked by this agent for this holder, allowed by somebody else.
void EntryApplier::useForRenewal(const CheckedEntry& checked)
{
    auto request = allowedTo(m_database, checked, earlyRenewal);
    if (!request.subject || request.subject->digits() != checked.payload.userNumber()) refuse("exception-mismatch");
    use(m_parts, std::move(request), checked);
}

/// Besides those whom the asking desk knows of: the check may have been made at another one.
void EntryApplier::addCheckers(ExceptionRequest& request)
{
    if (!request.subject || !concernsCheck(request.act)) return;
    auto query = m_database.prepare("SELECT checker FROM evidence_checkers WHERE user_number = ?1");
    if (!query.bind(request.subject->digits()).step()) return;
    const auto checker = UserNumber::parse(query.text(0));
    auto& named = request.checkers;
    if (checker && std::find(named.begin(), named.end(), *checker) == named.end()) named.push_back(*checker);
}

void EntryApplier::exceptionRequested(const CheckedEntry& checked)
{
    auto body = checked.payload.object();
    body["entry"] = checked.entry.id.text();
    body["state"] = "waiting";
    auto request = exceptionFromJson(body);
    if (!request) refuse("payload-malformed", "exception");
    if (request->requesterCertificate != checked.entry.author.agent) refuse("author-wrong", "requester");
    if (request->requester.digits() != checked.agent->agent.userNumber) refuse("author-wrong", "requester");
    if (request->evidence && sameLegalName(checked.agent->agent.name, request->evidence->legalName)) refuse("agent-is-subject");
    const auto asked = request->checkers.size();
    addCheckers(*request);
    const bool askerKnows = request->checkers.size() == asked;
    const auto text = exceptionToJson(*request).dump();
    m_database.prepare("INSERT INTO exceptions (id, log, requester, state, request) VALUES (?1, ?2, ?3, 'waiting', ?4)")
        .bind(checked.entry.id)
        .bind(checked.entry.log)
        .bind(checked.entry.author.agent)
        .bind(text)
        .run();
    // Of a check that was made elsewhere the asking desk is told as well: somebody may decide there.
    DeliveryBook(m_parts).addForAll(m_transaction, "exception", text, askerKnows ? std::optional(checked.workstation.id) : std::nullopt);
}

void EntryApplier::exceptionDecided(const CheckedEntry& checked)
{
    auto body = checked.payload.object();
    const auto decision = exceptionFromJson(body);
    if (!decision) refuse("payload-malformed", "exception");
    auto query = m_database.prepare("SELECT request, state FROM exceptions WHERE id = ?1");
    if (!query.bind(decision->id).step()) refuse("exception-unknown");
    if (query.text(1) != "waiting") refuse("exception-decided");
    auto request = exceptionFromJson(nlohmann::json::parse(query.text(0))).value();
    // The rules of the desk once more, against what the centre itself knows of both: a desk that was tampered with decides nothing.
    const auto& decider = checked.agent->agent;
    if (decider.userNumber == request.requester.digits() || checked.entry.author.agent == request.requesterCertificate) {
        refuse("approver-is-requester");
    }
    if (request.subject == UserNumber::parse(decider.userNumber)) refuse("agent-is-subject"); // nobody yet: the person has no number
    if (request.evidence && sameLegalName(decider.name, request.evidence->legalName)) refuse("agent-is-subject");
    addCheckers(request); // also a check that was heard of since
    for (const auto& checker : request.checkers) {
        if (checker.digits() == decider.userNumber) refuse("approver-is-checker");
    }
    if (!decider.deputy && !roleAllows(m_parts, decider.role, Permission::exceptionDecide)) refuse("role-not-allowed", "exception.decide");
    using State = ExceptionRequest::State;
    if (decision->state != State::allowed && decision->state != State::refused) refuse("payload-malformed", "state");
    request.state = decision->state;
    request.decider = UserNumber::parse(decider.userNumber);
    request.decidedAt = checked.entry.at;
    request.decisionReason = decision->decisionReason;
    const auto text = exceptionToJson(request).dump();
    m_database.prepare("UPDATE exceptions SET state = ?1, request = ?2 WHERE id = ?3").bind(nameOf(request.state)).bind(text).bind(request.id).run();
    DeliveryBook(m_parts).addForAll(m_transaction, "exception", text, checked.workstation.id);
}

} // namespace cardwright::central
