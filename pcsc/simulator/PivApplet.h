#pragma once

#include "core/base/Bytes.h"
#include "core/base/Random.h"
#include "core/crypto/BlockCipher.h"
#include "core/crypto/PrivateKey.h"
#include "pcsc/simulator/CardState.h"

#include <cstdint>
#include <map>
#include <optional>

namespace cardwright::simulator {

/// A command with its chain put together.
struct AppletCommand {
    std::uint8_t ins = 0, p1 = 0, p2 = 0;
    ByteView data;
};

struct AppletReply {
    std::uint16_t sw = 0x9000;
    Bytes data;
};

/// The PIV application of the card (SP 800-73-5 part 2 section 3), and what a YubiKey adds to it. Knows nothing of how
/// commands travel. Written from the standard and apart from core/piv, so that one is a check on the other.
class PivApplet {
public:
    PivApplet(CardState& state, RandomSource& random) noexcept : m_state(state), m_random(random) {}

    AppletReply execute(const AppletCommand& command);
    /// Power or reset: nothing is selected, nobody is authenticated.
    void reset() noexcept;
    /// Whether the memory changed since the last call.
    bool takeChanged() noexcept;

    /// Faults: the next PUT DATA keeps half of what it was given; the next generated public key is told wrongly.
    void tearNextWrite() noexcept { m_tear = true; }
    void breakNextKey() noexcept { m_breakKey = true; }

private:
    bool is(Personality personality) const noexcept { return m_state.personality == personality; }
    bool yubiKey() const noexcept { return is(Personality::yubico) || is(Personality::yubico57); }
    /// Whether it knows Yubico's further commands.
    bool extended() const noexcept { return yubiKey() || is(Personality::pivApplet); }
    /// Whether it asks no questions about which slot does what, as the book would.
    bool lax() const noexcept { return extended(); }
    AppletReply dispatch(const AppletCommand& command);
    AppletReply dispatchYubico(const AppletCommand& command);

    // PivObjects.cpp (3.1)
    AppletReply select(const AppletCommand& command);
    AppletReply getData(const AppletCommand& command) const;
    AppletReply putData(const AppletCommand& command);
    AppletReply storeObject(std::uint32_t tag, ByteView whole, std::size_t contentSize);
    bool fitsItsRoom(std::uint32_t tag, std::size_t contentSize);

    // PivReferences.cpp (3.2.1 to 3.2.3)
    AppletReply verify(const AppletCommand& command);
    AppletReply changeReference(const AppletCommand& command);
    AppletReply resetRetryCounter(const AppletCommand& command);
    AppletReply wrong(ReferenceData& reference);
    bool passcodeFormat(ByteView padded) const noexcept;

    // PivKeys.cpp (3.2.4, 3.3.2)
    AppletReply generate(const AppletCommand& command);
    AppletReply generalAuthenticate(const AppletCommand& command);
    AppletReply authenticateAdministration(const AppletCommand& command);
    AppletReply usePrivateKey(const AppletCommand& command);
    bool mayUse(std::uint8_t slot) const noexcept;

    // YubicoCommands.cpp
    AppletReply setAdministrationKey(const AppletCommand& command);
    AppletReply setTries(const AppletCommand& command);
    AppletReply wipe();
    AppletReply import(const AppletCommand& command);
    AppletReply metadata(const AppletCommand& command);
    AppletReply attest(const AppletCommand& command);
    AppletReply moveKey(const AppletCommand& command);
    void makeAttestationKey();

    /// Read once from the memory and kept: checking a key anew for each use costs more than using it.
    const PrivateKey& privateKey(std::uint8_t slot);

    CardState& m_state;
    RandomSource& m_random;
    bool m_selected = false;
    bool m_verified = false;      ///< passcode, PIN ONCE
    bool m_fresh = false;         ///< passcode, for one use by 9C (PIN ALWAYS)
    bool m_administration = false;
    Bytes m_witness;              ///< ours, in clear, until the next command
    Bytes m_challenge;            ///< likewise
    bool m_changed = false;
    bool m_tear = false;
    bool m_breakKey = false;
    std::map<std::uint8_t, PrivateKey> m_loaded;
};

/// Key references that hold a key pair in this card.
bool isKeySlot(std::uint8_t reference) noexcept;
/// What goes into 7F49: 86 point, or 81 modulus and 82 exponent.
Bytes publicTemplate(const PublicKey& key);
std::optional<CipherAlgorithm> administrationCipher(std::uint8_t algorithm) noexcept;

} // namespace cardwright::simulator
