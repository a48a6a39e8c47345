#pragma once

#include "core/base/Bytes.h"
#include "core/base/Clock.h"
#include "core/policy/PasscodePolicy.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Whom the passcode is for: what it may not be made of.
struct PasscodeSubject {
    std::optional<Date> dateOfBirth;
    std::string userNumber; ///< 12 digits, or empty
    std::string cardSerial; ///< decimal, or empty
};

/// One rule as the holder view shows it, with what it is at this moment.
struct PasscodeRule {
    std::string_view key; ///< "length", "pattern", "birth-date", "card-number", "old-passcode"
    std::string words;    ///< "6 to 8 digits"
    std::string why;      ///< not ok: what exactly breaks it; never a digit of the passcode
    int shortBy = 0;      ///< "length": digits still to go
    bool ok = false;
};

/// What is right and wrong with a passcode. `typed` is looked at and never kept.
struct PasscodeVerdict {
    std::vector<PasscodeRule> rules; ///< always all that apply, in the same order
    bool acceptable() const noexcept;
    const PasscodeRule* firstBroken() const noexcept;
};

/// The rules a holder's passcode keeps (policy data; 6 to 8 digits is SP 800-73-5 pt 2 2.4.3 and never loosened).
class PasscodeRules {
public:
    PasscodeRules(PasscodePolicy policy, PasscodeSubject subject);

    /// Also while the holder is still typing: a rule on content holds as long as nothing typed breaks it.
    PasscodeVerdict judge(ByteView typed) const;
    /// Likewise where the passcode to be replaced was typed in the same act: rule "old-passcode".
    PasscodeVerdict judge(ByteView typed, ByteView old) const;
    /// Throws RefusedError PASSCODE-RULE: the cause says what breaks which rule, the detail is the rule's key.
    void require(ByteView typed) const;
    void require(ByteView typed, ByteView old) const;

private:
    PasscodeRule length(ByteView typed) const;
    PasscodeRule pattern(ByteView typed) const;
    PasscodeRule birthDate(ByteView typed) const;
    PasscodeRule cardNumber(ByteView typed) const;
    PasscodePolicy m_policy;
    PasscodeSubject m_subject;
    std::vector<std::string> m_birthForms;
};

} // namespace cardwright
