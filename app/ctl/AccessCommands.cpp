#include "app/ctl/AccessOutput.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

// Positions: asked for, given, decided, ended; the catalogue and delegated lists.

namespace cardwright::ctl {

using nlohmann::json;

namespace {

PositionOrder orderFrom(const Command& command, const runtime::Workstation& desk)
{
    const auto& access = command.arguments.access;
    PositionOrder order{numberFrom(access.holder), {}, {}};
    order.position.catalogue = access.position;
    order.begins = access.begins.empty() ? dateOf(desk.clock().utcMillis()) : dayFrom(access.begins, "--begins");
    if (!access.ends.empty()) order.ends = dayFrom(access.ends, "--ends");
    order.reason = command.arguments.reason;
    return order;
}

std::string held(const PositionRecord& record)
{
    auto words = record.holder.grouped() + "  " + record.position.jobRole + ", " + record.position.area + ": " + std::string(nameOf(record.state)) +
                 ", from " + formatDate(record.begins);
    if (record.ends) words += " to " + formatDate(*record.ends);
    return words;
}

void sayResult(const Command& command, runtime::Workstation& desk, const PositionRecord& record, const std::string& words)
{
    auto fields = positionFields(record);
    fields["training"] = isTraining(desk);
    command.output.say("result", std::move(fields), words);
}

json catalogueFields(const CatalogueChange& row)
{
    const auto& position = row.position;
    return {{"position", position.id}, {"title", position.title},   {"jobRole", position.jobRole}, {"area", position.area}, {"activities", position.activities},
            {"odsCode", position.odsCode}, {"systems", position.systems}, {"closed", row.closed}};
}

} // namespace

Date dayFrom(const std::string& text, const char* option)
{
    const auto day = parseDate(text);
    if (!day) throw UsageError(Failure::of("USAGE", std::string(option) + " is a date as 2026-11-21"));
    return *day;
}

Guid idFrom(const std::string& text)
{
    const auto id = Guid::parse(text);
    if (!id) throw UsageError(Failure::of("USAGE", "an id is a GUID, as the list shows it"));
    return *id;
}

json positionFields(const PositionRecord& record)
{
    const auto& position = record.position;
    json fields = {{"position", record.id.text()},  {"uuid", record.holder.digits()}, {"sponsor", record.sponsor.digits()},
                   {"state", nameOf(record.state)}, {"jobRole", position.jobRole},    {"area", position.area},
                   {"activities", position.activities}, {"odsCode", position.odsCode}, {"systems", position.systems},
                   {"begins", formatDate(record.begins)}, {"askedAt", formatUtc(record.askedAt)}};
    if (!position.catalogue.empty()) fields["catalogue"] = position.catalogue;
    if (record.ends) fields["ends"] = formatDate(*record.ends);
    if (!record.reason.empty()) fields["reason"] = record.reason;
    if (record.decider) fields["decidedBy"] = record.decider->digits();
    if (record.decidedAt) fields["decidedAt"] = formatUtc(*record.decidedAt);
    if (!record.decisionReason.empty()) fields["decisionReason"] = record.decisionReason;
    if (record.assigned) fields["assigned"] = true;
    if (!record.overruled.empty()) fields["overruled"] = record.overruled;
    return fields;
}

void listPositions(const Command& command)
{
    const auto number = numberFrom(command.arguments.access.holder);
    const SignedDesk desk(command);
    const auto records = desk->atRegister([&](const RegisterDesk& room) { return positionsOf(room, number); });
    desk->recordView(number, "positions");
    for (const auto& record : records) command.output.say("position", positionFields(record), held(record));
    command.output.say("result", {{"training", isTraining(*desk)}, {"found", records.size()}}, records.empty() ? "No position." : "");
}

void requestPosition(const Command& command)
{
    const SignedDesk desk(command);
    const auto record = desk->requestPosition(orderFrom(command, *desk));
    sayResult(command, *desk, record, "Asked for: " + record.id.text() + ". Somebody else decides it, at any desk.");
}

void assignPosition(const Command& command)
{
    const SignedDesk desk(command);
    const auto order = orderFrom(command, *desk);
    const auto record = desk->atRegister([&](const RegisterDesk& room) { return cardwright::assignPosition(room, order); });
    sayResult(command, *desk, record, "Given: " + held(record));
}

void approvePosition(const Command& command)
{
    const auto id = idFrom(command.arguments.access.id);
    const SignedDesk desk(command);
    const auto record = desk->decidePosition(id, true, command.arguments.reason);
    sayResult(command, *desk, record, "Approved: " + held(record));
}

void refusePosition(const Command& command)
{
    const auto id = idFrom(command.arguments.access.id);
    const SignedDesk desk(command);
    const auto record = desk->decidePosition(id, false, command.arguments.reason);
    sayResult(command, *desk, record, "Refused: " + held(record));
}

void endPosition(const Command& command)
{
    const auto id = idFrom(command.arguments.access.id);
    const SignedDesk desk(command);
    const auto record = desk->endPosition(id, command.arguments.reason);
    sayResult(command, *desk, record, "Ended: " + held(record));
}

void changePositions(const Command& command)
{
    const auto& access = command.arguments.access;
    BulkPositions order{{}, std::nullopt, command.arguments.reason};
    for (const auto& id : access.ids) order.ids.push_back(idFrom(id));
    if (!access.ends.empty()) order.ends = dayFrom(access.ends, "--ends");
    const SignedDesk desk(command);
    const auto changed = desk->atRegister([&](const RegisterDesk& room) { return cardwright::changePositions(room, order); });
    command.output.say("result", {{"training", isTraining(*desk)}, {"changed", changed}}, fmt::format("{} changed.", changed));
}

void listEndingPositions(const Command& command)
{
    const SignedDesk desk(command);
    const auto records = desk->endingPositions(command.arguments.access.days);
    const auto today = dateOf(desk->clock().utcMillis());
    for (const auto& record : records) {
        auto fields = positionFields(record);
        fields["over"] = *record.ends < today;
        command.output.say("position", std::move(fields), held(record) + (*record.ends < today ? " (over, and nobody acted on it)" : ""));
    }
    desk->recordSearch("positions ending", records.size());
    command.output.say("result", {{"training", isTraining(*desk)}, {"found", records.size()}, {"days", command.arguments.access.days}},
                       records.empty() ? "No position ends in that time." : "");
}

void listCatalogue(const Command& command)
{
    const SignedDesk desk(command);
    const auto [rows, lists] = desk->atRegister([&](const RegisterDesk& room) {
        return std::pair(catalogueOf(room, command.arguments.access.closedToo), delegatedLists(room));
    });
    for (const auto& row : rows) {
        command.output.say("catalogue", catalogueFields(row),
                           fmt::format("{}  {}: {}, {}; opens {}{}", row.position.id, row.position.title, row.position.jobRole, row.position.area,
                                       fmt::join(row.position.systems, ", "), row.closed ? " (closed)" : ""));
    }
    for (const auto& list : lists) {
        command.output.say("delegated", {{"sponsor", list.sponsor.digits()}, {"positions", list.positions}, {"at", formatUtc(list.at)}},
                           fmt::format("{} gives without asking: {}", list.sponsor.grouped(), fmt::join(list.positions, ", ")));
    }
    command.output.say("result", {{"training", isTraining(*desk)}, {"found", rows.size()}}, "");
}

void openCatalogue(const Command& command)
{
    const auto& access = command.arguments.access;
    const SignedDesk desk(command);
    const CataloguePosition position{access.position, access.title, access.jobRole, access.area, access.activities, access.odsCode, access.systems};
    const auto change = desk->atRegister([&](const RegisterDesk& room) { return definePosition(room, position, access.changes); });
    auto fields = catalogueFields(change);
    fields["training"] = isTraining(*desk);
    command.output.say("result", std::move(fields), "In the catalogue: " + change.position.id + ".");
}

void closeCatalogue(const Command& command)
{
    const auto& access = command.arguments.access;
    const SignedDesk desk(command);
    const CloseCatalogueOrder order{access.position, access.approvedBy, command.arguments.reason, command.arguments.typed};
    const auto change = desk->atRegister([&](const RegisterDesk& room) { return closeCataloguePosition(room, order); });
    auto fields = catalogueFields(change);
    fields["training"] = isTraining(*desk);
    command.output.say("result", std::move(fields), change.position.title + " is closed: nobody can ask for it any more; who holds it keeps it until it ends.");
}

void delegatePositions(const Command& command)
{
    const auto& access = command.arguments.access;
    const auto sponsor = numberFrom(access.holder);
    const SignedDesk desk(command);
    const auto list = desk->atRegister([&](const RegisterDesk& room) { return cardwright::delegatePositions(room, sponsor, access.ids); });
    command.output.say("result", {{"training", isTraining(*desk)}, {"sponsor", list.sponsor.digits()}, {"positions", list.positions}},
                       fmt::format("{} positions are on the list of {}.", list.positions.size(), list.sponsor.grouped()));
}

} // namespace cardwright::ctl
