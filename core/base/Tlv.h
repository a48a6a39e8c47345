#pragma once

#include "core/base/Bytes.h"

#include <cstdint>
#include <optional>
#include <stdexcept>

namespace cardwright {

/// One BER-TLV data object (ISO 7816-4 5.2.2): definite lengths only. The value points into the reader's octets.
struct Tlv {
    std::uint32_t tag = 0; ///< the tag octets as one number: 0x53, 0x7F49, 0x5FC102
    ByteView value;
};

/// The octets are not the TLV they should be. Callers on a floor above turn this into CardDataError.
class TlvError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Walks a sequence of data objects. Throws TlvError on a cut tag, a cut or indefinite length, a value that ends
/// beyond the octets. "Present and empty" and "absent" are two things: find() gives a Tlv with an empty value or nothing.
class TlvReader {
public:
    explicit TlvReader(ByteView octets) noexcept : m_rest(octets) {}
    bool atEnd() const noexcept { return m_rest.empty(); }
    Tlv next();
    /// The next object, which must have this tag.
    ByteView expect(std::uint32_t tag);
    /// Throws when octets are left over.
    void end() const;
    /// The first object with this tag among those left; the reader does not move.
    std::optional<Tlv> find(std::uint32_t tag) const;

private:
    ByteView m_rest;
};

/// Writes data objects with the shortest definite length.
class TlvWriter {
public:
    TlvWriter& add(std::uint32_t tag, ByteView value);
    TlvWriter& addByte(std::uint32_t tag, std::uint8_t value);
    TlvWriter& addText(std::uint32_t tag, std::string_view text);
    TlvWriter& addEmpty(std::uint32_t tag) { return add(tag, {}); }
    const Bytes& octets() const& noexcept { return m_octets; }
    Bytes octets() && noexcept { return std::move(m_octets); }

private:
    Bytes m_octets;
};

/// One object by itself.
Bytes tlv(std::uint32_t tag, ByteView value);

} // namespace cardwright
