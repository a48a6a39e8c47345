#pragma once

#include "core/base/Bytes.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

namespace cardwright::simulator {

class VirtualCard;

/// The card's side of pcscd's virtual reader (vsmartcard's vpcd): a TCP client; frames of a two-octet length and a
/// payload; a payload of one octet from the reader is a control code (0 off, 1 on, 2 reset, 4 ATR wanted).
class VpcdLink {
public:
    /// removed: a fault took the card out, or reset it, which a card behind this wire cannot show in another way.
    enum class End { stopped, closedByReader, removed };

    /// Errors: SimulatorError VPCD-UNREACHABLE.
    VpcdLink(const std::string& host, std::uint16_t port);
    ~VpcdLink();
    VpcdLink(const VpcdLink&) = delete;
    VpcdLink& operator=(const VpcdLink&) = delete;

    /// Serves the card until stop is asked, the reader closes, or a fault takes the card out. A silent card keeps the
    /// line open and answers nothing. Errors: SimulatorError CARD-FILE-WRITE.
    End run(VirtualCard& card, const std::stop_token& stop);

private:
    bool waitReadable(const std::stop_token& stop) const;
    bool receive(std::span<std::uint8_t> target);
    bool send(ByteView payload);
    int m_socket = -1;
    int m_wake = -1;
};

} // namespace cardwright::simulator
