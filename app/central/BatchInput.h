#pragma once

#include "core/base/SecureBytes.h"
#include "core/piv/TransportBatch.h"

#include <string>

namespace cardwright::central {

/// `cardwright-central batch add`: what was typed, and the descriptors from which its keys are read. The order holds them sealed to the
/// centre's certificate alone.
struct BatchOrder {
    std::string name;
    std::string profile;
    std::string algorithm;
    std::string serials; ///< "FROM-TO", as makers print them; empty: none named
    int keyFd = -1;      ///< hexadecimal digits, spaces between them allowed, up to the end of the line
    int unlockKeyFd = -1; ///< eight letters or digits
    int passcodeFd = -1;  ///< digits
};

/// Errors: UsageError USAGE (serials of another form, descriptors that cannot be read), TRANSPORT-KEY-INPUT (not hexadecimal, or of
/// another size than the algorithm's).
TransportBatch readBatch(const BatchOrder& order);

} // namespace cardwright::central
