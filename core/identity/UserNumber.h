#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// The NHS Unique User Identifier ("UUID" on screen and card): 12 digits that name a person for good, across cards.
/// No check digit is published.
class UserNumber {
public:
    /// 12 digits, with or without single spaces between groups; nothing for anything else.
    static std::optional<UserNumber> parse(std::string_view text);
    /// For lease arithmetic; nothing for 0 or more than 12 digits.
    static std::optional<UserNumber> fromValue(std::uint64_t value);

    std::string digits() const;  ///< "555041726093": stored, copied, in certificates
    std::string grouped() const; ///< "555 0417 26093": read by people
    std::uint64_t value() const noexcept { return m_value; }

    friend bool operator==(const UserNumber&, const UserNumber&) = default;
    friend auto operator<=>(const UserNumber&, const UserNumber&) = default;

private:
    explicit UserNumber(std::uint64_t value) noexcept : m_value(value) {}
    std::uint64_t m_value;
};

} // namespace cardwright
