#pragma once

#include "core/identity/EvidencePolicy.h"

#include <string>
#include <vector>

// Inside of EvidencePolicy::judge: what a document may count as by itself, which documents exclude each other, and the
// best use of them for a route.

namespace cardwright::evidence {

/// One question to the policy.
struct Question {
    const EvidencePolicy& policy;
    Date today;
    const EvidenceAnswers& answers;
};

/// Why not: the rule's id and the sentence with its arithmetic; by which use, where one was tried.
struct Objection {
    std::string rule{};
    std::string reason{};
    const EvidenceUse* use = nullptr;
};

/// What one document may count as, looked at by itself.
struct Fitness {
    const EvidenceKind* kind = nullptr;
    std::vector<std::string> groups; ///< empty: `objection` says why
    std::string issuer;              ///< made comparable
    Objection objection;

    bool fits(const std::string& group) const;
    const EvidenceUse* useFor(const std::string& group) const;
};

/// `namesLinked`: another document proves that the former name is this person's.
Fitness fitnessOf(const Question& question, const EvidenceDocument& document, bool namesLinked);

/// Whether it proves the change of name: an original, of a kind that does, with both names and its date on it.
bool linksNames(const Question& question, const EvidenceDocument& document);

/// What speaks against dates that its kind shows, before any limit is counted: not yet come, of a dead century, good for too long.
std::optional<Objection> disbelief(const EvidencePolicy& policy, const EvidenceKind& kind, const EvidenceDocument& document, Date today);
std::optional<Objection> useObjection(const EvidencePolicy& policy, const EvidenceKind& kind, const EvidenceUse& use,
                                      const EvidenceDocument& document, Date today);

/// "6 months", "1 day".
std::string counted(int number, std::string_view unit);
/// "Dated 2 October 2026, and 6 calendar months: counts until 2 April 2027."
std::string arithmeticOf(const EvidenceUse& use, const EvidenceDocument& document);

bool isMet(const EvidenceWant& want, const EvidenceAnswers& answers, Date today);
/// What to do about one that is not met, with the arithmetic of a date that was given.
std::string remedyOf(const EvidenceWant& want, const EvidenceAnswers& answers, Date today);

/// "Severn & Wye Energy Ltd" and "severn and wye energy" are one.
std::string comparableIssuer(std::string_view issuer);

/// "" when both may count in the group; else "same-document", "same-kind", "replaced" or "same-issuer".
std::string clash(const EvidenceGroup& group, const EvidenceDocument& one, const Fitness& oneFits, const EvidenceDocument& other,
                  const Fitness& otherFits);

/// The documents in an order that depends on nothing but what they are.
std::vector<std::size_t> canonicalOrder(const EvidencePolicy& policy, std::span<const EvidenceDocument> documents);

/// A use of the documents for one route.
struct Assignment {
    std::vector<std::optional<std::size_t>> slots; ///< index of the document
    int filled = 0;
    bool birthDate = false;
    bool number = false;
    bool address = false;

    bool holds(const EvidenceRoute& route) const
    {
        return (birthDate || !route.asksFor("birth-date-seen")) && (number || !route.asksFor("number-entered")) &&
               (address || !route.asksFor("address-agrees"));
    }
    int checksHeld() const noexcept { return int{birthDate} + int{number} + int{address}; }
    int missing() const noexcept { return static_cast<int>(slots.size()) - filled; }
    bool complete() const noexcept { return missing() == 0; }
    bool better(const Assignment& other) const noexcept
    {
        return filled != other.filled ? filled > other.filled : checksHeld() > other.checksHeld();
    }
};

Assignment bestAssignment(const EvidencePolicy& policy, const EvidenceRoute& route, std::span<const EvidenceDocument> documents,
                          const std::vector<Fitness>& fitness, const std::vector<std::size_t>& order);

/// All of it for one set of documents.
struct Weighing {
    std::vector<Fitness> fitness;
    std::vector<Assignment> byRoute;
    std::vector<bool> offered;       ///< whether the route is worth naming
    std::size_t best = 0;  ///< route that passes, else the one nearest to it
    bool passed = false;
    std::string awaits;              ///< the best route lacks nothing but this person's approval
    std::optional<std::size_t> link; ///< the document that stands for the change of name, and for nothing else
    std::vector<std::string> scoresMissing; ///< words
};

Weighing weigh(const Question& question, std::span<const EvidenceDocument> documents);

/// One more document of each kind, tried in turn.
std::vector<EvidenceAdvice> advise(const Question& question, std::span<const EvidenceDocument> documents, const Weighing& now);

} // namespace cardwright::evidence
