#pragma once

#include "core/base/Failure.h"

#include <string>
#include <string_view>

namespace cardwright {

/// What an answer of 4xx or 5xx means at this desk. body: an RFC 9457 problem, or whatever stands there. Nothing of a person is in it:
/// what the centre says of somebody comes sealed.
Failure refusalOf(long status, std::string_view body);

/// Text of the other side for people: printable, one line, at most 200 octets.
std::string tame(std::string text);

} // namespace cardwright
