#include "app/ctl/Commands.h"

#include "core/access/ExceptionRequests.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cardwright::ctl {

using nlohmann::json;
using runtime::Workstation;

namespace {

json exceptionFields(const runtime::ExceptionItem& item)
{
    json fields = {{"request", item.id.text()}, {"act", item.act},
                   {"reason", item.reason},     {"state", item.state},   {"askedAt", formatUtc(item.askedAt)}};
    if (item.subject) fields["uuid"] = item.subject->digits();
    if (!item.legalName.empty()) fields["name"] = item.legalName;
    if (!item.verdict.empty()) fields["verdict"] = item.verdict;
    if (!item.askedBy.empty()) fields["askedBy"] = item.askedBy;
    if (!item.decidedBy.empty()) fields["decidedBy"] = item.decidedBy;
    if (!item.decisionReason.empty()) fields["decisionReason"] = item.decisionReason;
    if (item.decidedAt) fields["decidedAt"] = formatUtc(*item.decidedAt);
    return fields;
}

std::string exceptionWords(const runtime::ExceptionItem& item)
{
    auto words = fmt::format("{}  {}  {} for {}: {}", item.id.text(), item.state, item.act,
                             item.subject ? item.subject->grouped() : item.legalName.empty() ? "an application of before" : item.legalName, item.reason);
    if (!item.verdict.empty()) words += fmt::format(" [{}]", item.verdict);
    if (!item.askedBy.empty()) words += fmt::format(" (asked by {})", item.askedBy);
    if (item.decidedAt) words += fmt::format("; {}: {}", item.decidedBy.empty() ? "decided" : item.decidedBy, item.decisionReason);
    return words;
}

/// For an application whose evidence does not pass: its person need not be known here.
void askForApplication(const Command& command)
{
    const auto& asked = command.arguments.exception;
    if (!asked.subject.empty() || (!asked.act.empty() && asked.act != evidenceUnmet)) {
        throw UsageError(Failure::of("USAGE", "--request FILE stands for --holder and for the act evidence-unmet"));
    }
    const auto request = IssueRequest::load(command.arguments.request.string());
    const SignedDesk desk(command);
    const auto id = desk->askEvidenceException(desk->applicationAsItIs(request), command.arguments.reason);
    command.output.say("result", {{"training", isTraining(*desk)}, {"request", id.text()}, {"state", "waiting"}, {"act", evidenceUnmet}},
                       "Asked: " + id.text() + ". A manager or a named deputy at any desk decides; allowed, it goes on with issue --exception.");
}

} // namespace

void askException(const Command& command)
{
    const auto& asked = command.arguments.exception;
    if (!command.arguments.request.empty()) return askForApplication(command);
    if (asked.act.empty() || asked.subject.empty()) throw UsageError(Failure::of("USAGE", "--request FILE, or --act and --holder, are needed"));
    const auto subject = numberFrom(asked.subject);
    const SignedDesk desk(command);
    const auto id = desk->askException({asked.act, subject, command.arguments.reason});
    command.output.say("result", {{"training", isTraining(*desk)}, {"request", id.text()}, {"state", "waiting"}, {"act", asked.act}, {"uuid", subject.digits()}},
                       "Asked: " + id.text() + ". It goes to the centre; a manager or a named deputy at any desk decides, and the answer comes back here.");
}

void listExceptions(const Command& command)
{
    const SignedDesk desk(command);
    const auto items = desk->exceptions();
    std::size_t waiting = 0;
    for (const auto& item : items) {
        if (item.state == "waiting") ++waiting;
        command.output.say("exception", exceptionFields(item), exceptionWords(item));
    }
    command.output.say("result", {{"training", isTraining(*desk)}, {"exceptions", items.size()}, {"waiting", waiting}},
                       items.empty() ? "Nobody has asked for an exception." : "");
}

void decideException(const Command& command)
{
    const auto& decided = command.arguments.exception;
    if (decided.allow == decided.refuse) throw UsageError(Failure::of("USAGE", "one of --allow and --refuse is needed"));
    const auto id = Guid::parse(decided.request);
    if (!id) throw UsageError(Failure::of("USAGE", "the request's id is a GUID, as 'exception list' shows it"));
    const SignedDesk desk(command);
    desk->decideException(*id, decided.allow, command.arguments.reason, desk.passcode());
    command.output.say("result", {{"training", isTraining(*desk)}, {"request", id->text()}, {"state", decided.allow ? "allowed" : "refused"}},
                       decided.allow ? "Allowed, signed with your card. The desk that asked hears of it from the centre."
                                       : "Refused, signed with your card. The desk that asked hears of it from the centre.");
}

} // namespace cardwright::ctl
