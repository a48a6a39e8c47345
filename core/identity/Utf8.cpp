#include "core/identity/Utf8.h"

namespace cardwright {

std::optional<std::u32string> codePoints(std::string_view utf8)
{
    std::u32string points;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[at]);
        std::size_t more = 0;
        char32_t point = lead;
        char32_t least = 0;
        if (lead >= 0xF0 && lead <= 0xF4) {
            more = 3, point = lead & 0x07u, least = 0x10000;
        } else if (lead >= 0xE0 && lead < 0xF0) {
            more = 2, point = lead & 0x0Fu, least = 0x800;
        } else if (lead >= 0xC2 && lead < 0xE0) {
            more = 1, point = lead & 0x1Fu, least = 0x80;
        } else if (lead >= 0x80) {
            return std::nullopt;
        }
        if (utf8.size() - at <= more) return std::nullopt;
        for (std::size_t i = 1; i <= more; ++i) {
            const auto next = static_cast<unsigned char>(utf8[at + i]);
            if ((next & 0xC0u) != 0x80) return std::nullopt;
            point = point << 6 | (next & 0x3Fu);
        }
        if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return std::nullopt;
        points += point;
        at += more + 1;
    }
    return points;
}

std::string utf8Of(std::u32string_view points)
{
    std::string text;
    for (const char32_t point : points) {
        if (point < 0x80) {
            text += static_cast<char>(point);
        } else if (point < 0x800) {
            text += static_cast<char>(0xC0 | point >> 6);
            text += static_cast<char>(0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            text += static_cast<char>(0xE0 | point >> 12);
            text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            text += static_cast<char>(0x80 | (point & 0x3F));
        } else {
            text += static_cast<char>(0xF0 | point >> 18);
            text += static_cast<char>(0x80 | (point >> 12 & 0x3F));
            text += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            text += static_cast<char>(0x80 | (point & 0x3F));
        }
    }
    return text;
}

bool isControl(char32_t point) noexcept
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029 ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF || point == 0xFFFD;
}

bool isSpace(char32_t point) noexcept
{
    return point == 0x20 || point == 0xA0 || (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x3000;
}

} // namespace cardwright
