#include "app/ctl/AccessOutput.h"
#include "core/policy/Json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// Requests: raised by who may not do it themselves, decided by somebody else, carried out by the register's own act.

namespace cardwright::ctl {

using nlohmann::json;

namespace {

constexpr std::size_t mostRequest = 256 * 1024;

/// Personal data come in a file: arguments are seen by every program.
json fileOf(const Command& command)
{
    if (command.arguments.request.empty()) return json::object();
    const auto path = command.arguments.request.string();
    const auto octets = readBounded(path, mostRequest);
    if (!octets) throw UsageError(Failure::of("REQUEST-FILE", path));
    json request;
    if (const auto problem = parseJson(toText(*octets), request)) throw UsageError(Failure::of("REQUEST-JSON", problem->text()));
    if (const auto problems = checkSchema("person-request", request); !problems.empty()) throw UsageError(Failure::of("REQUEST-SCHEMA", problems.front().text()));
    return request;
}

std::map<std::string, std::string> textsOf(const json& object)
{
    std::map<std::string, std::string> texts;
    for (const auto& [field, text] : object.items()) texts[field] = text.get<std::string>();
    return texts;
}

RequestOrder orderFrom(const Command& command)
{
    const auto& access = command.arguments.access;
    const auto kind = requestKindFrom(access.kind);
    if (!kind) throw UsageError(Failure::of("USAGE", "--kind is create, change or close; a position is asked for by 'position request', a badge by 'badge request'"));
    const auto file = fileOf(command);
    RequestOrder order{*kind, std::nullopt, textsOf(file.value("fields", json::object())), command.arguments.reason};
    if (order.reason.empty()) order.reason = file.value("reason", "");
    if (*kind != RequestKind::create) order.subject = numberFrom(access.holder);
    if (*kind == RequestKind::close) order.fields = {{"reason", access.closeReason}};
    return order;
}

RequestDecision decisionFrom(const Command& command, bool approve)
{
    const auto file = fileOf(command);
    RequestDecision decision{approve, command.arguments.reason};
    for (const auto& number : file.value("comparedWith", json::array())) decision.comparedWith.push_back(numberFrom(number.get<std::string>()));
    decision.whyOther = file.value("whyOther", "");
    for (const auto& paper : file.value("evidence", json::array())) {
        IdentityEvidence one{paper.at("kind").get<std::string>(), paper.value("number", ""), std::nullopt, paper.at("originalSeen").get<bool>()};
        if (paper.contains("dated")) one.dated = dayFrom(paper["dated"].get<std::string>(), "evidence.dated");
        decision.evidence.push_back(std::move(one));
    }
    decision.note = command.arguments.act.note;
    decision.typed = command.arguments.typed;
    return decision;
}

json itemFields(const WorkItem& item)
{
    json fields = {{"request", item.id.text()},          {"kind", item.kind},   {"state", item.state}, {"sponsor", item.sponsor.digits()},
                   {"askedAt", formatUtc(item.askedAt)}, {"title", item.title}, {"reason", item.reason}};
    if (item.subject) fields["uuid"] = item.subject->digits();
    if (item.decider) fields["decidedBy"] = item.decider->digits();
    if (item.decidedAt) fields["decidedAt"] = formatUtc(*item.decidedAt);
    if (!item.decisionReason.empty()) fields["decisionReason"] = item.decisionReason;
    if (!item.overruled.empty()) fields["overruled"] = item.overruled;
    if (item.request) fields["fields"] = item.request->fields;
    if (item.position) fields["position"] = positionFields(*item.position);
    return fields;
}

json requestFields(const RequestRecord& request)
{
    json fields = {{"request", request.id.text()}, {"kind", nameOf(request.kind)}, {"state", nameOf(request.state)}, {"sponsor", request.sponsor.digits()}};
    if (request.subject) fields["uuid"] = request.subject->digits();
    return fields;
}

void sayRequest(const Command& command, runtime::Workstation& desk, const RequestRecord& request, const std::string& words)
{
    auto fields = requestFields(request);
    fields["training"] = isTraining(desk);
    command.output.say("result", std::move(fields), words);
}

std::string lineOf(const WorkItem& item)
{
    auto words = fmt::format("{}  {} ({}): {}", item.id.text(), item.kind, item.state, item.title);
    if (item.subject) words += ", " + item.subject->grouped();
    if (!item.overruled.empty()) words += "; another desk was first: " + item.overruled + " here did not count";
    return words;
}

WorkFilter filterFrom(const AccessArguments& access)
{
    WorkFilter filter;
    filter.kind = access.kind;
    filter.text = access.text;
    if (access.which == "closed") filter.which = WorkFilter::Which::closed;
    else if (access.which == "mine") filter.which = WorkFilter::Which::mine;
    else if (access.which != "open") throw UsageError(Failure::of("USAGE", "--which is open, closed or mine"));
    return filter;
}

void decide(const Command& command, bool approve)
{
    const auto id = idFrom(command.arguments.access.id);
    const auto decision = decisionFrom(command, approve);
    const SignedDesk desk(command);
    const bool position = desk->store().call([&](Store& store) { return store.positions.byId(id).has_value(); });
    if (position) {
        const auto record = desk->decidePosition(id, approve, decision.reason);
        auto fields = positionFields(record);
        fields["training"] = isTraining(*desk);
        command.output.say("result", std::move(fields), approve ? "Approved." : "Refused.");
        return;
    }
    sayRequest(command, *desk, desk->decideRequest(id, decision, desk.passcode()), approve ? "Approved, and done." : "Refused.");
}

} // namespace

void raiseRequest(const Command& command)
{
    const auto order = orderFrom(command);
    const SignedDesk desk(command);
    const auto request = desk->atRegister([&](const RegisterDesk& room) { return cardwright::raiseRequest(room, order); });
    sayRequest(command, *desk, request, "Asked for: " + request.id.text() + ". Somebody else decides it, at any desk.");
}

void listRequests(const Command& command)
{
    const auto filter = filterFrom(command.arguments.access);
    const SignedDesk desk(command);
    const auto items = desk->atRegister([&](const RegisterDesk& room) { return requestWorklist(room, filter); });
    desk->recordSearch("requests", items.size());
    for (const auto& item : items) command.output.say("request", itemFields(item), lineOf(item));
    command.output.say("result", {{"training", isTraining(*desk)}, {"found", items.size()}}, items.empty() ? "No request." : "");
}

void showRequest(const Command& command)
{
    const auto id = idFrom(command.arguments.access.id);
    const SignedDesk desk(command);
    const auto item = desk->atRegister([&](const RegisterDesk& room) { return requestItem(room, id); });
    if (item.subject) desk->recordView(*item.subject, "request");
    auto fields = itemFields(item);
    fields["training"] = isTraining(*desk);
    command.output.say("result", std::move(fields), lineOf(item) + "\n" + item.reason);
}

void approveRequest(const Command& command) { decide(command, true); }
void refuseRequest(const Command& command) { decide(command, false); }

void withdrawRequest(const Command& command)
{
    const auto id = idFrom(command.arguments.access.id);
    const SignedDesk desk(command);
    if (desk->store().call([&](Store& store) { return store.positions.byId(id).has_value(); })) {
        const auto record = desk->endPosition(id, command.arguments.reason);
        auto fields = positionFields(record);
        fields["training"] = isTraining(*desk);
        command.output.say("result", std::move(fields), "Taken back.");
        return;
    }
    const auto request = desk->atRegister([&](const RegisterDesk& room) { return cardwright::withdrawRequest(room, id, command.arguments.reason); });
    sayRequest(command, *desk, request, "Taken back.");
}

} // namespace cardwright::ctl
