#include "core/identity/UserNumber.h"

namespace cardwright {

namespace {

constexpr std::size_t length = 12;
constexpr std::uint64_t beyond = 1'000'000'000'000;

} // namespace

std::optional<UserNumber> UserNumber::parse(std::string_view text)
{
    std::uint64_t value = 0;
    std::size_t digits = 0;
    bool afterSpace = true; // no space in front
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            if (++digits > length) return std::nullopt;
            value = value * 10 + static_cast<std::uint64_t>(c - '0');
            afterSpace = false;
        } else if (c == ' ' && !afterSpace) {
            afterSpace = true;
        } else {
            return std::nullopt;
        }
    }
    if (digits != length || afterSpace) return std::nullopt;
    return fromValue(value);
}

std::optional<UserNumber> UserNumber::fromValue(std::uint64_t value)
{
    if (value == 0 || value >= beyond) return std::nullopt;
    return UserNumber(value);
}

std::string UserNumber::digits() const
{
    const auto text = std::to_string(m_value);
    return std::string(length - text.size(), '0') + text;
}

std::string UserNumber::grouped() const
{
    const auto text = digits();
    return text.substr(0, 3) + ' ' + text.substr(3, 4) + ' ' + text.substr(7);
}

} // namespace cardwright
