#pragma once

#include "core/base/Bytes.h"
#include "core/base/Clock.h"

#include <string>

namespace cardwright {

/// Printed Information, 5FC109 (SP 800-73-5 pt 1 3.1.5): what the card's face says, in ASCII. Read with the passcode.
struct PrintedInformation {
    std::string name;          ///< 01, at most 125: transliterated
    std::string role;          ///< 02, at most 20: "NHS STAFF"
    Date expiry{};             ///< 04, written YYYYMMMDD: 2029NOV21
    std::string cardSerial;    ///< 05, at most 20: the holder's 12-digit UUID
    std::string issuer;        ///< 06, at most 15 (written padded with blanks to 15): the ODS code
    std::string organisation1; ///< 07, at most 20; left out when empty
    std::string organisation2; ///< 08, at most 20; left out when empty

    /// Errors: UsageError naming the part that is too long or not printable ASCII.
    Bytes encode() const;
    /// Errors: CardDataError (cut, a date of another form, an element too long or twice).
    static PrintedInformation decode(ByteView content);
    friend bool operator==(const PrintedInformation&, const PrintedInformation&) = default;
};

} // namespace cardwright
