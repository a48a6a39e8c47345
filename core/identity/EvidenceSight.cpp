#include "core/identity/EvidenceSight.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

using nlohmann::json;

namespace {

/// Sentences of a set's verdict may name a document by its place or noun: those about a hidden one go with it.
void hideRow(EvidenceVerdict& verdict, std::size_t at)
{
    auto& failed = verdict.failedRules;
    failed.erase(std::remove_if(failed.begin(), failed.end(), [&](const FailedRule& rule) { return rule.document == at; }), failed.end());
}

/// The sentence on what is missing ends with the first advice: without it where that is not shown.
void hideQuickest(EvidenceVerdict& verdict)
{
    for (auto& rule : verdict.failedRules) {
        const auto at = rule.remedy.find(quickestWord);
        if (!rule.document && at != std::string::npos) rule.remedy.erase(at);
    }
}

/// The row without its words on a former name. What it counts as stays.
void hideFormerName(EvidenceVerdict& verdict, DocumentVerdict& row, std::size_t at)
{
    row.formerName = false;
    if (row.standing == DocumentStanding::counts && row.group.empty()) row.words = "Counts";
    if (row.rule != "name-differs") return;
    row.reason = "The name on it is not the legal name on the application.";
    for (auto& rule : verdict.failedRules) {
        if (rule.document == at) rule.remedy = row.reason;
    }
}

json recorded(const EvidenceDocument& document)
{
    if (document.restricted) return {{"kind", restrictedKind}, {"restricted", true}};
    json row{{"kind", document.kind}, {"numberEnding", numberEndingOf(document.numberEnding)}, {"issuer", document.issuer}};
    if (document.dated) row["dated"] = formatDate(*document.dated);
    if (document.expires) row["expires"] = formatDate(*document.expires);
    if (document.formerName) row["formerName"] = true;
    if (document.seenOnCamera && !document.originalSeen) row["seenOnCamera"] = true;
    if (!document.refusedFor.empty()) row["refusedFor"] = document.refusedFor;
    if (!document.scores.empty()) row["scores"] = document.scores;
    return row;
}

} // namespace

std::vector<EvidenceDocument> shownDocuments(std::span<const EvidenceDocument> documents, Outlet outlet, Sight sight)
{
    std::vector<EvidenceDocument> shown;
    for (const auto& document : documents) {
        if (document.restricted && !mayShow(Guarded::restrictedDocument, outlet, sight)) continue;
        shown.push_back(document);
        if (!mayShow(Guarded::formerName, outlet, sight)) shown.back().formerName = false;
    }
    return shown;
}

ShownVerdict shownVerdict(const EvidenceVerdict& verdict, Outlet outlet, Sight sight)
{
    ShownVerdict shown{verdict, {}};
    shown.verdict.documents.clear();
    const bool all = mayShow(Guarded::restrictedDocument, outlet, sight);
    const bool names = mayShow(Guarded::formerName, outlet, sight);
    auto& advice = shown.verdict.advice; // one that counts in no group proves a change of name
    if (!names && !advice.empty() && advice.front().group.empty()) hideQuickest(shown.verdict);
    if (!names) advice.erase(std::remove_if(advice.begin(), advice.end(), [](const EvidenceAdvice& one) { return one.group.empty(); }), advice.end());
    std::vector<std::optional<std::size_t>> newPlace;
    for (std::size_t at = 0; at < verdict.documents.size(); ++at) {
        const auto& row = verdict.documents[at];
        if (row.restricted && !all) {
            hideRow(shown.verdict, at);
            newPlace.push_back(std::nullopt);
            continue;
        }
        newPlace.push_back(shown.places.size());
        shown.places.push_back(at);
        shown.verdict.documents.push_back(row);
        if (row.formerName && !names) hideFormerName(shown.verdict, shown.verdict.documents.back(), at);
    }
    // Places point into the rows that are left; what a hidden one fills is filled by nobody named.
    for (auto& route : shown.verdict.routes) {
        for (auto& slot : route.slots) {
            if (!slot.document) continue;
            slot.document = newPlace[*slot.document];
            slot.hidden = !slot.document;
        }
    }
    for (auto& rule : shown.verdict.failedRules) rule.document = rule.document ? newPlace[*rule.document] : std::nullopt;
    return shown;
}

std::string recordedDocumentsJson(std::span<const EvidenceDocument> documents)
{
    auto rows = json::array();
    for (const auto& document : documents) rows.push_back(recorded(document));
    return rows.dump();
}

std::string shownDocumentsJson(std::string_view documents, Outlet outlet, Sight sight)
{
    const auto rows = json::parse(documents, nullptr, false);
    auto shown = json::array();
    if (!rows.is_array()) return shown.dump();
    for (const auto& row : rows) {
        if (!row.is_object()) continue;
        if (row.value("restricted", false) && !mayShow(Guarded::restrictedDocument, outlet, sight)) continue;
        shown.push_back(row);
        if (!mayShow(Guarded::formerName, outlet, sight)) shown.back().erase("formerName");
    }
    return shown.dump();
}

std::string maskedNumber(std::string_view numberEnding)
{
    const auto ending = numberEndingOf(numberEnding);
    return ending.empty() ? "no number" : "ends in " + ending;
}

} // namespace cardwright
