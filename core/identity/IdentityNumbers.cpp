#include "core/identity/IdentityNumbers.h"

#include "core/identity/NameOnCard.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }
bool isLetter(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool allDigits(std::string_view text) noexcept { return !text.empty() && std::all_of(text.begin(), text.end(), isDigit); }

/// Capitals without blanks and hyphens, as people and readers write them.
std::string compact(std::string_view text)
{
    std::string letters;
    for (const char c : text) {
        if (c == ' ' || c == '-' || c == '\t') continue;
        letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return letters;
}

/// The first five letters of a surname as a driver number has them. Nothing for a script without a plain form.
std::optional<std::string> surnamePart(std::string_view familyName)
{
    constexpr std::size_t size = 5;
    const auto plain = asciiForm(familyName);
    if (!plain) return std::nullopt;
    std::string letters;
    for (const char c : compact(*plain)) {
        if (isLetter(c)) letters += c;
    }
    // MAC and MC are one prefix there.
    if (letters.starts_with("MAC")) letters = "MC" + letters.substr(3);
    letters.resize(size, '9');
    return letters;
}

bool driverForm(std::string_view number) noexcept
{
    const auto nameEnd = std::find_if_not(number.begin(), number.begin() + 5, isLetter);
    if (nameEnd == number.begin() || !std::all_of(nameEnd, number.begin() + 5, [](char c) { return c == '9'; })) return false;
    if (!allDigits(number.substr(5, 6))) return false;
    const auto letterOrDigit = [](char c) { return isLetter(c) || isDigit(c); };
    return std::all_of(number.begin() + 11, number.end(), letterOrDigit);
}

int two(std::string_view digits) noexcept { return (digits[0] - '0') * 10 + digits[1] - '0'; }

/// Whether the month and day could be any: the raised first digit is taken off without being told.
bool birthForm(std::string_view number) noexcept
{
    const int month = two(number.substr(6, 2)) % 50;
    const int day = two(number.substr(8, 2));
    return number[6] != '2' && number[6] != '3' && number[6] != '4' && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool agrees(std::string_view number, Date birth) noexcept
{
    const int year = static_cast<int>(birth.year()) % 100;
    return number[5] - '0' == year / 10 && number[10] - '0' == year % 10 && two(number.substr(6, 2)) % 50 == static_cast<int>(static_cast<unsigned>(birth.month())) &&
           two(number.substr(8, 2)) == static_cast<int>(static_cast<unsigned>(birth.day()));
}

NumberVerdict malformed(std::string words) { return {false, {std::move(words)}}; }

} // namespace

NumberVerdict checkDriverNumber(std::string_view number, std::string_view familyName, std::optional<Date> dateOfBirth)
{
    constexpr std::size_t size = 16;
    constexpr std::size_t withIssue = 18;
    constexpr std::size_t northernIreland = 8;
    const auto letters = compact(number);
    if (letters.size() == northernIreland && allDigits(letters)) return {true, {}};
    if (letters.size() != size && letters.size() != withIssue) {
        return malformed("A driver number has 16 characters, in Northern Ireland 8 digits.");
    }
    if (!driverForm(std::string_view(letters).substr(0, size)) || !birthForm(letters) ||
        (letters.size() == withIssue && !allDigits(std::string_view(letters).substr(size)))) {
        return malformed("This does not look like a driver number: five letters of the name, then six digits.");
    }
    NumberVerdict verdict{true, {}};
    const auto surname = surnamePart(familyName);
    if (surname && !familyName.empty() && letters.substr(0, 5) != *surname) {
        verdict.warnings.push_back("The driver number begins with another surname than the form. A former name or a double name may be the reason.");
    }
    if (dateOfBirth && !agrees(letters, *dateOfBirth)) {
        verdict.warnings.push_back("The driver number holds another date of birth than the form.");
    }
    return verdict;
}

NumberVerdict checkNationalInsuranceNumber(std::string_view number)
{
    constexpr std::size_t size = 9;
    constexpr std::array<std::string_view, 7> notGiven{"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
    const auto letters = compact(number);
    if (letters.size() != size) return malformed("A National Insurance number has two letters, six digits and a letter.");
    constexpr std::string_view never = "DFIQUV";
    const std::string_view prefix = std::string_view(letters).substr(0, 2);
    const bool prefixGiven = isLetter(prefix[0]) && isLetter(prefix[1]) && prefix.find_first_of(never) == std::string_view::npos && prefix[1] != 'O' &&
                             std::find(notGiven.begin(), notGiven.end(), prefix) == notGiven.end();
    const bool suffixGiven = letters.back() >= 'A' && letters.back() <= 'D';
    if (!prefixGiven || !allDigits(std::string_view(letters).substr(2, 6)) || !suffixGiven) {
        return malformed("This is not the form of a National Insurance number: two letters that are given out, six digits, A to D.");
    }
    return {true, {}};
}

NumberVerdict compareNationalInsuranceNumbers(std::string_view onDocument, std::string_view onForm)
{
    NumberVerdict verdict{checkNationalInsuranceNumber(onDocument).wellFormed, {}};
    if (verdict.wellFormed && checkNationalInsuranceNumber(onForm).wellFormed && compact(onDocument) != compact(onForm)) {
        verdict.warnings.push_back("The document holds another National Insurance number than the form.");
    }
    return verdict;
}

NumberVerdict checkUkPassportNumber(std::string_view number)
{
    constexpr std::size_t size = 9;
    const auto digits = compact(number);
    if (digits.size() != size || !allDigits(digits)) return malformed("A United Kingdom passport number has nine digits.");
    return {true, {}};
}

} // namespace cardwright
