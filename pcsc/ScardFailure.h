#pragma once

#include <string>
#include <string_view>

namespace cardwright::pcsc {

/// The catalogue's code for an SCARD_* return value other than success: the one place where they are told apart.
std::string_view codeOf(long result) noexcept;

/// Throws TransportError with that code; the detail names the reader or the call, and the value where it says no more.
[[noreturn]] void fail(long result, const std::string& detail);

/// Nothing when the call succeeded.
inline void check(long result, const std::string& detail)
{
    if (result != 0) fail(result, detail);
}

/// Whether pcscd went away under a context or handle.
bool serviceGone(long result) noexcept;

} // namespace cardwright::pcsc
