#include "core/base/Guid.h"

#include <algorithm>

namespace cardwright {

namespace {

void mark(std::array<std::uint8_t, 16>& octets, std::uint8_t version)
{
    octets[6] = static_cast<std::uint8_t>((octets[6] & 0x0F) | version << 4);
    octets[8] = static_cast<std::uint8_t>((octets[8] & 0x3F) | 0x80);
}

} // namespace

Guid Guid::random(RandomSource& random)
{
    Guid guid;
    random.fill(guid.m_octets);
    mark(guid.m_octets, 4);
    return guid;
}

Guid Guid::ordered(std::int64_t utcMillis, RandomSource& random)
{
    Guid guid;
    random.fill(guid.m_octets);
    for (std::size_t i = 0; i < 6; ++i) {
        guid.m_octets[i] = static_cast<std::uint8_t>(utcMillis >> (8 * (5 - i)));
    }
    mark(guid.m_octets, 7);
    return guid;
}

std::optional<Guid> Guid::parse(std::string_view text)
{
    if (text.size() != 36) return std::nullopt;
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dashPlace = i == 8 || i == 13 || i == 18 || i == 23;
        if (dashPlace != (text[i] == '-')) return std::nullopt;
        if (!dashPlace) digits.push_back(text[i]);
    }
    const auto octets = fromHex(digits);
    return octets ? fromBytes(*octets) : std::nullopt;
}

std::optional<Guid> Guid::fromBytes(ByteView octets)
{
    if (octets.size() != 16) return std::nullopt;
    Guid guid;
    std::copy(octets.begin(), octets.end(), guid.m_octets.begin());
    return guid;
}

std::string Guid::text() const
{
    auto digits = toHex(m_octets);
    for (const std::size_t place : {8U, 13U, 18U, 23U}) digits.insert(place, 1, '-');
    return digits;
}

bool Guid::isNone() const noexcept
{
    return std::all_of(m_octets.begin(), m_octets.end(), [](auto octet) { return octet == 0; });
}

} // namespace cardwright
