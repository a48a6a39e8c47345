#include "core/registers/Requests.h"

#include "core/identity/EvidenceDocument.h"
#include "core/identity/EvidenceSight.h"
#include "core/identity/NameOnCard.h"
#include "core/access/ExceptionRequests.h"
#include "core/registers/AccessChecks.h"
#include "core/registers/FormerNames.h"
#include "core/registers/Positions.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

using namespace accesschecks;

namespace {

constexpr const char* closeField = "reason";

RequestRecord known(const RegisterDesk& desk, const Guid& id)
{
    auto record = desk.store.requests.byId(id);
    if (!record) refuse("REQUEST-UNKNOWN");
    return *record;
}

Person personFrom(const std::map<std::string, std::string>& fields, Person person)
{
    for (const auto& [field, text] : fields) {
        if (!setField(person, field, text)) refuse("REQUEST-DETAILS", field);
    }
    return person;
}

Person newcomer(const RegisterDesk& desk, const std::map<std::string, std::string>& fields)
{
    auto person = personFrom(fields, {});
    if (person.odsCode.empty()) person.odsCode = desk.store.site().description().odsCode;
    return person;
}

void requireDetails(const RegisterDesk& desk, const RequestOrder& order)
{
    if (isBlank(order.reason) || order.reason.size() > longestText) refuse("REQUEST-REASON");
    if (order.kind == RequestKind::close) {
        const auto reason = order.fields.find(closeField);
        if (reason == order.fields.end() || desk.policy.closeReason(reason->second) == nullptr) refuse("REQUEST-DETAILS", closeField);
        return;
    }
    if (order.fields.empty()) refuse("REQUEST-DETAILS", "fields");
    const auto person = order.kind == RequestKind::create ? newcomer(desk, order.fields)
                                                          : personFrom(order.fields, desk.store.people.byNumber(*order.subject)->person);
    const auto problems = problemsOf(person, dateOf(desk.clock.utcMillis()), desk.ages);
    if (!problems.empty()) throw RefusedError(Failure::because("REQUEST-DETAILS", problems.front().sentence, problems.front().field));
}

JournalEntry record(const RegisterDesk& desk, Transaction& act, const RequestRecord& request, EntryKind kind, nlohmann::json payload)
{
    payload["kind"] = nameOf(request.kind);
    payload["sponsor"] = request.sponsor.digits();
    if (request.subject) return append(desk, act, *request.subject, kind, std::move(payload));
    return desk.store.journal.append(act, entryOfDesk(kind, std::move(payload), desk.random), desk.agent.author());
}

/// What became of it: its row and its entry, in the transaction of whatever carried it out.
void finish(const RegisterDesk& desk, Transaction& act, RequestRecord& request, RequestState state, const std::string& reason)
{
    request.state = state;
    request.decider = desk.agent.number;
    request.decidedAt = desk.clock.utcMillis();
    request.decisionReason = reason;
    nlohmann::json payload{{"request", request.id.text()}, {"state", nameOf(state)}};
    if (!isBlank(reason)) payload["reason"] = reason;
    desk.store.requests.put(act, request);
    record(desk, act, request, state == RequestState::withdrawn ? EntryKind::requestWithdrawn : EntryKind::requestDecided, std::move(payload));
}

void carryOut(const RegisterDesk& desk, RequestRecord& request, const RequestDecision& decision)
{
    auto within = desk;
    within.along = [&](Transaction& act, const UserNumber& person) {
        request.subject = person;
        finish(desk, act, request, RequestState::approved, decision.reason);
    };
    switch (request.kind) {
    case RequestKind::create: CreatePerson(within).perform({newcomer(desk, request.fields), decision.comparedWith, decision.whyOther}); break;
    case RequestKind::change: ChangePerson(within).perform({*request.subject, request.fields, request.reason, decision.evidence}); break;
    case RequestKind::close: ClosePerson(within).perform(closingOf(request, decision)); break;
    }
}

std::string titleOf(const RegisterDesk& desk, const RequestRecord& request)
{
    if (request.kind == RequestKind::create) {
        // Another desk's version may know fields that this one does not: the list tells of it all the same, deciding it says which.
        Person person;
        for (const auto& [field, text] : request.fields) setField(person, field, text);
        return person.legalName();
    }
    if (request.kind == RequestKind::close) {
        const auto reason = request.fields.find(closeField);
        const auto* choice = reason == request.fields.end() ? nullptr : desk.policy.closeReason(reason->second);
        return choice == nullptr ? std::string() : choice->title;
    }
    std::string title;
    for (const auto& [field, text] : request.fields) title += (title.empty() ? "" : ", ") + field;
    return title;
}

WorkItem itemOf(const RegisterDesk& desk, const RequestRecord& request)
{
    WorkItem item{request.id, std::string(nameOf(request.kind)), std::string(nameOf(request.state)), request.subject, request.sponsor, request.askedAt,
                  request.decidedAt, titleOf(desk, request), request.reason, request.decider, request.decisionReason, request.overruled, std::nullopt,
                  std::nullopt};
    item.request = request;
    // An open one is shown as it asks: whoever decides has to know what for.
    if (request.state == RequestState::open) return item;
    const auto ni = item.request->fields.find("niNumber");
    if (ni != item.request->fields.end() && !ni->second.empty()) ni->second = maskedNumber(ni->second);
    const auto person = request.subject ? desk.store.people.byNumber(*request.subject) : std::nullopt;
    if (!person) return item;
    hideFormerNames(*person, request.askedAt, item.request->fields);
    if (request.kind == RequestKind::create && bearsFormerName(*person, request.askedAt, item.title)) item.title = person->person.legalName();
    return item;
}

WorkItem itemOf(const PositionRecord& position)
{
    const std::string state = position.state == PositionState::requested ? "open" : std::string(nameOf(position.state));
    WorkItem item{position.id, "position", state, position.holder, position.sponsor, position.askedAt, position.decidedAt,
                  position.position.jobRole + ", " + position.position.area, position.reason, position.decider, position.decisionReason, position.overruled,
                  std::nullopt, std::nullopt};
    item.position = position;
    return item;
}

std::string plain(const std::string& text)
{
    auto letters = asciiForm(tidied(text)).value_or(text);
    std::transform(letters.begin(), letters.end(), letters.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return letters;
}

bool says(const RegisterDesk& desk, const WorkItem& item, const std::string& wanted)
{
    auto text = item.title + "\n" + item.reason + "\n" + item.decisionReason;
    if (item.subject) {
        text += "\n" + item.subject->digits() + "\n" + item.subject->grouped();
        if (const auto person = desk.store.people.byNumber(*item.subject)) text += "\n" + person->person.legalName();
    }
    return plain(text).find(wanted) != std::string::npos;
}

bool wanted(const RegisterDesk& desk, const WorkItem& item, const WorkFilter& filter, const std::string& text)
{
    const bool open = item.state == "open";
    if (filter.which == WorkFilter::Which::open && !open) return false;
    if (filter.which == WorkFilter::Which::closed && open) return false;
    if (filter.which == WorkFilter::Which::mine && item.sponsor != desk.agent.number) return false;
    if (!filter.kind.empty() && filter.kind != item.kind) return false;
    return text.empty() || says(desk, item, text);
}

} // namespace

RequestRecord raiseRequest(const RegisterDesk& desk, const RequestOrder& order)
{
    const auto attempted = nameOf(EntryKind::requestRaised);
    if (order.kind == RequestKind::create) {
        requireDuty(desk, mayDo(desk.agent, Permission::requestRaise), attempted);
        if (sameLegalName(personFrom(order.fields, {}).legalName(), desk.agent.name)) {
            requireDuty(desk, {false, "operator-is-not-subject", "AGENT-IS-SUBJECT"}, attempted);
        }
    } else {
        if (!order.subject) refuse("REQUEST-DETAILS", "userNumber");
        requireDuty(desk, mayDoTo(desk.agent, Permission::requestRaise, *order.subject), attempted, *order.subject);
        const auto person = desk.store.people.byNumber(*order.subject);
        if (!person) refuse("PERSON-UNKNOWN");
        if (person->closedAt) refuse("PERSON-CLOSED");
    }
    requireDetails(desk, order);
    RequestRecord request{Guid(), order.kind, RequestState::open, std::nullopt, desk.agent.number, desk.clock.utcMillis(), std::nullopt,
                          order.fields, order.reason, std::nullopt};
    if (order.kind != RequestKind::create) request.subject = order.subject;
    for (const auto& held : desk.store.requests.worklist(closedSince(desk), mostRows)) {
        const bool same = held.kind == request.kind && held.subject == request.subject && held.fields == request.fields;
        if (held.state == RequestState::open && same) refuse("REQUEST-OPEN");
    }
    Transaction act(desk.store.database());
    request.id = record(desk, act, request, EntryKind::requestRaised, {{"fields", request.fields}, {"reason", request.reason}}).id;
    desk.store.requests.put(act, request);
    act.commit();
    return request;
}

RequestRecord requestToDecide(const RegisterDesk& desk, const Guid& id, const RequestDecision& decision)
{
    auto request = known(desk, id);
    const auto attempted = nameOf(EntryKind::requestDecided);
    requireDuty(desk, mayDo(desk.agent, Permission::requestDecide), attempted, request.subject);
    requireDuty(desk, approverIsNotRequester(desk.agent, request.sponsor), attempted, request.subject);
    if (request.subject) requireDuty(desk, approverIsNotSubject(desk.agent, *request.subject), attempted, request.subject);
    if (request.state != RequestState::open) refuse("REQUEST-DECIDED");
    if ((!decision.approve && isBlank(decision.reason)) || decision.reason.size() > longestText) refuse("REQUEST-REASON");
    return request;
}

CloseOrder closingOf(const RequestRecord& request, const RequestDecision& decision)
{
    const auto reason = request.fields.find(closeField);
    return {request.subject.value(), reason == request.fields.end() ? std::string() : reason->second, decision.note, decision.typed};
}

RequestRecord decideRequest(const RegisterDesk& desk, const Guid& id, const RequestDecision& decision)
{
    auto request = requestToDecide(desk, id, decision);
    if (decision.approve) {
        carryOut(desk, request, decision);
        return request;
    }
    Transaction act(desk.store.database());
    finish(desk, act, request, RequestState::refused, decision.reason);
    act.commit();
    return request;
}

RequestRecord withdrawRequest(const RegisterDesk& desk, const Guid& id, const std::string& reason)
{
    auto request = known(desk, id);
    requireDuty(desk, mayDo(desk.agent, Permission::requestRaise), nameOf(EntryKind::requestWithdrawn), request.subject);
    if (!seesRequestsOf(desk.agent, request.sponsor)) refuse("REQUEST-UNKNOWN");
    if (request.sponsor != desk.agent.number) refuse("REQUEST-NOT-YOURS");
    if (request.state != RequestState::open) refuse("REQUEST-DECIDED");
    if (reason.size() > longestText) refuse("REQUEST-REASON");
    Transaction act(desk.store.database());
    finish(desk, act, request, RequestState::withdrawn, reason);
    act.commit();
    return request;
}

std::size_t endRequestsOf(const RegisterDesk& desk, Transaction& act, const UserNumber& holder, const std::optional<Guid>& keep)
{
    std::size_t ended = 0;
    for (auto& request : desk.store.requests.about(holder)) {
        if (request.state != RequestState::open || request.id == keep) continue;
        finish(desk, act, request, RequestState::withdrawn, "person-closed");
        ++ended;
    }
    return ended;
}

std::vector<WorkItem> requestWorklist(const RegisterDesk& desk, const WorkFilter& filter)
{
    if (desk.agent.permissions.grant(Permission::requestDecide) == Grant::no) {
        requireDuty(desk, mayDo(desk.agent, Permission::requestDecide), "request.worklist");
    }
    std::vector<WorkItem> items;
    for (const auto& position : desk.store.positions.worklist(closedSince(desk), mostRows)) items.push_back(itemOf(position));
    for (const auto& request : desk.store.requests.worklist(closedSince(desk), mostRows)) items.push_back(itemOf(desk, request));
    const auto text = plain(filter.text);
    // Before anything is compared with what was typed: not even whether something matches is told of another sponsor's.
    std::erase_if(items, [&](const WorkItem& item) { return !seesRequestsOf(desk.agent, item.sponsor); });
    std::erase_if(items, [&](const WorkItem& item) { return !wanted(desk, item, filter, text); });
    std::stable_sort(items.begin(), items.end(), [](const WorkItem& one, const WorkItem& other) { return one.askedAt > other.askedAt; });
    return items;
}

WorkItem requestItem(const RegisterDesk& desk, const Guid& id)
{
    if (desk.agent.permissions.grant(Permission::requestDecide) == Grant::no) {
        requireDuty(desk, mayDo(desk.agent, Permission::requestDecide), "request.worklist");
    }
    if (const auto position = desk.store.positions.byId(id); position && seesRequestsOf(desk.agent, position->sponsor)) return itemOf(*position);
    if (const auto request = desk.store.requests.byId(id); request && seesRequestsOf(desk.agent, request->sponsor)) return itemOf(desk, *request);
    refuse("REQUEST-UNKNOWN");
}

} // namespace cardwright
