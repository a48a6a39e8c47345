#pragma once

#include "core/card/CardTransport.h"

#include <cstdint>
#include <map>
#include <optional>

namespace cardwright::pcsc {

/// What a reader can do beyond carrying commands (PC/SC part 10, 2.2): control codes by feature number.
class ReaderFeatures {
public:
    enum Feature : std::uint8_t { verifyDirect = 0x06, modifyDirect = 0x07, tlvProperties = 0x12 };

    ReaderFeatures() = default;
    /// Asks the reader over this SCARDHANDLE; empty where it does not answer.
    static ReaderFeatures of(long handle) noexcept;

    std::optional<unsigned long> control(Feature feature) const noexcept;
    /// Octets of one APDU (dwMaxAPDUDataSize); nothing where the reader does not say.
    std::optional<std::size_t> mostOctets() const noexcept { return m_mostOctets; }

private:
    std::map<std::uint8_t, unsigned long> m_controls;
    std::optional<std::size_t> m_mostOctets;
};

/// What the reader says of itself; of a connection of any kind. Never throws: what is not said stays empty.
ReaderAttributes attributesOf(long handle);

} // namespace cardwright::pcsc
