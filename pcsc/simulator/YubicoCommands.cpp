#include "core/base/Tlv.h"
#include "core/crypto/Certificate.h"
#include "core/crypto/CertificateBuilder.h"
#include "core/crypto/KeyImport.h"
#include "pcsc/simulator/PivApplet.h"

#include <array>

namespace cardwright::simulator {

namespace {

constexpr std::uint8_t administrationReference = 0x9B;

std::array<std::uint8_t, 3> firmwareOf(Personality personality) noexcept
{
    if (personality == Personality::yubico57) return {5, 7, 1};
    if (personality == Personality::pivApplet) return {5, 0, 0};
    return {5, 4, 3};
}

constexpr std::uint8_t attestationSlot = 0xF9;
constexpr std::uint32_t attestationObject = 0x5FFF01;
/// A card has no clock: the dates are those of its series (2016-03-14 to 2052-04-16).
constexpr std::int64_t attestedFrom = 1'457'913'600'000;
constexpr std::int64_t attestedUntil = 2'596'838'400'000;

enum YubicoIns : std::uint8_t {
    moveKeyIns = 0xF6,
    metadataIns = 0xF7,
    serialIns = 0xF8,
    attestIns = 0xF9,
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
    case versionIns: return {0x9000, toBytes(firmwareOf(m_state.personality))};
    case serialIns: {
        const std::uint32_t serial = m_state.serial;
        return {0x9000, {static_cast<std::uint8_t>(serial >> 24), static_cast<std::uint8_t>(serial >> 16),
                         static_cast<std::uint8_t>(serial >> 8), static_cast<std::uint8_t>(serial)}};
    }
    case metadataIns: return metadata(command);
    case attestIns: return attest(command);
    case setAdministrationIns: return setAdministrationKey(command);
    case setTriesIns: return setTries(command);
    case wipeIns: return wipe();
    case moveKeyIns: return is(Personality::yubico57) ? moveKey(command) : AppletReply{0x6D00, {}};
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
    CardState fresh = CardState::factory(m_state.personality, m_state.serial);
    if (auto maker = m_state.keys.extract(attestationSlot)) fresh.keys.insert(std::move(maker)); // the maker's, not the holder's
    if (auto maker = m_state.objects.extract(attestationObject)) fresh.objects.insert(std::move(maker));
    m_state = std::move(fresh);
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

/// 00 F6 target source: P1 FF deletes.
AppletReply PivApplet::moveKey(const AppletCommand& command)
{
    if (!m_administration) return {0x6982, {}};
    if (!isKeySlot(command.p2) || (command.p1 != 0xFF && !isKeySlot(command.p1))) return {0x6A86, {}};
    auto moved = m_state.keys.extract(command.p2);
    if (!moved) return {0x6A88, {}};
    m_loaded.erase(command.p2);
    if (command.p1 != 0xFF) {
        m_loaded.erase(command.p1);
        m_state.keys[command.p1] = std::move(moved.mapped());
    }
    m_changed = true;
    return {};
}

/// The key and certificate with which this card speaks for the keys it made: its own, so made when first asked for.
void PivApplet::makeAttestationKey()
{
    const PrivateKey made = PrivateKey::generate(KeyAlgorithm::ecP256);
    CertificateContent content;
    content.profile = CertificateProfile::root;
    content.commonName = "Cardwright simulated PIV attestation";
    content.notBefore = attestedFrom;
    content.notAfter = attestedUntil;
    TlvWriter object;
    object.add(0x70, certify::selfSigned(content, made, m_random).der()).addByte(0x71, 0).addEmpty(0xFE);
    m_state.objects[attestationObject] = tlv(0x53, object.octets());
    SlotKey& key = m_state.keys[attestationSlot];
    key.algorithm = 0x11;
    key.pem = made.pem();
    m_changed = true;
}

/// P1 slot: a certificate over the public key of a key pair that was made here, never over an imported one.
AppletReply PivApplet::attest(const AppletCommand& command)
{
    if (command.p2 != 0x00 || !isKeySlot(command.p1)) return {0x6A86, {}};
    const auto found = m_state.keys.find(command.p1);
    if (found == m_state.keys.end()) return {0x6A88, {}};
    if (found->second.imported) return {0x6A80, {}};
    if (!m_state.keys.contains(attestationSlot) || !m_state.objects.contains(attestationObject)) makeAttestationKey();
    const ByteView content = TlvReader(m_state.objects.at(attestationObject)).expect(0x53);
    const Certificate issuer = Certificate::fromDer(TlvReader(content).expect(0x70));
    CertificateContent about;
    about.profile = CertificateProfile::cardAuthentication;
    about.commonName = "Attestation " + toHex(ByteView(&command.p1, 1));
    about.notBefore = attestedFrom;
    about.notAfter = attestedUntil;
    return {0x9000, certify::issue(about, privateKey(command.p1).publicKey(), issuer, privateKey(attestationSlot), m_random).der()};
}

} // namespace cardwright::simulator
