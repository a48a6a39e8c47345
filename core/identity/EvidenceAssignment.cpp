#include "core/identity/EvidenceRules.h"

#include <algorithm>
#include <numeric>
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
            if (why == "same-document" || why == "same-kind" || (sameGroup && !why.empty())) return false;
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

bool wantsMet(const EvidenceRoute& route, const std::set<std::string>& ticks)
{
    return std::all_of(route.wants.begin(), route.wants.end(), [&](const auto& want) { return ticks.contains(want.id); });
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
                        a.addressAgrees, a.confirmed, a.conditionDates) <
               std::tie(placeB, b.kind, b.dated, b.expires, b.issuer, b.numberEnding, b.originalSeen, b.nameAgrees, b.birthDateSeen,
                        b.addressAgrees, b.confirmed, b.conditionDates);
    };
    std::stable_sort(order.begin(), order.end(), before);
    return order;
}

Assignment bestAssignment(const EvidencePolicy& policy, const EvidenceRoute& route, std::span<const EvidenceDocument> documents,
                          const std::vector<Fitness>& fitness, const std::vector<std::size_t>& order)
{
    return Search(policy, route, documents, fitness, order).run();
}

Weighing weigh(const EvidencePolicy& policy, std::span<const EvidenceDocument> documents, Date today, const std::set<std::string>& ticks)
{
    Weighing weighing;
    for (const auto& document : documents) weighing.fitness.push_back(fitnessOf(policy, document, today));
    const auto order = canonicalOrder(policy, documents);
    const auto routes = policy.routes();
    for (const auto& route : routes) weighing.byRoute.push_back(bestAssignment(policy, route, documents, weighing.fitness, order));

    const auto missing = [&](std::size_t at) { return static_cast<int>(routes[at].slots.size()) - weighing.byRoute[at].filled; };
    for (std::size_t at = 0; at < routes.size(); ++at) {
        const auto& assignment = weighing.byRoute[at];
        const bool passes = assignment.complete() && assignment.checksHeld() == 3 && wantsMet(routes[at], ticks);
        if (passes) {
            weighing.best = at;
            weighing.passed = true;
            return weighing;
        }
        const auto& best = weighing.byRoute[weighing.best];
        if (missing(at) < missing(weighing.best) || (missing(at) == missing(weighing.best) && assignment.checksHeld() > best.checksHeld())) {
            weighing.best = at;
        }
    }
    return weighing;
}

} // namespace cardwright::evidence
