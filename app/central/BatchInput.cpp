#include "app/central/BatchInput.h"

#include "core/base/Failure.h"
#include "core/base/SecretInput.h"

#include <charconv>

namespace cardwright::central {

namespace {

constexpr std::size_t longestLine = 256;

[[noreturn]] void unusable(const char* why) { throw UsageError(Failure::of("TRANSPORT-KEY-INPUT", why)); }

SecureBytes lineFrom(int descriptor)
{
    auto line = readSecretLine(descriptor, longestLine);
    if (!line) unusable("nothing was there, or too much");
    return *std::move(line);
}

SecureBytes octetsFrom(int descriptor)
{
    auto octets = fromHexDigits(lineFrom(descriptor));
    if (!octets) unusable("something else than pairs of hexadecimal digits");
    return *std::move(octets);
}

std::uint32_t serialIn(std::string_view text)
{
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        throw UsageError(Failure::of("USAGE", "--serials is FROM-TO, two decimal numbers as the maker prints them"));
    }
    return number;
}

} // namespace

TransportBatch readBatch(const BatchOrder& order)
{
    TransportBatch batch;
    batch.name = order.name;
    batch.profile = order.profile;
    const auto algorithm = algorithmNamed(order.algorithm);
    if (!algorithm) throw UsageError(Failure::of("USAGE", "--algorithm is 3DES, AES-128, AES-192 or AES-256"));
    batch.algorithm = *algorithm;
    if (!order.serials.empty()) {
        const auto dash = order.serials.find('-');
        const std::string_view text(order.serials);
        batch.serials = {serialIn(text.substr(0, dash)), serialIn(dash == std::string::npos ? std::string_view() : text.substr(dash + 1))};
    }
    batch.administrationKey = octetsFrom(order.keyFd);
    if (order.unlockKeyFd >= 0) batch.unlockKey = lineFrom(order.unlockKeyFd);
    if (order.passcodeFd >= 0) batch.passcode = lineFrom(order.passcodeFd);
    if (const auto why = batch.problem(); !why.empty()) throw UsageError(Failure::of("TRANSPORT-KEY-INPUT", why));
    return batch;
}

} // namespace cardwright::central
