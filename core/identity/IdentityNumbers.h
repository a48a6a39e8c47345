#pragma once

#include "core/base/Clock.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What can be told of a number by its form alone. These warn; none of them refuses a document.
struct NumberVerdict {
    bool wellFormed = false;
    std::vector<std::string> warnings; ///< sentences; never a digit of the number
};

/// A Great Britain driver number: 16 characters, perhaps with blanks and a two-digit issue number behind. Five letters of the surname
/// (filled with 9), the decade of birth, month (its first digit raised by 5 for some holders; which ones is not looked at), day, last
/// digit of the year, two initials, three more characters. Eight digits: Northern Ireland, form only.
/// A married name, Mc for Mac or a double-barrelled name differ rightly, so a difference is only told.
NumberVerdict checkDriverNumber(std::string_view number, std::string_view familyName, std::optional<Date> dateOfBirth);

/// National Insurance number: two prefix letters (D, F, I, Q, U, V never; O never second; BG, GB, KN, NK, NT, TN, ZZ not given out),
/// six digits, A to D.
NumberVerdict checkNationalInsuranceNumber(std::string_view number);

/// Of a number on a document and the form's: a warning when both are well formed and differ; references of other forms say nothing.
NumberVerdict compareNationalInsuranceNumbers(std::string_view onDocument, std::string_view onForm);

/// A United Kingdom passport number: nine digits.
NumberVerdict checkUkPassportNumber(std::string_view number);

} // namespace cardwright
