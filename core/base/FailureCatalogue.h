#pragma once

#include "core/base/Failure.h"

#include <span>
#include <string_view>

namespace cardwright {

/// One row per code: the English source words, shared by the shell, the window (which translates them by code)
/// and the built-in help. Words follow resources' rule: cause, then what to do; never "please", "invalid", "error".
struct FailureWords {
    std::string_view code;
    FailureKind kind;
    std::string_view cause;
    std::string_view nextStep;
};

std::span<const FailureWords> failureCatalogue() noexcept;
const FailureWords* failureWords(std::string_view code) noexcept;

} // namespace cardwright
