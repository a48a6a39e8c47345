#pragma once

#include "core/base/Clock.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace cardwright {

/// One document that the agent held in the hand. Of its number only the ending is ever kept.
struct EvidenceDocument {
    std::string kind;         ///< a kind's code in the evidence policy: "uk-passport"
    std::string numberEnding; ///< as numberEndingOf() cuts it; empty: none was entered
    std::string issuer;       ///< who sent it: "Severn & Wye Energy"
    std::optional<Date> dated;
    std::optional<Date> expires;
    bool originalSeen = false;
    bool nameAgrees = false;    ///< with the legal name on the application
    bool birthDateSeen = false; ///< it shows a birth date, and it agrees
    bool addressAgrees = false; ///< it shows the current address
    std::set<std::string> confirmed;             ///< ticks that a kind's conditions ask for
    std::map<std::string, Date> conditionDates;  ///< dates that a kind's conditions ask for: "entered-uk"

    friend bool operator==(const EvidenceDocument&, const EvidenceDocument&) = default;
};

/// The last four letters and digits; of an ending, the ending itself.
std::string numberEndingOf(std::string_view number);

} // namespace cardwright
