#include "core/base/Tlv.h"
#include "core/crypto/CryptoError.h"
#include "core/crypto/PrivateKey.h"
#include "pcsc/simulator/PivApplet.h"

#include <utility>

namespace cardwright::simulator {

namespace {

constexpr std::uint8_t administrationReference = 0x9B;
constexpr std::uint8_t signatureSlot = 0x9C;
constexpr std::uint8_t keyManagementSlot = 0x9D;
constexpr std::uint8_t cardAuthenticationSlot = 0x9E;

std::optional<KeyAlgorithm> keyAlgorithm(std::uint8_t identifier, Personality personality) noexcept
{
    switch (identifier) {
    case 0x05: return personality == Personality::yubico57 ? std::optional(KeyAlgorithm::rsa3072) : std::nullopt;
    case 0x07: return KeyAlgorithm::rsa2048;
    case 0x11: return KeyAlgorithm::ecP256;
    case 0x14: return KeyAlgorithm::ecP384;
    default: return std::nullopt;
    }
}

std::size_t fieldSize(KeyAlgorithm algorithm) noexcept { return algorithm == KeyAlgorithm::ecP384 ? 48 : 32; }

/// OpenFIPS201 has a key object for each slot and algorithm that its issuer made, and no other.
bool madeBeforehand(std::uint8_t slot, KeyAlgorithm algorithm) noexcept
{
    if (algorithm == KeyAlgorithm::ecP256) return true;
    return algorithm == KeyAlgorithm::rsa2048 && slot != cardAuthenticationSlot;
}

/// The dynamic authentication template 7C: what is there, and whether it is empty (part 2 table 7).
struct Authentication {
    std::optional<ByteView> witness, challenge, response, exponentiation;
};

Authentication readTemplate(ByteView data)
{
    TlvReader outer(data);
    TlvReader inner(outer.expect(0x7C));
    outer.end();
    Authentication parts;
    while (!inner.atEnd()) {
        const Tlv part = inner.next();
        auto& place = part.tag == 0x80   ? parts.witness
                      : part.tag == 0x81 ? parts.challenge
                      : part.tag == 0x82 ? parts.response
                      : part.tag == 0x85 ? parts.exponentiation
                                         : throw TlvError("dynamic authentication template");
        if (place) throw TlvError("twice the same object");
        place = part.value;
    }
    return parts;
}

/// A point off its curve, or an even modulus (which stands before `82 03 exponent`).
void breakKey(Bytes& elements, bool ec) noexcept
{
    if (ec) elements.back() ^= 0x01;
    else elements[elements.size() - 6] &= 0xFE;
}

AppletReply answerTemplate(std::uint32_t tag, ByteView value) { return {0x9000, tlv(0x7C, tlv(tag, value))}; }

} // namespace

bool isKeySlot(std::uint8_t reference) noexcept
{
    return reference == 0x9A || reference == signatureSlot || reference == keyManagementSlot || reference == cardAuthenticationSlot;
}

std::optional<CipherAlgorithm> administrationCipher(std::uint8_t algorithm) noexcept
{
    switch (algorithm) {
    case 0x00: // 3DES by its older name (SP 800-78-5 table 6-1)
    case 0x03: return CipherAlgorithm::tripleDes;
    case 0x08: return CipherAlgorithm::aes128;
    case 0x0A: return CipherAlgorithm::aes192;
    case 0x0C: return CipherAlgorithm::aes256;
    default: return std::nullopt;
    }
}

Bytes publicTemplate(const PublicKey& key)
{
    TlvWriter inner;
    if (key.isEc()) {
        inner.add(0x86, key.point());
    } else {
        inner.add(0x81, key.modulus()).add(0x82, key.exponent());
    }
    return std::move(inner).octets();
}

const PrivateKey& PivApplet::privateKey(std::uint8_t slot)
{
    const auto loaded = m_loaded.find(slot);
    if (loaded != m_loaded.end()) return loaded->second;
    return m_loaded.emplace(slot, PrivateKey::fromPem(m_state.keys.at(slot).pem.view())).first->second;
}

AppletReply PivApplet::generate(const AppletCommand& command)
{
    if (command.p1 != 0x00 || !isKeySlot(command.p2)) return {0x6A86, {}};
    if (!m_administration) return {0x6982, {}};
    TlvReader outer(command.data);
    const ByteView wanted = outer.expect(0xAC);
    outer.end();
    const auto identifier = TlvReader(wanted).find(0x80);
    if (!identifier || identifier->value.size() != 1) return {0x6A80, {}};
    const auto algorithm = keyAlgorithm(identifier->value[0], m_state.personality);
    if (!algorithm) return {0x6A80, {}};
    if (is(Personality::openFips) && !madeBeforehand(command.p2, *algorithm)) return {0x6A88, {}};
    SlotKey key;
    key.algorithm = identifier->value[0];
    const PrivateKey made = PrivateKey::generate(*algorithm);
    key.pem = made.pem();
    m_state.keys[command.p2] = std::move(key);
    m_loaded.insert_or_assign(command.p2, made);
    m_changed = true;
    auto elements = publicTemplate(made.publicKey());
    if (std::exchange(m_breakKey, false)) breakKey(elements, made.publicKey().isEc());
    return {0x9000, tlv(0x7F49, elements)};
}

AppletReply PivApplet::generalAuthenticate(const AppletCommand& command)
{
    if (command.p2 == administrationReference) return authenticateAdministration(command);
    m_witness.clear();
    m_challenge.clear();
    return isKeySlot(command.p2) ? usePrivateKey(command) : AppletReply{0x6A86, {}};
}

AppletReply PivApplet::authenticateAdministration(const AppletCommand& command)
{
    const auto asked = administrationCipher(command.p1);
    if (!asked || asked != administrationCipher(m_state.administrationAlgorithm)) return {0x6A86, {}};
    const Bytes witness = std::exchange(m_witness, {});
    const Bytes challenge = std::exchange(m_challenge, {});
    const Authentication parts = readTemplate(command.data);
    const BlockCipher cipher(*asked, m_state.administrationKey.view());
    if (parts.witness && parts.witness->empty()) { // mutual, first half: our witness, enciphered
        m_witness.resize(cipher.blockSize());
        m_random.fill(m_witness);
        return answerTemplate(0x80, cipher.encrypt(m_witness));
    }
    if (parts.challenge && parts.challenge->empty()) { // single, first half: our challenge, in clear
        m_challenge.resize(cipher.blockSize());
        m_random.fill(m_challenge);
        return answerTemplate(0x81, m_challenge);
    }
    if (parts.witness && parts.challenge) { // mutual, second half
        if (witness.empty() || parts.challenge->size() != cipher.blockSize()) return {0x6A80, {}};
        m_administration = equal(*parts.witness, witness);
        return m_administration ? answerTemplate(0x82, cipher.encrypt(*parts.challenge)) : AppletReply{0x6982, {}};
    }
    if (parts.response && !parts.response->empty()) { // single, second half
        if (challenge.empty()) return {0x6A80, {}};
        m_administration = equal(*parts.response, cipher.encrypt(challenge));
        return {m_administration ? std::uint16_t{0x9000} : std::uint16_t{0x6982}, {}};
    }
    return {0x6A80, {}};
}

/// Access rules of part 1 table 4: 9A and 9D PIN ONCE, 9C PIN ALWAYS, 9E always.
bool PivApplet::mayUse(std::uint8_t slot) const noexcept
{
    if (slot == cardAuthenticationSlot) return true;
    return slot == signatureSlot ? m_verified && m_fresh : m_verified;
}

AppletReply PivApplet::usePrivateKey(const AppletCommand& command)
{
    const auto found = m_state.keys.find(command.p2);
    if (found == m_state.keys.end()) return {0x6A88, {}};
    if (found->second.algorithm != command.p1) return {0x6A86, {}};
    if (!mayUse(command.p2)) return {0x6982, {}};
    const Authentication parts = readTemplate(command.data);
    if (!parts.response || !parts.response->empty()) return {0x6A80, {}};
    const PrivateKey& key = privateKey(command.p2);
    const bool ec = key.publicKey().isEc();
    m_fresh = false;
    if (parts.exponentiation) { // ECC CDH (part 2, appendix A.5); by the book with the key management key alone
        if (!ec || parts.challenge || (command.p2 != keyManagementSlot && !lax())) return {0x6A80, {}};
        const PublicKey peer = PublicKey::fromPoint(*parts.exponentiation);
        if (peer.algorithm() != key.algorithm()) return {0x6A80, {}};
        return answerTemplate(0x82, key.agree(peer).view());
    }
    if (!parts.challenge || parts.challenge->empty()) return {0x6A80, {}};
    if (!ec) return answerTemplate(0x82, key.rsaRaw(*parts.challenge));
    if (command.p2 == keyManagementSlot && !lax()) return {0x6A80, {}}; // an EC key management key cannot sign
    if (parts.challenge->size() > fieldSize(key.algorithm())) return {0x6A80, {}};
    return answerTemplate(0x82, key.signDigest(*parts.challenge));
}

} // namespace cardwright::simulator
