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

/// What is said of people: who owns which field, which papers change a name, why a record is closed (people.json).
struct PeoplePolicy {
    PolicyId id;
    std::vector<PeopleChoice> closeReasons;
    std::vector<PeopleChoice> identityEvidence; ///< papers for another legal name or date of birth
    HrFilePolicy hr;

    bool ownedByHr(std::string_view field) const noexcept;
    const PeopleChoice* closeReason(std::string_view reason) const noexcept;
    const PeopleChoice* evidence(std::string_view kind) const noexcept;

    /// Throws PolicyError POLICY-DAMAGED: one heading or word stands for two things, HR owns who somebody is.
    static PeoplePolicy from(const PolicyFile& file);
    static PeoplePolicy load(const std::string& path);
    static PeoplePolicy shipped();
};

} // namespace cardwright
