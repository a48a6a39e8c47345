#pragma once

#include "core/identity/EvidencePolicy.h"
#include "core/identity/Mrz.h"
#include "core/identity/Person.h"

#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What a zone fills in: fields, never a tick. That name and birth date agree is the agent's own statement.
struct MrzFill {
    MrzReading reading;
    std::string kind;         ///< the policy's kind whose mark fits; empty: none, or no zone
    std::string numberEnding; ///< the last four
    std::optional<Date> expires;
    std::string givenName;    ///< in capitals, as the zone has them: offered where the form's field is empty
    std::string familyName;
    std::optional<Date> dateOfBirth;
    std::vector<std::string> warnings; ///< wrong check digits by field, differences from the form; they refuse nothing

    bool understood() const noexcept { return reading.format.has_value(); }
};

/// Reads a zone and compares it with the form as far as that is filled. Sex is not taken.
MrzFill fillFromMrz(std::string_view typed, const EvidencePolicy& policy, Date today, const Person* form = nullptr,
                    const EvidenceDocument* document = nullptr);

/// Puts what the zone says into a document's kind, number ending and expiry; what is typed there already stays.
void fillDocument(EvidenceDocument& document, const MrzFill& fill);
/// Names and birth date where the form has none: names as Title Case of the zone's capitals.
void fillPerson(Person& person, const MrzFill& fill);

/// What a whole number tells beside the form, by the form its kind says it has: warnings, never a digit of it. Empty: nothing to tell.
std::vector<std::string> numberWarnings(const EvidenceKind& kind, std::string_view number, const Person& form);

/// What a document itself says, typed from it, to be compared with the application; none of it is kept.
struct DocumentShows {
    std::string givenName;
    std::string familyName;
    std::optional<Date> dateOfBirth;
    std::string postcode;
};

/// Name, birth date and address on a document beside the application. Accents, hyphens, apostrophes and case are no difference; fewer given
/// names on the document are none. 1 January 1900 stands for an unknown date and never agrees.
struct CrossCheck {
    std::optional<bool> nameAgrees; ///< nothing: not shown
    std::optional<bool> birthDateAgrees;
    std::optional<bool> addressAgrees;
    std::vector<std::string> differences; ///< sentences
};
CrossCheck crossCheck(const DocumentShows& shows, const Person& form);

/// Takes away ticks that the document's own words contradict; another birth date refuses it ("birth-date-differs").
void applyTo(EvidenceDocument& document, const CrossCheck& check);

} // namespace cardwright
