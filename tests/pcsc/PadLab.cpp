#include "tests/pcsc/PadLab.h"

#include <reader.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace cardwright::testing {

namespace {

constexpr unsigned long verifyCode = 0x42000DB2;
constexpr unsigned long modifyCode = 0x42000DB3;
constexpr std::size_t header = 5; // CLA INS P1 P2 Lc

template <typename Structure>
Structure headOf(ByteView octets)
{
    Structure head{};
    std::memcpy(&head, octets.data(), std::min(offsetof(Structure, abData), octets.size()));
    return head;
}

template <typename Structure>
Bytes commandIn(ByteView octets)
{
    return toBytes(octets.subspan(offsetof(Structure, abData)));
}

/// The one thing that a reader can check: fewest digits in the high octet, most in the low one.
bool fits(const std::string& digits, std::uint16_t bounds) { return digits.size() >= bounds >> 8 && digits.size() <= (bounds & 0xFF); }

void put(Bytes& command, std::size_t place, const std::string& digits) { std::copy(digits.begin(), digits.end(), command.begin() + static_cast<std::ptrdiff_t>(header + place)); }

Bytes word(const char* hex) { return *fromHex(hex); }

} // namespace

PadLab::PadLab(FakePcsc& pcsc, std::function<std::unique_ptr<CardTransport>()> behind, Bytes atr, bool verifies, bool modifies)
    : m_pcsc(pcsc), m_behind(std::move(behind))
{
    FakePcsc::Reader reader;
    reader.name = readerName;
    reader.atr = std::move(atr);
    if (verifies) reader.features[FEATURE_VERIFY_PIN_DIRECT] = verifyCode;
    if (modifies) reader.features[FEATURE_MODIFY_PIN_DIRECT] = modifyCode;
    m_pcsc.plugIn(reader);
    m_pcsc.behind = this;
}

PadLab::~PadLab() { m_pcsc.behind = nullptr; }

void PadLab::begin() { m_transport = m_behind(); }

Bytes PadLab::transmit(ByteView command) { return m_transport->transmit(command); }

void PadLab::end(bool reset)
{
    if (m_transport && reset) m_transport->resetAtEnd();
    m_transport.reset();
}

std::optional<Bytes> PadLab::keys(bool modifies, ByteView structure)
{
    if (whileAsked) whileAsked();
    if (typed.empty()) throw std::logic_error("the reader asks, and nobody expects it");
    const auto typing = typed.front();
    typed.pop_front();
    if (typing.pulls) return std::nullopt;
    if (typing.word != nullptr) return word(typing.word);
    return modifies ? modify(structure, typing) : verify(structure, typing);
}

Bytes PadLab::verify(ByteView structure, const Typing& typing)
{
    const auto head = headOf<PIN_VERIFY_STRUCTURE>(structure);
    auto command = commandIn<PIN_VERIFY_STRUCTURE>(structure);
    if (typing.entries.size() != 1) throw std::logic_error("VERIFY asks once");
    if (!fits(typing.entries[0], head.wPINMaxExtraDigit)) return word("6403");
    put(command, 0, typing.entries[0]);
    return m_transport->transmit(command);
}

Bytes PadLab::modify(ByteView structure, const Typing& typing)
{
    const auto head = headOf<PIN_MODIFY_STRUCTURE>(structure);
    auto command = commandIn<PIN_MODIFY_STRUCTURE>(structure);
    const bool asksOld = (head.bConfirmPIN & 0x02) != 0;
    if (typing.entries.size() != (asksOld ? 3U : 2U)) throw std::logic_error("MODIFY asks for another number of entries");
    for (const auto& digits : typing.entries) {
        if (!fits(digits, head.wPINMaxExtraDigit)) return word("6403");
    }
    const auto& chosen = typing.entries[asksOld ? 1 : 0];
    if (chosen != typing.entries.back()) return word("6402");
    if (asksOld) put(command, head.bInsertionOffsetOld, typing.entries[0]);
    put(command, head.bInsertionOffsetNew, chosen);
    return m_transport->transmit(command);
}

} // namespace cardwright::testing
