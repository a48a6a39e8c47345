#pragma once

#include "core/base/Clock.h"
#include "core/identity/NameOnCard.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What the desk holds of a person. It asks for no more than the card, the check and the register need: of the address only the
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
    std::string niNumber{};    ///< optional: "QQ123456C", without blanks
    std::string staffNumber{}; ///< of the employer
    std::string email{};
    std::string phone{};
    std::string team{};
    std::string site{};

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

/// The fields that this desk can change, by the names that entries, policy and shell use: "givenName" ... "site". Not the postcode.
std::span<const std::string_view> personFields() noexcept;
/// One of them as text (the date as 2026-11-21, empty when there is none). An unknown name is a defect: std::out_of_range.
std::string fieldOf(const Person& person, std::string_view field);
/// Tidied; a staff number and an NI number without blanks and in capitals. False: a date that is none, or no such field.
bool setField(Person& person, std::string_view field, std::string_view text);
/// Legal name and date of birth: who somebody is. The rest can change without papers.
bool isCoreIdentity(std::string_view field) noexcept;
/// "the family name": for sentences.
std::string_view wordsOfField(std::string_view field) noexcept;

/// White space at the ends removed, runs of it made one space; what a person types into a name field.
std::string tidied(std::string_view text);

} // namespace cardwright
