#pragma once

#include "core/policy/PolicyFile.h"

namespace cardwright {

/// What a passcode must be and how often it may be wrong. The rules themselves are lifecycle's PasscodeRules.
struct PasscodePolicy {
    PolicyId id;
    int minimumDigits = 6; ///< never under 6 nor over 8: SP 800-73-5 pt 2, 2.4.3
    int maximumDigits = 8;
    int tries = 3;            ///< of the passcode
    int unlockKeyTries = 3;
    int longestRun = 3;       ///< 1234 and 4321 have a run of 4: refused; 0 = not looked at
    int longestRepeat = 2;    ///< 111 has a repeat of 3: refused; 0 = not looked at
    int fewestDifferent = 3;  ///< different digits
    bool refuseRepeatedPattern = true; ///< 121212, 123123
    bool refuseDateOfBirth = true;     ///< in any order, two- or four-digit year, as a part or the whole
    int userNumberPart = 4;   ///< this many digits in a row of the user number are refused; 0 = not looked at
    bool refuseCardSerial = true;
    bool pinPads = true;  ///< the holder may type on a reader's own keys; only the length is checked there, by the reader
    bool refuseOld = true; ///< the one it replaces, where that was typed in the same act

    static PasscodePolicy from(const PolicyFile& file);
    static PasscodePolicy load(const std::string& path);
    static PasscodePolicy shipped();
};

} // namespace cardwright
