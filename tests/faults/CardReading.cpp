#include "tests/faults/CardReading.h"

#include "core/crypto/PrivateKey.h"

namespace cardwright::faults {

namespace {

constexpr std::string_view makersUnlockKey = "12345678";

/// The value of the first data object with this tag of one octet (BER-TLV, lengths of up to two octets as cards use them).
std::optional<Bytes> valueOf(ByteView octets, std::uint8_t wanted)
{
    std::size_t at = 0;
    while (at + 2 <= octets.size()) {
        const auto tag = octets[at++];
        std::size_t length = octets[at++];
        if (length > 0x80) {
            std::size_t more = length & 0x7F;
            if (at + more > octets.size()) return std::nullopt;
            for (length = 0; more > 0; --more) length = length << 8 | octets[at++];
        }
        if (at + length > octets.size()) return std::nullopt;
        const auto value = octets.subspan(at, length);
        if (tag == wanted) return toBytes(value);
        at += length;
    }
    return std::nullopt;
}

std::uint32_t certificateTag(Slot slot)
{
    switch (slot) {
    case Slot::signature: return 0x5FC10A;
    case Slot::keyManagement: return 0x5FC10B;
    case Slot::cardAuthentication: return 0x5FC101;
    case Slot::authentication: break;
    }
    return 0x5FC105;
}

bool holds(const simulator::ReferenceData& reference, std::string_view digits)
{
    Bytes padded = toBytes(bytesOf(digits));
    padded.resize(8, 0xFF);
    return reference.value.sameAs(padded);
}

} // namespace

std::optional<Bytes> CardReading::content(std::uint32_t tag) const
{
    const auto found = m_state.objects.find(tag);
    if (found == m_state.objects.end()) return std::nullopt;
    auto inside = valueOf(found->second, 0x53);
    return inside && !inside->empty() ? inside : std::nullopt;
}

std::optional<Guid> CardReading::guid() const
{
    const auto chuid = content(chuidTag);
    const auto octets = chuid ? valueOf(*chuid, 0x34) : std::nullopt;
    if (!octets || octets->size() != 16) return std::nullopt;
    const auto hex = toHex(*octets);
    return Guid::parse(hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" + hex.substr(20));
}

std::optional<Bytes> CardReading::certificate(Slot slot) const
{
    const auto object = content(certificateTag(slot));
    return object ? valueOf(*object, 0x70) : std::nullopt;
}

std::optional<Bytes> CardReading::publicKey(Slot slot) const
{
    const auto found = m_state.keys.find(static_cast<std::uint8_t>(slot));
    if (found == m_state.keys.end()) return std::nullopt;
    return PrivateKey::fromPem(found->second.pem.view()).publicKey().der();
}

bool CardReading::passcodeIs(std::string_view digits) const { return holds(m_state.passcode, digits); }
bool CardReading::unlockKeyIs(std::string_view digits) const { return holds(m_state.unlockKey, digits); }
bool CardReading::isBlank() const { return !hasChuid() && m_state.administrationFactory && unlockKeyIs(makersUnlockKey); }

} // namespace cardwright::faults
