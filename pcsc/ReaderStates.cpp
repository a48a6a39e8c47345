#include "pcsc/ReaderStates.h"

#include "pcsc/ScardFailure.h"

#include <winscard.h>

namespace cardwright::pcsc {

namespace {

constexpr const char* plugAndPlay = "\\\\?PnP?\\Notification";

} // namespace

struct ReaderStates::Impl {
    const Context& context;
    std::vector<std::string> names;
    std::vector<SCARD_READERSTATE> states; ///< one for each name, then plug and play
};

ReaderStates::ReaderStates(const Context& context) : m_impl(std::make_unique<Impl>(Impl{context, context.readerNames(), {}}))
{
    for (const auto& name : m_impl->names) {
        SCARD_READERSTATE state{};
        state.szReader = name.c_str();
        state.dwCurrentState = SCARD_STATE_UNAWARE;
        m_impl->states.push_back(state);
    }
    SCARD_READERSTATE notification{};
    notification.szReader = plugAndPlay;
    m_impl->states.push_back(notification);
}

ReaderStates::~ReaderStates() = default;

ReaderStates::Outcome ReaderStates::wait(std::chrono::milliseconds atMost)
{
    auto& states = m_impl->states;
    const LONG result = ::SCardGetStatusChange(m_impl->context.handle(), static_cast<DWORD>(atMost.count()), states.data(), states.size());
    if (result == SCARD_E_TIMEOUT) return Outcome::same;
    if (result == SCARD_E_CANCELLED) return Outcome::cancelled;
    if (result == SCARD_E_UNKNOWN_READER || result == SCARD_E_READER_UNAVAILABLE) return Outcome::readersChanged;
    if (serviceGone(result)) return Outcome::serviceGone;
    check(result, "looking at the readers");
    bool gone = (states.back().dwEventState & SCARD_STATE_CHANGED) != 0;
    for (auto& state : states) {
        if ((state.dwEventState & (SCARD_STATE_UNKNOWN | SCARD_STATE_IGNORE)) != 0) gone = true;
        state.dwCurrentState = state.dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
    }
    return gone ? Outcome::readersChanged : Outcome::changed;
}

std::vector<ReaderState> ReaderStates::list() const
{
    std::vector<ReaderState> all;
    for (std::size_t place = 0; place < m_impl->names.size(); ++place) {
        const SCARD_READERSTATE& state = m_impl->states[place];
        ReaderState reader;
        reader.name = m_impl->names[place];
        reader.present = (state.dwEventState & SCARD_STATE_PRESENT) != 0;
        reader.exclusive = (state.dwEventState & SCARD_STATE_EXCLUSIVE) != 0;
        reader.mute = (state.dwEventState & SCARD_STATE_MUTE) != 0;
        if (reader.present) reader.atr.assign(state.rgbAtr, state.rgbAtr + state.cbAtr);
        reader.events = static_cast<std::uint32_t>(state.dwEventState >> 16 & 0xFFFF);
        all.push_back(std::move(reader));
    }
    return all;
}

bool ReaderStates::inUse(const std::string& reader) const
{
    for (std::size_t place = 0; place < m_impl->names.size(); ++place)
        if (m_impl->names[place] == reader) return (m_impl->states[place].dwEventState & (SCARD_STATE_INUSE | SCARD_STATE_EXCLUSIVE)) != 0;
    return false;
}

} // namespace cardwright::pcsc
