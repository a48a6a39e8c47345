#pragma once

#include <cstdint>
#include <optional>

namespace cardwright {

/// SW1 SW2 of ISO 7816-4 5.6. An open value: what an unknown one means is for the command that got it.
struct StatusWord {
    std::uint16_t value = 0;

    constexpr bool ok() const noexcept { return value == 0x9000; }
    constexpr bool moreData() const noexcept { return (value & 0xFF00) == 0x6100; }
    constexpr bool wrongLe() const noexcept { return (value & 0xFF00) == 0x6C00; }
    constexpr bool blocked() const noexcept { return value == 0x6983; }
    constexpr bool securityNotSatisfied() const noexcept { return value == 0x6982; }
    constexpr bool notFound() const noexcept { return value == 0x6A82 || value == 0x6A88; }
    constexpr bool notSupported() const noexcept
    {
        return value == 0x6D00 || value == 0x6E00 || value == 0x6A81 || value == 0x6A86 || value == 0x6881 || value == 0x6882;
    }
    /// 63Cx: x tries are left (0 as well: 63C0). 6983 is zero. Nothing for any other status word, 9000 included.
    constexpr std::optional<int> triesLeft() const noexcept
    {
        if ((value & 0xFFF0) == 0x63C0) return value & 0x0F;
        if (blocked()) return 0;
        return std::nullopt;
    }
    friend constexpr bool operator==(StatusWord, StatusWord) = default;
};

} // namespace cardwright
