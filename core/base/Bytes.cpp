#include "core/base/Bytes.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::string_view base64Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hexDigit(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

ByteView bytesOf(std::string_view text) noexcept
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Bytes toBytes(ByteView view) { return Bytes(view.begin(), view.end()); }

std::string toText(ByteView view)
{
    return std::string(reinterpret_cast<const char*>(view.data()), view.size());
}

void append(Bytes& target, ByteView more) { target.insert(target.end(), more.begin(), more.end()); }

Bytes concat(std::initializer_list<ByteView> parts)
{
    Bytes whole;
    for (const auto& part : parts) append(whole, part);
    return whole;
}

std::string toHex(ByteView view)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(view.size() * 2);
    for (const auto octet : view) {
        text.push_back(digits[octet >> 4]);
        text.push_back(digits[octet & 0x0F]);
    }
    return text;
}

std::optional<Bytes> fromHex(std::string_view text)
{
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes octets;
    octets.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hexDigit(text[i]);
        const int low = hexDigit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        octets.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return octets;
}

std::string toBase64(ByteView view)
{
    std::string text;
    text.reserve((view.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < view.size(); i += 3) {
        const std::size_t left = std::min<std::size_t>(3, view.size() - i);
        std::uint32_t group = static_cast<std::uint32_t>(view[i]) << 16;
        if (left > 1) group |= static_cast<std::uint32_t>(view[i + 1]) << 8;
        if (left > 2) group |= view[i + 2];
        text.push_back(base64Alphabet[group >> 18 & 63]);
        text.push_back(base64Alphabet[group >> 12 & 63]);
        text.push_back(left > 1 ? base64Alphabet[group >> 6 & 63] : '=');
        text.push_back(left > 2 ? base64Alphabet[group & 63] : '=');
    }
    return text;
}

std::optional<Bytes> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0) return std::nullopt;
    Bytes octets;
    octets.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        int padding = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const char c = text[i + k];
            std::size_t value = 0;
            if (c == '=' && i + 4 == text.size() && k >= 2) {
                ++padding;
            } else {
                value = base64Alphabet.find(c);
                if (value == std::string_view::npos || padding > 0) return std::nullopt;
            }
            group = group << 6 | static_cast<std::uint32_t>(value);
        }
        octets.push_back(static_cast<std::uint8_t>(group >> 16));
        if (padding < 2) octets.push_back(static_cast<std::uint8_t>(group >> 8));
        if (padding < 1) octets.push_back(static_cast<std::uint8_t>(group));
    }
    // Canonical only: bits behind the last octet must be zero, or two texts would mean one value.
    if (toBase64(octets) != text) return std::nullopt;
    return octets;
}

bool equal(ByteView left, ByteView right) noexcept
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end());
}

} // namespace cardwright
