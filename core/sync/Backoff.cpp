#include "core/sync/Backoff.h"

#include <algorithm>

namespace cardwright {

std::chrono::milliseconds fullJitter(int failures, std::uint64_t random, std::chrono::milliseconds first, std::chrono::milliseconds longest) noexcept
{
    if (first.count() <= 0 || longest.count() <= 0) return std::chrono::milliseconds(0);
    auto ceiling = std::min(first, longest);
    for (int failure = 0; failure < failures && ceiling < longest; ++failure) ceiling = std::min(ceiling * 2, longest);
    return std::chrono::milliseconds(static_cast<std::int64_t>(random % (static_cast<std::uint64_t>(ceiling.count()) + 1)));
}

} // namespace cardwright
