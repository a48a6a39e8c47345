#include "core/identity/EvidenceRules.h"

#include <algorithm>
#include <array>
#include <map>

namespace cardwright {

using namespace evidence;

namespace {

std::string inWords(int number)
{
    static constexpr std::array words = {"no", "one", "two", "three", "four", "five", "six"};
    return number >= 0 && number < static_cast<int>(words.size()) ? words[static_cast<std::size_t>(number)] : std::to_string(number);
}

std::string capital(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

/// For the middle of a sentence; abbreviations ("UK passport") stay.
std::string small(std::string text)
{
    const bool word = text.size() < 2 || text[1] == ' ' || (text[1] >= 'a' && text[1] <= 'z');
    if (word && !text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

/// Puts the verdict together from a weighing.
class Judge {
public:
    Judge(const Question& question, std::span<const EvidenceDocument> documents)
        : m_question(question), m_policy(question.policy), m_documents(documents), m_weighing(weigh(question, documents))
    {
    }

    EvidenceVerdict verdict()
    {
        m_verdict.policy = m_policy.id();
        m_verdict.checkedOn = m_question.today;
        m_verdict.passed = m_weighing.passed;
        m_verdict.awaits = m_weighing.awaits;
        if (m_weighing.passed || !m_weighing.awaits.empty()) m_verdict.route = bestRoute().id;
        addRoutes();
        addDocuments();
        addChecks();
        m_verdict.missing = m_weighing.byRoute[m_weighing.best].missing();
        m_verdict.title = title();
        if (!m_weighing.passed) {
            if (m_weighing.awaits.empty()) m_verdict.advice = advise(m_question, m_documents, m_weighing);
            addFailedRules();
        }
        addCautions();
        addAnswers();
        return std::move(m_verdict);
    }

private:
    const EvidenceRoute& bestRoute() const { return m_policy.routes()[m_weighing.best]; }

    void addRoutes()
    {
        const auto routes = m_policy.routes();
        for (std::size_t at = 0; at < routes.size(); ++at) {
            auto route = routeOf(at);
            if (at == m_weighing.best) m_best = route;
            if (m_weighing.offered[at]) m_verdict.routes.push_back(std::move(route));
        }
    }

    RouteVerdict routeOf(std::size_t at) const
    {
        const auto& described = m_policy.routes()[at];
        const auto& assignment = m_weighing.byRoute[at];
        RouteVerdict route{described.id, described.title, {}, {}, assignment.missing(), false};
        for (std::size_t slot = 0; slot < assignment.slots.size(); ++slot) {
            const auto& group = *m_policy.group(described.slots[slot]);
            route.slots.push_back({group.id, group.word, assignment.slots[slot]});
        }
        for (const auto& want : described.wants) {
            if (!isMet(want, m_question.answers, m_question.today)) route.wants.push_back(want.words);
        }
        route.complete = assignment.complete() && route.wants.empty();
        if (at == m_weighing.best) route.awaits = m_weighing.awaits;
        return route;
    }

    void addDocuments()
    {
        for (std::size_t at = 0; at < m_documents.size(); ++at) m_verdict.documents.push_back(standingOf(at));
    }

    DocumentVerdict standingOf(std::size_t document) const
    {
        auto standing = bareStandingOf(document);
        const auto& fitness = m_weighing.fitness[document];
        const auto* use = fitness.useFor(standing.group);
        if (use == nullptr) use = !fitness.groups.empty() ? fitness.useFor(fitness.groups.front()) : fitness.objection.use;
        if (use != nullptr) {
            standing.clause = use->clause;
            standing.arithmetic = arithmeticOf(*use, m_documents[document]);
        }
        standing.restricted = fitness.kind != nullptr && fitness.kind->restricted;
        standing.formerName = m_documents[document].formerName;
        return standing;
    }

    DocumentVerdict bareStandingOf(std::size_t document) const
    {
        const auto& assignment = m_weighing.byRoute[m_weighing.best];
        const auto& fitness = m_weighing.fitness[document];
        if (m_weighing.link == document) return {DocumentStanding::counts, {}, "Counts: change of name", {}, {}};
        const auto slot = std::find(assignment.slots.begin(), assignment.slots.end(), std::optional(document));
        if (slot != assignment.slots.end()) {
            const auto& group = *m_policy.group(bestRoute().slots[static_cast<std::size_t>(slot - assignment.slots.begin())]);
            return {DocumentStanding::counts, group.id, "Counts: " + group.word, {}, {}};
        }
        if (fitness.groups.empty()) return {DocumentStanding::refused, {}, "Does not count", fitness.objection.rule, fitness.objection.reason};
        if (m_weighing.passed) return {DocumentStanding::spare, {}, "Not needed", "not-needed", "Good, but enough without it."};
        if (auto clashing = clashOf(document)) return {DocumentStanding::refused, {}, "Does not count", clashing->rule, clashing->reason};
        const auto wanted = std::find_if(fitness.groups.begin(), fitness.groups.end(), [&](const std::string& group) {
            return std::find(bestRoute().slots.begin(), bestRoute().slots.end(), group) != bestRoute().slots.end();
        });
        if (wanted == fitness.groups.end()) return {DocumentStanding::spare, {}, "Not needed", "other-route", otherRouteWords(fitness.groups.front())};
        return {DocumentStanding::spare, {}, "Not needed", "group-full", "There are enough " + m_policy.group(*wanted)->proofs + " without it."};
    }

    /// It counts where other documents are asked for than the nearest way does.
    std::string otherRouteWords(const std::string& group) const
    {
        const auto routes = m_policy.routes();
        const auto found = std::find_if(routes.begin(), routes.end(), [&](const EvidenceRoute& route) {
            return std::find(route.slots.begin(), route.slots.end(), group) != route.slots.end();
        });
        if (found == routes.end()) return "No way to pass asks for it.";
        const auto* without = m_policy.group(found->onlyWithout);
        if (without != nullptr) return "It counts where there is no " + without->proof + '.';
        return "It counts on another way: " + small(found->title) + '.';
    }

    /// The document that already counts and leaves no room for this one.
    std::optional<Objection> clashOf(std::size_t document) const
    {
        const auto& slots = bestRoute().slots;
        const auto& assignment = m_weighing.byRoute[m_weighing.best];
        const auto& fitness = m_weighing.fitness[document];
        for (std::size_t slot = 0; slot < slots.size(); ++slot) {
            const auto taken = assignment.slots[slot];
            if (!taken) continue;
            const auto& takenFits = m_weighing.fitness[*taken];
            const auto rule = clash(*m_policy.group(slots[slot]), m_documents[*taken], takenFits, m_documents[document], fitness);
            if (rule.empty() || (rule != "replaced" && !fitness.fits(slots[slot]))) continue;
            return Objection{rule, clashWords(rule, *takenFits.kind, *fitness.kind), fitness.useFor(slots[slot])};
        }
        return std::nullopt;
    }

    static std::string clashWords(const std::string& rule, const EvidenceKind& taken, const EvidenceKind& kind)
    {
        if (rule == "same-document") return "The same document twice. It counts once.";
        if (rule == "same-kind") return "A second " + kind.noun + ". Two proofs must be of two kinds.";
        if (rule == "replaced") return "The " + taken.noun + " says the same. Only one of the two counts.";
        const auto word = !kind.issuerWord.empty() && kind.issuerWord == taken.issuerWord ? kind.issuerWord : std::string("sender");
        return "Same " + word + " as the " + taken.noun + ". Two proofs must come from two " + word + "s.";
    }

    bool anyRefusedBy(std::string_view rule) const
    {
        return std::any_of(m_verdict.documents.begin(), m_verdict.documents.end(), [&](const DocumentVerdict& one) { return one.rule == rule; });
    }

    void addChecks()
    {
        const auto& assignment = m_weighing.byRoute[m_weighing.best];
        const auto& route = bestRoute();
        const bool passed = m_weighing.passed;
        const bool some = !m_documents.empty();
        const auto add = [&](const char* id, const char* words, bool holds, const char* remedy) {
            if (route.asksFor(id)) m_verdict.checks.push_back({id, words, holds, holds ? "" : remedy});
        };
        add("names-agree", "Names agree", passed || (some && !anyRefusedBy("name-differs")),
            "Each document that counts bears the legal name, or a former one beside the proof of the change.");
        add("birth-date-seen", "Birth date seen", assignment.birthDate, "One of the documents that count must show the birth date.");
        add("address-agrees", "Address agrees", assignment.address, "One of the documents that count must show the current address.");
        add("originals-seen", "Originals seen", passed || (some && !anyRefusedBy("not-original")), "Only originals count. Ask to see them.");
        add("number-entered", "Document number entered", assignment.number, "Type the number of one of the documents that count.");
        if (!m_policy.scores().asked) return;
        std::string missing;
        for (const auto& words : m_weighing.scoresMissing) missing += (missing.empty() ? "" : ", ") + words;
        const auto remedy = "Enter the GPG 45 scores, 1 to 4: " + missing + '.';
        add("scores-entered", "GPG 45 scores entered", m_weighing.scoresMissing.empty(), remedy.c_str());
    }

    std::string title() const
    {
        const auto& route = m_best;
        if (m_weighing.passed) return "Enough: " + small(route.title);
        const std::string head = "Not enough yet: ";
        if (route.missing > 0) return head + inWords(route.missing) + (route.missing == 1 ? " proof missing" : " proofs missing");
        if (!route.wants.empty()) return head + small(route.wants.front());
        for (const auto& check : m_verdict.checks) {
            if (check.holds) continue;
            if (check.id == "birth-date-seen") return head + "no birth date seen";
            if (check.id == "number-entered") return head + "no document number entered";
            if (check.id == "address-agrees") return head + "no current address seen";
            if (check.id == "scores-entered") return head + "GPG 45 scores are to be entered";
        }
        return head + "look at the documents again";
    }

    /// "one proof with a photo, or one proof of address": what each nearest route lacks.
    std::string lacking() const
    {
        std::vector<std::string> ways;
        for (const auto& route : m_verdict.routes) {
            if (route.missing != m_verdict.missing || (!route.wants.empty() && route.id != m_best.id)) continue;
            std::map<std::string, int> counts;
            for (const auto& slot : route.slots) {
                if (!slot.filled()) ++counts[slot.group];
            }
            std::string way;
            for (const auto& [id, count] : counts) {
                const auto& group = *m_policy.group(id);
                way += (way.empty() ? "" : " and ") + inWords(count) + ' ' + (count == 1 ? group.proof : group.proofs);
            }
            if (std::find(ways.begin(), ways.end(), way) == ways.end()) ways.push_back(way);
        }
        std::string text;
        for (const auto& way : ways) text += (text.empty() ? "" : ", or ") + way;
        return text;
    }

    void addFailedRules()
    {
        const auto& route = m_best;
        if (route.missing > 0) {
            auto remedy = "Add " + lacking() + '.';
            if (!m_verdict.advice.empty()) {
                const auto& first = m_verdict.advice.front();
                remedy += std::string(quickestWord) + small(first.title) + (first.limits.empty() ? "." : ". " + first.limits);
            }
            m_verdict.failedRules.push_back({"proofs-missing", remedy, std::nullopt});
        }
        for (const auto& want : bestRoute().wants) {
            if (isMet(want, m_question.answers, m_question.today)) continue;
            m_verdict.failedRules.push_back({"route-wants", capital(remedyOf(want, m_question.answers, m_question.today)), std::nullopt});
        }
        if (route.missing == 0) {
            for (const auto& check : m_verdict.checks) {
                if (!check.holds) m_verdict.failedRules.push_back({check.id, check.remedy, std::nullopt});
            }
        }
        for (std::size_t at = 0; at < m_verdict.documents.size(); ++at) {
            const auto& one = m_verdict.documents[at];
            if (one.standing == DocumentStanding::refused) m_verdict.failedRules.push_back({one.rule, one.reason, at});
        }
    }

    void addCautions()
    {
        const bool remote = std::any_of(m_verdict.documents.begin(), m_verdict.documents.end(), [&](const DocumentVerdict& one) {
            const auto& document = m_documents[static_cast<std::size_t>(&one - m_verdict.documents.data())];
            return one.standing == DocumentStanding::counts && document.seenOnCamera && !document.originalSeen;
        });
        if (remote) m_verdict.cautions.push_back("Checked remotely: tell the person that the card may be taken back until the originals were seen.");
    }

    void addAnswers()
    {
        const auto& given = m_question.answers;
        const auto add = [&](const EvidenceWant& want) {
            if (!isMet(want, given, m_question.today)) return;
            if (want.form == EvidenceWant::Form::tick) m_verdict.answers[want.id] = "yes";
            if (want.form == EvidenceWant::Form::choice) m_verdict.answers[want.id] = given.choices.at(want.id);
            if (want.form == EvidenceWant::Form::date) m_verdict.answers[want.id] = formatDate(given.dates.at(want.id));
        };
        if (!m_verdict.route.empty()) std::for_each(bestRoute().wants.begin(), bestRoute().wants.end(), add);
        if (!m_verdict.cautions.empty()) std::for_each(m_policy.remoteWants().begin(), m_policy.remoteWants().end(), add);
        if (!m_policy.scores().asked) return;
        for (const auto& [part, score] : given.scores) m_verdict.answers["score-" + part] = std::to_string(score);
    }

    const Question& m_question;
    const EvidencePolicy& m_policy;
    std::span<const EvidenceDocument> m_documents;
    Weighing m_weighing;
    RouteVerdict m_best;
    EvidenceVerdict m_verdict;
};

} // namespace

EvidenceVerdict EvidencePolicy::judge(std::span<const EvidenceDocument> documents, Date today, const EvidenceAnswers& answers) const
{
    const Question question{*this, today, answers};
    return Judge(question, documents).verdict();
}

EvidenceVerdict EvidencePolicy::judge(std::span<const EvidenceDocument> documents, Date today, const std::set<std::string>& ticks) const
{
    EvidenceAnswers answers;
    answers.ticks = ticks;
    return judge(documents, today, answers);
}

Failure EvidenceVerdict::failure() const
{
    std::string detail;
    for (const auto& failed : failedRules) {
        detail += (detail.empty() ? "" : "; ") + failed.rule;
        if (failed.document) detail += " (document " + std::to_string(*failed.document + 1) + ')';
        detail += ": " + failed.remedy;
    }
    return Failure::because("EVIDENCE-NOT-ENOUGH", title + '.', detail + " [policy " + policy.text() + ']');
}

} // namespace cardwright
