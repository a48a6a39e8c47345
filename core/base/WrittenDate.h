#pragma once

#include "core/base/Clock.h"

#include <optional>
#include <string_view>

namespace cardwright {

/// A date as people write it in this country: 29/2/1992, 29.02.1992, 29-2-1992, 29 2 1992, 29 Feb 1992, 29 February 1992, and
/// 1992-02-29. Nothing for a day that does not exist, for a year of two digits (which century is not guessed) and for digits alone,
/// which may as well be a number.
std::optional<Date> parseWrittenDate(std::string_view text);

} // namespace cardwright
