#include "app/ctl/Commands.h"
#include "core/identity/NameOnCard.h"
#include "core/policy/Json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// people add, change, close, reopen, import, starters, leavers, keep.

namespace cardwright::ctl {

using nlohmann::json;

namespace {

constexpr std::size_t mostRequest = 256 * 1024;

/// Personal data come in a file: arguments are seen by every program.
json requestOf(const Command& command)
{
    const auto path = command.arguments.request.string();
    const auto octets = readBounded(path, mostRequest);
    if (!octets) throw UsageError(Failure::of("REQUEST-FILE", path));
    json request;
    if (const auto problem = parseJson(toText(*octets), request)) throw UsageError(Failure::of("REQUEST-JSON", problem->text()));
    if (const auto problems = checkSchema("person-request", request); !problems.empty()) {
        throw UsageError(Failure::of("REQUEST-SCHEMA", problems.front().text()));
    }
    return request;
}

Person personOf(const json& fields, const std::string& odsCode)
{
    Person person;
    for (const auto& [field, text] : fields.items()) {
        if (!setField(person, field, text.get<std::string>())) throw UsageError(Failure::of("REQUEST-SCHEMA", "fields." + field));
    }
    if (person.odsCode.empty()) person.odsCode = odsCode;
    return person;
}

std::vector<IdentityEvidence> evidenceOf(const json& request)
{
    std::vector<IdentityEvidence> evidence;
    for (const auto& paper : request.value("evidence", json::array())) {
        IdentityEvidence one{paper.at("kind").get<std::string>(), paper.value("number", ""), std::nullopt, paper.at("originalSeen").get<bool>()};
        if (paper.contains("dated")) {
            one.dated = parseDate(paper["dated"].get<std::string>());
            if (!one.dated) throw UsageError(Failure::of("REQUEST-SCHEMA", "evidence.dated: is no day of the calendar"));
        }
        evidence.push_back(std::move(one));
    }
    return evidence;
}

void sayDuplicates(const Command& command, const std::vector<Duplicate>& duplicates)
{
    for (const auto& duplicate : duplicates) {
        const auto& record = duplicate.record;
        json rows = json::array();
        std::string words = fmt::format("{} {} of 100: {}  {}", nameOf(duplicate.level), duplicate.score, record.number.grouped(), record.person.legalName());
        for (const auto& reason : duplicate.reasons) words += "\n  " + reason;
        for (const auto& row : duplicate.comparison) {
            rows.push_back({{"field", row.field}, {"typed", row.typed}, {"theirs", row.theirs}, {"verdict", nameOf(row.verdict)}});
            words += fmt::format("\n  {}: {} | {} ({})", row.label, row.typed, row.theirs, nameOf(row.verdict));
        }
        command.output.say("duplicate", {{"uuid", record.number.digits()}, {"level", nameOf(duplicate.level)}, {"score", duplicate.score},
                                         {"closed", record.closedAt.has_value()}, {"reasons", duplicate.reasons}, {"comparison", rows}}, words);
    }
}

json resultOf(const PersonRecord& record)
{
    const auto name = record.person.cardName();
    return {{"uuid", record.number.digits()}, {"legalName", record.person.legalName()}, {"nameOnCard", name.printed()}, {"nameOnChip", name.onChip()}};
}

void sayProblems(const Command& command, const char* event, const std::vector<HrProblem>& problems)
{
    for (const auto& problem : problems) {
        const auto place = problem.field.empty() ? std::string() : ", " + problem.field;
        command.output.say(event, {{"line", problem.line}, {"field", problem.field}, {"sentence", problem.sentence}},
                           fmt::format("line {}{}: {}", problem.line, place, problem.sentence));
    }
}

void sayItem(const Command& command, const HrItem& item)
{
    if (item.effect == HrEffect::nothing) return;
    json fields{{"line", item.line}, {"effect", nameOf(item.effect)}, {"legalName", item.name}, {"changed", item.changed}};
    if (item.number) fields["uuid"] = item.number->digits();
    if (item.on) fields["on"] = formatDate(*item.on);
    command.output.say("row", fields, fmt::format("line {}: {} {}", item.line, nameOf(item.effect), item.name));
}

} // namespace

void addPerson(const Command& command)
{
    const auto request = requestOf(command);
    const SignedDesk desk(command);
    NewPerson asked{personOf(request.at("fields"), desk->material().site.description().odsCode), {}, request.value("whyOther", "")};
    for (const auto& number : request.value("comparedWith", json::array())) asked.comparedWith.push_back(numberFrom(number.get<std::string>()));
    sayDuplicates(command, desk->duplicatesOf(asked.person));
    if (command.arguments.preview) {
        command.output.say("result", {{"training", isTraining(*desk)}, {"created", false}}, "");
        return;
    }
    const auto record = desk->createPerson(asked);
    auto fields = resultOf(record);
    fields["training"] = isTraining(*desk);
    fields["created"] = true;
    command.output.say("result", fields, record.number.grouped() + "  " + record.person.legalName() + " is recorded.");
}

void changePerson(const Command& command)
{
    const auto request = requestOf(command);
    PersonChange asked{numberFrom(command.arguments.text), {}, request.value("reason", ""), evidenceOf(request)};
    for (const auto& [field, text] : request.at("fields").items()) asked.fields[field] = text.get<std::string>();
    const SignedDesk desk(command);
    const auto changed = desk->changePerson(asked);
    auto fields = resultOf(changed.record);
    fields["training"] = isTraining(*desk);
    fields["changed"] = changed.fields;
    fields["overwritten"] = changed.overwritten;
    fields["newCardDue"] = changed.newCardDue;
    std::string words = "Changed: " + fmt::format("{}", fmt::join(changed.fields, ", ")) + ".";
    if (!changed.overwritten.empty()) words += fmt::format(" The next HR file overwrites {}.", fmt::join(changed.overwritten, ", "));
    if (changed.newCardDue) words += " A new card is due.";
    command.output.say("result", fields, words);
}

void closePerson(const Command& command)
{
    const SignedDesk desk(command);
    const auto record = desk->closePerson({numberFrom(command.arguments.text), command.arguments.reason, command.arguments.act.note, command.arguments.typed},
                                          desk.passcode());
    command.output.say("result", {{"training", isTraining(*desk)}, {"uuid", record.number.digits()}, {"closed", true}, {"closedAt", formatUtc(*record.closedAt)}},
                       record.number.grouped() + " is closed.");
}

void reopenPerson(const Command& command)
{
    const SignedDesk desk(command);
    const auto record = desk->reopenPerson(numberFrom(command.arguments.text), command.arguments.reason);
    command.output.say("result", {{"training", isTraining(*desk)}, {"uuid", record.number.digits()}, {"closed", false}},
                       record.number.grouped() + " is open again. Its cards stay cancelled.");
}

void importPeople(const Command& command)
{
    const SignedDesk desk(command);
    const bool preview = command.arguments.preview;
    const auto each = [&](const HrItem& item) { sayItem(command, item); };
    auto seen = desk->previewHrFile(command.arguments.file, preview ? HrImport::Listener(each) : HrImport::Listener());
    const bool take = !preview && seen.problemCount == 0;
    if (take) seen = desk->importHrFile(command.arguments.file, seen.digest, each);
    sayProblems(command, "problem", seen.problems);
    sayProblems(command, "note", seen.notes);
    command.output.say("result",
                       {{"training", isTraining(*desk)}, {"taken", take}, {"file", toHex(seen.digest)}, {"encoding", nameOf(seen.encoding)}, {"rows", seen.rows},
                        {"starters", seen.starters}, {"changes", seen.changes}, {"leavers", seen.leavers}, {"unchanged", seen.unchanged},
                        {"problems", seen.problemCount}, {"unusedColumns", seen.unusedColumns}},
                       fmt::format("{} rows: {} starters, {} changes, {} leavers, {} as they are, {} with a problem.{}", seen.rows, seen.starters, seen.changes,
                                   seen.leavers, seen.unchanged, seen.problemCount, take ? " Taken." : " Nothing was taken."));
    if (!preview && !take) throw RefusedError(Failure::of("HR-FILE-ROWS", fmt::format("{} problems", seen.problemCount)));
}

void keepLeaver(const Command& command)
{
    const SignedDesk desk(command);
    const auto record = desk->keepLeaver(numberFrom(command.arguments.text), command.arguments.reason);
    command.output.say("result", {{"training", isTraining(*desk)}, {"uuid", record.number.digits()}, {"kept", true}},
                       record.number.grouped() + " keeps the card.");
}

void sayStarter(const Command& command, const ExpectedStarter& one)
{
    json fields{{"legalName", one.person.legalName()}, {"staffNumber", one.person.staffNumber}, {"odsCode", one.person.odsCode}};
    if (one.startsOn) fields["startsOn"] = formatDate(*one.startsOn);
    command.output.say("starter", fields, fmt::format("{}  {}, expected by HR", one.person.staffNumber, one.person.legalName()));
}

void listStarters(const Command& command)
{
    const SignedDesk desk(command);
    const auto found = desk->starters();
    for (const auto& one : found) sayStarter(command, one);
    command.output.say("result", {{"training", isTraining(*desk)}, {"starters", found.size()}}, found.empty() ? "Nobody is expected." : "");
}

void listLeavers(const Command& command)
{
    const SignedDesk desk(command);
    const auto found = desk->leavers();
    for (const auto& one : found) {
        const auto* proposal = one.leaving->cancel ? "cancel" : "keep";
        command.output.say("leaver", {{"uuid", one.number.digits()}, {"legalName", one.person.legalName()}, {"on", formatDate(one.leaving->on)}, {"proposal", proposal}},
                           fmt::format("{}  {}, leaves {}: {} the card", one.number.grouped(), one.person.legalName(), formatDateForPeople(one.leaving->on), proposal));
    }
    command.output.say("result", {{"training", isTraining(*desk)}, {"leavers", found.size()}}, found.empty() ? "Nobody is said to leave." : "");
}

} // namespace cardwright::ctl
