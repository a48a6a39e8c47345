#pragma once

#include "core/base/Bytes.h"
#include "core/base/Random.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// A UUID of RFC 9562. ("UUID" alone is the NHS user number here: see UserNumber.)
class Guid {
public:
    Guid() noexcept = default; ///< all zero: "none"
    static Guid random(RandomSource& random);                        ///< version 4
    static Guid ordered(std::int64_t utcMillis, RandomSource& random); ///< version 7: sorts by time
    static std::optional<Guid> parse(std::string_view text);          ///< 8-4-4-4-12, either case
    static std::optional<Guid> fromBytes(ByteView octets);            ///< exactly 16

    std::string text() const; ///< lower case, 8-4-4-4-12
    ByteView bytes() const noexcept { return m_octets; }
    bool isNone() const noexcept;

    friend bool operator==(const Guid&, const Guid&) = default;
    friend auto operator<=>(const Guid&, const Guid&) = default;

private:
    std::array<std::uint8_t, 16> m_octets{};
};

} // namespace cardwright
