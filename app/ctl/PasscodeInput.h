#pragma once

#include "core/base/SecureBytes.h"

namespace cardwright::ctl {

/// Reads a passcode from a file descriptor that the caller opened for it: digits up to a line feed or the end, at most 64
/// octets. It never stands in an argument or the environment, where other programs could read it.
/// Throws UsageError PASSCODE-INPUT when the descriptor cannot be read, is empty or gives something else than digits.
SecureBytes readPasscode(int descriptor);

/// Likewise an enrolment token: printable octets without blanks, at most 256. Throws UsageError TOKEN-INPUT.
SecureBytes readToken(int descriptor);

} // namespace cardwright::ctl
