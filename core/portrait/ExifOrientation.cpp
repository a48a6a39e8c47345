#include "core/portrait/JpegCodec.h"

#include <algorithm>

namespace cardwright {

namespace {

/// Reads numbers of a TIFF in its own byte order; past the end everything is nothing.
class Tiff {
public:
    Tiff(ByteView octets, bool little) noexcept : m_octets(octets), m_little(little) {}

    std::optional<std::uint32_t> number(std::size_t at, std::size_t count) const
    {
        if (at > m_octets.size() || m_octets.size() - at < count) return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i) value = value << 8 | m_octets[at + (m_little ? count - 1 - i : i)];
        return value;
    }

private:
    ByteView m_octets;
    bool m_little;
};

constexpr std::uint32_t orientationTag = 0x0112;
constexpr std::uint32_t shortType = 3;

} // namespace

int exifOrientation(ByteView segment)
{
    static constexpr std::uint8_t magic[] = {'E', 'x', 'i', 'f', 0, 0};
    if (segment.size() < 14 || !std::equal(std::begin(magic), std::end(magic), segment.begin())) return 1;
    const auto octets = segment.subspan(6);
    const bool little = octets[0] == 'I' && octets[1] == 'I';
    if (!little && !(octets[0] == 'M' && octets[1] == 'M')) return 1;
    const Tiff tiff(octets, little);
    const auto directory = tiff.number(4, 4);
    if (tiff.number(2, 2) != 42U || !directory) return 1;
    const auto count = tiff.number(*directory, 2);
    if (!count) return 1;
    for (std::uint32_t i = 0; i < *count; ++i) {
        const std::size_t at = std::size_t{*directory} + 2 + std::size_t{i} * 12;
        const auto tag = tiff.number(at, 2);
        if (!tag) return 1;
        if (*tag != orientationTag) continue;
        const auto value = tiff.number(at + 8, 2);
        const bool clear = tiff.number(at + 2, 2) == shortType && value && *value >= 1 && *value <= 8;
        return clear ? static_cast<int>(*value) : 1;
    }
    return 1;
}

} // namespace cardwright
