#include "pcsc/simulator/PivApplet.h"

#include <algorithm>

namespace cardwright::simulator {

namespace {

constexpr std::uint8_t passcodeReference = 0x80;
constexpr std::uint8_t unlockKeyReference = 0x81;
constexpr std::size_t referenceSize = 8;

std::uint16_t triesWord(int tries) noexcept { return tries == 0 ? 0x6983 : static_cast<std::uint16_t>(0x63C0 | (tries & 0x0F)); }

} // namespace

/// Six to eight digits, then FF (part 2, 2.4.3). A YubiKey looks at the length alone.
bool PivApplet::passcodeFormat(ByteView padded) const noexcept
{
    if (padded.size() != referenceSize) return false;
    if (yubiKey()) return true;
    const auto digits = std::find_if_not(padded.begin(), padded.end(), [](auto octet) { return octet >= 0x30 && octet <= 0x39; });
    return digits - padded.begin() >= 6 && std::all_of(digits, padded.end(), [](auto octet) { return octet == 0xFF; });
}

/// One try less, kept before the answer leaves. By the book the last one answers 63C0 and only the next 6983.
AppletReply PivApplet::wrong(ReferenceData& reference)
{
    --reference.tries;
    m_changed = true;
    if (&reference == &m_state.passcode) m_verified = m_fresh = false;
    if (yubiKey()) return {triesWord(reference.tries), {}};
    return {static_cast<std::uint16_t>(0x63C0 | (reference.tries & 0x0F)), {}};
}

AppletReply PivApplet::verify(const AppletCommand& command)
{
    if (command.p1 != 0x00 && command.p1 != 0xFF) return {0x6A86, {}};
    if (command.p2 != passcodeReference) return {0x6A88, {}};
    if (command.p1 == 0xFF) {
        if (!command.data.empty()) return {0x6A80, {}};
        m_verified = m_fresh = false;
        return {};
    }
    ReferenceData& passcode = m_state.passcode;
    if (command.data.empty()) return {m_verified ? std::uint16_t{0x9000} : triesWord(passcode.tries), {}};
    if (passcode.tries == 0) return {0x6983, {}};
    if (!passcodeFormat(command.data)) return {0x6A80, {}};
    if (!passcode.value.sameAs(command.data)) return wrong(passcode);
    if (passcode.tries != passcode.triesAtMost) {
        passcode.tries = passcode.triesAtMost;
        m_changed = true;
    }
    m_verified = m_fresh = true;
    return {};
}

AppletReply PivApplet::changeReference(const AppletCommand& command)
{
    if (command.p1 != 0x00) return {0x6A86, {}};
    if (command.p2 != passcodeReference && command.p2 != unlockKeyReference) return {0x6A88, {}};
    ReferenceData& reference = command.p2 == passcodeReference ? m_state.passcode : m_state.unlockKey;
    if (reference.tries == 0) return {0x6983, {}};
    if (command.data.size() != 2 * referenceSize) return {0x6A80, {}};
    const ByteView former = command.data.first(referenceSize);
    const ByteView next = command.data.last(referenceSize);
    // PivApplet holds an unlock key to the form of a passcode; the standard takes any eight octets.
    const bool digits = command.p2 == passcodeReference || is(Personality::pivApplet);
    if (digits && !passcodeFormat(next)) return {0x6A80, {}};
    if (!reference.value.sameAs(former)) return wrong(reference);
    reference.value = SecureBytes::copyOf(next);
    reference.tries = reference.triesAtMost;
    reference.factory = false;
    m_changed = true;
    return {};
}

AppletReply PivApplet::resetRetryCounter(const AppletCommand& command)
{
    if (command.p1 != 0x00) return {0x6A86, {}};
    if (command.p2 != passcodeReference) return {0x6A88, {}};
    ReferenceData& unlockKey = m_state.unlockKey;
    if (unlockKey.tries == 0) return {0x6983, {}};
    if (command.data.size() != 2 * referenceSize) return {0x6A80, {}};
    const ByteView next = command.data.last(referenceSize);
    if (!passcodeFormat(next)) return {0x6A80, {}};
    if (!unlockKey.value.sameAs(command.data.first(referenceSize))) return wrong(unlockKey);
    unlockKey.tries = unlockKey.triesAtMost;
    m_state.passcode.value = SecureBytes::copyOf(next);
    m_state.passcode.tries = m_state.passcode.triesAtMost;
    m_state.passcode.factory = false;
    m_changed = true;
    return {}; // the passcode is set, not verified (part 2, 3.2.3)
}

} // namespace cardwright::simulator
