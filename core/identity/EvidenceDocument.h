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
    /// It bears a former name. With nameAgrees as well (a marriage certificate) it links the two names; without, it counts only beside such a link.
    bool formerName = false;
    bool seenOnCamera = false;  ///< remote check: shown to a camera, not in the hand
    std::string refusedFor;     ///< the agent refuses it: id of a reason in the policy ("illegible"); empty: not
    bool restricted = false;    ///< as its kind is: see EvidenceSight.h. Set by EvidencePolicy::keepWhatMayBeKept
    std::map<std::string, int> scores; ///< GPG 45, where the policy asks: "strength", "validity"

    friend bool operator==(const EvidenceDocument&, const EvidenceDocument&) = default;
};

/// What was answered besides documents: what routes and a remote check want.
struct EvidenceAnswers {
    std::set<std::string> ticks;                ///< "referee-not-related"
    std::map<std::string, Date> dates;          ///< "referee-known-since"
    std::map<std::string, std::string> choices; ///< "referee-profession" -> "teacher"
    std::map<std::string, int> scores;          ///< GPG 45, of the whole check: "activity", "fraud", "verification"
    /// Of another person, proven by the caller ("manager"): never read from a request, a form or a file.
    std::set<std::string> approvals;

    friend bool operator==(const EvidenceAnswers&, const EvidenceAnswers&) = default;
};

/// The last four letters and digits; of an ending, the ending itself.
std::string numberEndingOf(std::string_view number);

} // namespace cardwright
