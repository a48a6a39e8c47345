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
    document.formerName = kind.linksNames;
    for (const auto& part : policy.scores().ofDocument) document.scores[part.id] = 4;
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

/// The row of the route among those that are shown now; routes that are not shown have none.
std::string withRow(std::string words, const Weighing& now, std::size_t route)
{
    static constexpr std::array rows = {"first", "second", "third", "fourth"};
    const auto shown = std::count(now.offered.begin(), now.offered.end(), true);
    const auto row = static_cast<std::size_t>(std::count(now.offered.begin(), now.offered.begin() + static_cast<std::ptrdiff_t>(route), true));
    if (shown < 2 || row >= rows.size() || !now.offered[route]) return words;
    gap(words);
    return words + "Fills the " + rows[row] + " row.";
}

/// What one more document of a kind would do; nothing when it would not help.
class Attempt {
public:
    Attempt(const Question& question, std::span<const EvidenceDocument> documents, const Weighing& now)
        : m_question(question), m_documents(documents), m_now(now), m_more(documents.begin(), documents.end())
    {
    }

    std::optional<EvidenceAdvice> with(const EvidenceKind& kind)
    {
        m_more.push_back(ideal(m_question.policy, kind, m_question.today));
        const auto then = weigh(m_question, m_more);
        m_more.pop_back();
        const bool nearer = then.byRoute[then.best].missing() < m_now.byRoute[m_now.best].missing() || (m_now.awaits.empty() && !then.awaits.empty());
        if (!then.passed && !nearer) return std::nullopt;
        if (then.link == m_documents.size()) return asLink(kind, then);
        return asProof(kind, then);
    }

private:
    EvidenceAdvice asLink(const EvidenceKind& kind, const Weighing& then) const
    {
        const std::string words = "Proves the change of name. Both names must be on it.";
        return {kind.code, kind.title, {}, words, words, std::nullopt, m_question.policy.routes()[then.best].id, then.passed};
    }

    std::optional<EvidenceAdvice> asProof(const EvidenceKind& kind, const Weighing& then) const
    {
        const auto& policy = m_question.policy;
        const auto& assignment = then.byRoute[then.best];
        const auto slot = std::find(assignment.slots.begin(), assignment.slots.end(), std::optional(m_documents.size()));
        if (slot == assignment.slots.end()) return std::nullopt;
        const auto& route = policy.routes()[then.best];
        const auto& groupId = route.slots[static_cast<std::size_t>(slot - assignment.slots.begin())];
        const auto use = std::find_if(kind.uses.begin(), kind.uses.end(), [&](const EvidenceUse& one) { return one.group == groupId; });
        const bool another = anotherSender(m_documents, m_now, *policy.group(groupId), kind);
        const auto limits = limitsOf(kind, *use, m_question.today, another);
        EvidenceAdvice advice{kind.code, kind.title, groupId, then.passed ? withRow(limits, m_now, then.best) : limits,
                              limits,    std::nullopt, route.id, then.passed};
        if (use->maxAgeMonths > 0) advice.datedFrom = earliestAccepted(m_question.today, use->maxAgeMonths);
        return advice;
    }

    const Question& m_question;
    std::span<const EvidenceDocument> m_documents;
    const Weighing& m_now;
    std::vector<EvidenceDocument> m_more;
};

} // namespace

std::vector<EvidenceAdvice> advise(const Question& question, std::span<const EvidenceDocument> documents, const Weighing& now)
{
    struct Ranked {
        EvidenceAdvice advice;
        int rank = 0;
    };
    std::vector<Ranked> found;
    Attempt attempt(question, documents, now);
    for (const auto& kind : question.policy.kinds()) {
        if (kind.uses.empty() || kind.restricted) continue; // nobody is asked for a restricted document
        if (auto advice = attempt.with(kind)) found.push_back({*advice, advice->group.empty() ? 0 : kind.rank});
    }
    std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) {
        return a.advice.completes != b.advice.completes ? a.advice.completes : a.rank < b.rank;
    });
    std::vector<EvidenceAdvice> advice;
    for (auto& one : found) advice.push_back(std::move(one.advice));
    return advice;
}

} // namespace cardwright::evidence
