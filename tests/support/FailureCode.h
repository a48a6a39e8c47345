#pragma once

#include "core/base/Failure.h"

#include <string>

namespace cardwright::testing {

/// The code of the failure that the act ends in; "nothing was thrown" when it does not fail.
template<class Act> std::string codeOf(Act act)
{
    try {
        act();
    } catch (const FailureError& error) {
        return error.failure().code;
    }
    return "nothing was thrown";
}

} // namespace cardwright::testing
