#pragma once

#include "core/card/CardChannel.h"
#include "core/piv/PivApplication.h"
#include "tests/support/CountingRandom.h"
#include "tests/support/ScriptedTransport.h"

#include <functional>
#include <string>

namespace cardwright {

/// A PIV application over a scripted card.
struct PivTestCard {
    ScriptedTransport card;
    CardChannel channel{card};
    PivApplication piv{channel};
};

inline SecureBytes secret(std::string_view text) { return SecureBytes::copyOf(bytesOf(text)); }

/// The code of the failure that the work ends in; empty when it does not fail.
inline std::string failureOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return "";
}

inline Bytes swOctets(std::uint16_t word) { return {static_cast<std::uint8_t>(word >> 8), static_cast<std::uint8_t>(word & 0xFF)}; }

/// Each proper beginning of these octets is refused with this exception type's code, and so is one octet more.
inline void checkEveryCut(const Bytes& whole, const std::function<void(ByteView)>& decode)
{
    for (std::size_t size = 0; size < whole.size(); ++size) {
        INFO("cut after " << size << " of " << whole.size());
        CHECK(failureOf([&] { decode(ByteView(whole).first(size)); }) == "CARD-DATA");
    }
    auto longer = whole;
    longer.push_back(0x30);
    CHECK(failureOf([&] { decode(longer); }) == "CARD-DATA");
}

} // namespace cardwright
