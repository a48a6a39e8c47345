#pragma once

#include "core/crypto/Sha256.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cardwright {

/// Where a file's octets come from: fills what it is given and says how many; 0 at the end. Files are opened by app.
using ByteSource = std::function<std::size_t(std::span<char>)>;

enum class TextEncoding { utf8, utf16LittleEndian, utf16BigEndian, windows1252 };
std::string_view nameOf(TextEncoding encoding) noexcept; ///< "UTF-16LE"

/// What a file is, from one pass over it: a mark of byte order says so; else every second octet NUL is UTF-16; else whole UTF-8 is
/// UTF-8; else Windows-1252.
struct TextSurvey {
    TextEncoding encoding = TextEncoding::utf8;
    bool hasMark = false;
    std::uint64_t octets = 0;
    Sha256Digest digest{};
};
TextSurvey survey(const ByteSource& source);

/// The file as UTF-8, a piece at a time. What the encoding has no letter for becomes U+FFFD, which no field of a person may hold.
class TextDecoder {
public:
    TextDecoder(ByteSource source, TextEncoding encoding) : m_source(std::move(source)), m_encoding(encoding) {}
    /// Replaces `into` with the next piece; false at the end. The byte order mark is left out.
    bool next(std::string& into);

private:
    void decodeUtf8(std::string_view octets, bool last, std::string& into);
    void decodeUtf16(std::string_view octets, bool last, std::string& into);
    static void decode1252(std::string_view octets, std::string& into);

    ByteSource m_source;
    TextEncoding m_encoding;
    std::string m_left; ///< the beginning of a letter whose rest is still to come
    bool m_begun = false;
    bool m_ended = false;
};

} // namespace cardwright
