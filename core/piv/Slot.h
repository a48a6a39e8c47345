#pragma once

#include "core/piv/ObjectId.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cardwright {

/// The four keys of a holder, SP 800-73-5 pt 1 table 4b.
enum class Slot : std::uint8_t {
    authentication = 0x9A,     ///< sign-in; passcode once
    signature = 0x9C,          ///< passcode before every use
    keyManagement = 0x9D,      ///< decipher or key agreement, never a signature with an EC key; passcode once
    cardAuthentication = 0x9E, ///< no passcode
};

/// In the order 9A, 9C, 9D, 9E.
std::span<const Slot> allSlots() noexcept;
std::string_view slotName(Slot slot) noexcept; ///< "9A"
std::optional<Slot> slotNamed(std::string_view name) noexcept; ///< either case
ObjectId certificateObject(Slot slot) noexcept;
bool passcodeNeeded(Slot slot) noexcept;       ///< false for 9E only
bool passcodeEveryTime(Slot slot) noexcept;    ///< true for 9C only

/// Key references that are not a holder's key, SP 800-73-5 pt 1 table 4a and 4b.
enum class KeyReference : std::uint8_t {
    globalPasscode = 0x00,
    passcode = 0x80,
    unlockKey = 0x81,
    administration = 0x9B,
};

} // namespace cardwright
