#include "app/ctl/PasscodeInput.h"

#include "core/base/Failure.h"

#include <unistd.h>

#include <cerrno>

namespace cardwright::ctl {

namespace {

constexpr std::size_t longestPasscode = 64;
constexpr std::size_t longestToken = 256;

struct Rule {
    const char* code;
    std::size_t longest;
    bool (*allowed)(std::uint8_t);
    const char* otherwise;
};

[[noreturn]] void unusable(const Rule& rule, const char* why) { throw UsageError(Failure::of(rule.code, why)); }

SecureBytes read(int descriptor, const Rule& rule)
{
    SecureBytes secret(rule.longest);
    secret.clear();
    for (;;) {
        SecureBytes octet(1);
        const auto got = ::read(descriptor, octet.writable().data(), 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) unusable(rule, "the descriptor cannot be read");
        const auto value = octet.view()[0];
        if (got == 0 || value == '\n') break;
        if (!rule.allowed(value)) unusable(rule, rule.otherwise);
        if (secret.size() == rule.longest) unusable(rule, "too long");
        secret.append(value);
    }
    if (secret.empty()) unusable(rule, "nothing was there");
    return secret;
}

} // namespace

SecureBytes readPasscode(int descriptor)
{
    return read(descriptor, {"PASSCODE-INPUT", longestPasscode, [](std::uint8_t octet) { return octet >= '0' && octet <= '9'; },
                             "something else than a digit"});
}

SecureBytes readToken(int descriptor)
{
    return read(descriptor, {"TOKEN-INPUT", longestToken, [](std::uint8_t octet) { return octet > ' ' && octet < 0x7F; },
                             "a blank or something that cannot be printed"});
}

} // namespace cardwright::ctl
