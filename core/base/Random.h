#pragma once

#include <cstdint>
#include <span>

namespace cardwright {

/// Port: where unpredictable octets come from. core/crypto has the real one; tests have a seeded one.
class RandomSource {
public:
    virtual ~RandomSource() = default;
    virtual void fill(std::span<std::uint8_t> target) = 0;
};

} // namespace cardwright
