#include "app/workstation/Convert.h"
#include "core/access/DutyRules.h"
#include "core/access/ExceptionRequests.h"
#include "core/registers/FormerNames.h"

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

bool isSubject(const AgentSession& session, const ExceptionRequest& request)
{
    if (request.subject && !approverIsNotSubject(session, *request.subject).allowed) return true;
    return request.evidence && sameLegalName(session.name, request.evidence->legalName);
}

bool atCentre(Store& store, const std::optional<JournalEntry>& entry)
{
    return !entry || entry->log != store.journal.log() || store.outbox.atCentre(entry->seq);
}

ui::ExceptionStanding standingOf(Store& store, const RolesPolicy& policy, const ExceptionRequest& request, std::int64_t now)
{
    ui::ExceptionStanding standing;
    standing.id = request.id;
    standing.state = stateOf(ExceptionRules(policy).stateAt(request, now));
    standing.at = request.decider ? request.decidedAt : request.askedAt;
    if (request.decider) standing.by = nameOf(store.agents.roster(), *request.decider);
    standing.reason = request.decisionReason;
    standing.atCentre = atCentre(store, store.journal.byId(request.id));
    return standing;
}

/// A name, or what tells them apart where none is to be shown.
std::string nameOfSubject(Store& store, const ExceptionRequest& request, bool fresh)
{
    if (auto name = nameInException(store, request, fresh)) return *std::move(name);
    if (request.subject) return "UUID " + request.subject->digits();
    // The application goes on here: as it calls them now.
    if (const auto draft = store.drafts.byId(request.evidence->application)) return draft->title;
    constexpr std::size_t shown = 8;
    return "Application " + request.evidence->application.text().substr(0, shown);
}

ui::ExceptionRow rowOf(Store& store, const AgentRoster& roster, const AgentSession& session, const ExceptionRequest& request, bool fresh)
{
    ui::ExceptionRow row;
    row.id = request.id;
    row.act = request.act;
    if (request.evidence) {
        row.verdict = request.evidence->verdict;
        if (store.drafts.byId(request.evidence->application)) row.draft = request.evidence->application;
    }
    const auto person = request.subject ? store.people.byNumber(*request.subject) : std::nullopt;
    row.holderName = nameOfSubject(store, request, fresh);
    if (person) row.dateOfBirth = formatDate(person->person.dateOfBirth);
    row.reason = request.reason;
    row.askedBy = nameOf(roster, request.requester);
    row.askedAt = request.askedAt;
    const auto entry = store.journal.byId(request.id);
    row.askedHere = entry.has_value();
    row.atCentre = atCentre(store, entry);
    if (request.decider) {
        row.decidedBy = nameOf(roster, *request.decider);
        row.decidedAt = request.decidedAt;
        row.decisionReason = request.decisionReason;
    }
    row.duties = {{"approver-is-manager-or-deputy", approverIsManagerOrDeputy(session).allowed},
                  {"approver-is-not-requester", approverIsNotRequester(session, request.requester).allowed},
                  {"approver-is-not-subject", !isSubject(session, request)}};
    return row;
}

} // namespace

EvidenceCase evidenceCase(const ui::IssueDraft& draft, const std::vector<EvidenceDocument>& documents, const EvidenceVerdict& verdict)
{
    const auto whose = person(draft.person);
    return {draft.id, personDigest(whose.legalName(), formatDate(whose.dateOfBirth)), evidenceDigest(documents, verdict), whose.legalName(), verdict.title};
}

std::optional<PhotoStanding> photoStanding(const std::vector<ui::PhotoMark>& marks, const std::string& reason, const PhotoPolicy& policy)
{
    if (marks.empty()) return std::nullopt;
    PhotoStanding standing{policy.id.id, policy.id.version, {}, policy.reason(reason) != nullptr ? reason : std::string()};
    for (const auto& mark : marks) {
        const auto check = photoCheckFrom(mark.check);
        if (!check) continue;
        standing.rows.push_back({*check, !mark.measured ? PhotoVerdict::notMeasured : mark.advised ? PhotoVerdict::advice : PhotoVerdict::good, mark.figure});
    }
    return standing;
}

std::vector<UserNumber> comparedWith(const std::vector<std::string>& numbers)
{
    std::vector<UserNumber> others;
    for (const auto& text : numbers) {
        if (const auto number = UserNumber::parse(text)) others.push_back(*number);
    }
    return others;
}

IssueApplication application(const ui::IssueDraft& draft, const runtime::Workstation& desk)
{
    const auto& policy = desk.material().evidence;
    IssueApplication made;
    made.person = person(draft.person);
    made.person.odsCode = desk.material().site.description().odsCode;
    made.documents = documents(draft, policy);
    made.verdict = policy.judge(made.documents, dateOf(desk.clock().utcMillis()), answers(draft.answers, policy));
    made.portrait.jpeg = draft.portrait;
    made.photo = photoStanding(draft.photoMarks, draft.photoReason, desk.material().photo);
    made.draft = draft.id;
    made.comparedWith = comparedWith(draft.comparedWith);
    made.whyOther = draft.whyOther;
    return made;
}

std::optional<ui::ExceptionStanding> standing(Store& store, const AgentSession& session, const RolesPolicy& policy, const EvidenceCase& about,
                                              std::int64_t now)
{
    const auto request = store.exceptions.newestFor(about, session.number);
    // One that was used carried an application that is over: this one asks anew.
    if (!request || request->state == ExceptionRequest::State::used) return std::nullopt;
    return standingOf(store, policy, *request, now);
}

std::optional<ui::ExceptionStanding> earlyStanding(Store& store, const AgentSession& session, const RolesPolicy& policy, const UserNumber& holder,
                                                   std::int64_t now)
{
    const auto requests = store.exceptions.about(holder); // the newest first
    const auto own = std::find_if(requests.begin(), requests.end(), [&](const ExceptionRequest& request) {
        return request.act == earlyRenewal && request.requester == session.number;
    });
    if (own == requests.end() || own->state == ExceptionRequest::State::used) return std::nullopt;
    return standingOf(store, policy, *own, now);
}

std::vector<ui::ExceptionRow> exceptions(Store& store, const AgentSession& session, const RolesPolicy& policy, const std::string& desk, std::int64_t now)
{
    const ExceptionRules rules(policy);
    const auto roster = store.agents.roster();
    std::vector<ui::ExceptionRow> rows;
    for (const auto& request : store.exceptions.latest(mostShown)) {
        auto row = rowOf(store, roster, session, request, rules.isFresh(request, now));
        row.state = stateOf(rules.stateAt(request, now));
        if (row.askedHere) row.askedAtDesk = desk;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace cardwright::workstation::convert
