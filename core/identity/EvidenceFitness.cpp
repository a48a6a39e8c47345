#include "core/identity/EvidenceRules.h"

#include <algorithm>
#include <array>

namespace cardwright::evidence {

namespace {

std::string counted(int number, std::string_view unit)
{
    return std::to_string(number) + ' ' + std::string(unit) + (number == 1 ? "" : "s");
}

std::optional<Objection> ageObjection(const EvidenceUse& use, const EvidenceDocument& document, Date today)
{
    if (use.maxAgeMonths == 0) return std::nullopt;
    if (!document.dated) {
        return Objection{"date-missing", "Type its date: it counts for " + counted(use.maxAgeMonths, "month") + " from then."};
    }
    if (*document.dated > today) return Objection{"dated-ahead", "Dated " + formatDateForPeople(*document.dated) + ", which is still to come."};
    const Date last = plusMonths(*document.dated, use.maxAgeMonths);
    if (today <= last) return std::nullopt;
    return Objection{"too-old", "Too old by " + counted(daysBetween(last, today), "day") + ". " +
                                    formatDateForPeople(earliestAccepted(today, use.maxAgeMonths)) + " or later."};
}

std::optional<Objection> expiryObjection(const EvidenceUse& use, const EvidenceDocument& document, Date today)
{
    if (!use.mustBeInDate) return std::nullopt;
    if (!document.expires) return Objection{"expiry-missing", "Type the day until which it is good."};
    const Date last = plusMonths(*document.expires, use.expiredGraceMonths);
    if (today <= last) return std::nullopt;
    const auto ended = formatDateForPeople(*document.expires);
    if (use.expiredGraceMonths == 0) {
        return Objection{"expired", "Expired " + counted(daysBetween(last, today), "day") + " ago, on " + ended + ". It must be in date."};
    }
    return Objection{"expired", "Expired on " + ended + ". It still counted for " + counted(use.expiredGraceMonths, "month") + ", until " +
                                    formatDateForPeople(last) + ": " + counted(daysBetween(last, today), "day") + " ago."};
}

std::optional<Objection> conditionObjection(const EvidenceCondition& condition, const EvidenceDocument& document, Date today)
{
    if (!condition.isDate) {
        if (document.confirmed.contains(condition.id)) return std::nullopt;
        return Objection{condition.id, condition.refusal};
    }
    const auto found = document.conditionDates.find(condition.id);
    if (found == document.conditionDates.end()) return Objection{condition.id, "Type the date: " + condition.words + "."};
    if (found->second > today) return Objection{condition.id, formatDateForPeople(found->second) + " is still to come."};
    const Date last = plusMonths(found->second, condition.maxAgeMonths);
    if (today <= last) return std::nullopt;
    return Objection{condition.id, condition.refusal + " That was until " + formatDateForPeople(last) + ", " +
                                       counted(daysBetween(last, today), "day") + " ago."};
}

std::optional<Objection> useObjection(const EvidencePolicy& policy, const EvidenceKind& kind, const EvidenceUse& use,
                                      const EvidenceDocument& document, Date today)
{
    if (auto objection = ageObjection(use, document, today)) return objection;
    if (auto objection = expiryObjection(use, document, today)) return objection;
    for (const auto& condition : use.conditions) {
        if (auto objection = conditionObjection(condition, document, today)) return objection;
    }
    const auto& group = *policy.group(use.group);
    if (group.wantsAddress && !document.addressAgrees) return Objection{"address-differs", "It does not show the current address."};
    if (group.onePerIssuer && !kind.issuerWord.empty() && comparableIssuer(document.issuer).empty()) {
        return Objection{"issuer-missing", "Type its " + kind.issuerWord + ": two proofs must come from two " + kind.issuerWord + "s."};
    }
    return std::nullopt;
}

} // namespace

bool Fitness::fits(const std::string& group) const { return std::find(groups.begin(), groups.end(), group) != groups.end(); }

Fitness fitnessOf(const EvidencePolicy& policy, const EvidenceDocument& document, Date today)
{
    Fitness fitness;
    fitness.kind = policy.kind(document.kind);
    if (fitness.kind == nullptr) {
        fitness.objection = {"kind-unknown", "The policy in force does not name this document."};
        return fitness;
    }
    const auto& kind = *fitness.kind;
    fitness.issuer = comparableIssuer(kind.issuerWord.empty() ? kind.issuer : document.issuer);
    if (kind.uses.empty()) {
        fitness.objection = {"kind-refused", kind.refusal};
    } else if (!document.originalSeen) {
        fitness.objection = {"not-original", "Only the original counts. Ask to see it."};
    } else if (!document.nameAgrees) {
        fitness.objection = {"name-differs", "The name on it is not the legal name on the application."};
    } else {
        for (const auto& use : kind.uses) {
            auto objection = useObjection(policy, kind, use, document, today);
            if (!objection) {
                fitness.groups.push_back(use.group);
            } else if (fitness.objection.rule.empty()) {
                fitness.objection = std::move(*objection);
            }
        }
    }
    return fitness;
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
    // A kind with several uses is one thing that a person has once: the licence that is the photo is not also the address.
    if (sameKind && (group.onePerKind || oneFits.kind->uses.size() > 1)) return "same-kind";
    if (group.onePerIssuer && !oneFits.issuer.empty() && oneFits.issuer == otherFits.issuer) return "same-issuer";
    return {};
}

} // namespace cardwright::evidence
