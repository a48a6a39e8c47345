// The commands that spend tries: VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER (SP 800-73-5 pt 2 3.2).
#include "core/piv/PivApplication.h"
#include "core/piv/PivStatus.h"

namespace cardwright {

namespace {

constexpr std::size_t referenceSize = 8;
constexpr std::uint8_t padding = 0xFF;
constexpr auto passcode = static_cast<std::uint8_t>(KeyReference::passcode);
constexpr std::uint16_t noCount = 0x6300; // "wrong" without a count

/// An empty value would be a query or a slip of ours, and a longer one can be on no card: neither is sent.
void appendPadded(SecureBytes& data, const SecureBytes& value)
{
    if (value.empty() || value.size() > referenceSize) throw UsageError(Failure::of("USAGE", "a passcode or unlock key has 1 to 8 octets"));
    data.append(value.view());
    for (auto i = value.size(); i < referenceSize; ++i) data.append(padding);
}

} // namespace

PasscodeOutcome PivApplication::verifyPasscode(const SecureBytes& value)
{
    SecureBytes data;
    appendPadded(data, value);
    // asked before it travels: a reader that is lost on the way may leave the card verified
    m_channel.transport().resetAtEnd();
    const auto response = m_channel.send({0x00, 0x20, 0x00, passcode, std::move(data)});
    return passcodeOutcome(response.sw, 0x20, "verify");
}

TriesLeft PivApplication::passcodeTries()
{
    const auto response = m_channel.send({0x00, 0x20, 0x00, passcode});
    if (response.sw.ok()) return {true, std::nullopt};
    if (const auto tries = response.sw.triesLeft()) return {false, tries};
    if (response.sw.value == noCount) return {false, std::nullopt};
    throwCardError(response.sw, 0x20, "tries");
}

bool PivApplication::forgetPasscode()
{
    const auto response = m_channel.send({0x00, 0x20, 0xFF, passcode});
    if (response.sw.ok()) return true;
    if (unknownToCard(response.sw)) return false;
    throwCardError(response.sw, 0x20, "forget the passcode");
}

PasscodeOutcome PivApplication::changeReference(KeyReference reference, const SecureBytes& oldValue, const SecureBytes& newValue)
{
    if (reference != KeyReference::passcode && reference != KeyReference::unlockKey) {
        throw UsageError(Failure::of("USAGE", "only the passcode and the unlock key are changed this way"));
    }
    return twoReferences(0x24, static_cast<std::uint8_t>(reference), oldValue, newValue);
}

PasscodeOutcome PivApplication::resetRetryCounter(const SecureBytes& unlockKey, const SecureBytes& newPasscode)
{
    return twoReferences(0x2C, passcode, unlockKey, newPasscode);
}

PasscodeOutcome PivApplication::twoReferences(std::uint8_t ins, std::uint8_t reference, const SecureBytes& first, const SecureBytes& second)
{
    SecureBytes data;
    appendPadded(data, first);
    appendPadded(data, second);
    m_channel.transport().resetAtEnd(); // some cards are verified after a change
    const auto response = m_channel.send({0x00, ins, 0x00, reference, std::move(data)});
    return passcodeOutcome(response.sw, ins, ins == 0x24 ? "change" : "unlock");
}

} // namespace cardwright
