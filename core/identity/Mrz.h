#pragma once

#include "core/base/Clock.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// The machine readable zone of a travel document (ICAO Doc 9303, 8th edition 2021): part 5 (TD1, three lines of 30), part 6 (TD2, two
/// of 36), part 4 (TD3, two of 44).
enum class MrzFormat { td1, td2, td3 };

enum class MrzField { whole, documentCode, issuer, documentNumber, nationality, birthDate, expiryDate, optionalData, names, composite };
std::string_view nameOf(MrzField field) noexcept; ///< "document number"

/// One thing that does not hold. It is for the eye of the agent: it warns, it never refuses a document.
struct MrzProblem {
    enum class Kind { length, character, checkDigit, date };
    Kind kind = Kind::length;
    MrzField field = MrzField::whole;
    int line = 0;   ///< from 1; 0: the whole zone
    int column = 0; ///< from 1, of the field's first character
    std::string words;
    friend bool operator==(const MrzProblem&, const MrzProblem&) = default;
};

/// What the zone says. Sex is there and is not taken (design product.md).
struct MrzReading {
    std::optional<MrzFormat> format; ///< nothing: it is no zone at all, and only `problems` counts
    std::string documentCode;        ///< "P", "I", "AC"
    std::string issuer;              ///< three letters, or D
    std::string documentNumber;      ///< without fillers; complete also where TD1 or TD2 continues it in the optional data
    std::string nationality;
    std::optional<Date> dateOfBirth; ///< nothing when a part of it is unknown (fillers) or is no date
    std::optional<Date> expires;
    std::string familyName;          ///< primary identifier, words parted by blanks
    std::string givenNames;          ///< secondary identifier
    bool namesCut = false;           ///< the name field is full: letters may be missing
    std::vector<MrzProblem> problems;

    bool sound() const noexcept { return format && problems.empty(); }
};

/// Weights 7, 3, 1 over 0-9, A=10 ... Z=35, filler 0; modulo 10 (Doc 9303 part 3, 4.9). Characters outside of that count as fillers.
int mrzCheckDigit(std::string_view characters) noexcept;

/// Typed, pasted or from a keyboard-wedge scanner: line breaks of any kind or none, small letters, blanks around. `today` settles the
/// centuries: a birth date lies behind it, an expiry within 50 years of it.
MrzReading readMrz(std::string_view typed, Date today);

/// What the form says of the same person.
struct MrzFormSide {
    std::string givenName;
    std::string familyName;
    std::optional<Date> dateOfBirth;
    std::string documentNumberEnding; ///< empty: not entered
};

/// Sentences on what differs: differences of accents, hyphens, case and of the ways to transliterate (Doc 9303 part 3, 6) are none.
std::vector<std::string> compareWithForm(const MrzReading& reading, const MrzFormSide& form);

} // namespace cardwright
