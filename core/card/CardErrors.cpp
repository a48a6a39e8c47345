#include "core/card/CardErrors.h"

#include <array>
#include <cstdio>
#include <utility>

namespace cardwright {

namespace {

Failure cardFailure(std::string_view code, std::uint8_t ins, StatusWord sw, std::string step)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "INS %02X, SW %04X", unsigned{ins}, unsigned{sw.value});
    auto failure = Failure::of(code, step.empty() ? std::string(text.data()) : std::move(step) + " (" + text.data() + ")");
    failure.statusWord = sw.value;
    failure.triesLeft = sw.triesLeft();
    return failure;
}

} // namespace

CardError::CardError(std::uint8_t ins, StatusWord sw, std::string step) : CardError("CARD-REFUSED", ins, sw, std::move(step)) {}

CardError::CardError(std::string_view code, std::uint8_t ins, StatusWord sw, std::string step)
    : FailureError(cardFailure(code, ins, sw, std::move(step))), m_ins(ins), m_sw(sw)
{
}

} // namespace cardwright
