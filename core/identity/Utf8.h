#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// Code points of UTF-8 text; nothing when it is not well-formed (RFC 3629: no surrogates, no overlong forms).
std::optional<std::u32string> codePoints(std::string_view utf8);
std::string utf8Of(std::u32string_view points);

bool isControl(char32_t point) noexcept; ///< C0, C1, line and paragraph separators, direction marks
bool isSpace(char32_t point) noexcept;   ///< blank, no-break blanks, the blanks of U+2000

} // namespace cardwright
