#pragma once

#include "core/base/Bytes.h"

namespace cardwright {

/// Discovery object, 7E (SP 800-73-5 pt 1 3.3.2): which application, and which passcode it takes.
struct Discovery {
    Bytes applicationId;           ///< 4F: eleven octets
    bool applicationPasscode = true; ///< 5F2F first octet, 40
    bool globalPasscode = false;     ///< 20
    bool preferGlobal = false;       ///< second octet 20 (10: the application's is primary)
    std::uint8_t otherBits = 0;      ///< first octet: on-card comparison 10, VCI 08, pairing 04

    /// For a card with the application's passcode alone: 40 00.
    static Discovery plain();
    /// What stands inside 7E.
    Bytes encode() const;
    /// Errors: CardDataError.
    static Discovery decode(ByteView content);
    friend bool operator==(const Discovery&, const Discovery&) = default;
};

} // namespace cardwright
