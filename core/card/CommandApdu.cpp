#include "core/card/CommandApdu.h"

#include <array>
#include <cstdio>
#include <utility>

namespace cardwright {

CommandApdu::CommandApdu(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, SecureBytes data,
                         std::optional<std::size_t> le)
    : m_cla(cla), m_ins(ins), m_p1(p1), m_p2(p2), m_data(std::move(data)), m_le(le)
{
}

CommandApdu::CommandApdu(std::uint8_t cla, std::uint8_t ins, std::uint8_t p1, std::uint8_t p2, ByteView data,
                         std::optional<std::size_t> le)
    : CommandApdu(cla, ins, p1, p2, SecureBytes::copyOf(data), le)
{
}

std::string CommandApdu::header() const
{
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%02X %02X %02X %02X", unsigned{m_cla}, unsigned{m_ins}, unsigned{m_p1}, unsigned{m_p2});
    std::string header = text.data();
    if (!m_data.empty()) header += " Lc " + std::to_string(m_data.size());
    return header;
}

} // namespace cardwright
