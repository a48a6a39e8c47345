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
    Row{"agent-unknown", 403, "The centre does not know this agent's certificate."},
    Row{"card-taken", 409, "This card belongs to somebody else."},
    Row{"card-unknown", 404, "The centre has no record of this card."},
    Row{"depends-on-refused", 409, "The record this entry builds on was refused."},
    Row{"digest-wrong", 422, "The entry does not have the digest it names."},
    Row{"entry-malformed", 422, "The entry cannot be read."},
    Row{"holder-unknown", 404, "The centre has no record of this person."},
    Row{"id-reused", 409, "Another entry of this log has the same id."},
    Row{"number-not-leased", 403, "This user number was not leased to this desk."},
    Row{"payload-malformed", 422, "What the entry says does not have its form."},
    Row{"person-exists", 409, "This person already has a user number."},
    Row{"portrait-missing", 422, "The portrait has not reached the centre."},
    Row{"possession-not-proven", 422, "The certificate request is not signed by its own key."},
    Row{"request-mismatch", 422, "The certificate request does not fit its card and holder."},
    Row{"request-names-holder", 422, "The certificate request holds a name."},
    Row{"request-reused", 409, "Another certificate request has the same number."},
    Row{"slot-unknown", 422, "No certificate is made for this slot."},
    Row{"subject-wrong", 422, "The entry's subject is not made from its user number."},
    Row{"user-number-taken", 409, "This user number belongs to another record."},
    // about a call
    Row{"batch-too-long", 413, "A batch holds at most 200 entries and 4 MiB."},
    Row{"centre-busy", 503, "The centre cannot write at the moment."},
    Row{"internal", 500, "Something inside the centre is wrong."},
    Row{"log-forked", 409, "The centre has another entry under this sequence number."},
    Row{"log-unknown", 404, "This log does not belong to this workstation."},
    Row{"method-not-allowed", 405, "This address takes another method."},
    Row{"not-found", 404, "There is nothing at this address."},
    Row{"portrait-wrong", 422, "The octets are not the portrait that the address names."},
    Row{"request-unreadable", 400, "The request cannot be read."},
    Row{"workstation-unknown", 403, "The centre does not know this workstation's certificate."},
};

} // namespace

Problem Problem::of(std::string_view name, std::string detail)
{
    const auto* found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
    if (found == rows.end()) return of("internal", std::move(detail));
    return {std::string(found->name), found->status, std::string(found->title), std::move(detail), std::nullopt};
}

std::string Problem::json() const
{
    nlohmann::json object{{"type", type()}, {"title", title}, {"status", status}, {"code", name}};
    if (!detail.empty()) object["detail"] = detail;
    if (userNumber) object["userNumber"] = *userNumber;
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

ProblemError::ProblemError(Problem problem)
    : FailureError(Failure::because("CENTRE-REFUSED", problem.title, problem.name)), m_problem(std::move(problem))
{
}

void refuse(std::string_view name, std::string detail) { throw ProblemError(Problem::of(name, std::move(detail))); }

} // namespace cardwright::central
