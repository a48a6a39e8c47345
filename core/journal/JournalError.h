#pragma once

#include "core/base/Failure.h"

namespace cardwright {

/// Octets or a line that should be a journal entry and are not.
class JournalError : public FailureError {
public:
    using FailureError::FailureError;
};

} // namespace cardwright
