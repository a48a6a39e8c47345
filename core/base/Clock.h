#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// Port: the only way core learns the time.
class Clock {
public:
    virtual ~Clock() = default;
    virtual std::int64_t utcMillis() const = 0; ///< since 1970-01-01T00:00:00Z
};

class SystemClock final : public Clock {
public:
    std::int64_t utcMillis() const override;
};

/// A calendar date without a time (documents, births, expiries).
using Date = std::chrono::year_month_day;

/// "2026-11-21"; nothing for any other form or a day that does not exist.
std::optional<Date> parseDate(std::string_view text);
std::string formatDate(Date date);          ///< 2026-11-21
std::string formatDateForPeople(Date date); ///< 21 November 2026
Date dateOf(std::int64_t utcMillis);        ///< the UTC day
std::int64_t startOfDay(Date date);         ///< UTC milliseconds
/// Calendar months, clipped to the month's last day (31 August + 6 = 28 February).
Date plusMonths(Date date, int months);
Date plusDays(Date date, int days);
int daysBetween(Date from, Date to);

std::string formatUtc(std::int64_t utcMillis); ///< 2026-11-21T09:14:05.123Z
std::optional<std::int64_t> parseUtc(std::string_view text);

} // namespace cardwright
