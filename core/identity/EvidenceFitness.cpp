#include "core/identity/EvidenceRules.h"

#include <algorithm>
#include <array>

namespace cardwright::evidence {

namespace {

/// What speaks against it before any use is looked at.
std::optional<Objection> plainObjection(const Question& question, const EvidenceKind& kind, const EvidenceDocument& document, bool namesLinked)
{
    if (kind.uses.empty()) return Objection{"kind-refused", kind.refusal};
    if (!document.refusedFor.empty()) {
        const auto* reason = question.policy.refusal(document.refusedFor);
        return Objection{document.refusedFor, reason != nullptr ? reason->sentence : "Refused when it was looked at."};
    }
    if (auto objection = disbelief(question.policy, kind, document, question.today)) return objection;
    if (!document.originalSeen && !kind.noOriginal) {
        if (!document.seenOnCamera) return Objection{"not-original", "Only the original counts. Ask to see it."};
        if (!question.policy.isOn("remoteCheck")) {
            return Objection{"remote-off", "Shown to a camera, which does not count here. Ask to see the original."};
        }
        for (const auto& want : question.policy.remoteWants()) {
            if (!isMet(want, question.answers, question.today)) return Objection{"remote-check", remedyOf(want, question.answers, question.today)};
        }
    }
    if (!document.nameAgrees && !(document.formerName && namesLinked)) {
        if (!document.formerName) return Objection{"name-differs", "The name on it is not the legal name on the application."};
        return Objection{"name-differs", "It bears a former name. It counts beside the original that proves the change of name."};
    }
    for (const auto& part : question.policy.scores().asked ? question.policy.scores().ofDocument : std::vector<EvidenceScores::Part>()) {
        const auto found = document.scores.find(part.id);
        if (found == document.scores.end() || found->second < 1 || found->second > 4) {
            return Objection{"scores-missing", "Enter its GPG 45 score, 1 to 4: " + part.words + '.'};
        }
    }
    return std::nullopt;
}

} // namespace

bool Fitness::fits(const std::string& group) const { return std::find(groups.begin(), groups.end(), group) != groups.end(); }

const EvidenceUse* Fitness::useFor(const std::string& group) const
{
    if (kind == nullptr) return nullptr;
    const auto found = std::find_if(kind->uses.begin(), kind->uses.end(), [&](const EvidenceUse& one) { return one.group == group; });
    return found == kind->uses.end() ? nullptr : &*found;
}

Fitness fitnessOf(const Question& question, const EvidenceDocument& document, bool namesLinked)
{
    Fitness fitness;
    fitness.kind = question.policy.kind(document.kind);
    if (fitness.kind == nullptr) {
        fitness.objection = {"kind-unknown", "The policy in force does not name this document."};
        return fitness;
    }
    const auto& kind = *fitness.kind;
    fitness.issuer = comparableIssuer(kind.issuerWord.empty() ? kind.issuer : document.issuer);
    if (auto objection = plainObjection(question, kind, document, namesLinked)) {
        fitness.objection = std::move(*objection);
        return fitness;
    }
    for (const auto& use : kind.uses) {
        auto objection = useObjection(question.policy, kind, use, document, question.today);
        if (!objection) {
            fitness.groups.push_back(use.group);
        } else if (fitness.objection.rule.empty()) {
            fitness.objection = std::move(*objection);
        }
    }
    return fitness;
}

bool linksNames(const Question& question, const EvidenceDocument& document)
{
    const auto* kind = question.policy.kind(document.kind);
    if (kind == nullptr || !kind->linksNames || !document.nameAgrees || !document.formerName) return false;
    if (kind->recordsDate && !document.dated) return false;
    return !plainObjection(question, *kind, document, false);
}

std::string comparableIssuer(std::string_view issuer)
{
    static constexpr std::array legalForms = {std::string_view("ltd"), std::string_view("limited"), std::string_view("plc"),
                                              std::string_view("llp"), std::string_view("the"),     std::string_view("inc")};
    const auto plain = asciiForm(issuer).value_or(std::string(issuer));
    std::string word;
    std::string result;
    std::string everything;
    const auto endWord = [&] {
        everything += word;
        if (std::find(legalForms.begin(), legalForms.end(), word) == legalForms.end()) result += word;
        word.clear();
    };
    for (const char c : plain) {
        if (c >= 'A' && c <= 'Z') {
            word += static_cast<char>(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
            word += c;
        } else if (c == '&') {
            endWord();
            word = "and";
            endWord();
        } else if (c != '.' && c != '\'') {
            endWord();
        }
    }
    endWord();
    return result.empty() ? everything : result;
}

std::string clash(const EvidenceGroup& group, const EvidenceDocument& one, const Fitness& oneFits, const EvidenceDocument& other,
                  const Fitness& otherFits)
{
    const bool sameKind = one.kind == other.kind;
    if (sameKind && one.numberEnding == other.numberEnding && oneFits.issuer == otherFits.issuer && one.dated == other.dated &&
        one.expires == other.expires) {
        return "same-document";
    }
    // Beside what takes its place it says nothing more, in whatever group.
    if (oneFits.kind->replaces == otherFits.kind->code || otherFits.kind->replaces == oneFits.kind->code) return "replaced";
    // A kind with several uses is one thing that a person has once: the licence that is the photo is not also the address.
    if (sameKind && (group.onePerKind || oneFits.kind->uses.size() > 1)) return "same-kind";
    if (group.onePerIssuer && !oneFits.issuer.empty() && oneFits.issuer == otherFits.issuer) return "same-issuer";
    return {};
}

} // namespace cardwright::evidence
