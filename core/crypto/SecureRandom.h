#pragma once

#include "core/base/Random.h"
#include "core/base/SecureBytes.h"

namespace cardwright {

/// The operating system's randomness through OpenSSL's DRBG. Throws CryptoError when it has none to give.
class SecureRandom final : public RandomSource {
public:
    void fill(std::span<std::uint8_t> target) override;
};

/// So many decimal digits (ASCII), each equally likely: a random passcode. Octets above 249 are drawn again.
SecureBytes randomDigits(RandomSource& random, std::size_t count);

} // namespace cardwright
