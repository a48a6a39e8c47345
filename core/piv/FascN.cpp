#include "core/base/Failure.h"
#include "core/piv/Chuid.h"

#include <bit>
#include <span>
#include <utility>
#include <vector>

namespace cardwright {

namespace {

// TIG SCEPACS 2.2 section 6: four bits of BCD, least significant first, then odd parity. Here as four-bit values.
constexpr std::uint8_t startSentinel = 0b1011;
constexpr std::uint8_t fieldSeparator = 0b1101;
constexpr std::uint8_t endSentinel = 0b1111;
constexpr std::size_t characters = 40;
constexpr std::size_t octetsOnCard = 25;

/// Each number of the FASC-N, its length and whether a separator follows it.
struct Part {
    std::string FascN::*text;
    std::size_t size;
    bool separated;
};
constexpr Part parts[] = {
    {&FascN::agency, 4, true}, {&FascN::system, 4, true},    {&FascN::credential, 6, true},
    {&FascN::series, 1, true}, {&FascN::issue, 1, true},     {&FascN::person, 10, false},
    {&FascN::category, 1, false}, {&FascN::organisation, 4, false}, {&FascN::association, 1, false},
};

bool bitAt(ByteView octets, std::size_t bit) { return (octets[bit / 8] >> (7 - bit % 8) & 1) != 0; }

/// The check character makes the exclusive or of all characters, itself included, zero.
std::uint8_t checkOf(std::span<const std::uint8_t> values)
{
    std::uint8_t check = 0;
    for (const auto value : values) check ^= value;
    return check;
}

std::optional<std::vector<std::uint8_t>> unpack(ByteView octets)
{
    std::vector<std::uint8_t> values;
    for (std::size_t i = 0; i < characters; ++i) {
        unsigned value = 0;
        for (std::size_t bit = 0; bit < 4; ++bit) value |= (bitAt(octets, i * 5 + bit) ? 1U : 0U) << bit;
        const int ones = std::popcount(value) + (bitAt(octets, i * 5 + 4) ? 1 : 0);
        if (ones % 2 == 0) return std::nullopt;
        values.push_back(static_cast<std::uint8_t>(value));
    }
    return values;
}

} // namespace

std::array<std::uint8_t, 25> FascN::encode() const
{
    std::vector<std::uint8_t> values{startSentinel};
    for (const auto& part : parts) {
        const auto& text = this->*part.text;
        if (text.size() != part.size) throw UsageError(Failure::of("USAGE", "a number of the FASC-N has another length"));
        for (const char digit : text) {
            if (digit < '0' || digit > '9') throw UsageError(Failure::of("USAGE", "a number of the FASC-N is not digits"));
            values.push_back(static_cast<std::uint8_t>(digit - '0'));
        }
        if (part.separated) values.push_back(fieldSeparator);
    }
    values.push_back(endSentinel);
    values.push_back(checkOf(values));

    std::array<std::uint8_t, octetsOnCard> octets{};
    std::size_t bit = 0;
    const auto put = [&](bool one) {
        if (one) octets.at(bit / 8) |= static_cast<std::uint8_t>(0x80 >> bit % 8);
        ++bit;
    };
    for (const auto value : values) {
        for (int i = 0; i < 4; ++i) put((value >> i & 1) != 0);
        put(std::popcount(value) % 2 == 0);
    }
    return octets;
}

std::optional<FascN> FascN::decode(ByteView octets)
{
    if (octets.size() != octetsOnCard) return std::nullopt;
    const auto values = unpack(octets);
    if (!values || values->front() != startSentinel || checkOf(*values) != 0) return std::nullopt;
    FascN number;
    std::size_t at = 1;
    for (const auto& part : parts) {
        auto& text = number.*part.text;
        text.clear();
        for (std::size_t i = 0; i < part.size; ++i) {
            const auto value = values->at(at++);
            if (value > 9) return std::nullopt;
            text.push_back(static_cast<char>('0' + value));
        }
        if (part.separated && values->at(at++) != fieldSeparator) return std::nullopt;
    }
    return values->at(at) == endSentinel ? std::optional(number) : std::nullopt;
}

} // namespace cardwright
