#pragma once

#include "core/base/Bytes.h"

#include <cstdint>
#include <string>

namespace cardwright {

/// Key History, 5FC10C (SP 800-73-5 pt 1 3.3.3): how many retired key management keys have their certificate on the card and
/// how many only at a URL. Cardwright writes the empty one (0, 0): it keeps no retired keys.
struct KeyHistory {
    static constexpr std::size_t mostKeys = 20;

    std::uint8_t onCard = 0;  ///< C1
    std::uint8_t offCard = 0; ///< C2
    std::string url;          ///< F3, at most 118; there exactly when offCard is not 0

    /// Errors: UsageError (more than twenty in all, a URL without off-card certificates or none with, too long).
    Bytes encode() const;
    /// Errors: CardDataError (cut, a count missing or of another size, more than twenty, an element twice, no end).
    static KeyHistory decode(ByteView content);
    friend bool operator==(const KeyHistory&, const KeyHistory&) = default;
};

} // namespace cardwright
