#pragma once

#include "core/base/Failure.h"

namespace cardwright {

/// Key, certificate or signature octets that are not what they should be. Carries a catalogue code and our own
/// words only: OpenSSL's error queue is drained and dropped, since its texts may quote the data it worked on.
class CryptoError : public FailureError {
public:
    using FailureError::FailureError;
};

} // namespace cardwright
