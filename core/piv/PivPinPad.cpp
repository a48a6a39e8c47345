// Entry at the reader's own keys (PC/SC part 10): the commands of PivReferences.cpp with the digits left out.
#include "core/card/PinPad.h"
#include "core/piv/PivApplication.h"
#include "core/piv/PivStatus.h"

#include <algorithm>

namespace cardwright {

namespace {

constexpr auto passcode = static_cast<std::uint8_t>(KeyReference::passcode);
constexpr std::size_t referenceSize = 8;
constexpr std::uint8_t padding = 0xFF;

/// CLA INS P1 P2 Lc and a data field of FF.
SecureBytes templateOf(std::uint8_t ins, std::size_t size)
{
    SecureBytes command;
    for (const auto octet : {std::uint8_t{0x00}, ins, std::uint8_t{0x00}, passcode, static_cast<std::uint8_t>(size)}) command.append(octet);
    for (std::size_t i = 0; i < size; ++i) command.append(padding);
    return command;
}

PinPad& padOf(CardChannel& channel, bool modify)
{
    auto* pad = channel.transport().pinPad();
    if (pad == nullptr || !(modify ? pad->canModify() : pad->canVerify())) {
        throw UsageError(Failure::of("USAGE", "this reader has no keys of its own for that"));
    }
    return *pad;
}

PadEntry entryOf(PadLength length)
{
    PadEntry entry;
    entry.fewest = static_cast<std::size_t>(std::clamp(length.fewest, 4, 8));
    entry.most = static_cast<std::size_t>(std::clamp(length.most, length.fewest, 8));
    return entry;
}

} // namespace

bool PivApplication::padVerifies()
{
    const auto* pad = m_channel.transport().pinPad();
    return pad != nullptr && pad->canVerify();
}

bool PivApplication::padModifies()
{
    const auto* pad = m_channel.transport().pinPad();
    return pad != nullptr && pad->canModify();
}

PadOutcome PivApplication::padOutcome(Bytes answer, std::uint8_t ins)
{
    if (answer.size() < 2) throw CardDataError("an answer without a status word");
    const StatusWord sw{static_cast<std::uint16_t>(answer[answer.size() - 2] << 8 | answer.back())};
    switch (sw.value) { // the reader's own words; the card was not asked
    case 0x6400: return {PadOutcome::Kind::timedOut, {}};
    case 0x6401: return {PadOutcome::Kind::cancelled, {}};
    case 0x6402: return {PadOutcome::Kind::different, {}};
    case 0x6403: return {PadOutcome::Kind::form, {}};
    case 0x6B80: return {PadOutcome::Kind::unfit, {}};
    default: break;
    }
    return {PadOutcome::Kind::sent, passcodeOutcome(sw, ins, "reader's keys")};
}

PadOutcome PivApplication::verifyPasscodeOnPad(PadLength length)
{
    auto& pad = padOf(m_channel, false);
    m_channel.transport().resetAtEnd();
    return padOutcome(pad.verify(templateOf(0x20, referenceSize).view(), entryOf(length)), 0x20);
}

PadOutcome PivApplication::changePasscodeOnPad(PadLength length)
{
    auto& pad = padOf(m_channel, true);
    m_channel.transport().resetAtEnd();
    return padOutcome(pad.modify(templateOf(0x24, 2 * referenceSize).view(), entryOf(length)), 0x24);
}

PadOutcome PivApplication::resetRetryCounterOnPad(const SecureBytes& unlockKey, PadLength length)
{
    if (unlockKey.empty() || unlockKey.size() > referenceSize) throw UsageError(Failure::of("USAGE", "an unlock key of another size"));
    auto& pad = padOf(m_channel, true);
    m_channel.transport().resetAtEnd();
    auto command = templateOf(0x2C, 2 * referenceSize);
    const auto key = unlockKey.view();
    std::copy(key.begin(), key.end(), command.writable().begin() + 5);
    auto entry = entryOf(length);
    entry.askOld = false;
    entry.newPlace = referenceSize;
    return padOutcome(pad.modify(command.view(), entry), 0x2C);
}

} // namespace cardwright
