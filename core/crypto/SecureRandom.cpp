#include "core/crypto/SecureRandom.h"

#include "core/crypto/OpenSsl.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

namespace cardwright {

void SecureRandom::fill(std::span<std::uint8_t> target)
{
    constexpr std::size_t atOnce = 1U << 20;
    while (!target.empty()) {
        const auto part = target.first(std::min(target.size(), atOnce));
        openssl::must(RAND_bytes(part.data(), static_cast<int>(part.size())) == 1, "randomness");
        target = target.subspan(part.size());
    }
}

SecureBytes randomDigits(RandomSource& random, std::size_t count)
{
    SecureBytes digits;
    SecureBytes drawn(16);
    while (digits.size() < count) {
        random.fill(drawn.writable());
        for (const std::uint8_t octet : drawn.view()) {
            if (octet < 250 && digits.size() < count) digits.append(static_cast<std::uint8_t>('0' + octet % 10));
        }
    }
    return digits;
}

} // namespace cardwright
