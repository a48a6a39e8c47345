#pragma once

#include "core/identity/EvidencePolicy.h"

#include <string>
#include <vector>

// Inside of EvidencePolicy::judge: what a document may count as by itself, which documents exclude each other, and the
// best use of them for a route.

namespace cardwright::evidence {

/// Why not: the rule's id and the sentence with its arithmetic.
struct Objection {
    std::string rule;
    std::string reason;
};

/// What one document may count as, looked at by itself.
struct Fitness {
    const EvidenceKind* kind = nullptr;
    std::vector<std::string> groups; ///< empty: `objection` says why
    std::string issuer;              ///< made comparable
    Objection objection;

    bool fits(const std::string& group) const;
};

Fitness fitnessOf(const EvidencePolicy& policy, const EvidenceDocument& document, Date today);

/// "Severn & Wye Energy Ltd" and "severn and wye energy" are one.
std::string comparableIssuer(std::string_view issuer);

/// "" when both may count in the group; else "same-document", "same-kind" or "same-issuer".
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

    int checksHeld() const noexcept { return int{birthDate} + int{number} + int{address}; }
    bool complete() const noexcept { return filled == static_cast<int>(slots.size()); }
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
    std::size_t best = 0;  ///< route that passes, else the one nearest to it
    bool passed = false;
};

Weighing weigh(const EvidencePolicy& policy, std::span<const EvidenceDocument> documents, Date today, const std::set<std::string>& ticks);

/// One more document of each kind, tried in turn.
std::vector<EvidenceAdvice> advise(const EvidencePolicy& policy, std::span<const EvidenceDocument> documents, Date today,
                                   const std::set<std::string>& ticks, const Weighing& now);

} // namespace cardwright::evidence
