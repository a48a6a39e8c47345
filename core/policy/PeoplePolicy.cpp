#include "core/policy/PeoplePolicy.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace cardwright {

namespace {

[[noreturn]] void damaged(const PolicyFile& file, const std::string& path, const std::string& what)
{
    throw PolicyError(Failure::of("POLICY-DAMAGED", "people.json, " + file.place(path) + ": " + what));
}

std::string at(const std::string& list, std::size_t index) { return list + '[' + std::to_string(index) + ']'; }

std::vector<std::string> textsOf(const nlohmann::json& list)
{
    std::vector<std::string> texts;
    for (const auto& text : list) texts.push_back(text.get<std::string>());
    return texts;
}

std::vector<PeopleChoice> choicesOf(const PolicyFile& file, const std::string& name)
{
    std::vector<PeopleChoice> choices;
    std::set<std::string> ids;
    std::set<std::string> titles;
    for (const auto& row : file.json().at(name)) {
        const auto path = at(name, choices.size());
        choices.push_back({row.at("id").get<std::string>(), row.at("title").get<std::string>(), row.value("restricted", false), row.value("niNumber", false)});
        if (!ids.insert(choices.back().id).second) damaged(file, path + ".id", choices.back().id + " stands twice");
        if (!titles.insert(choices.back().title).second) damaged(file, path + ".title", "\"" + choices.back().title + "\" is read for two things");
    }
    return choices;
}

std::map<std::string, std::vector<std::string>> wordsByMeaning(const PolicyFile& file, const std::string& name)
{
    std::map<std::string, std::vector<std::string>> meanings;
    std::set<std::string> seen;
    for (const auto& [meaning, words] : file.json().at("hr").at(name).items()) {
        meanings[meaning] = textsOf(words);
        for (std::size_t index = 0; index < meanings[meaning].size(); ++index) {
            const auto& word = meanings[meaning][index];
            // As the file is read: "staff_number" and "Staff Number" are one heading.
            const auto path = at("hr." + name + '.' + meaning, index);
            if (!seen.insert(hrWord(word)).second) damaged(file, path, "\"" + word + "\" stands for two things, or twice");
            if (hrWord(word).empty()) damaged(file, path, "\"" + word + "\" is no word");
        }
    }
    return meanings;
}

/// What the file is said to overwrite it must be able to say.
void checkOwned(const PolicyFile& file, const HrFilePolicy& hr)
{
    std::set<std::string> seen;
    for (std::size_t index = 0; index < hr.ownedFields.size(); ++index) {
        const auto& field = hr.ownedFields[index];
        const auto path = at("hr.ownedFields", index);
        if (!seen.insert(field).second) damaged(file, path, field + " stands twice");
        if (hr.columns.find(field) == hr.columns.end()) damaged(file, path, field + " is HR's, and no column is headed for it");
    }
}

AccessPolicy accessOf(const PolicyFile& file)
{
    const auto& object = file.json().at("access");
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
        if (!seen.insert(position.id).second) damaged(file, at("access.positions", access.positions.size()) + ".id", position.id + " stands twice");
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

std::string hrWord(std::string_view text)
{
    std::string out;
    for (const char letter : text) {
        const bool gap = letter == ' ' || letter == '_' || letter == '-';
        if (gap && (out.empty() || out.back() == ' ')) continue;
        out += gap ? ' ' : letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

bool PeoplePolicy::ownedByHr(std::string_view field) const noexcept
{
    return std::find(hr.ownedFields.begin(), hr.ownedFields.end(), field) != hr.ownedFields.end();
}

const PeopleChoice* PeoplePolicy::closeReason(std::string_view reason) const noexcept { return named(closeReasons, reason); }

const PeopleChoice* PeoplePolicy::evidence(std::string_view kind) const noexcept { return named(identityEvidence, kind); }

bool PeoplePolicy::shows(const PeopleChoice& paper, std::string_view field) const noexcept
{
    if (field != "niNumber") return !paper.niNumber;
    const bool marked = std::any_of(identityEvidence.begin(), identityEvidence.end(), [](const PeopleChoice& one) { return one.niNumber; });
    return paper.niNumber || !marked;
}

PeoplePolicy PeoplePolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    PeoplePolicy policy;
    policy.id = file.id();
    policy.closeReasons = choicesOf(file, "closeReasons");
    policy.identityEvidence = choicesOf(file, "identityEvidence");
    const auto& papers = policy.identityEvidence;
    if (std::all_of(papers.begin(), papers.end(), [](const PeopleChoice& paper) { return paper.niNumber; })) {
        damaged(file, "identityEvidence", "no paper shows another legal name or date of birth");
    }
    const auto& hr = json.at("hr");
    policy.hr.ownedFields = textsOf(hr.at("ownedFields"));
    policy.hr.columns = wordsByMeaning(file, "columns");
    policy.hr.actions = wordsByMeaning(file, "actions");
    policy.hr.dateForms = textsOf(hr.at("dateForms"));
    policy.hr.keepsCard = textsOf(hr.at("keepsCard"));
    policy.hr.mostRows = hr.at("mostRows").get<std::uint64_t>();
    if (json.contains("access")) policy.access = accessOf(file);
    checkOwned(file, policy.hr);
    return policy;
}

PeoplePolicy PeoplePolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::people, path)); }

PeoplePolicy PeoplePolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::people)); }

} // namespace cardwright
