#include "core/identity/EvidenceRules.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

namespace cardwright::evidence {

namespace {

/// Tries every use of the documents for a route's slots. Slots are few (three or four) and so are documents.
class Search {
public:
    Search(const EvidencePolicy& policy, const EvidenceRoute& route, std::span<const EvidenceDocument> documents,
           const std::vector<Fitness>& fitness, const std::vector<std::size_t>& order)
        : m_policy(policy), m_route(route), m_documents(documents), m_fitness(fitness), m_order(order)
    {
        m_current.slots.resize(route.slots.size());
        m_best.slots.resize(route.slots.size());
    }

    Assignment run()
    {
        fill(0);
        return m_best;
    }

private:
    void fill(std::size_t slot)
    {
        if (m_best.complete() && m_best.checksHeld() == 3) return; // nothing better can come, and the first of equals stays
        const auto left = static_cast<int>(m_route.slots.size() - slot);
        if (m_current.filled + left < m_best.filled) return;
        if (slot == m_route.slots.size()) {
            settle();
            return;
        }
        for (const auto document : m_order) {
            if (!mayTake(slot, document)) continue;
            m_current.slots[slot] = document;
            ++m_current.filled;
            fill(slot + 1);
            --m_current.filled;
            m_current.slots[slot].reset();
        }
        fill(slot + 1);
    }

    bool mayTake(std::size_t slot, std::size_t document) const
    {
        const auto& groupId = m_route.slots[slot];
        if (!m_fitness[document].fits(groupId)) return false;
        const auto& group = *m_policy.group(groupId);
        for (std::size_t before = 0; before < slot; ++before) {
            const auto taken = m_current.slots[before];
            if (!taken) continue;
            if (*taken == document) return false;
            const bool sameGroup = m_route.slots[before] == groupId;
            const auto why = clash(group, m_documents[*taken], m_fitness[*taken], m_documents[document], m_fitness[document]);
            if (why == "same-document" || why == "same-kind" || why == "replaced" || (sameGroup && !why.empty())) return false;
        }
        return true;
    }

    void settle()
    {
        m_current.birthDate = m_current.number = m_current.address = false;
        for (const auto& taken : m_current.slots) {
            if (!taken) continue;
            m_current.birthDate |= m_documents[*taken].birthDateSeen;
            m_current.number |= !m_documents[*taken].numberEnding.empty();
            m_current.address |= m_documents[*taken].addressAgrees;
        }
        if (!m_any || m_current.better(m_best)) m_best = m_current; // the first of equals stays: documents come in canonical order
        m_any = true;
    }

    const EvidencePolicy& m_policy;
    const EvidenceRoute& m_route;
    std::span<const EvidenceDocument> m_documents;
    const std::vector<Fitness>& m_fitness;
    const std::vector<std::size_t>& m_order;
    Assignment m_current;
    Assignment m_best;
    bool m_any = false;
};

/// The wants that are not met: none, approvals only, or more.
struct Open {
    int approvals = 0;
    int others = 0;
    std::string approver;
};

Open openWants(const EvidenceRoute& route, const Question& question)
{
    Open open;
    for (const auto& want : route.wants) {
        if (isMet(want, question.answers, question.today)) continue;
        if (want.form == EvidenceWant::Form::approval) {
            ++open.approvals;
            open.approver = want.approver;
        } else {
            ++open.others;
        }
    }
    return open;
}

bool opened(const EvidenceRoute& route, const Question& question)
{
    return route.opensWith.empty() || question.answers.ticks.contains(route.opensWith);
}

/// One reading of the documents: with `link` standing for the change of name, or with none.
class Reading {
public:
    Reading(const Question& question, std::span<const EvidenceDocument> documents, const std::vector<std::size_t>& order,
            std::optional<std::size_t> link)
        : m_question(question)
    {
        m_weighing.link = link;
        for (std::size_t at = 0; at < documents.size(); ++at) {
            m_weighing.fitness.push_back(fitnessOf(question, documents[at], link.has_value()));
            if (link == at) m_weighing.fitness.back().groups.clear(); // one document, one use
        }
        for (const auto& route : question.policy.routes()) {
            m_weighing.byRoute.push_back(bestAssignment(question.policy, route, documents, m_weighing.fitness, order));
        }
    }

    Weighing settle()
    {
        offer();
        missingScores();
        const auto routes = m_question.policy.routes();
        for (std::size_t at = 0; at < routes.size() && !m_weighing.passed; ++at) choose(at);
        return std::move(m_weighing);
    }

private:
    void offer()
    {
        for (const auto& route : m_question.policy.routes()) {
            const bool held = !route.onlyWithout.empty() &&
                              std::any_of(m_weighing.fitness.begin(), m_weighing.fitness.end(), [&](const Fitness& one) { return one.fits(route.onlyWithout); });
            m_weighing.offered.push_back(opened(route, m_question) && !held);
        }
        m_weighing.best = static_cast<std::size_t>(std::find(m_weighing.offered.begin(), m_weighing.offered.end(), true) - m_weighing.offered.begin());
        if (m_weighing.best == m_weighing.offered.size()) {
            m_weighing.best = 0;
            m_weighing.offered[0] = true;
        }
    }

