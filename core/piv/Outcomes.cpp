#include "core/piv/Outcomes.h"

#include <charconv>

namespace cardwright {

std::string CardVersion::text() const
{
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

std::optional<CardVersion> CardVersion::parse(std::string_view text)
{
    CardVersion version;
    const char* at = text.data();
    const char* end = at + text.size();
    for (auto* part : {&version.major, &version.minor, &version.patch}) {
        if (part != &version.major) {
            if (at == end || *at != '.') return std::nullopt;
            ++at;
        }
        const auto [next, error] = std::from_chars(at, end, *part);
        if (error != std::errc()) return std::nullopt;
        at = next;
    }
    return at == end ? std::optional(version) : std::nullopt;
}

} // namespace cardwright
