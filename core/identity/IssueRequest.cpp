#include "core/identity/IssueRequest.h"

#include "core/identity/Utf8.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace cardwright {

using nlohmann::json;

namespace {

constexpr std::size_t mostBytes = std::size_t{1} << 20;

[[noreturn]] void misshapen(const std::string& field, const char* what)
{
    throw UsageError(Failure::of("REQUEST-SCHEMA", JsonProblem{field, what}.text()));
}

Date readDate(const json& from, const std::string& field)
{
    const auto date = parseDate(from.get_ref<const std::string&>());
    if (!date) misshapen(field, "is no day of the calendar");
    return *date;
}

/// A text field without control characters; empty when it is not there.
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

EvidenceDocument readDocument(const json& from, const std::string& path)
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
    if (from.contains("confirmed")) document.confirmed = from.at("confirmed").get<std::set<std::string>>();
    if (from.contains("conditionDates")) {
        for (const auto& [id, date] : from.at("conditionDates").items()) {
            document.conditionDates[id] = readDate(date, path + ".conditionDates");
        }
    }
    return document;
}

std::optional<CropBox> readCrop(const json& portrait)
{
    const auto found = portrait.find("crop");
    if (found == portrait.end()) return std::nullopt;
    return CropBox{found->at("left").get<int>(), found->at("top").get<int>(), found->at("width").get<int>(), found->at("height").get<int>()};
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
    if (!document.confirmed.empty()) to["confirmed"] = document.confirmed;
    for (const auto& [id, date] : document.conditionDates) to["conditionDates"][id] = formatDate(date);
    return to;
}

} // namespace

IssueRequest IssueRequest::load(const std::string& path)
{
    const auto octets = readBounded(path, mostBytes);
    if (!octets) throw UsageError(Failure::of("REQUEST-FILE", path));
    return parse(toText(*octets), std::filesystem::path(path).parent_path().string());
}

IssueRequest IssueRequest::parse(std::string_view text, const std::string& folder)
{
    nlohmann::json from;
    if (const auto problem = parseJson(text, from, {mostBytes, 64})) throw UsageError(Failure::of("REQUEST-JSON", problem->text()));
    const auto problems = checkSchema("issue-request", from);
    if (!problems.empty()) throw UsageError(Failure::of("REQUEST-SCHEMA", problems.front().text()));

    IssueRequest request;
    request.person = readPerson(from.at("person"));
    std::size_t index = 0;
    for (const auto& document : from.at("documents")) {
        request.documents.push_back(readDocument(document, "documents[" + std::to_string(index++) + ']'));
    }
    const auto& portrait = from.at("portrait");
    request.portraitFile = (std::filesystem::path(folder) / readText(portrait, "file", "portrait")).string();
    request.crop = readCrop(portrait);
    if (from.contains("options")) request.options.locked = from.at("options").value("locked", false);
    return request;
}

std::string IssueRequest::json() const
{
    nlohmann::json to{{"schema", "cardwright.issue-request/1"},
                      {"person",
                       {{"givenName", person.givenName},
                        {"familyName", person.familyName},
                        {"dateOfBirth", formatDate(person.dateOfBirth)},
                        {"odsCode", person.odsCode}}},
                      {"documents", nlohmann::json::array()},
                      {"portrait", {{"file", portraitFile}}},
                      {"options", {{"locked", options.locked}}}};
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) to["person"][name] = value;
    };
    add("preferredName", person.preferredName);
    add("nameOnCard", person.nameOnCard);
    add("nameOnChip", person.nameOnChip);
    add("jobTitle", person.jobTitle);
    add("postcode", person.postcode);
    for (const auto& document : documents) to["documents"].push_back(writeDocument(document));
    if (crop) to["portrait"]["crop"] = {{"left", crop->left}, {"top", crop->top}, {"width", crop->width}, {"height", crop->height}};
    return to.dump(2) + '\n';
}

} // namespace cardwright
