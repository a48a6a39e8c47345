#include "core/policy/BadgePolicy.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace cardwright {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> titles{{
    {"name", "Name"}, {"previousName", "Previous name"}, {"newName", "New name"}, {"title", "Job title"}, {"currentTitle", "Current job title"},
    {"newTitle", "New job title"}, {"team", "Team"}, {"site", "Site"}, {"deliveryBase", "Delivery base"}, {"incident", "Incident reference"},
    {"manager", "Line manager"}, {"likeness", "Statement of likeness"}, {"photo", "Photograph"},
}};

[[noreturn]] void damaged(const PolicyFile& file, const std::string& path, const std::string& what)
{
    throw PolicyError(Failure::of("POLICY-DAMAGED", "badges.json, " + file.place(path) + ": " + what));
}

std::map<std::string, std::vector<std::string>> wordsByMeaning(const PolicyFile& file, const std::string& name)
{
    std::map<std::string, std::vector<std::string>> meanings;
    std::set<std::string> seen;
    for (const auto& [meaning, words] : file.json().at(name).items()) {
        for (const auto& word : words) {
            auto plain = plainWords(word.get<std::string>());
            if (!seen.insert(plain).second) damaged(file, name + '.' + meaning, "\"" + plain + "\" stands for two things");
            meanings[meaning].push_back(std::move(plain));
        }
    }
    return meanings;
}

std::string meaningOf(const std::map<std::string, std::vector<std::string>>& meanings, std::string_view words)
{
    const auto plain = plainWords(words);
    for (const auto& [meaning, list] : meanings) {
        if (std::find(list.begin(), list.end(), plain) != list.end()) return meaning;
    }
    return {};
}

} // namespace

std::string plainWords(std::string_view text)
{
    std::string plain;
    for (const char letter : text) {
        const bool blank = letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
        if (blank && (plain.empty() || plain.back() == ' ')) continue;
        plain += blank ? ' ' : letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    if (!plain.empty() && plain.back() == ' ') plain.pop_back();
    return plain;
}

std::string_view badgeFieldTitle(std::string_view field) noexcept
{
    const auto found = std::find_if(titles.begin(), titles.end(), [&](const auto& row) { return row.first == field; });
    return found == titles.end() ? field : found->second;
}

bool BadgeEvent::needs(std::string_view field) const noexcept { return std::find(fields.begin(), fields.end(), field) != fields.end(); }

const BadgeEvent* BadgePolicy::event(std::string_view name) const noexcept
{
    const auto found = std::find_if(events.begin(), events.end(), [&](const BadgeEvent& one) { return one.id == name; });
    return found == events.end() ? nullptr : &*found;
}

std::string BadgePolicy::fieldOf(std::string_view heading) const { return meaningOf(headings, heading); }

std::string BadgePolicy::eventOf(std::string_view words) const
{
    const auto plain = plainWords(words);
    if (event(plain) != nullptr) return plain;
    return meaningOf(eventWords, plain);
}

bool BadgePolicy::saysYes(std::string_view words) const { return std::find(yes.begin(), yes.end(), plainWords(words)) != yes.end(); }

BadgePolicy BadgePolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    BadgePolicy policy;
    policy.id = file.id();
    const auto& events = json.at("events");
    for (std::size_t at = 0; at < events.size(); ++at) {
        const auto path = "events[" + std::to_string(at) + ']';
        BadgeEvent event{events[at].at("id").get<std::string>(), events[at].at("title").get<std::string>(),
                         events[at].at("fields").get<std::vector<std::string>>(), events[at].value("photo", "stored") == "new"};
        if (policy.event(event.id) != nullptr) damaged(file, path, event.id + " stands twice");
        if (!event.needs("name") && !event.needs("newName")) damaged(file, path + ".fields", event.id + " names nobody");
        if (event.id == "lost" && !event.needs("incident")) damaged(file, path + ".fields", "a lost badge needs an incident reference");
        if (event.newPhoto && !event.needs("likeness")) damaged(file, path + ".fields", "a new photograph needs a statement of likeness");
        policy.events.push_back(std::move(event));
    }
    policy.induction = json.at("induction").get<std::string>();
    if (policy.event(policy.induction) == nullptr) damaged(file, "induction", "there is no event " + policy.induction);
    policy.likeness = json.at("likeness").get<std::string>();
    policy.openDays = json.at("openDays").get<int>();
    policy.headings = wordsByMeaning(file, "email");
    policy.eventWords = wordsByMeaning(file, "eventWords");
    for (const auto& [event, words] : policy.eventWords) {
        if (policy.event(event) == nullptr) damaged(file, "eventWords." + event, "there is no event " + event);
    }
    for (const auto& word : json.at("yes")) policy.yes.push_back(plainWords(word.get<std::string>()));
    policy.mostRows = json.at("mostRows").get<std::uint64_t>();
    return policy;
}

BadgePolicy BadgePolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::badges, path)); }

BadgePolicy BadgePolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::badges)); }

} // namespace cardwright
