#pragma once

#include "core/base/Random.h"

namespace cardwright::testing {

/// Octets that count up: for published vectors, and for challenges that a test can say beforehand.
class CountingRandom final : public RandomSource {
public:
    explicit CountingRandom(std::uint8_t first = 0) : m_next(first) {}
    void fill(std::span<std::uint8_t> target) override
    {
        for (auto& octet : target) octet = m_next++;
    }

private:
    std::uint8_t m_next;
};

} // namespace cardwright::testing
