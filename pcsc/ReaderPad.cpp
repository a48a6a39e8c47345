#include "pcsc/ReaderPad.h"

#include "core/base/Failure.h"
#include "core/card/CardErrors.h"
#include "pcsc/ScardFailure.h"

#include <reader.h>
#include <winscard.h>

#include <array>
#include <cstddef>
#include <cstring>

namespace cardwright::pcsc {

namespace {

constexpr std::uint8_t asciiFromTheStart = 0x82; // octets as the unit, place 0, left-justified, ASCII
constexpr std::uint8_t whenKeyPressed = 0x02;    // the entry ends with the reader's own "enter"
constexpr std::uint16_t english = 0x0809;        // United Kingdom
constexpr std::chrono::minutes longestEntry{5}; // three times to type, each with the reader's own patience
constexpr std::uint8_t confirmBit = 0x01;
constexpr std::uint8_t askOldBit = 0x02;

std::uint16_t digits(const PadEntry& entry) noexcept { return static_cast<std::uint16_t>(entry.fewest << 8 | entry.most); }

/// The structure as it travels: its fixed part, then the command. Only the fixed part is a struct: its last member stands for more.
template <typename Structure>
SecureBytes joined(Structure structure, ByteView command)
{
    structure.ulDataLength = static_cast<std::uint32_t>(command.size());
    std::array<std::uint8_t, offsetof(Structure, abData)> head{};
    std::memcpy(head.data(), &structure, head.size());
    SecureBytes whole = SecureBytes::copyOf(head);
    whole.append(command);
    return whole;
}

} // namespace

Bytes ReaderPad::verify(ByteView commandTemplate, const PadEntry& entry)
{
    PIN_VERIFY_STRUCTURE structure{};
    structure.bTimerOut = entry.seconds;
    structure.bTimerOut2 = entry.seconds;
    structure.bmFormatString = asciiFromTheStart;
    structure.bmPINBlockString = static_cast<std::uint8_t>(entry.blockSize & 0x0F);
    structure.wPINMaxExtraDigit = digits(entry);
    structure.bEntryValidationCondition = whenKeyPressed;
    structure.bNumberMessage = 1;
    structure.wLangId = english;
    return ask(ReaderFeatures::verifyDirect, joined(structure, commandTemplate));
}

Bytes ReaderPad::modify(ByteView commandTemplate, const PadEntry& entry)
{
    PIN_MODIFY_STRUCTURE structure{};
    structure.bTimerOut = entry.seconds;
    structure.bTimerOut2 = entry.seconds;
    structure.bmFormatString = asciiFromTheStart;
    structure.bmPINBlockString = static_cast<std::uint8_t>(entry.blockSize & 0x0F);
    structure.bInsertionOffsetOld = static_cast<std::uint8_t>(entry.oldPlace);
    structure.bInsertionOffsetNew = static_cast<std::uint8_t>(entry.newPlace);
    structure.wPINMaxExtraDigit = digits(entry);
    structure.bConfirmPIN = static_cast<std::uint8_t>((entry.confirm ? confirmBit : 0) | (entry.askOld ? askOldBit : 0));
    structure.bEntryValidationCondition = whenKeyPressed;
    structure.bNumberMessage = static_cast<std::uint8_t>(1 + (entry.confirm ? 1 : 0) + (entry.askOld ? 1 : 0));
    structure.wLangId = english;
    // Messages by number: 0 "type the passcode", 1 "type the new one", 2 "the new one again", in the order in which they come.
    const std::uint8_t first = entry.askOld ? 0 : 1;
    structure.bMsgIndex1 = first;
    structure.bMsgIndex2 = static_cast<std::uint8_t>(first + 1);
    structure.bMsgIndex3 = 2;
    return ask(ReaderFeatures::modifyDirect, joined(structure, commandTemplate));
}

Bytes ReaderPad::ask(ReaderFeatures::Feature feature, const SecureBytes& structure) const
{
    const auto code = m_features.control(feature);
    if (!code) throw UsageError(Failure::of("USAGE", "this reader has no keys of its own for that"));
    std::array<std::uint8_t, 258> answer{};
    DWORD size = 0;
    const OwnUse::Command underWay(m_use, m_connection.reader(), longestEntry, true);
    const LONG result = ::SCardControl(m_connection.handle(), *code, structure.view().data(), structure.size(), answer.data(), answer.size(), &size);
    if (result == SCARD_E_NOT_TRANSACTED && !m_connection.cardStillPresent()) throw TransportError("CARD-REMOVED", m_connection.reader());
    check(result, m_connection.reader());
    return toBytes(ByteView(answer).first(std::min<std::size_t>(size, answer.size())));
}

} // namespace cardwright::pcsc
