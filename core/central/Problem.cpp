#include "core/central/Problem.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright::central {

namespace {

struct Row {
    std::string_view name;
    int status;
    std::string_view title;
};

constexpr std::array rows{
    // about one entry
    Row{"agent-inactive", 403, "This agent may no longer sign in at this site."},
    Row{"agent-is-subject", 403, "Nobody serves themselves."},
    Row{"agent-unknown", 403, "The centre does not know this agent's certificate."},
    Row{"approver-is-checker", 403, "Who checked somebody's evidence does not decide on an exception about it."},
    Row{"approver-is-requester", 403, "Who asked for an exception does not decide on it."},
    Row{"author-missing", 422, "An agent must have signed this kind of entry."},
    Row{"author-wrong", 422, "This kind of entry is the workstation's own, or its signer is not the agent it names."},
    Row{"badge-decided", 409, "Another desk printed or refused this badge first."},
    Row{"badge-unknown", 409, "No badge of this id was asked for."},
    Row{"card-cancelled", 409, "This card was cancelled."},
    Row{"card-still-valid", 409, "This card works: it is cancelled before its plastic is waste."},
    Row{"card-taken", 409, "This card belongs to somebody else."},
    Row{"card-unknown", 404, "The centre has no record of this card."},
    Row{"certificate-refused", 422, "The certificate authority did not make what was asked for."},
    Row{"depends-on-refused", 409, "The record this entry builds on was refused."},
    Row{"digest-wrong", 422, "The entry does not have the digest it names."},
    Row{"entry-malformed", 422, "The entry cannot be read."},
    Row{"entry-unknown", 404, "The centre has no such entry of this log."},
    Row{"envelope-algorithm", 422, "The envelope is sealed in a way that is not allowed."},
    Row{"envelope-broken", 422, "The envelope was changed after it was sealed."},
    Row{"envelope-recipients", 422, "The envelope is sealed to others than the centre and this desk."},
    Row{"envelope-unreadable", 422, "The envelope cannot be read."},
    Row{"position-decided", 409, "Another desk decided on this position first."},
    Row{"position-unknown", 409, "No position of this id was asked for."},
    Row{"request-decided", 409, "Another desk decided on this request first."},
    Row{"request-unknown", 409, "No request of this id was raised."},
    Row{"exception-decided", 409, "This exception has been decided."},
    Row{"exception-lapsed", 409, "The time of this exception is over."},
    Row{"exception-mismatch", 403, "This exception was allowed for another application or agent."},
    Row{"exception-missing", 403, "Evidence that did not pass names no exception."},
    Row{"exception-unknown", 404, "The centre has no such request for an exception."},
    Row{"exception-used", 409, "This exception has been used."},
    Row{"holder-unknown", 404, "The centre has no record of this person."},
    Row{"id-reused", 409, "Another entry of this log has the same id."},
    Row{"number-not-leased", 403, "This user number was not leased to this desk."},
    Row{"payload-malformed", 422, "What the entry says does not have its form."},
    Row{"person-has-card", 409, "This person has a card already, or one is being made."},
    Row{"person-exists", 409, "This person already has a user number."},
    Row{"portrait-missing", 422, "The portrait has not reached the centre."},
    Row{"possession-not-proven", 422, "The certificate request is not signed by its own key."},
    Row{"request-mismatch", 422, "The certificate request does not fit its card and holder."},
    Row{"request-names-holder", 422, "The certificate request holds a name."},
    Row{"request-reused", 409, "Another certificate request has the same number."},
    Row{"role-not-allowed", 403, "This agent's role does not allow it."},
    Row{"session-expired", 403, "The session's delegation does not cover this time."},
    Row{"session-not-delegated", 403, "The session's key was not delegated by the agent's card for this desk."},
    Row{"session-unknown", 403, "The centre knows no such session of this desk."},
    Row{"signature-wrong", 403, "The signature was not made by the key it should be from."},
    Row{"slot-unknown", 422, "No certificate is made for this slot."},
    Row{"step-up-missing", 403, "The agent's card must sign this act itself."},
    Row{"step-up-wrong", 403, "What the agent's card signed is not this act."},
    Row{"subject-wrong", 422, "The entry's subject is not made from its user number."},
    Row{"terms-key-unknown", 422, "What the holder accepted is signed by a key that nobody asked to certify for this card."},
    Row{"terms-mismatch", 422, "What the holder's card signed says something else than the entry."},
    Row{"terms-signature", 422, "The signature under the terms does not hold."},
    Row{"user-number-taken", 409, "This user number belongs to another record."},
    // about a call
    Row{"authority-unreachable", 503, "The certificate authority does not answer at the moment."},
    Row{"batch-malformed", 422, "The batch of cards does not have its form."},
    Row{"batch-too-long", 413, "A batch holds at most 200 entries and 4 MiB."},
    Row{"batch-unknown", 404, "The centre has no batch of cards of this name in use."},
    Row{"bootstrap-over", 409, "This site has its first agent."},
    Row{"centre-busy", 503, "The centre cannot write at the moment."},
    Row{"checkpoint-forked", 409, "The centre has countersigned another tree of the same size."},
    Row{"checkpoint-inconsistent", 409, "The checkpoint is not that of the entries the centre has."},
    Row{"checkpoint-wrong", 422, "The checkpoint cannot be read, or is not this workstation's."},
    Row{"client-certificate-missing", 401, "This address needs the workstation's certificate."},
    Row{"enrolment-token-expired", 422, "The enrolment token's hours are over."},
    Row{"enrolment-token-used", 422, "Another workstation was enrolled with this token."},
    Row{"enrolment-token-wrong", 422, "This is no enrolment token of this centre."},
    Row{"internal", 500, "Something inside the centre is wrong."},
    Row{"log-closed", 409, "This log was closed; the workstation has a new one."},
    Row{"log-forked", 409, "The centre has another entry under this sequence number."},
    Row{"log-unknown", 404, "This log does not belong to this workstation."},
    Row{"method-not-allowed", 405, "This address takes another method."},
    Row{"nonce-used", 403, "This call was made before."},
    Row{"not-found", 404, "There is nothing at this address."},
    Row{"policy-malformed", 422, "The policy does not have its form."},
    Row{"policy-old-version", 409, "A policy takes a higher version than the one before."},
    Row{"portrait-wrong", 422, "The octets are not the portrait that the address names."},
    Row{"rate-limited", 429, "Too many calls in a short time."},
    Row{"request-unreadable", 400, "The request cannot be read."},
    Row{"signature-missing", 401, "A live session must sign this call."},
    Row{"signature-stale", 403, "The call's signature is more than five minutes old, or from the future."},
    Row{"workstation-refused", 403, "This workstation was reported stolen."},
    Row{"workstation-unknown", 403, "The centre does not know this workstation's certificate."},
};

} // namespace

Problem Problem::of(std::string_view name, std::string detail)
{
    const auto* found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
    if (found == rows.end()) return of("internal", std::move(detail));
    return {std::string(found->name), found->status, std::string(found->title), std::move(detail), std::nullopt, {}, 0};
}

std::vector<std::string_view> Problem::names()
{
    std::vector<std::string_view> list;
    for (const auto& row : rows) list.push_back(row.name);
    return list;
}

std::string Problem::json() const
{
    nlohmann::json object{{"type", type()}, {"title", title}, {"status", status}, {"code", name}};
    if (!detail.empty()) object["detail"] = detail;
    if (!sealed.empty()) object["sealed"] = sealed;
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

ProblemError::ProblemError(Problem problem)
    : FailureError(Failure::because("CENTRE-REFUSED", problem.title, problem.name)), m_problem(std::move(problem))
{
}

void refuse(std::string_view name, std::string detail) { throw ProblemError(Problem::of(name, std::move(detail))); }

} // namespace cardwright::central
