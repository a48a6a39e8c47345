#pragma once

#include "core/base/SecureBytes.h"

#include <optional>

namespace cardwright {

/// One line out of a descriptor, without its end, octet by octet into memory that is cleared. Nothing where it cannot be read, is
/// empty or longer.
std::optional<SecureBytes> readSecretLine(int descriptor, std::size_t longest);
/// Hexadecimal digits, spaces and colons between them allowed. Nothing for any other text or an odd number of digits.
std::optional<SecureBytes> fromHexDigits(const SecureBytes& text);

} // namespace cardwright
