#include "core/identity/EvidenceWords.h"

namespace cardwright {

namespace {

std::string titleOf(const EvidenceDocument& document, const EvidencePolicy& policy)
{
    const auto* kind = policy.kind(document.kind);
    if (kind == nullptr) return "A document of no known kind";
    return kind->issuerWord.empty() || document.issuer.empty() ? kind->title : kind->title + ", " + document.issuer;
}

/// "2. Gas bill, Severn & Wye Energy: counts: address (rule A1). Dated ..."
std::string sentenceOf(std::size_t place, const DocumentVerdict& row, const EvidenceDocument& document, const EvidencePolicy& policy)
{
    std::string text = std::to_string(place + 1) + ". " + titleOf(document, policy) + ": " + row.words;
    if (!row.clause.empty()) text += " (rule " + row.clause + ')';
    text += '.';
    if (!row.reason.empty()) text += ' ' + row.reason;
    // Where it was the dates that spoke against it, the reason has told them.
    if (!row.arithmetic.empty() && row.rule != "too-old" && row.rule != "expired") text += ' ' + row.arithmetic;
    return text;
}

} // namespace

std::vector<std::string> sentencesOf(const EvidenceVerdict& verdict, std::span<const EvidenceDocument> documents, const EvidencePolicy& policy,
                                     std::span<const std::size_t> places)
{
    std::vector<std::string> lines{verdict.title + '.'};
    for (std::size_t at = 0; at < verdict.documents.size() && at < documents.size(); ++at) {
        lines.push_back(sentenceOf(at < places.size() ? places[at] : at, verdict.documents[at], documents[at], policy));
    }
    for (const auto& rule : verdict.failedRules) {
        if (!rule.document) lines.push_back(rule.remedy);
    }
    for (const auto& caution : verdict.cautions) lines.push_back(caution);
    lines.push_back("Judged on " + formatDateForPeople(verdict.checkedOn) + " by policy " + verdict.policy.text() + '.');
    return lines;
}

} // namespace cardwright
