#include "core/base/Tlv.h"
#include "core/crypto/KeyImport.h"
#include "pcsc/simulator/PivApplet.h"

#include <array>

namespace cardwright::simulator {

namespace {

constexpr std::uint8_t administrationReference = 0x9B;
constexpr std::array<std::uint8_t, 3> firmware{5, 4, 3};

enum YubicoIns : std::uint8_t {
    metadataIns = 0xF7,
    serialIns = 0xF8,
    setTriesIns = 0xFA,
    wipeIns = 0xFB,
    versionIns = 0xFD,
    importIns = 0xFE,
    setAdministrationIns = 0xFF,
};

AppletReply referenceMetadata(const ReferenceData& reference)
{
    TlvWriter answer;
    answer.addByte(0x01, 0xFF).addByte(0x05, reference.factory ? 1 : 0);
    const std::array<std::uint8_t, 2> tries{static_cast<std::uint8_t>(reference.triesAtMost),
                                            static_cast<std::uint8_t>(reference.tries)};
    answer.add(0x06, tries);
    return {0x9000, std::move(answer).octets()};
}

/// PIN policy as the slot has it by default: 1 never, 2 once, 3 always; touch policy 1 never.
AppletReply keyMetadata(std::uint8_t slot, const SlotKey& key, ByteView publicKey)
{
    const std::uint8_t policy = slot == 0x9E ? 1 : slot == 0x9C ? 3 : 2;
    TlvWriter answer;
    answer.addByte(0x01, key.algorithm);
    const std::array<std::uint8_t, 2> policies{policy, 1};
    answer.add(0x02, policies).addByte(0x03, key.imported ? 2 : 1).add(0x04, publicKey);
    return {0x9000, std::move(answer).octets()};
}

} // namespace

AppletReply PivApplet::dispatchYubico(const AppletCommand& command)
{
    switch (command.ins) {
    case versionIns: return {0x9000, toBytes(firmware)};
    case serialIns: {
        const std::uint32_t serial = m_state.serial;
        return {0x9000, {static_cast<std::uint8_t>(serial >> 24), static_cast<std::uint8_t>(serial >> 16),
                         static_cast<std::uint8_t>(serial >> 8), static_cast<std::uint8_t>(serial)}};
    }
    case metadataIns: return metadata(command);
    case setAdministrationIns: return setAdministrationKey(command);
    case setTriesIns: return setTries(command);
    case wipeIns: return wipe();
    case importIns: return import(command);
    default: return {0x6D00, {}};
    }
}

AppletReply PivApplet::metadata(const AppletCommand& command)
{
    if (command.p1 != 0x00) return {0x6A86, {}};
    switch (command.p2) {
    case 0x80: return referenceMetadata(m_state.passcode);
    case 0x81: return referenceMetadata(m_state.unlockKey);
    case administrationReference: {
        TlvWriter answer;
        answer.addByte(0x01, m_state.administrationAlgorithm);
        const std::array<std::uint8_t, 2> policies{0, 1};
        answer.add(0x02, policies).addByte(0x05, m_state.administrationFactory ? 1 : 0);
        return {0x9000, std::move(answer).octets()};
    }
    default: break;
    }
    const auto found = m_state.keys.find(command.p2);
    if (found == m_state.keys.end()) return {isKeySlot(command.p2) ? std::uint16_t{0x6A88} : std::uint16_t{0x6A86}, {}};
    return keyMetadata(command.p2, found->second, publicTemplate(privateKey(command.p2).publicKey()));
}

/// 00 FF FF FF|FE Lc algorithm 9B length key.
AppletReply PivApplet::setAdministrationKey(const AppletCommand& command)
{
    if (command.p1 != 0xFF || (command.p2 != 0xFF && command.p2 != 0xFE)) return {0x6A86, {}};
    if (!m_administration) return {0x6982, {}};
    if (command.data.size() < 3 || command.data[1] != administrationReference) return {0x6A80, {}};
    const auto cipher = administrationCipher(command.data[0]);
    const ByteView key = command.data.subspan(3);
    if (!cipher || command.data[2] != key.size() || key.size() != keySizeOf(*cipher)) return {0x6A80, {}};
    m_state.administrationAlgorithm = command.data[0] == 0 ? std::uint8_t{0x03} : command.data[0];
    m_state.administrationKey = SecureBytes::copyOf(key);
    const CardState fresh = CardState::factory(m_state.personality, 0);
    m_state.administrationFactory = m_state.administrationAlgorithm == fresh.administrationAlgorithm
                                 && fresh.administrationKey.sameAs(key);
    m_changed = true;
    return {};
}

/// Sets the tries and with them the factory passcode and unlock key: the trap of this command.
AppletReply PivApplet::setTries(const AppletCommand& command)
{
    if (!m_administration || !m_verified) return {0x6982, {}};
    // The real thing goes to 255; 63Cx can tell no more than 15, so more than that is refused here.
    if (command.p1 < 1 || command.p1 > 15 || command.p2 < 1 || command.p2 > 15 || !command.data.empty()) return {0x6A80, {}};
    CardState fresh = CardState::factory(m_state.personality, 0);
    m_state.passcode = std::move(fresh.passcode);
    m_state.unlockKey = std::move(fresh.unlockKey);
    m_state.passcode.tries = m_state.passcode.triesAtMost = command.p1;
    m_state.unlockKey.tries = m_state.unlockKey.triesAtMost = command.p2;
    m_verified = m_fresh = false;
    m_changed = true;
    return {};
}

AppletReply PivApplet::wipe()
{
    if (m_state.passcode.tries != 0 || m_state.unlockKey.tries != 0) return {0x6985, {}};
    m_state = CardState::factory(m_state.personality, m_state.serial);
    m_loaded.clear();
    m_verified = m_fresh = m_administration = false;
    m_changed = true;
    return {};
}

/// P1 algorithm, P2 slot: 06 scalar, then perhaps AA (PIN policy) and AB (touch policy), which are the slot's own here.
AppletReply PivApplet::import(const AppletCommand& command)
{
    if (!isKeySlot(command.p2)) return {0x6A86, {}};
    if (!m_administration) return {0x6982, {}};
    SlotKey key;
    key.algorithm = command.p1;
    key.imported = true;
    const TlvReader reader(command.data);
    if (command.p1 == 0x11 || command.p1 == 0x14) {
        const auto scalar = reader.find(0x06);
        const std::size_t size = command.p1 == 0x14 ? 48 : 32;
        if (!scalar || scalar->value.size() != size) return {0x6A80, {}};
        key.pem = privateKeyFromScalar(command.p1 == 0x14 ? KeyAlgorithm::ecP384 : KeyAlgorithm::ecP256, scalar->value).pem();
    } else if (command.p1 == 0x07) {
        const auto p = reader.find(0x01);
        const auto q = reader.find(0x02);
        if (!p || !q || p->value.size() != 128 || q->value.size() != 128) return {0x6A80, {}};
        key.pem = privateKeyFromPrimes(p->value, q->value).pem();
    } else {
        return {0x6A80, {}};
    }
    m_state.keys[command.p2] = std::move(key);
    m_loaded.erase(command.p2);
    m_changed = true;
    return {};
}

} // namespace cardwright::simulator
