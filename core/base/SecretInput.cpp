#include "core/base/SecretInput.h"

#include <cerrno>
#include <unistd.h>

namespace cardwright {

namespace {

int digitOf(std::uint8_t letter) noexcept
{
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

} // namespace

std::optional<SecureBytes> readSecretLine(int descriptor, std::size_t longest)
{
    SecureBytes line(longest); // all its room at once: nothing is left behind by a move
    line.clear();
    for (;;) {
        SecureBytes octet(1);
        const auto got = ::read(descriptor, octet.writable().data(), 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::nullopt;
        if (got == 0 || octet.view()[0] == '\n') break;
        if (octet.view()[0] == '\r') continue;
        if (line.size() == longest) return std::nullopt;
        line.append(octet.view()[0]);
    }
    if (line.empty()) return std::nullopt;
    return line;
}

std::optional<SecureBytes> fromHexDigits(const SecureBytes& text)
{
    SecureBytes octets(text.size() / 2 + 1);
    octets.clear();
    int high = -1;
    for (const auto letter : text.view()) {
        if (letter == ' ' || letter == ':') continue;
        const int digit = digitOf(letter);
        if (digit < 0) return std::nullopt;
        if (high < 0) {
            high = digit;
        } else {
            octets.append(static_cast<std::uint8_t>(high << 4 | digit));
            high = -1;
        }
    }
    if (high >= 0) return std::nullopt;
    return octets;
}

} // namespace cardwright
