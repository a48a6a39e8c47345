#pragma once

#include "core/base/Clock.h"
#include "core/identity/NameOnCard.h"

#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What the desk holds of a person. It asks for no more than the card and the check need: of the address only the
/// postcode, and that only to be compared with documents; it is not sent on.
struct Person {
    std::string givenName;  ///< legal, as on the documents, middle names included
    std::string familyName; ///< legal
    std::string preferredName;
    std::string nameOnCard; ///< typed; empty: made from the names
    std::string nameOnChip; ///< typed in plain letters; empty: made from what is printed
    Date dateOfBirth{};
    std::string odsCode;    ///< of the organisation
    std::string jobTitle;
    std::string postcode;

    std::string legalName() const;       ///< "Callum Pemberton-Roy"
    NameOnCard cardName() const;         ///< throws RefusedError as NameOnCard::make
    friend bool operator==(const Person&, const Person&) = default;
};

/// How old somebody may plausibly be: policy data (EvidencePolicy::ages).
struct AgeLimits {
    int youngest = 16;
    int oldest = 100;
};

/// What is not right yet with one field.
struct PersonProblem {
    std::string field;    ///< a member's name
    std::string rule;     ///< "name-empty", "birth-date-stand-in", ...
    std::string sentence; ///< for the agent
};

/// Empty: nothing is wrong. In the order of the fields. Names, dates and codes are looked at, and whether a name can go
/// on the card.
std::vector<PersonProblem> problemsOf(const Person& person, Date today, const AgeLimits& ages = {});

/// White space at the ends removed, runs of it made one space; what a person types into a name field.
std::string tidied(std::string_view text);

} // namespace cardwright
