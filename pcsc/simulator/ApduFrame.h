#pragma once

#include "core/base/Bytes.h"

#include <cstdint>
#include <optional>

namespace cardwright::simulator {

/// A command APDU as it travelled, taken apart (ISO 7816-4 5.1; cases 1 to 4, short and extended).
struct ApduFrame {
    std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
    ByteView data;
    std::optional<std::size_t> le; ///< nothing = no Le field; 256 or 65536 for a field of zeros
    bool extended = false;

    bool chained() const noexcept { return (cla & 0x10) != 0; }
    /// How much of an answer may travel at once. A command without Le gets a full answer, as T=1 cards give it.
    std::size_t room() const noexcept { return le.value_or(extended ? 65536 : 256); }
};

/// Nothing when the lengths do not add up: the card answers 6700.
std::optional<ApduFrame> parseFrame(ByteView octets) noexcept;

} // namespace cardwright::simulator
