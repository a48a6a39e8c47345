#pragma once

#include "core/policy/PolicyFile.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// A word that entries carry and what people read for it.
struct PeopleChoice {
    std::string id;          ///< "left"
    std::string title;       ///< "Left the organisation"
    bool restricted = false; ///< evidence: recorded under its title alone, without number or date
    bool niNumber = false;   ///< evidence: shows the National Insurance number, and not a name or birth date that changed
};

/// How this organisation's HR file is read.
struct HrFilePolicy {
    std::vector<std::string> ownedFields; ///< of a person: overwritten by the next file
    std::map<std::string, std::vector<std::string>> columns; ///< field -> how its column may be headed
    std::map<std::string, std::vector<std::string>> actions; ///< "starter", "change", "leaver" -> words of the action column
    std::vector<std::string> dateForms;   ///< "yyyy-mm-dd", "dd/mm/yyyy", "dd-mon-yyyy"
    std::vector<std::string> keepsCard;   ///< a leaver whose destination begins so stays in health
    std::uint64_t mostRows = 2'000'000;
};

/// How headings and words of an HR file are compared: small letters, one blank for blanks, underscores and hyphens.
std::string hrWord(std::string_view text);

/// A position that may be asked for, as the organisation knows it.
struct CataloguePosition {
    std::string id;    ///< "community-nurse"; never another position's
    std::string title; ///< "Community nurse"
    std::string jobRole;
    std::string area;  ///< of work
    std::vector<std::string> activities{};
    std::string odsCode{};              ///< empty: the organisation of whoever holds it
    std::vector<std::string> systems{}; ///< what it opens: "ESR", "SystmOne", "e-Referral"

    friend bool operator==(const CataloguePosition&, const CataloguePosition&) = default;
};

/// How access is asked for and given ("access"; what is not named there is as here).
struct AccessPolicy {
    bool positionBeforeIssue = false; ///< no card before a position was approved
    bool checkerMayIssue = true;      ///< who checked the evidence may issue the card
    std::vector<int> endingDays{7, 30, 60, 90};
    std::vector<CataloguePosition> positions; ///< what the catalogue begins with
};

/// What is said of people: who owns which field, which papers change a name, why a record is closed (people.json).
struct PeoplePolicy {
    PolicyId id;
    std::vector<PeopleChoice> closeReasons;
    std::vector<PeopleChoice> identityEvidence; ///< papers for another legal name, date of birth or NI number
    HrFilePolicy hr;
    AccessPolicy access;

    bool ownedByHr(std::string_view field) const noexcept;
    const PeopleChoice* closeReason(std::string_view reason) const noexcept;
    const PeopleChoice* evidence(std::string_view kind) const noexcept;
    /// Whether this paper shows another value of the field. An NI number is shown by those marked so; by any where the policy marks none.
    bool shows(const PeopleChoice& paper, std::string_view field) const noexcept;

    /// Throws PolicyError POLICY-DAMAGED with the line: one heading or word stands for two things, HR owns who somebody is or what no
    /// column says.
    static PeoplePolicy from(const PolicyFile& file);
    static PeoplePolicy load(const std::string& path);
    static PeoplePolicy shipped();
};

} // namespace cardwright
