#include "core/lifecycle/PasscodeRules.h"

#include "core/base/Failure.h"

#include <algorithm>
#include <array>
#include <set>

namespace cardwright {

namespace {

constexpr std::size_t shortestBirthForm = 6; // shorter ones stand in too many good passcodes

bool allDigits(ByteView typed) noexcept
{
    return std::all_of(typed.begin(), typed.end(), [](std::uint8_t octet) { return octet >= '0' && octet <= '9'; });
}

bool contains(ByteView whole, ByteView part) noexcept
{
    return !part.empty() && std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

/// The longest stretch in which each digit follows from the one before by `step`; 9 and 0 are neighbours as on a keypad.
int longestStretch(ByteView typed, int step) noexcept
{
    int longest = typed.empty() ? 0 : 1;
    int current = longest;
    for (std::size_t at = 1; at < typed.size(); ++at) {
        const bool follows = (typed[at - 1] - '0' + step + 10) % 10 == typed[at] - '0';
        current = follows ? current + 1 : 1;
        longest = std::max(longest, current);
    }
    return longest;
}

int differentDigits(ByteView typed) noexcept
{
    std::array<bool, 256> seen{};
    for (const auto octet : typed) seen[octet] = true;
    return static_cast<int>(std::count(seen.begin(), seen.end(), true));
}

/// One unit said over and over, the last one perhaps cut: 121212, 123123, 1212121.
bool periodic(ByteView typed) noexcept
{
    for (std::size_t period = 1; period * 2 <= typed.size(); ++period) {
        if (std::equal(typed.begin() + static_cast<std::ptrdiff_t>(period), typed.end(), typed.begin())) return true;
    }
    return false;
}

std::string padded(unsigned number, std::size_t width)
{
    auto text = std::to_string(number);
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

/// Day, month and year in each order, with and without leading zeros, the year with two or four digits.
std::vector<std::string> formsOf(Date birth)
{
    const auto day = static_cast<unsigned>(birth.day());
    const auto month = static_cast<unsigned>(birth.month());
    const auto year = static_cast<unsigned>(static_cast<int>(birth.year()));
    std::set<std::string> forms;
    for (const std::size_t width : {1U, 2U}) {
        for (const auto& yearText : {padded(year, 4), padded(year % 100, 2)}) {
            std::array<std::string, 3> parts{padded(day, width), padded(month, width), yearText};
            std::array<int, 3> order{0, 1, 2};
            do {
                forms.insert(parts[order[0]] + parts[order[1]] + parts[order[2]]);
            } while (std::next_permutation(order.begin(), order.end()));
        }
    }
    std::erase_if(forms, [](const std::string& form) { return form.size() < shortestBirthForm; });
    return {forms.begin(), forms.end()};
}

} // namespace

bool PasscodeVerdict::acceptable() const noexcept { return firstBroken() == nullptr; }

const PasscodeRule* PasscodeVerdict::firstBroken() const noexcept
{
    const auto broken = std::find_if(rules.begin(), rules.end(), [](const auto& rule) { return !rule.ok; });
    return broken == rules.end() ? nullptr : &*broken;
}

PasscodeRules::PasscodeRules(PasscodePolicy policy, PasscodeSubject subject)
    : m_policy(std::move(policy)), m_subject(std::move(subject))
{
    // What the card itself can hold is not for a policy to loosen.
    m_policy.minimumDigits = std::clamp(m_policy.minimumDigits, 6, 8);
    m_policy.maximumDigits = std::clamp(m_policy.maximumDigits, m_policy.minimumDigits, 8);
    if (m_policy.refuseDateOfBirth && m_subject.dateOfBirth) m_birthForms = formsOf(*m_subject.dateOfBirth);
}

PasscodeVerdict PasscodeRules::judge(ByteView typed) const
{
    PasscodeVerdict verdict;
    verdict.rules.push_back(length(typed));
    verdict.rules.push_back(pattern(typed));
    if (m_policy.refuseDateOfBirth) verdict.rules.push_back(birthDate(typed));
    if (m_policy.userNumberPart > 0 || m_policy.refuseCardSerial) verdict.rules.push_back(cardNumber(typed));
    return verdict;
}

PasscodeVerdict PasscodeRules::judge(ByteView typed, ByteView old) const
{
    auto verdict = judge(typed);
    if (!m_policy.refuseOld) return verdict;
    PasscodeRule rule{"old-passcode", "Not the one it replaces", {}, 0, true};
    if (!typed.empty() && equal(typed, old)) rule.why = "it is the one that it replaces";
    rule.ok = rule.why.empty();
    verdict.rules.push_back(std::move(rule));
    return verdict;
}

namespace {

void requireAcceptable(const PasscodeVerdict& verdict)
{
    if (const auto* broken = verdict.firstBroken()) {
        throw RefusedError(Failure::because("PASSCODE-RULE", "The passcode breaks a rule: " + broken->why + ".", std::string(broken->key)));
    }
}

} // namespace

void PasscodeRules::require(ByteView typed) const { requireAcceptable(judge(typed)); }
void PasscodeRules::require(ByteView typed, ByteView old) const { requireAcceptable(judge(typed, old)); }

PasscodeRule PasscodeRules::length(ByteView typed) const
{
    const auto size = static_cast<int>(typed.size());
    PasscodeRule rule{"length", {}, {}, 0, true};
    rule.words = m_policy.minimumDigits == m_policy.maximumDigits
                     ? std::to_string(m_policy.minimumDigits) + " digits"
                     : std::to_string(m_policy.minimumDigits) + " to " + std::to_string(m_policy.maximumDigits) + " digits";
    if (!allDigits(typed)) {
        rule.why = "it may hold digits only";
    } else if (size < m_policy.minimumDigits) {
        rule.shortBy = m_policy.minimumDigits - size;
        rule.why = "it is shorter than " + std::to_string(m_policy.minimumDigits) + " digits";
    } else if (size > m_policy.maximumDigits) {
        rule.why = "it is longer than " + std::to_string(m_policy.maximumDigits) + " digits";
    }
    rule.ok = rule.why.empty();
    return rule;
}

PasscodeRule PasscodeRules::pattern(ByteView typed) const
{
    PasscodeRule rule{"pattern", "No simple pattern, such as 1234, 1111 or 121212", {}, 0, true};
    // Whether the whole is a pattern, or has too few digits, can only be said of something that could be a passcode.
    const bool whole = typed.size() >= static_cast<std::size_t>(m_policy.minimumDigits);
    if (!allDigits(typed)) return rule;
    if (m_policy.longestRun > 0 && std::max(longestStretch(typed, 1), longestStretch(typed, -1)) > m_policy.longestRun) {
        rule.why = "digits follow each other in order";
    } else if (m_policy.longestRepeat > 0 && longestStretch(typed, 0) > m_policy.longestRepeat) {
        rule.why = "one digit stands " + std::to_string(m_policy.longestRepeat + 1) + " times in a row";
    } else if (whole && differentDigits(typed) < m_policy.fewestDifferent) {
        rule.why = "it has fewer than " + std::to_string(m_policy.fewestDifferent) + " different digits";
    } else if (whole && m_policy.refuseRepeatedPattern && periodic(typed)) {
        rule.why = "a few digits are repeated over and over";
    }
    rule.ok = rule.why.empty();
    return rule;
}

PasscodeRule PasscodeRules::birthDate(ByteView typed) const
{
    PasscodeRule rule{"birth-date", "Not the date of birth", {}, 0, true};
    const bool partOfForm = typed.size() >= shortestBirthForm;
    for (const auto& form : m_birthForms) {
        const auto octets = bytesOf(form);
        if (contains(typed, octets) || (partOfForm && contains(octets, typed))) rule.why = "it is made of the date of birth";
    }
    rule.ok = rule.why.empty();
    return rule;
}

PasscodeRule PasscodeRules::cardNumber(ByteView typed) const
{
    PasscodeRule rule{"card-number", "Not part of a number on the card", {}, 0, true};
    const auto part = static_cast<std::size_t>(std::max(0, m_policy.userNumberPart));
    const auto number = bytesOf(m_subject.userNumber);
    for (std::size_t at = 0; part > 0 && at + part <= typed.size(); ++at) {
        if (contains(number, typed.subspan(at, part))) {
            rule.why = std::to_string(part) + " digits in a row are part of the UUID";
            break;
        }
    }
    const auto serial = bytesOf(m_subject.cardSerial);
    constexpr std::size_t telling = 4;
    if (m_policy.refuseCardSerial && serial.size() >= telling && typed.size() >= telling &&
        (contains(serial, typed) || contains(typed, serial))) {
        rule.why = "it is part of the card's serial number";
    }
    rule.ok = rule.why.empty();
    return rule;
}

} // namespace cardwright
