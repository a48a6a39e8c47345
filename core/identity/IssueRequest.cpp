#include "core/identity/IssueRequest.h"

#include "core/identity/RequestReading.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>

namespace cardwright {

using namespace requests;
using nlohmann::json;

namespace {

std::optional<CropBox> readCrop(const json& portrait)
{
    const auto found = portrait.find("crop");
    if (found == portrait.end()) return std::nullopt;
    return CropBox{found->at("left").get<int>(), found->at("top").get<int>(), found->at("width").get<int>(), found->at("height").get<int>()};
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
    requests::parse(text, "issue-request", from);

    IssueRequest request;
    request.person = readPerson(from.at("person"));
    std::size_t index = 0;
    for (const auto& document : from.at("documents")) {
        request.documents.push_back(readDocument(document, "documents[" + std::to_string(index++) + ']', &request.person));
    }
    request.answers = readAnswers(from);
    const auto& portrait = from.at("portrait");
    request.portraitFile = (std::filesystem::path(folder) / readText(portrait, "file", "portrait")).string();
    request.crop = readCrop(portrait);
    request.turn = static_cast<int>(std::lround(portrait.value("turn", 0.0) * 10));
    request.photoReason = portrait.value("reason", std::string());
    for (const auto& number : from.value("comparedWith", nlohmann::json::array())) {
        request.comparedWith.push_back(UserNumber::parse(number.get<std::string>()).value()); // the schema has looked at its form
    }
    request.whyOther = tidied(readText(from, "whyOther", "request"));
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
    if (auto written = writeAnswers(answers); !written.empty()) to["answers"] = std::move(written);
    if (crop) to["portrait"]["crop"] = {{"left", crop->left}, {"top", crop->top}, {"width", crop->width}, {"height", crop->height}};
    if (turn != 0) to["portrait"]["turn"] = turn / 10.0;
    if (!photoReason.empty()) to["portrait"]["reason"] = photoReason;
    for (const auto& number : comparedWith) to["comparedWith"].push_back(number.digits());
    if (!whyOther.empty()) to["whyOther"] = whyOther;
    return to.dump(2) + '\n';
}

} // namespace cardwright
