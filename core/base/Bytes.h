#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Octets that are not secret. What is secret lives in SecureBytes.
using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The octets of a text, not copied: valid as long as the text is.
ByteView bytesOf(std::string_view text) noexcept;
Bytes toBytes(ByteView view);
std::string toText(ByteView view);

void append(Bytes& target, ByteView more);
Bytes concat(std::initializer_list<ByteView> parts);

/// Lower-case hexadecimal without separators.
std::string toHex(ByteView view);
/// Nothing when the text has an odd length or anything but hexadecimal digits.
std::optional<Bytes> fromHex(std::string_view text);

/// RFC 4648 section 4, padded, no line breaks.
std::string toBase64(ByteView view);
/// Nothing when the text is not canonical RFC 4648 section 4.
std::optional<Bytes> fromBase64(std::string_view text);

bool equal(ByteView left, ByteView right) noexcept;

} // namespace cardwright
