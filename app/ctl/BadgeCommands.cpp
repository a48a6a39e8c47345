#include "app/ctl/Commands.h"
#include "app/ctl/PrintProgram.h"
#include "app/ctl/PrintRequests.h"
#include "app/runtime/PrintRoom.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

// badge request, import, list, print, refuse, withdraw, history.

namespace cardwright::ctl {

using nlohmann::json;

namespace {

constexpr std::size_t longestMail = 64 * 1024;
constexpr std::size_t longestFields = 64 * 1024;

std::string stateOf(const BadgeRecord& badge) { return badge.isWithdrawn() ? "withdrawn" : std::string(nameOf(badge.state)); }

json fieldsOf(const BadgeRecord& badge)
{
    json object{{"badge", badge.id.text()}, {"badgeEvent", badge.event}, {"state", stateOf(badge)}, {"askedAt", formatUtc(badge.askedAt)},
                {"fields", badge.fields}, {"photo", badge.photo.has_value()}, {"copies", badge.copies}};
    if (badge.holder) object["uuid"] = badge.holder->digits();
    if (badge.decidedAt) object["decidedAt"] = formatUtc(*badge.decidedAt);
    if (!badge.reason.empty()) object["reason"] = badge.reason;
    return object;
}

std::string lineOf(const BadgeRecord& badge)
{
    const auto name = badge.field("newName").empty() ? badge.field("name") : badge.field("newName");
    return badge.id.text() + "  " + badge.event + "  " + name + "  " + stateOf(badge);
}

Guid idFrom(const std::string& text)
{
    const auto id = Guid::parse(text);
    if (!id) throw UsageError(Failure::of("USAGE", "a badge is named by its GUID, as badge list shows it"));
    return *id;
}

/// Personal data come in a file: arguments are seen by every program.
void addFields(BadgeOrder& order, const std::filesystem::path& path)
{
    const auto octets = readBounded(path.string(), longestFields);
    if (!octets) throw UsageError(Failure::of("REQUEST-FILE", path.string()));
    json fields;
    if (const auto problem = parseJson(toText(*octets), fields)) throw UsageError(Failure::of("REQUEST-JSON", problem->text()));
    if (!fields.is_object()) throw UsageError(Failure::of("REQUEST-SCHEMA", "an object of texts"));
    for (const auto& [field, text] : fields.items()) {
        if (!text.is_string() || badgeFieldTitle(field) == field) throw UsageError(Failure::of("REQUEST-SCHEMA", field));
        order.fields[field] = text.get<std::string>();
    }
}

BadgeOrder orderFrom(const Command& command, const runtime::PrintRoom& room)
{
    const auto& arguments = command.arguments;
    BadgeOrder order;
    if (!arguments.print.email.empty()) {
        const auto text = readBounded(arguments.print.email.string(), longestMail);
        if (!text) throw UsageError(Failure::of("REQUEST-FILE", arguments.print.email.string()));
        auto reading = room.readEmail(toText(*text));
        for (const auto& line : reading.unread) command.output.say("unread", {{"line", line}}, "Not a field: " + line);
        order = std::move(reading.order);
    }
    if (!arguments.print.event.empty()) order.event = arguments.print.event;
    if (!arguments.holder.empty()) order.holder = numberFrom(arguments.holder);
    if (!arguments.print.fields.empty()) addFields(order, arguments.print.fields);
    if (!arguments.print.photo.empty()) order.photo = runtime::PrintRoom::photoFrom(arguments.print.photo);
    return order;
}

} // namespace

void requestBadge(const Command& command)
{
    const SignedDesk desk(command);
    runtime::PrintRoom room(*desk);
    const auto order = orderFrom(command, room);
    if (command.arguments.preview) {
        const auto problems = room.badgeProblems(order);
        for (const auto& problem : problems) command.output.say("problem", {{"field", problem.field}, {"code", problem.code}, {"sentence", problem.sentence}}, problem.sentence);
        command.output.say("result", {{"problems", problems.size()}, {"badgeEvent", order.event}, {"fields", order.fields.size()}}, problems.empty() ? "Nothing is missing." : "");
        return;
    }
    const auto badge = room.requestBadge(order);
    command.output.say("result", fieldsOf(badge), lineOf(badge));
}

void importBadges(const Command& command)
{
    const SignedDesk desk(command);
    runtime::PrintRoom room(*desk);
    const auto preview = room.previewList(command.arguments.file);
    for (const auto& row : preview.rows) {
        for (const auto& problem : row.problems) {
            command.output.say("problem", {{"line", row.line}, {"field", problem.field}, {"code", problem.code}, {"sentence", problem.sentence}},
                               "Line " + std::to_string(row.line) + ": " + problem.sentence);
        }
    }
    json result{{"file", toHex(preview.digest)}, {"rows", preview.rows.size()}, {"wrong", preview.wrong()}, {"taken", 0}};
    if (command.arguments.preview) return command.output.say("result", std::move(result), std::to_string(preview.rows.size()) + " rows, " + std::to_string(preview.wrong()) + " wrong.");
    const auto taken = room.importList(command.arguments.file, preview.digest);
    for (const auto& badge : taken) command.output.say("badge", fieldsOf(badge), lineOf(badge));
    result["taken"] = taken.size();
    command.output.say("result", std::move(result), std::to_string(taken.size()) + " badges asked for.");
}

void listBadges(const Command& command)
{
    const SignedDesk desk(command);
    const auto rows = runtime::PrintRoom(*desk).badges();
    for (const auto& badge : rows) command.output.say("badge", fieldsOf(badge), lineOf(badge));
    command.output.say("result", {{"badges", rows.size()}}, rows.empty() ? "No badge is asked for." : "");
}

void badgeHistory(const Command& command)
{
    const SignedDesk desk(command);
    const auto rows = runtime::PrintRoom(*desk).badgeHistory(numberFrom(command.arguments.holder));
    for (const auto& badge : rows) command.output.say("badge", fieldsOf(badge), lineOf(badge));
    command.output.say("result", {{"badges", rows.size()}}, rows.empty() ? "They never had one from here." : "");
}

void refuseBadge(const Command& command)
{
    const SignedDesk desk(command);
    const auto badge = runtime::PrintRoom(*desk).refuseBadge(idFrom(command.arguments.text), command.arguments.reason);
    command.output.say("result", fieldsOf(badge), lineOf(badge));
}

void withdrawBadge(const Command& command)
{
    const SignedDesk desk(command);
    const auto badge = runtime::PrintRoom(*desk).withdrawBadge(idFrom(command.arguments.text), command.arguments.reason);
    command.output.say("result", fieldsOf(badge), lineOf(badge));
}

void printBadges(const Command& command)
{
    const auto& arguments = command.arguments;
    if (arguments.print.pdf.empty()) throw UsageError(Failure::of("USAGE", "--pdf FILE is needed"));
    const SignedDesk desk(command);
    runtime::PrintRoom room(*desk);
    std::vector<Guid> ids;
    for (const auto& text : arguments.print.badges) ids.push_back(idFrom(text));
    if (arguments.print.badges.empty()) {
        for (const auto& badge : room.badges()) {
            if (badge.state == BadgeState::requested && badge.photo) ids.push_back(badge.id);
        }
    }
    if (ids.empty()) throw RefusedError(Failure::of("BADGE-UNKNOWN"));
    auto request = printRequest(*desk, "badge");
    request["faces"] = json::array();
    for (const auto& face : room.badgeFaces(ids)) {
        if (face.portrait.empty()) throw RefusedError(Failure::of("BADGE-PHOTO", face.badge.id.text()));
        request["faces"].push_back({{"familyName", face.name}, {"title", face.title}, {"team", face.team}, {"site", face.site}, {"portrait", toBase64(face.portrait)}});
    }
    writePdf(arguments.print.pdf, drawPdf(request.dump()));
    const auto printed = room.badgesPrinted(ids, "PDF", 1, arguments.print.confirmed);
    for (const auto& badge : printed) command.output.say("badge", fieldsOf(badge), lineOf(badge));
    command.output.say("result", {{"badges", printed.size()}, {"file", arguments.print.pdf.string()}}, std::to_string(printed.size()) + " badges drawn to " + arguments.print.pdf.string());
}

} // namespace cardwright::ctl
