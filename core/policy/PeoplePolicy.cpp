#include "core/policy/PeoplePolicy.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace cardwright {

namespace {

[[noreturn]] void damaged(const std::string& what) { throw PolicyError(Failure::of("POLICY-DAMAGED", "people.json, " + what)); }

std::vector<std::string> textsOf(const nlohmann::json& list)
{
    std::vector<std::string> texts;
    for (const auto& text : list) texts.push_back(text.get<std::string>());
    return texts;
}

std::vector<PeopleChoice> choicesOf(const nlohmann::json& list, const char* name)
{
    std::vector<PeopleChoice> choices;
    std::set<std::string> seen;
    for (const auto& row : list) {
        choices.push_back({row.at("id").get<std::string>(), row.at("title").get<std::string>(), row.value("restricted", false)});
        if (!seen.insert(choices.back().id).second) damaged(std::string(name) + ": " + choices.back().id + " stands twice");
    }
    return choices;
}

std::string small(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::map<std::string, std::vector<std::string>> wordsByMeaning(const nlohmann::json& object, const char* name)
{
    std::map<std::string, std::vector<std::string>> meanings;
    std::set<std::string> seen;
    for (const auto& [meaning, words] : object.items()) {
        meanings[meaning] = textsOf(words);
        for (const auto& word : meanings[meaning]) {
            if (!seen.insert(small(word)).second) damaged(std::string("hr.") + name + ": \"" + word + "\" stands for two things");
        }
    }
    return meanings;
}

AccessPolicy accessOf(const nlohmann::json& object)
{
    AccessPolicy access;
    access.positionBeforeIssue = object.value("positionBeforeIssue", access.positionBeforeIssue);
    access.checkerMayIssue = object.value("checkerMayIssue", access.checkerMayIssue);
    access.endingDays = object.value("endingDays", access.endingDays);
    std::set<std::string> seen;
    for (const auto& row : object.value("positions", nlohmann::json::array())) {
        CataloguePosition position{row.at("id").get<std::string>(), row.at("title").get<std::string>(), row.at("jobRole").get<std::string>(),
                                   row.at("area").get<std::string>()};
        position.activities = textsOf(row.value("activities", nlohmann::json::array()));
        position.odsCode = row.value("odsCode", "");
        position.systems = textsOf(row.value("systems", nlohmann::json::array()));
        if (!seen.insert(position.id).second) damaged("access.positions: " + position.id + " stands twice");
        access.positions.push_back(std::move(position));
    }
    return access;
}

const PeopleChoice* named(const std::vector<PeopleChoice>& choices, std::string_view id) noexcept
{
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const PeopleChoice& choice) { return choice.id == id; });
    return found == choices.end() ? nullptr : &*found;
}

} // namespace

bool PeoplePolicy::ownedByHr(std::string_view field) const noexcept
{
    return std::find(hr.ownedFields.begin(), hr.ownedFields.end(), field) != hr.ownedFields.end();
}

const PeopleChoice* PeoplePolicy::closeReason(std::string_view reason) const noexcept { return named(closeReasons, reason); }

const PeopleChoice* PeoplePolicy::evidence(std::string_view kind) const noexcept { return named(identityEvidence, kind); }

PeoplePolicy PeoplePolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    PeoplePolicy policy;
    policy.id = file.id();
    policy.closeReasons = choicesOf(json.at("closeReasons"), "closeReasons");
    policy.identityEvidence = choicesOf(json.at("identityEvidence"), "identityEvidence");
    const auto& hr = json.at("hr");
    policy.hr.ownedFields = textsOf(hr.at("ownedFields"));
    policy.hr.columns = wordsByMeaning(hr.at("columns"), "columns");
    policy.hr.actions = wordsByMeaning(hr.at("actions"), "actions");
    policy.hr.dateForms = textsOf(hr.at("dateForms"));
    policy.hr.keepsCard = textsOf(hr.at("keepsCard"));
    policy.hr.mostRows = hr.at("mostRows").get<std::uint64_t>();
    if (json.contains("access")) policy.access = accessOf(json.at("access"));
    return policy;
}

PeoplePolicy PeoplePolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::people, path)); }

PeoplePolicy PeoplePolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::people)); }

} // namespace cardwright
