#include "app/ctl/PasscodeInput.h"

#include "core/base/Failure.h"

#include <unistd.h>

#include <cerrno>

namespace cardwright::ctl {

namespace {

constexpr std::size_t longest = 64;

[[noreturn]] void unusable(const char* why) { throw UsageError(Failure::of("PASSCODE-INPUT", why)); }

} // namespace

SecureBytes readPasscode(int descriptor)
{
    SecureBytes passcode(longest);
    passcode.clear();
    for (;;) {
        SecureBytes octet(1);
        const auto got = ::read(descriptor, octet.writable().data(), 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) unusable("the descriptor cannot be read");
        const auto value = octet.view()[0];
        if (got == 0 || value == '\n') break;
        if (value < '0' || value > '9') unusable("something else than a digit");
        if (passcode.size() == longest) unusable("too long");
        passcode.append(value);
    }
    if (passcode.empty()) unusable("nothing was there");
    return passcode;
}

} // namespace cardwright::ctl
