#pragma once

#include "core/base/SecureBytes.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cardwright {

/// A command as the application means it (ISO 7816-4 5.3): data of any length; CardChannel cuts it into what travels.
/// The data field is kept as a secret because some are (VERIFY, CHANGE REFERENCE DATA, the administration key).
class CommandApdu {
public:
    /// le: expected octets (0x00 of a short Le is 256); nothing = no Le field (cases 1 and 3).
    CommandApdu(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, SecureBytes data = {},
                std::optional<std::size_t> le = std::nullopt);
    CommandApdu(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, ByteView data,
                std::optional<std::size_t> le = std::nullopt);

    std::uint8_t cla() const noexcept { return m_cla; }
    std::uint8_t ins() const noexcept { return m_ins; }
    std::uint8_t p1() const noexcept { return m_p1; }
    std::uint8_t p2() const noexcept { return m_p2; }
    ByteView data() const noexcept { return m_data.view(); }
    std::optional<std::size_t> le() const noexcept { return m_le; }

    /// "00 20 00 80 Lc 8": all that a log may ever show of a command.
    std::string header() const;

private:
    std::uint8_t m_cla, m_ins, m_p1, m_p2;
    SecureBytes m_data;
    std::optional<std::size_t> m_le;
};

} // namespace cardwright
