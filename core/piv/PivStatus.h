#pragma once

#include "core/card/CardErrors.h"
#include "core/piv/Outcomes.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace cardwright {

/// The status words that mean one thing for one command.
struct StatusMeaning {
    std::string_view code;
    std::initializer_list<std::uint16_t> words;
};

/// Throws CardError with the code of the meaning that names this status word, or CARD-REFUSED.
[[noreturn]] inline void throwCardError(StatusWord sw, std::uint8_t ins, std::string_view step,
                                        std::initializer_list<StatusMeaning> meanings = {})
{
    for (const auto& meaning : meanings) {
        if (std::find(meaning.words.begin(), meaning.words.end(), sw.value) != meaning.words.end()) {
            throw CardError(meaning.code, ins, sw, std::string(step));
        }
    }
    throw CardError(ins, sw, std::string(step));
}

/// Whether a card says that it has no such command, parameter or reference.
constexpr bool unknownToCard(StatusWord sw) noexcept { return sw.notSupported() || sw.notFound(); }

/// What VERIFY, CHANGE REFERENCE DATA and RESET RETRY COUNTER answer, however the digits came to the card.
inline PasscodeOutcome passcodeOutcome(StatusWord sw, std::uint8_t ins, std::string_view step)
{
    using Kind = PasscodeOutcome::Kind;
    if (sw.ok()) return {Kind::accepted, std::nullopt};
    if (const auto tries = sw.triesLeft()) return {*tries == 0 ? Kind::blocked : Kind::wrong, tries};
    if (sw.value == 0x6300) return {Kind::wrong, std::nullopt}; // without a count
    if (sw.value == 0x6A80) return {Kind::form, std::nullopt};
    if (unknownToCard(sw)) throw CardError("CARD-CANNOT", ins, sw, std::string(step));
    throw CardError(ins, sw, std::string(step));
}

} // namespace cardwright
