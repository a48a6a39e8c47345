#include "core/identity/RequestReading.h"

#include "core/identity/Utf8.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::requests {

using nlohmann::json;

namespace {

Date readDate(const json& from, const std::string& field)
{
    const auto date = parseDate(from.get_ref<const std::string&>());
    if (!date) misshapen(field, "is no day of the calendar");
    return *date;
}

} // namespace

void misshapen(const std::string& field, const char* what)
{
    throw UsageError(Failure::of("REQUEST-SCHEMA", JsonProblem{field, what}.text()));
}

void parse(std::string_view text, std::string_view schema, json& into)
{
    if (const auto problem = parseJson(text, into, {mostBytes, 64})) throw UsageError(Failure::of("REQUEST-JSON", problem->text()));
    const auto problems = checkSchema(schema, into);
    if (!problems.empty()) throw UsageError(Failure::of("REQUEST-SCHEMA", problems.front().text()));
}

std::string readText(const json& from, const char* name, const std::string& path)
{
    const auto found = from.find(name);
    if (found == from.end()) return {};
    const auto& text = found->get_ref<const std::string&>();
    const auto points = codePoints(text);
    if (!points || std::any_of(points->begin(), points->end(), isControl)) misshapen(path + '.' + name, "holds control characters");
    return text;
}

Person readPerson(const json& from)
{
    Person person;
    person.givenName = tidied(readText(from, "givenName", "person"));
    person.familyName = tidied(readText(from, "familyName", "person"));
    person.preferredName = tidied(readText(from, "preferredName", "person"));
    person.nameOnCard = tidied(readText(from, "nameOnCard", "person"));
    person.nameOnChip = tidied(readText(from, "nameOnChip", "person"));
    person.dateOfBirth = readDate(from.at("dateOfBirth"), "person.dateOfBirth");
    person.odsCode = readText(from, "odsCode", "person");
    person.jobTitle = tidied(readText(from, "jobTitle", "person"));
    person.postcode = tidied(readText(from, "postcode", "person"));
    if (person.givenName.empty()) misshapen("person.givenName", "is empty");
    if (person.familyName.empty()) misshapen("person.familyName", "is empty");
    return person;
}

DocumentShows readShows(const json& from, const std::string& path)
{
    DocumentShows shows;
    const auto found = from.find("shows");
    if (found == from.end()) return shows;
    const auto here = path + ".shows";
    shows.givenName = tidied(readText(*found, "givenName", here));
    shows.familyName = tidied(readText(*found, "familyName", here));
    shows.postcode = tidied(readText(*found, "postcode", here));
    if (found->contains("dateOfBirth")) shows.dateOfBirth = readDate(found->at("dateOfBirth"), here + ".dateOfBirth");
    return shows;
}

EvidenceDocument readDocument(const json& from, const std::string& path, const Person* person)
{
    EvidenceDocument document;
    document.kind = readText(from, "kind", path);
    document.numberEnding = numberEndingOf(readText(from, "number", path));
    document.issuer = tidied(readText(from, "issuer", path));
    if (from.contains("dated")) document.dated = readDate(from.at("dated"), path + ".dated");
    if (from.contains("expires")) document.expires = readDate(from.at("expires"), path + ".expires");
    document.originalSeen = from.at("originalSeen").get<bool>();
    document.nameAgrees = from.at("nameAgrees").get<bool>();
    document.birthDateSeen = from.value("birthDateSeen", false);
    document.addressAgrees = from.value("addressAgrees", false);
    document.formerName = from.value("formerName", false);
    document.seenOnCamera = from.value("seenOnCamera", false);
    document.refusedFor = readText(from, "refusedFor", path);
    if (from.contains("scores")) document.scores = from.at("scores").get<std::map<std::string, int>>();
    if (from.contains("confirmed")) document.confirmed = from.at("confirmed").get<std::set<std::string>>();
    if (from.contains("conditionDates")) {
        for (const auto& [id, date] : from.at("conditionDates").items()) {
            document.conditionDates[id] = readDate(date, path + ".conditionDates");
        }
    }
    const auto shows = readShows(from, path);
    if (person != nullptr) applyTo(document, crossCheck(shows, *person));
    return document;
}

EvidenceAnswers readAnswers(const json& from)
{
    EvidenceAnswers answers;
    const auto found = from.find("answers");
    if (found == from.end()) return answers;
    if (found->contains("ticks")) answers.ticks = found->at("ticks").get<std::set<std::string>>();
    if (found->contains("choices")) answers.choices = found->at("choices").get<std::map<std::string, std::string>>();
    if (found->contains("scores")) answers.scores = found->at("scores").get<std::map<std::string, int>>();
    if (found->contains("dates")) {
        for (const auto& [id, date] : found->at("dates").items()) answers.dates[id] = readDate(date, "answers.dates");
    }
    return answers;
}

json writeDocument(const EvidenceDocument& document)
{
    json to{{"kind", document.kind},
            {"originalSeen", document.originalSeen},
            {"nameAgrees", document.nameAgrees},
            {"birthDateSeen", document.birthDateSeen},
            {"addressAgrees", document.addressAgrees}};
    if (!document.numberEnding.empty()) to["number"] = document.numberEnding;
    if (!document.issuer.empty()) to["issuer"] = document.issuer;
    if (document.dated) to["dated"] = formatDate(*document.dated);
    if (document.expires) to["expires"] = formatDate(*document.expires);
    if (document.formerName) to["formerName"] = true;
    if (document.seenOnCamera) to["seenOnCamera"] = true;
    if (!document.refusedFor.empty()) to["refusedFor"] = document.refusedFor;
    if (!document.scores.empty()) to["scores"] = document.scores;
    if (!document.confirmed.empty()) to["confirmed"] = document.confirmed;
    for (const auto& [id, date] : document.conditionDates) to["conditionDates"][id] = formatDate(date);
    return to;
}

json writeAnswers(const EvidenceAnswers& answers)
{
    json to = json::object();
    if (!answers.ticks.empty()) to["ticks"] = answers.ticks;
    if (!answers.choices.empty()) to["choices"] = answers.choices;
    if (!answers.scores.empty()) to["scores"] = answers.scores;
    for (const auto& [id, date] : answers.dates) to["dates"][id] = formatDate(date);
    return to;
}

} // namespace cardwright::requests
