#pragma once

#include <chrono>
#include <cstdint>

namespace cardwright {

/// Full jitter: anything from nothing to min(longest, first * 2^failures), by a random number. The caller waits; nothing in core
/// ever sleeps. failures: how many attempts in a row failed, from 1.
std::chrono::milliseconds fullJitter(int failures, std::uint64_t random, std::chrono::milliseconds first = std::chrono::seconds(1),
                                     std::chrono::milliseconds longest = std::chrono::minutes(5)) noexcept;

} // namespace cardwright
