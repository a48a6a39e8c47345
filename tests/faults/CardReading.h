#pragma once

#include "core/base/Guid.h"
#include "core/crypto/PublicKey.h"
#include "core/piv/Slot.h"
#include "pcsc/simulator/CardState.h"

#include <optional>
#include <string_view>

namespace cardwright::faults {

/// A simulated card's memory, read past its commands and past core/piv: what is truly on it.
class CardReading {
public:
    explicit CardReading(simulator::CardState state) : m_state(std::move(state)) {}

    const simulator::CardState& state() const noexcept { return m_state; }
    /// What stands between 53 L and the end; nothing where the object is absent or "53 00".
    std::optional<Bytes> content(std::uint32_t tag) const;
    bool hasChuid() const { return content(chuidTag).has_value(); }
    std::optional<Guid> guid() const;
    std::optional<Bytes> certificate(Slot slot) const; ///< DER
    std::optional<Bytes> publicKey(Slot slot) const;   ///< SubjectPublicKeyInfo of the private key that is there

    bool passcodeIs(std::string_view digits) const;
    bool unlockKeyIs(std::string_view digits) const;
    /// As it came: no CHUID, the maker's administration and unlock key.
    bool isBlank() const;

    static constexpr std::uint32_t chuidTag = 0x5FC102;

private:
    simulator::CardState m_state;
};

} // namespace cardwright::faults
