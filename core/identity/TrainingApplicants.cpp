#include "core/identity/TrainingApplicants.h"

#include "core/policy/Embedded.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace cardwright {

using nlohmann::json;

namespace {

[[noreturn]] void broken(const std::string& what) { throw FailureError(Failure::of("INTERNAL", "training/applicants.json, " + what)); }

std::string absolute(const json& relative, Date today)
{
    const auto date = relativeDate(relative.get<std::string>(), today);
    if (!date) broken("a date has no known form");
    return formatDate(*date);
}

/// The template with every date made absolute: a request as anybody would write it.
json requestFrom(const json& from, Date today)
{
    json request{{"schema", "cardwright.issue-request/1"},
                 {"person", from.at("person")},
                 {"documents", from.at("documents")},
                 {"portrait", {{"file", from.at("portrait")}}}};
    for (auto& document : request["documents"]) {
        for (const auto* name : {"dated", "expires"}) {
            if (document.contains(name)) document[name] = absolute(document[name], today);
        }
        if (!document.contains("conditionDates")) continue;
        for (auto& date : document["conditionDates"]) date = absolute(date, today);
    }
    return request;
}

} // namespace

std::optional<Date> relativeDate(std::string_view text, Date today)
{
    static constexpr std::string_view head = "today";
    if (text.substr(0, head.size()) != head) return parseDate(text);
    auto rest = text.substr(head.size());
    if (rest.empty()) return today;
    if (rest.size() < 3 || rest.size() > 7 || (rest.front() != '+' && rest.front() != '-')) return std::nullopt;
    int count = 0;
    for (const char c : rest.substr(1, rest.size() - 2)) {
        if (c < '0' || c > '9') return std::nullopt;
        count = count * 10 + (c - '0');
    }
    if (rest.front() == '-') count = -count;
    switch (rest.back()) {
    case 'd': return plusDays(today, count);
    case 'm': return plusMonths(today, count);
    case 'y': return plusMonths(today, count * 12);
    default: return std::nullopt;
    }
}

std::vector<TrainingApplicant> trainingApplicants(Date today)
{
    json file;
    if (const auto problem = parseJson(embeddedText("training/applicants.json"), file)) broken(problem->text());
    const auto problems = checkSchema("training-applicants", file);
    if (!problems.empty()) broken(problems.front().text());
    std::vector<TrainingApplicant> applicants;
    for (const auto& from : file.at("applicants")) {
        TrainingApplicant applicant;
        applicant.id = from.at("id").get<std::string>();
        applicant.words = from.at("words").get<std::string>();
        applicant.passes = from.at("passes").get<bool>();
        applicant.portraitName = from.at("portrait").get<std::string>();
        applicant.portrait = embeddedFile("training/portraits/" + applicant.portraitName);
        applicant.requestJson = requestFrom(from, today).dump(2) + '\n';
        applicant.request = IssueRequest::parse(applicant.requestJson, {});
        applicant.name = applicant.request.person.legalName();
        applicants.push_back(std::move(applicant));
    }
    return applicants;
}

} // namespace cardwright
