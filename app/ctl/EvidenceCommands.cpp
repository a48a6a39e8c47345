#include "app/ctl/Commands.h"
#include "app/runtime/SiteMaterial.h"
#include "core/identity/DocumentReading.h"
#include "core/identity/EvidenceQuery.h"
#include "core/identity/EvidenceSight.h"
#include "core/identity/EvidenceWords.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace cardwright::ctl {

using nlohmann::json;

namespace {

/// Nobody is signed in here: nothing guarded is written.
constexpr Sight nobody{};

/// The file that was named; the site's, whose signature is checked; else the one that ships.
EvidencePolicy policyOf(const Command& command)
{
    const auto& arguments = command.arguments;
    if (!arguments.evidence.policy.empty()) return EvidencePolicy::load(arguments.evidence.policy.string());
    if (!arguments.site.empty()) return runtime::SiteMaterial::load(arguments.site).evidence;
    return EvidencePolicy::shipped();
}

Date dayOf(const Command& command)
{
    const auto& text = command.arguments.evidence.on;
    if (text.empty()) return dateOf(SystemClock().utcMillis());
    const auto date = parseDate(text);
    if (!date) throw UsageError(Failure::of("USAGE", "--on takes a day as 2026-11-21"));
    return *date;
}

const char* nameOf(DocumentStanding standing) noexcept
{
    switch (standing) {
    case DocumentStanding::counts: return "counts";
    case DocumentStanding::spare: return "spare";
    case DocumentStanding::refused: break;
    }
    return "refused";
}

json rowsOf(const ShownVerdict& shown, const std::vector<EvidenceDocument>& documents)
{
    auto rows = json::array();
    for (std::size_t at = 0; at < shown.places.size(); ++at) {
        const auto& row = shown.verdict.documents[at];
        const auto& document = documents[shown.places[at]];
        json fields{{"document", shown.places[at] + 1}, {"kind", document.kind}, {"number", maskedNumber(document.numberEnding)},
                    {"standing", nameOf(row.standing)}, {"words", row.words}};
        if (!document.issuer.empty()) fields["issuer"] = document.issuer;
        for (const auto& [name, value] : {std::pair{"group", row.group}, {"rule", row.rule}, {"reason", row.reason}, {"clause", row.clause},
                                          {"arithmetic", row.arithmetic}}) {
            if (!value.empty()) fields[name] = value;
        }
        rows.push_back(std::move(fields));
    }
    return rows;
}

json routesOf(const ShownVerdict& shown)
{
    auto rows = json::array();
    for (const auto& route : shown.verdict.routes) {
        auto places = json::array();
        for (const auto& slot : route.slots) {
            json place{{"group", slot.group}, {"filled", slot.filled()}};
            if (slot.document) place["document"] = shown.places[*slot.document] + 1;
            places.push_back(std::move(place));
        }
        rows.push_back({{"route", route.id}, {"title", route.title}, {"places", places}, {"wants", route.wants}, {"missing", route.missing}, {"complete", route.complete}});
    }
    return rows;
}

json adviceOf(const EvidenceVerdict& verdict)
{
    auto rows = json::array();
    for (const auto& advice : verdict.advice) {
        json row{{"kind", advice.kind}, {"title", advice.title}, {"words", advice.limits}, {"route", advice.route}, {"completes", advice.completes}};
        if (advice.datedFrom) row["datedFrom"] = formatDate(*advice.datedFrom);
        rows.push_back(std::move(row));
    }
    return rows;
}

json verdictFields(const ShownVerdict& shown, const EvidenceQuery& query)
{
    const auto& verdict = shown.verdict;
    json fields{{"passed", verdict.passed}, {"title", verdict.title}, {"missing", verdict.missing}, {"policy", verdict.policy.text()},
                {"checkedOn", formatDate(verdict.checkedOn)}, {"documents", rowsOf(shown, query.documents)}, {"routes", routesOf(shown)},
                {"advice", adviceOf(verdict)}, {"checks", json::array()}, {"failed", json::array()}, {"warnings", query.warnings},
                {"cautions", verdict.cautions}};
    if (!verdict.route.empty()) fields["route"] = verdict.route;
    if (!verdict.awaits.empty()) fields["awaits"] = verdict.awaits;
    for (const auto& check : verdict.checks) fields["checks"].push_back({{"check", check.id}, {"holds", check.holds}, {"remedy", check.remedy}});
    for (const auto& rule : verdict.failedRules) {
        json row{{"rule", rule.rule}, {"remedy", rule.remedy}};
        if (rule.document) row["document"] = shown.places[*rule.document] + 1;
        fields["failed"].push_back(std::move(row));
    }
    return fields;
}

json usesOf(const EvidenceKind& kind)
{
    auto rows = json::array();
    for (const auto& use : kind.uses) {
        json row{{"group", use.group}, {"clause", use.clause}, {"mustBeInDate", use.mustBeInDate}, {"conditions", json::array()}};
        if (use.maxAgeMonths > 0) row["maxAgeMonths"] = use.maxAgeMonths;
        if (use.expiredGraceMonths > 0) row["expiredGraceMonths"] = use.expiredGraceMonths;
        for (const auto& condition : use.conditions) row["conditions"].push_back({{"condition", condition.id}, {"words", condition.words}});
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string sentenceOf(const EvidenceKind& kind)
{
    auto text = kind.code + "  " + kind.title;
    if (kind.uses.empty()) return text + ": refused. " + kind.refusal;
    for (const auto& use : kind.uses) {
        text += "; " + use.clause;
        if (use.maxAgeMonths > 0) text += ", at most " + std::to_string(use.maxAgeMonths) + " months old";
        if (use.mustBeInDate) text += ", in date";
        if (use.expiredGraceMonths > 0) text += " or expired for " + std::to_string(use.expiredGraceMonths) + " months at most";
        for (const auto& condition : use.conditions) text += ", " + condition.words;
    }
    return text;
}

/// No further than a zone could ever be: whoever pipes a disk into this gets an answer.
std::string zoneFromInput()
{
    constexpr std::size_t longest = 4096;
    std::string text(longest, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(longest));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return text;
}

json problemsOf(const MrzReading& reading)
{
    auto rows = json::array();
    for (const auto& problem : reading.problems) {
        rows.push_back({{"field", cardwright::nameOf(problem.field)}, {"line", problem.line}, {"column", problem.column}, {"words", problem.words}});
    }
    return rows;
}

json zoneFields(const MrzFill& fill, const EvidencePolicy& policy)
{
    json fields{{"kind", fill.kind}, {"documentCode", fill.reading.documentCode}, {"issuer", fill.reading.issuer},
                {"number", maskedNumber(fill.numberEnding)}, {"givenName", fill.givenName}, {"familyName", fill.familyName},
                {"namesCut", fill.reading.namesCut}, {"problems", problemsOf(fill.reading)}, {"warnings", fill.warnings}};
    if (const auto* kind = policy.kind(fill.kind)) fields["title"] = kind->title;
    if (fill.expires) fields["expires"] = formatDate(*fill.expires);
    if (fill.dateOfBirth) fields["dateOfBirth"] = formatDate(*fill.dateOfBirth);
    return fields;
}

std::string sentencesOf(const MrzFill& fill, const EvidencePolicy& policy)
{
    const auto* kind = policy.kind(fill.kind);
    std::string text = kind != nullptr ? kind->title : std::string("A document that the policy tells by no zone");
    text += ", number " + maskedNumber(fill.numberEnding) + ". " + fill.givenName + ' ' + fill.familyName;
    if (fill.dateOfBirth) text += ", born " + formatDateForPeople(*fill.dateOfBirth);
    if (fill.expires) text += "; good until " + formatDateForPeople(*fill.expires);
    text += '.';
    for (const auto& warning : fill.warnings) text += "\nLook again: " + warning;
    return text;
}

} // namespace

void checkEvidence(const Command& command)
{
    const auto policy = policyOf(command);
    const auto today = dayOf(command);
    const auto query = EvidenceQuery::load(command.arguments.file.string(), policy);
    const auto shown = shownVerdict(policy.judge(query.documents, today, query.answers), Outlet::file, nobody);
    auto fields = verdictFields(shown, query);

    std::vector<EvidenceDocument> documents;
    for (const auto place : shown.places) documents.push_back(query.documents[place]);
    auto sentences = cardwright::sentencesOf(shown.verdict, documents, policy, shown.places);
    for (const auto& warning : query.warnings) sentences.push_back("Look again: " + warning);
    fields["person"] = json::array();
    for (const auto& problem : query.person ? cardwright::problemsOf(*query.person, today, policy.ages()) : std::vector<PersonProblem>()) {
        fields["person"].push_back({{"field", problem.field}, {"rule", problem.rule}, {"words", problem.sentence}});
        sentences.push_back(problem.sentence);
    }
    fields["sentences"] = sentences;
    std::string words;
    for (const auto& sentence : sentences) words += (words.empty() ? "" : "\n") + sentence;
    command.output.say("result", fields, words);
    if (!shown.verdict.passed) throw RefusedError(shown.verdict.failure());
    if (!fields["person"].empty()) throw RefusedError(Failure::because("PERSON-DETAILS", fields["person"][0]["words"], fields["person"][0]["field"]));
}

void listEvidence(const Command& command)
{
    const auto policy = policyOf(command);
    for (const auto& kind : policy.kinds()) {
        json fields{{"kind", kind.code}, {"title", kind.title}, {"accepted", !kind.uses.empty()}, {"uses", usesOf(kind)}};
        if (!kind.refusal.empty()) fields["refusal"] = kind.refusal;
        if (!kind.help.empty()) fields["help"] = kind.help;
        if (!kind.switchedBy.empty()) fields["switch"] = kind.switchedBy;
        command.output.say("document", fields, sentenceOf(kind));
    }
    auto routes = json::array();
    std::string words = "By policy " + policy.id().text() + ':';
    for (const auto& route : policy.routes()) {
        auto wants = json::array();
        for (const auto& want : route.wants) wants.push_back({{"want", want.id}, {"words", want.words}});
        routes.push_back({{"route", route.id}, {"title", route.title}, {"slots", route.slots}, {"wants", wants}});
        words += "\n" + route.id + "  " + route.title;
    }
    command.output.say("result", {{"policy", policy.id().text()}, {"routes", routes}, {"remoteCheck", policy.isOn("remoteCheck")}, {"onlineBills", policy.isOn("onlineBills")}},
                       words);
}

void readZone(const Command& command)
{
    const auto policy = policyOf(command);
    std::optional<EvidenceQuery> beside;
    if (!command.arguments.request.empty()) beside = EvidenceQuery::load(command.arguments.request.string(), policy);
    const auto fill = fillFromMrz(zoneFromInput(), policy, dayOf(command), beside && beside->person ? &*beside->person : nullptr);
    if (!fill.understood()) throw UsageError(Failure::of("MRZ-INPUT", fill.warnings.front()));
    command.output.say("result", zoneFields(fill, policy), sentencesOf(fill, policy));
}

} // namespace cardwright::ctl
