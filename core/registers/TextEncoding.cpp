#include "core/registers/TextEncoding.h"

#include "core/identity/Utf8.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace cardwright {

namespace {

constexpr std::size_t piece = 64 * 1024;
constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned char octet(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// How many octets the letter that begins here has, 0 when it begins none.
std::size_t lengthOf(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// Follows a file's octets as UTF-8 without keeping them.
class Utf8Watch {
public:
    void add(std::string_view octets)
    {
        if (!m_whole) return;
        std::string text = std::move(m_left);
        m_left.clear();
        text.append(octets);
        std::size_t end = text.size();
        // A letter may be cut by the piece's end.
        for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
            const auto length = lengthOf(octet(text, text.size() - back));
            if (length > back) end = text.size() - back;
            if (length > 0) break;
        }
        m_left = text.substr(end);
        text.resize(end);
        m_whole = codePoints(text).has_value();
    }
    bool whole() const { return m_whole && m_left.empty(); }

private:
    std::string m_left;
    bool m_whole = true;
};

std::optional<TextEncoding> markOf(std::string_view head)
{
    if (head.substr(0, 3) == "\xEF\xBB\xBF") return TextEncoding::utf8;
    if (head.substr(0, 2) == "\xFF\xFE") return TextEncoding::utf16LittleEndian;
    if (head.substr(0, 2) == "\xFE\xFF") return TextEncoding::utf16BigEndian;
    return std::nullopt;
}

/// A header in plain letters has a NUL at every second place.
std::optional<TextEncoding> unmarkedUtf16(std::string_view head)
{
    std::array<std::size_t, 2> nuls{};
    const auto looked = std::min<std::size_t>(head.size(), 400) & ~std::size_t{1};
    for (std::size_t at = 0; at < looked; ++at) nuls[at % 2] += head[at] == '\0' ? 1 : 0;
    const auto most = looked / 2;
    if (most < 4) return std::nullopt;
    if (nuls[1] * 10 >= most * 6 && nuls[0] * 5 <= nuls[1]) return TextEncoding::utf16LittleEndian;
    if (nuls[0] * 10 >= most * 6 && nuls[1] * 5 <= nuls[0]) return TextEncoding::utf16BigEndian;
    return std::nullopt;
}

// Windows-1252 from 80 to 9F; 0: no letter (81, 8D, 8F, 90, 9D).
constexpr std::array<char32_t, 32> upper1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                             0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                             0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

} // namespace

std::string_view nameOf(TextEncoding encoding) noexcept
{
    static constexpr std::array<std::string_view, 4> names{"UTF-8", "UTF-16LE", "UTF-16BE", "Windows-1252"};
    return names[static_cast<std::size_t>(encoding)];
}

TextSurvey survey(const ByteSource& source)
{
    TextSurvey found;
    std::vector<char> buffer(piece);
    std::string head;
    Utf8Watch watch;
    Sha256 digest;
    while (const auto size = source(buffer)) {
        const std::string_view octets(buffer.data(), size);
        if (head.size() < 400) head.append(octets.substr(0, 400 - head.size()));
        watch.add(octets);
        digest.add(bytesOf(octets));
        found.octets += size;
    }
    found.digest = digest.finish();
    const auto mark = markOf(head);
    found.hasMark = mark.has_value();
    if (mark) {
        found.encoding = *mark;
    } else if (const auto wide = unmarkedUtf16(head)) {
        found.encoding = *wide;
    } else {
        found.encoding = watch.whole() ? TextEncoding::utf8 : TextEncoding::windows1252;
    }
    return found;
}

void TextDecoder::decodeUtf8(std::string_view octets, bool last, std::string& into)
{
    for (std::size_t at = 0; at < octets.size();) {
        const auto length = lengthOf(octet(octets, at));
        if (length > octets.size() - at && !last) {
            m_left = octets.substr(at);
            return;
        }
        if (length == 1) {
            // Most letters: a run of them at once.
            auto end = at + 1;
            while (end < octets.size() && octet(octets, end) < 0x80) ++end;
            into.append(octets.substr(at, end - at));
            at = end;
            continue;
        }
        if (length == 0 || length > octets.size() - at || !codePoints(octets.substr(at, length))) {
            into.append(replacement);
            ++at;
            continue;
        }
        into.append(octets.substr(at, length));
        at += length;
    }
}

void TextDecoder::decodeUtf16(std::string_view octets, bool last, std::string& into)
{
    const bool little = m_encoding == TextEncoding::utf16LittleEndian;
    const auto unit = [&](std::size_t at) {
        const auto first = octet(octets, at);
        const auto second = octet(octets, at + 1);
        return static_cast<char32_t>(little ? second << 8 | first : first << 8 | second);
    };
    std::u32string points;
    std::size_t at = 0;
    while (octets.size() - at >= 2) {
        const auto one = unit(at);
        const bool high = one >= 0xD800 && one < 0xDC00;
        if (high && octets.size() - at < 4) {
            if (!last) break;
            points += 0xFFFD;
            at += 2;
            continue;
        }
        const auto two = high ? unit(at + 2) : 0;
        if (high && two >= 0xDC00 && two < 0xE000) {
            points += 0x10000 + ((one - 0xD800) << 10) + (two - 0xDC00);
            at += 4;
            continue;
        }
        points += one >= 0xD800 && one < 0xE000 ? char32_t{0xFFFD} : one;
        at += 2;
    }
    if (last && at < octets.size()) points += 0xFFFD;
    if (!last) m_left = octets.substr(at);
    into.append(utf8Of(points));
}

void TextDecoder::decode1252(std::string_view octets, std::string& into)
{
    for (std::size_t at = 0; at < octets.size(); ++at) {
        const auto letter = octet(octets, at);
        if (letter < 0x80) {
            into += static_cast<char>(letter);
            continue;
        }
        const char32_t point = letter < 0xA0 ? upper1252[letter - 0x80u] : letter;
        into.append(point == 0 ? std::string(replacement) : utf8Of(std::u32string_view(&point, 1)));
    }
}

bool TextDecoder::next(std::string& into)
{
    into.clear();
    while (into.empty() && !m_ended) {
        std::string octets(piece, '\0');
        octets.resize(m_source(octets));
        m_ended = octets.empty();
        if (!m_left.empty()) octets.insert(0, std::exchange(m_left, {}));
        if (!m_begun && !m_ended && octets.size() < 3) { // a mark may still be cut
            m_left = std::move(octets);
            continue;
        }
        std::string_view view(octets);
        if (!m_begun) {
            m_begun = true;
            const auto mark = markOf(view);
            if (mark == m_encoding) view.remove_prefix(m_encoding == TextEncoding::utf8 ? 3 : 2);
        }
        switch (m_encoding) {
        case TextEncoding::utf8: decodeUtf8(view, m_ended, into); break;
        case TextEncoding::utf16LittleEndian:
        case TextEncoding::utf16BigEndian: decodeUtf16(view, m_ended, into); break;
        case TextEncoding::windows1252: decode1252(view, into); break;
        }
    }
    return !into.empty();
}

} // namespace cardwright
