#include "core/base/WrittenDate.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace cardwright {

namespace {

constexpr std::array<std::string_view, 12> months{"january", "february", "march",     "april",   "may",      "june",
                                                  "july",    "august",   "september", "october", "november", "december"};

std::vector<std::string> partsOf(std::string_view text)
{
    std::vector<std::string> parts(1);
    for (const char sign : text) {
        const bool splits = sign == ' ' || sign == '/' || sign == '.' || sign == '-';
        if (!splits) parts.back() += sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
        else if (!parts.back().empty()) parts.emplace_back();
    }
    if (parts.back().empty()) parts.pop_back();
    return parts;
}

std::optional<unsigned> numberOf(const std::string& part)
{
    unsigned value = 0;
    const auto* end = part.data() + part.size();
    const auto read = std::from_chars(part.data(), end, value);
    return part.empty() || read.ec != std::errc() || read.ptr != end ? std::nullopt : std::optional(value);
}

std::optional<unsigned> monthOf(const std::string& part)
{
    if (const auto number = numberOf(part)) return number;
    const auto named = std::find_if(months.begin(), months.end(), [&](std::string_view name) { return part == name || part == name.substr(0, 3); });
    return named == months.end() ? std::nullopt : std::optional(static_cast<unsigned>(named - months.begin()) + 1);
}

} // namespace

std::optional<Date> parseWrittenDate(std::string_view text)
{
    if (const auto date = parseDate(text)) return date;
    const auto parts = partsOf(text);
    if (parts.size() != 3 || parts[2].size() != 4 || parts[0].size() > 2) return std::nullopt;
    const auto day = numberOf(parts[0]);
    const auto month = monthOf(parts[1]);
    const auto year = numberOf(parts[2]);
    // The calendar's types keep eight bits of day and month: 257 would be 1.
    if (!day || !month || !year || *day > 31 || *month > 12) return std::nullopt;
    const Date date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month), std::chrono::day(*day)};
    return date.ok() ? std::optional(date) : std::nullopt;
}

} // namespace cardwright
