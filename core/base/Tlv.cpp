#include "core/base/Tlv.h"

namespace cardwright {

namespace {

std::uint8_t take(ByteView& rest)
{
    if (rest.empty()) throw TlvError("a data object is cut short");
    const auto octet = rest.front();
    rest = rest.subspan(1);
    return octet;
}

std::uint32_t takeTag(ByteView& rest)
{
    std::uint32_t tag = take(rest);
    if ((tag & 0x1F) != 0x1F) return tag;
    for (int more = 0; more < 3; ++more) {
        const auto octet = take(rest);
        tag = tag << 8 | octet;
        if ((octet & 0x80) == 0) return tag;
    }
    throw TlvError("a tag is longer than four octets");
}

std::size_t takeLength(ByteView& rest)
{
    const auto first = take(rest);
    if (first < 0x80) return first;
    const int octets = first & 0x7F;
    if (octets == 0 || octets > 4) throw TlvError("a length has a form that PIV does not use");
    std::size_t length = 0;
    for (int i = 0; i < octets; ++i) length = length << 8 | take(rest);
    return length;
}

} // namespace

Tlv TlvReader::next()
{
    ByteView rest = m_rest;
    const auto tag = takeTag(rest);
    const auto length = takeLength(rest);
    if (length > rest.size()) throw TlvError("a data object ends beyond its octets");
    m_rest = rest.subspan(length);
    return {tag, rest.first(length)};
}

ByteView TlvReader::expect(std::uint32_t tag)
{
    const auto object = next();
    if (object.tag != tag) throw TlvError("another data object stands where one is expected");
    return object.value;
}

void TlvReader::end() const
{
    if (!m_rest.empty()) throw TlvError("octets follow the last data object");
}

std::optional<Tlv> TlvReader::find(std::uint32_t tag) const
{
    for (TlvReader walk(m_rest); !walk.atEnd();) {
        const auto object = walk.next();
        if (object.tag == tag) return object;
    }
    return std::nullopt;
}

TlvWriter& TlvWriter::add(std::uint32_t tag, ByteView value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        const auto octet = static_cast<std::uint8_t>(tag >> shift);
        if (shift == 0 || tag >> shift != 0) m_octets.push_back(octet);
    }
    const auto size = value.size();
    if (size >= 0x80) {
        int octets = 1;
        while (size >> (8 * octets) != 0) ++octets;
        m_octets.push_back(static_cast<std::uint8_t>(0x80 | octets));
        for (int i = octets - 1; i >= 0; --i) m_octets.push_back(static_cast<std::uint8_t>(size >> (8 * i)));
    } else {
        m_octets.push_back(static_cast<std::uint8_t>(size));
    }
    append(m_octets, value);
    return *this;
}

TlvWriter& TlvWriter::addByte(std::uint32_t tag, std::uint8_t value) { return add(tag, ByteView(&value, 1)); }

TlvWriter& TlvWriter::addText(std::uint32_t tag, std::string_view text) { return add(tag, bytesOf(text)); }

Bytes tlv(std::uint32_t tag, ByteView value) { return std::move(TlvWriter().add(tag, value)).octets(); }

} // namespace cardwright
