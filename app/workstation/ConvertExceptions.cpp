#include "app/workstation/Convert.h"
#include "core/access/DutyRules.h"
#include "core/access/ExceptionRequests.h"

#include <algorithm>

namespace cardwright::workstation::convert {

namespace {

constexpr std::size_t mostShown = 200;

ui::ExceptionState stateOf(ExceptionRequest::State state)
{
    switch (state) {
    case ExceptionRequest::State::waiting: return ui::ExceptionState::waiting;
    case ExceptionRequest::State::allowed:
    case ExceptionRequest::State::used: return ui::ExceptionState::approved;
    case ExceptionRequest::State::refused: return ui::ExceptionState::refused;
    case ExceptionRequest::State::lapsed: break;
    }
    return ui::ExceptionState::lapsed;
}

std::string nameOf(const AgentRoster& roster, const UserNumber& number)
{
    const auto& agents = roster.agents();
    const auto found = std::find_if(agents.begin(), agents.end(), [&](const auto& agent) { return agent.number == number; });
    return found == agents.end() ? "an agent of another desk" : found->name;
}

ui::ExceptionRow rowOf(Store& store, const AgentRoster& roster, const AgentSession& session, const ExceptionRequest& request)
{
    ui::ExceptionRow row;
    row.id = request.id;
    row.act = request.act;
    if (const auto person = store.people.byNumber(request.subject)) {
        row.holderName = person->person.legalName();
        row.dateOfBirth = formatDate(person->person.dateOfBirth);
    } else {
        row.holderName = "UUID " + request.subject.digits();
    }
    row.reason = request.reason;
    row.askedBy = nameOf(roster, request.requester);
    row.askedAt = request.askedAt;
    const auto entry = store.journal.byId(request.id);
    row.askedHere = entry.has_value();
    row.atCentre = !entry || entry->log != store.journal.log() || store.outbox.atCentre(entry->seq);
    if (request.decider) {
        row.decidedBy = nameOf(roster, *request.decider);
        row.decidedAt = request.decidedAt;
        row.decisionReason = request.decisionReason;
    }
    row.duties = {{"approver-is-manager-or-deputy", approverIsManagerOrDeputy(session).allowed},
                  {"approver-is-not-requester", approverIsNotRequester(session, request.requester).allowed},
                  {"approver-is-not-subject", approverIsNotSubject(session, request.subject).allowed}};
    return row;
}

} // namespace

std::vector<ui::ExceptionRow> exceptions(Store& store, const AgentSession& session, const RolesPolicy& policy, const std::string& desk, std::int64_t now)
{
    const ExceptionRules rules(policy);
    const auto roster = store.agents.roster();
    std::vector<ui::ExceptionRow> rows;
    for (const auto& request : store.exceptions.latest(mostShown)) {
        auto row = rowOf(store, roster, session, request);
        row.state = stateOf(rules.stateAt(request, now));
        if (row.askedHere) row.askedAtDesk = desk;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace cardwright::workstation::convert
