#pragma once

#include "core/base/Bytes.h"
#include "core/base/SecureBytes.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cardwright::simulator {

/// What kind of card is simulated; resources/card-profiles has a profile that fits each.
enum class Personality {
    strict,    ///< SP 800-73-5 and nothing beyond
    yubico,    ///< with the extensions of a YubiKey 5.4.3: 3DES administration key
    yubico57,  ///< of 5.7.1: AES-192 administration key, RSA-3072, F6
    pivApplet, ///< PivApplet 0.9.0: five tries, few object tags, chains of 6000 octets
    openFips,  ///< OpenFIPS201 1.10: objects and keys made beforehand, no extended length, no object grows, nothing of Yubico's
};

/// In the order above.
std::span<const Personality> allPersonalities() noexcept;

std::string_view nameOf(Personality personality) noexcept;
std::optional<Personality> personalityOf(std::string_view name) noexcept;

/// A reference and its tries: passcode (80) and unlock key (81).
struct ReferenceData {
    SecureBytes value; ///< eight octets, padded with FF
    int tries = 3;
    int triesAtMost = 3;
    bool factory = true;
};

/// A key in a slot: the private key as PKCS#8 PEM.
struct SlotKey {
    std::uint8_t algorithm = 0; ///< 07, 11, 14 of SP 800-78-5 table 6-2
    bool imported = false;
    SecureBytes pem;
};

/// All that a simulated card remembers without power.
struct CardState {
    Personality personality = Personality::strict;
    std::uint32_t serial = 0;
    ReferenceData passcode;
    ReferenceData unlockKey;
    std::uint8_t administrationAlgorithm = 0x03;
    SecureBytes administrationKey;
    bool administrationFactory = true;
    std::map<std::uint8_t, SlotKey> keys;      ///< by key reference: 9A 9C 9D 9E
    std::map<std::uint32_t, Bytes> objects;    ///< by tag: the whole 53 L .. (7E, 7F61 bare)
    std::map<std::uint32_t, std::uint32_t> rooms; ///< by tag: octets of the first content, where that is all it will ever take

    /// A card as it comes from its maker: 123456, 12345678, 3DES 0102..08 three times.
    static CardState factory(Personality personality, std::uint32_t serial);

    /// Magic line, TLV, SHA-256 over both.
    SecureBytes encode() const;
    /// `name` is what a failure calls it. Errors: SimulatorError CARD-FILE-DAMAGED.
    static CardState decode(ByteView octets, const std::string& name);

    /// A look at a card file, also while the card is in a reader. Errors: SimulatorError CARD-FILE-ABSENT, CARD-FILE-DAMAGED.
    static CardState load(const std::filesystem::path& file);
    /// Mode 0600; written beside, fsync, renamed, folder fsync. Errors: SimulatorError CARD-FILE-WRITE.
    void save(const std::filesystem::path& file) const;
};

} // namespace cardwright::simulator
