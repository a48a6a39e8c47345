#include "core/identity/EvidenceRules.h"

#include <algorithm>
#include <array>

namespace cardwright::evidence {

namespace {

/// A document of this kind as good as it can be: from a sender of its own, of today, with all that the kind shows.
EvidenceDocument ideal(const EvidencePolicy& policy, const EvidenceKind& kind, Date today)
{
    EvidenceDocument document;
    document.kind = kind.code;
    document.numberEnding = kind.hasNumber ? "one more" : ""; // no real ending has a blank
    document.issuer = "one more sender";
    document.dated = today;
    document.expires = plusMonths(today, 12);
    document.originalSeen = true;
    policy.tickWhatItShows(document);
    for (const auto& use : kind.uses) {
        for (const auto& condition : use.conditions) {
            if (condition.isDate) {
                document.conditionDates[condition.id] = today;
            } else {
                document.confirmed.insert(condition.id);
            }
        }
    }
    return document;
}

bool anotherSender(std::span<const EvidenceDocument> documents, const Weighing& now, const EvidenceGroup& group, const EvidenceKind& kind)
{
    if (!group.onePerIssuer || kind.issuerWord.empty()) return false;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto& fitness = now.fitness[i];
        if (fitness.fits(group.id) && fitness.kind->issuerWord == kind.issuerWord) return true;
    }
    return false;
}

void gap(std::string& words)
{
    if (!words.empty()) words += ' ';
}

std::string limitsOf(const EvidenceKind& kind, const EvidenceUse& use, Date today, bool another)
{
    std::string limits;
    if (use.maxAgeMonths > 0) {
        limits = "Dated " + formatDateForPeople(earliestAccepted(today, use.maxAgeMonths)) + " or later";
    } else if (use.expiredGraceMonths > 0) {
        limits = "In date, or expired " + formatDateForPeople(earliestAccepted(today, use.expiredGraceMonths)) + " or later";
    } else if (use.mustBeInDate && kind.why.empty()) {
        limits = "In date";
    }
    if (another) limits += (limits.empty() ? "From another " : ", another ") + kind.issuerWord;
    std::string words = kind.why;
    if (!limits.empty()) {
        gap(words);
        words += limits + '.';
    }
    return words;
}

std::string withRow(std::string words, std::size_t row)
{
    static constexpr std::array rows = {"first", "second", "third", "fourth"};
    if (row >= rows.size()) return words;
    gap(words);
    return words + "Fills the " + rows[row] + " row.";
}

} // namespace

std::vector<EvidenceAdvice> advise(const EvidencePolicy& policy, std::span<const EvidenceDocument> documents, Date today,
                                   const std::set<std::string>& ticks, const Weighing& now)
{
    struct Ranked {
        EvidenceAdvice advice;
        int rank = 0;
    };
    std::vector<Ranked> found;
    const auto routes = policy.routes();
    std::vector<EvidenceDocument> more(documents.begin(), documents.end());
    for (const auto& kind : policy.kinds()) {
        if (kind.uses.empty()) continue;
        more.push_back(ideal(policy, kind, today));
        const auto then = weigh(policy, more, today, ticks);
        more.pop_back();
        const auto& assignment = then.byRoute[then.best];
        const auto missingThen = assignment.slots.size() - static_cast<std::size_t>(assignment.filled);
        const auto& before = now.byRoute[now.best];
        const auto missingNow = before.slots.size() - static_cast<std::size_t>(before.filled);
        if (!then.passed && missingThen >= missingNow) continue;
        const auto slot = std::find(assignment.slots.begin(), assignment.slots.end(), std::optional(documents.size()));
        if (slot == assignment.slots.end()) continue;
        const auto& route = routes[then.best];
        const auto& groupId = route.slots[static_cast<std::size_t>(slot - assignment.slots.begin())];
        const auto use = std::find_if(kind.uses.begin(), kind.uses.end(), [&](const EvidenceUse& one) { return one.group == groupId; });
        const bool another = anotherSender(documents, now, *policy.group(groupId), kind);
        const auto limits = limitsOf(kind, *use, today, another);
        EvidenceAdvice advice{kind.code, kind.title, groupId, routes.size() > 1 && then.passed ? withRow(limits, then.best) : limits,
                              limits,    std::nullopt, route.id, then.passed};
        if (use->maxAgeMonths > 0) advice.datedFrom = earliestAccepted(today, use->maxAgeMonths);
        found.push_back({std::move(advice), kind.rank});
    }
    std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) {
        return a.advice.completes != b.advice.completes ? a.advice.completes : a.rank < b.rank;
    });
    std::vector<EvidenceAdvice> advice;
    for (auto& one : found) advice.push_back(std::move(one.advice));
    return advice;
}

} // namespace cardwright::evidence
