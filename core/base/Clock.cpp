#include "core/base/Clock.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace cardwright {

using namespace std::chrono;

namespace {

/// Digits only, all of them: no sign, no blank.
std::optional<int> number(std::string_view text)
{
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
    }
    int value = 0;
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (text.empty() || result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return value;
}

} // namespace

std::int64_t SystemClock::utcMillis() const
{
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::optional<Date> parseDate(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto y = number(text.substr(0, 4));
    const auto m = number(text.substr(5, 2));
    const auto d = number(text.substr(8, 2));
    if (!y || !m || !d) return std::nullopt;
    const Date date = year(*y) / month(static_cast<unsigned>(*m)) / day(static_cast<unsigned>(*d));
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::string formatDate(Date date)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()) % 10000,
                  static_cast<unsigned>(date.month()) % 100, static_cast<unsigned>(date.day()) % 100);
    return text.data();
}

std::string formatDateForPeople(Date date)
{
    static constexpr std::array names = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    return std::to_string(static_cast<unsigned>(date.day())) + ' ' + names.at(static_cast<unsigned>(date.month()) - 1) + ' ' +
           std::to_string(static_cast<int>(date.year()));
}

Date dateOf(std::int64_t utcMillis) { return floor<days>(sys_time<milliseconds>(milliseconds(utcMillis))); }

std::int64_t startOfDay(Date date) { return duration_cast<milliseconds>(sys_days(date).time_since_epoch()).count(); }

Date plusMonths(Date date, int months)
{
    const auto moved = date.year() / date.month() + std::chrono::months(months);
    const auto last = (moved / std::chrono::last).day();
    return moved / (date.day() > last ? last : date.day());
}

Date plusDays(Date date, int count) { return sys_days(date) + days(count); }

int daysBetween(Date from, Date to) { return static_cast<int>((sys_days(to) - sys_days(from)).count()); }

std::string formatUtc(std::int64_t utcMillis)
{
    const auto day = dateOf(utcMillis);
    const auto rest = utcMillis - startOfDay(day);
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.%03dZ", static_cast<int>(rest / 3600000) % 100,
                  static_cast<int>(rest / 60000 % 60), static_cast<int>(rest / 1000 % 60), static_cast<int>(rest % 1000));
    return formatDate(day) + text.data();
}

std::optional<std::int64_t> parseUtc(std::string_view text)
{
    if (text.size() != 24 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z') {
        return std::nullopt;
    }
    const auto day = parseDate(text.substr(0, 10));
    const auto h = number(text.substr(11, 2));
    const auto m = number(text.substr(14, 2));
    const auto s = number(text.substr(17, 2));
    const auto ms = number(text.substr(20, 3));
    if (!day || !h || !m || !s || !ms || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    return startOfDay(*day) + ((static_cast<std::int64_t>(*h) * 60 + *m) * 60 + *s) * 1000 + *ms;
}

} // namespace cardwright
