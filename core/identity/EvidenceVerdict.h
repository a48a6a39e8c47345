#pragma once

#include "core/base/Clock.h"
#include "core/base/Failure.h"
#include "core/policy/PolicyFile.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

enum class DocumentStanding {
    counts,  ///< fills a slot
    spare,   ///< would count, but nothing of its kind is missing
    refused, ///< does not count: rule and reason say why
};

/// One document, in the order they were given.
struct DocumentVerdict {
    DocumentStanding standing = DocumentStanding::refused;
    std::string group;  ///< counts: the group it counts in ("P", "A")
    std::string words;  ///< "Counts: photo", "Does not count", "Not needed"
    std::string rule;   ///< refused and spare: "too-old", "same-issuer" ...
    std::string reason; ///< with the arithmetic: "Too old by 82 days. 23 May 2026 or later."
    std::string clause{}; ///< by which it counts, or would if its objection were met: "P1"; empty: no clause speaks of it
    /// The dates that were looked at, in words, also where it counts: "Dated 2 October 2026, 6 calendar months: until 2 April 2027."
    std::string arithmetic{};
    bool restricted = false; ///< see EvidenceSight.h, as the next
    bool formerName = false; ///< its row speaks of a former name
};

struct SlotVerdict {
    std::string group;
    std::string word; ///< "photo", "address"
    std::optional<std::size_t> document; ///< which fills it; nothing: missing, or hidden
    bool hidden = false;                 ///< a document fills it that is not shown here
    bool filled() const noexcept { return hidden || document.has_value(); }
};

/// One way to pass, with the best use of the documents for it.
struct RouteVerdict {
    std::string id;    ///< "A"
    std::string title; ///< "Two with a photo, one of address"
    std::vector<SlotVerdict> slots;
    std::vector<std::string> wants; ///< words of what else this route asks for and has not
    int missing = 0;                ///< slots
    bool complete = false;          ///< all slots and wants
    std::string awaits{};           ///< all is there but the approval of: "manager"
};

/// What must hold across the documents that count.
struct CheckVerdict {
    std::string id;     ///< "names-agree", "birth-date-seen", "address-agrees", "originals-seen", "number-entered"
    std::string words;  ///< "Birth date seen"
    bool holds = false;
    std::string remedy; ///< when it does not hold
};

/// One more document that would help, quickest first.
struct EvidenceAdvice {
    std::string kind;                ///< code
    std::string title;               ///< "Photocard driving licence"
    std::string group;               ///< as what it would count
    std::string words;               ///< "Most people carry it. Fills the first row.", "23 May 2026 or later, another supplier"
    std::string limits;              ///< the same without the row: "Most people carry it."
    std::optional<Date> datedFrom;   ///< the earliest date it may bear
    std::string route;               ///< the route that it fills or furthers
    bool completes = false;          ///< with it, the set passes
};

/// In a FailedRule's remedy, before the first advice.
inline constexpr std::string_view quickestWord = " Quickest: ";

/// A rule that stands in the way, and what to do: printed by the shell.
struct FailedRule {
    std::string rule;   ///< "slots-missing", "birth-date-seen", or a document's rule
    std::string remedy;
    std::optional<std::size_t> document;
};

/// The decision on a set of documents, with everything needed to explain it.
struct EvidenceVerdict {
    PolicyId policy;
    Date checkedOn{};
    bool passed = false;
    std::string route;  ///< passed, or all there but an approval: by which
    std::string awaits; ///< all is there but the approval of somebody else: "manager" (to be asked for as an exception)
    std::string title;  ///< "Not enough yet: one proof missing"
    int missing = 0;    ///< proofs, on the shortest way
    std::vector<DocumentVerdict> documents;
    std::vector<RouteVerdict> routes;
    std::vector<CheckVerdict> checks;
    std::vector<EvidenceAdvice> advice; ///< empty when passed
    std::vector<FailedRule> failedRules; ///< empty when passed

    /// What its route wanted besides documents, and the GPG 45 scores of the check, as answered; recorded with the check.
    std::map<std::string, std::string> answers;
    std::vector<std::string> cautions; ///< nothing that refuses: "Remote check: may be taken back later"

    /// EVIDENCE-NOT-ENOUGH with the title as cause and each rule with its remedy in `detail`.
    Failure failure() const;
};

} // namespace cardwright
