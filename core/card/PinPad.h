#pragma once

#include "core/base/Bytes.h"
#include "core/base/SecureBytes.h"

#include <cstddef>
#include <cstdint>

namespace cardwright {

/// What the person at a reader's own keys is asked for (PC/SC part 10, 2.5): where in the command the digits go.
/// The digits never reach this computer.
struct PadEntry {
    std::size_t fewest = 6;
    std::size_t most = 8;
    std::size_t blockSize = 8;      ///< padded with what stands in the template (FF)
    std::size_t oldPlace = 0;       ///< octets into the data field where the present value goes
    std::size_t newPlace = 8;       ///< likewise the new one (MODIFY)
    bool askOld = true;             ///< MODIFY: the present value is typed too
    bool confirm = true;            ///< MODIFY: the new one is typed twice
    std::uint8_t seconds = 30;      ///< for the first key; 0 = the reader's own choice
};

/// Port: a reader with keys. Both calls send one command, made of the template with the digits that were typed, and give the
/// card's answer; or one of the reader's own words: 6400 nobody typed in time, 6401 cancelled, 6402 the two entries differ,
/// 6403 too short or too long, 6B80 a template the reader does not take.
/// Throws TransportError as CardTransport::transmit does.
class PinPad {
public:
    virtual ~PinPad() = default;
    virtual bool canVerify() const noexcept = 0;
    virtual bool canModify() const noexcept = 0;
    virtual Bytes verify(ByteView commandTemplate, const PadEntry& entry) = 0;
    /// The template may hold a secret (an unlock key before the new passcode); the implementation clears its copies.
    virtual Bytes modify(ByteView commandTemplate, const PadEntry& entry) = 0;
};

} // namespace cardwright
