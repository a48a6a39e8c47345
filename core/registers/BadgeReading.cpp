// Requests for badges as they come in: an e-mail's lines, a list of an induction day. Nothing here decides anything.
#include "core/registers/Badges.h"

#include "core/identity/Utf8.h"

#include <algorithm>
#include <set>

namespace cardwright {

namespace {

constexpr std::size_t longestMail = 64 * 1024;
constexpr std::size_t mostLines = 400;
constexpr std::size_t longestHeading = 60;
constexpr std::size_t longestValue = 500;
constexpr std::size_t mostUnread = 20;
constexpr std::size_t unreadShown = 40;

[[noreturn]] void refuseList(const std::string& why) { throw RefusedError(Failure::of("BADGE-LIST", why)); }

bool isBlank(char letter) { return letter == ' ' || letter == '\t' || letter == '\r'; }

std::string trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
    return std::string(text);
}

/// Without the marks of a quoted mail or of a list, and with plain blanks.
std::string plainLine(std::string_view line)
{
    std::string plain;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const bool hardBlank = line.substr(at, 2) == "\xC2\xA0";
        plain += hardBlank ? ' ' : line[at];
        if (hardBlank) ++at;
    }
    std::size_t from = 0;
    while (from < plain.size() && (isBlank(plain[from]) || plain[from] == '>' || plain[from] == '*' || plain[from] == '-')) ++from;
    return trimmed(std::string_view(plain).substr(from));
}

bool isPlainName(const std::string& file)
{
    return !file.empty() && file.front() != '.' && file.find_first_of("/\\") == std::string::npos && file.find('\0') == std::string::npos;
}

/// False: the value does not do for this field, or the field is there already (the first counts: replies quote what was said before).
bool take(const BadgePolicy& policy, BadgeReading& reading, const std::string& field, const std::string& value)
{
    const auto points = codePoints(value);
    if (value.empty() || value.size() > longestValue || !points || std::any_of(points->begin(), points->end(), isControl)) return false;
    if (field == "event") {
        const auto event = policy.eventOf(value);
        if (event.empty() || !reading.order.event.empty()) return false;
        reading.order.event = event;
        return true;
    }
    if (field == "userNumber") {
        std::string digits;
        std::copy_if(value.begin(), value.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
        const auto number = UserNumber::parse(digits);
        if (!number || reading.order.holder) return false;
        reading.order.holder = number;
        return true;
    }
    if (field == "photo") {
        if (!isPlainName(value) || !reading.photoFile.empty()) return false;
        reading.photoFile = value;
        return true;
    }
    return reading.order.fields.emplace(field, value).second;
}

void leaveUnread(BadgeReading& reading, const std::string& line)
{
    if (reading.unread.size() >= mostUnread || !codePoints(line)) return;
    std::size_t end = std::min(line.size(), unreadShown);
    while (end < line.size() && end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    reading.unread.push_back(line.substr(0, end));
}

} // namespace

std::size_t BadgePreview::wrong() const noexcept
{
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const BadgeRow& row) { return !row.problems.empty(); }));
}

BadgeReading readBadgeEmail(const BadgePolicy& policy, std::string_view text)
{
    BadgeReading reading;
    text = text.substr(0, longestMail);
    std::string waiting; // a heading whose value stands on the next line
    std::size_t understood = 0;
    for (std::size_t lines = 0; !text.empty() && lines < mostLines; ++lines) {
        const auto end = text.find('\n');
        const auto line = plainLine(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (line.empty()) continue;
        const auto colon = line.find_first_of(":\t");
        const auto field = colon == std::string::npos || colon > longestHeading ? std::string() : policy.fieldOf(trimmed(line.substr(0, colon)));
        if (field.empty()) {
            if (!waiting.empty() && take(policy, reading, waiting, line)) {
                ++understood;
            } else {
                leaveUnread(reading, line);
            }
            waiting.clear();
            continue;
        }
        const auto value = trimmed(line.substr(colon + 1));
        waiting = value.empty() ? field : std::string();
        if (value.empty()) continue;
        if (take(policy, reading, field, value)) {
            ++understood;
        } else {
            leaveUnread(reading, line);
        }
    }
    if (understood == 0) throw UsageError(Failure::of("BADGE-EMAIL"));
    return reading;
}

BadgePreview readBadgeList(const BadgePolicy& policy, const std::function<ByteSource()>& open)
{
    const auto file = survey(open());
    CsvReader reader(TextDecoder(open(), file.encoding));
    BadgePreview preview;
    preview.digest = file.digest;
    CsvRecord record;
    if (!reader.next(record) || !record.problem.empty()) refuseList("its first line has no headings");
    std::vector<std::string> columns;
    std::set<std::string> seen;
    for (const auto& heading : record.fields) {
        columns.push_back(policy.fieldOf(heading));
        if (!columns.back().empty() && !seen.insert(columns.back()).second) refuseList("two columns are headed " + columns.back());
    }
    if (seen.count("name") == 0) refuseList("no column is headed with a name");
    std::set<std::string> names;
    while (reader.next(record)) {
        if (preview.rows.size() >= policy.mostRows) refuseList("more than " + std::to_string(policy.mostRows) + " rows");
        BadgeRow row;
        row.line = record.line;
        if (!record.problem.empty()) row.problems.push_back({"row", "BADGE-LIST", record.problem});
        for (std::size_t at = 0; at < record.fields.size() && at < columns.size(); ++at) {
            const auto value = trimmed(record.fields[at]);
            if (columns[at].empty() || value.empty() || columns[at] == "event") continue;
            if (!take(policy, row.reading, columns[at], value)) {
                row.problems.push_back({columns[at], "BADGE-DETAILS", std::string(badgeFieldTitle(columns[at])) + " cannot be read."});
            }
        }
        row.reading.order.event = policy.induction;
        const auto& fields = row.reading.order.fields;
        const auto who = fields.count("name") == 0 ? std::string() : plainWords(fields.at("name")) + '\x1f' + (fields.count("team") == 0 ? "" : plainWords(fields.at("team")));
        if (!who.empty() && !names.insert(who).second) row.problems.push_back({"name", "BADGE-DETAILS", "This person stands in the list twice."});
        preview.rows.push_back(std::move(row));
    }
    if (preview.rows.empty()) refuseList("it has no rows");
    return preview;
}

} // namespace cardwright