    void missingScores()
    {
        const auto& scores = m_question.policy.scores();
        if (!scores.asked) return;
        for (const auto& part : scores.ofCheck) {
            const auto found = m_question.answers.scores.find(part.id);
            if (found == m_question.answers.scores.end() || found->second < 1 || found->second > 4) m_weighing.scoresMissing.push_back(part.words);
        }
    }

    /// A route passes also where it is not offered any more: a document more never turns a pass into a failure.
    void choose(std::size_t at)
    {
        const auto& route = m_question.policy.routes()[at];
        const auto& assignment = m_weighing.byRoute[at];
        if (!opened(route, m_question)) return;
        const auto open = openWants(route, m_question);
        const bool whole = assignment.complete() && assignment.holds(route) && m_weighing.scoresMissing.empty() && open.others == 0;
        if (whole && open.approvals == 0) {
            m_weighing.best = at;
            m_weighing.passed = m_weighing.offered[at] = true;
            m_weighing.awaits.clear();
            return;
        }
        if (!m_weighing.offered[at] || !m_weighing.awaits.empty()) return;
        if (whole) {
            m_weighing.best = at;
            m_weighing.awaits = open.approver;
            return;
        }
        // Of two that lack as many documents, the one that asks for nothing besides.
        const auto distance = [&](std::size_t of) {
            const auto& one = m_weighing.byRoute[of];
            const auto wants = openWants(m_question.policy.routes()[of], m_question);
            return std::tuple(one.missing(), wants.others + wants.approvals > 0, -one.checksHeld());
        };
        if (distance(at) < distance(m_weighing.best)) m_weighing.best = at;
    }

    const Question& m_question;
    Weighing m_weighing;
};

/// One document of each kind that links names, the first in canonical order: a second of the kind can take its place elsewhere.
std::vector<std::size_t> links(const Question& question, std::span<const EvidenceDocument> documents, const std::vector<std::size_t>& order)
{
    std::vector<std::size_t> found;
    const bool needed = std::any_of(documents.begin(), documents.end(), [](const EvidenceDocument& one) { return one.formerName && !one.nameAgrees; });
    if (!needed) return found;
    std::set<std::string> kinds;
    for (const auto at : order) {
        if (linksNames(question, documents[at]) && kinds.insert(documents[at].kind).second) found.push_back(at);
    }
    return found;
}

bool nearer(const Weighing& one, const Weighing& other)
{
    if (one.passed != other.passed) return one.passed;
    if (one.awaits.empty() != other.awaits.empty()) return !one.awaits.empty();
    const auto& left = one.byRoute[one.best];
    const auto& right = other.byRoute[other.best];
    if (left.missing() != right.missing()) return left.missing() < right.missing();
    return left.checksHeld() > right.checksHeld();
}

} // namespace

std::vector<std::size_t> canonicalOrder(const EvidencePolicy& policy, std::span<const EvidenceDocument> documents)
{
    const auto kinds = policy.kinds();
    const auto place = [&](const EvidenceDocument& document) {
        return std::find_if(kinds.begin(), kinds.end(), [&](const EvidenceKind& kind) { return kind.code == document.kind; }) - kinds.begin();
    };
    std::vector<std::size_t> order(documents.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto before = [&](std::size_t left, std::size_t right) {
        const auto& a = documents[left];
        const auto& b = documents[right];
        const auto placeA = place(a);
        const auto placeB = place(b);
        return std::tie(placeA, a.kind, a.dated, a.expires, a.issuer, a.numberEnding, a.originalSeen, a.nameAgrees, a.birthDateSeen,
                        a.addressAgrees, a.confirmed, a.conditionDates, a.formerName, a.seenOnCamera, a.refusedFor, a.scores) <
               std::tie(placeB, b.kind, b.dated, b.expires, b.issuer, b.numberEnding, b.originalSeen, b.nameAgrees, b.birthDateSeen,
                        b.addressAgrees, b.confirmed, b.conditionDates, b.formerName, b.seenOnCamera, b.refusedFor, b.scores);
    };
    std::stable_sort(order.begin(), order.end(), before);
    return order;
}

Assignment bestAssignment(const EvidencePolicy& policy, const EvidenceRoute& route, std::span<const EvidenceDocument> documents,
                          const std::vector<Fitness>& fitness, const std::vector<std::size_t>& order)
{
    return Search(policy, route, documents, fitness, order).run();
}

Weighing weigh(const Question& question, std::span<const EvidenceDocument> documents)
{
    const auto order = canonicalOrder(question.policy, documents);
    auto best = Reading(question, documents, order, std::nullopt).settle();
    for (const auto link : links(question, documents, order)) {
        if (best.passed) break;
        auto other = Reading(question, documents, order, link).settle();
        // Of equals the one that takes the former name for what it is: its rows tell the truth.
        if (!nearer(best, other)) best = std::move(other);
    }
    return best;
}

} // namespace cardwright::evidence
