#include "pcsc/Connection.h"

#include "pcsc/ReaderFeatures.h"
#include "pcsc/ScardFailure.h"

#include <winscard.h>

#include <array>
#include <type_traits>

namespace cardwright::pcsc {

static_assert(std::is_same_v<SCARDHANDLE, long> && std::is_same_v<DWORD, unsigned long>);

namespace {

constexpr DWORD protocols = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;

} // namespace

Connection::Connection(std::shared_ptr<Context> context, std::string reader)
    : m_context(std::move(context)), m_reader(std::move(reader))
{
    check(::SCardConnect(m_context->handle(), m_reader.c_str(), SCARD_SHARE_SHARED, protocols, &m_handle, &m_protocol), m_reader);
    std::array<std::uint8_t, MAX_ATR_SIZE> atr{};
    DWORD size = atr.size();
    LONG result = ::SCardStatus(m_handle, nullptr, nullptr, nullptr, nullptr, atr.data(), &size);
    if (result == SCARD_W_RESET_CARD) { // reset by another program since: nothing was sent yet, so it does not matter
        result = ::SCardReconnect(m_handle, SCARD_SHARE_SHARED, protocols, SCARD_LEAVE_CARD, &m_protocol);
        size = atr.size();
        if (result == SCARD_S_SUCCESS) result = ::SCardStatus(m_handle, nullptr, nullptr, nullptr, nullptr, atr.data(), &size);
    }
    if (result != SCARD_S_SUCCESS) {
        ::SCardDisconnect(m_handle, SCARD_LEAVE_CARD);
        fail(result, m_reader);
    }
    m_atr.assign(atr.begin(), atr.begin() + static_cast<std::ptrdiff_t>(size));
}

Connection::~Connection() { ::SCardDisconnect(m_handle, SCARD_LEAVE_CARD); }

bool Connection::readerTakesExtendedLength() const noexcept { return ReaderFeatures::of(m_handle).mostOctets().value_or(0) > 256; }

bool Connection::cardStillPresent() const noexcept
{
    SCARD_READERSTATE state{};
    state.szReader = m_reader.c_str();
    state.dwCurrentState = SCARD_STATE_UNAWARE;
    if (::SCardGetStatusChange(m_context->handle(), 0, &state, 1) != SCARD_S_SUCCESS) return false;
    if ((state.dwEventState & SCARD_STATE_PRESENT) == 0) return false;
    state.dwCurrentState = state.dwEventState;
    constexpr DWORD aboveOnePoll = 1000; // milliseconds; pcscd looks at slots that cannot tell by themselves every 400
    const LONG result = ::SCardGetStatusChange(m_context->handle(), aboveOnePoll, &state, 1);
    return result == SCARD_E_TIMEOUT || (state.dwEventState & SCARD_STATE_PRESENT) != 0;
}

bool atrSaysExtendedLength(ByteView atr) noexcept
{
    // T0 says which interface octets follow and how many historical ones there are (ISO 7816-3 8.2).
    if (atr.size() < 2) return false;
    const std::size_t count = atr[1] & 0x0F;
    std::size_t at = 1;
    for (std::uint8_t follow = atr[1]; (follow & 0xF0) != 0;) {
        std::size_t octets = 0;
        for (const int bit : {0x10, 0x20, 0x40, 0x80}) octets += (follow & bit) != 0 ? 1 : 0;
        const bool more = (follow & 0x80) != 0;
        at += octets;
        if (at >= atr.size()) return false;
        follow = more ? atr[at] : std::uint8_t{0};
    }
    if (count < 2 || at + 1 + count > atr.size()) return false;
    const ByteView historical = atr.subspan(at + 1, count);
    if (historical[0] != 0x80 && historical[0] != 0x00) return false; // COMPACT-TLV by these two alone
    for (std::size_t place = 1; place < historical.size();) {
        const std::size_t length = historical[place] & 0x0F;
        if (place + 1 + length > historical.size()) return false;
        if (historical[place] >> 4 == 7 && length == 3) return (historical[place + 3] & 0x40) != 0;
        place += 1 + length;
    }
    return false;
}

} // namespace cardwright::pcsc
