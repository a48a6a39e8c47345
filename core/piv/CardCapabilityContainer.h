#pragma once

#include "core/base/Bytes.h"
#include "core/base/Random.h"

namespace cardwright {

/// Card Capability Container, 5FC107 (SP 800-73-5 pt 1 3.1.1): kept for old middleware, which reads F0 and the data model.
struct CardCapabilityContainer {
    Bytes cardIdentifier;             ///< F0: 21 octets, or none
    std::uint8_t containerVersion = 0x21; ///< F1
    std::uint8_t grammarVersion = 0x21;   ///< F2
    std::uint8_t dataModel = 0x10;    ///< F5: 10 for PIV

    /// F0 with the GSC-IS RID, a Java card's type and fourteen random octets.
    static CardCapabilityContainer fresh(RandomSource& random);
    Bytes encode() const;
    /// Unknown elements are skipped. Errors: CardDataError (cut, or a data model that is not one octet).
    static CardCapabilityContainer decode(ByteView content);
    friend bool operator==(const CardCapabilityContainer&, const CardCapabilityContainer&) = default;
};

} // namespace cardwright
