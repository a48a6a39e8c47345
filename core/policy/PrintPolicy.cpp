#include "core/policy/PrintPolicy.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace cardwright {

namespace {

using Kind = PrintElement::Kind;

constexpr double slack = 1e-6;
// Of the size: how far letters with accents stand above their baseline, and how far they hang below it.
constexpr double above = 0.95;
constexpr double below = 0.28;
constexpr double wavesTop = 45.0;
constexpr double lowestBars = 5.0; // ISO/IEC 15417: or 15 % of their length

constexpr std::array<std::string_view, 9> fields{"organisation", "givenName", "familyName", "name", "uuid", "title", "team", "site", "expires"};
constexpr std::array<std::string_view, 6> inks{"band", "onBand", "wave1", "wave2", "ink", "quiet"};
constexpr std::array<std::string_view, 7> kinds{"fill", "waves", "mark", "photo", "text", "code", "barcode"};
constexpr std::array<std::string_view, 3> aligns{"left", "centre", "right"};

template <class List>
std::size_t placeIn(const List& list, const std::string& word)
{
    return static_cast<std::size_t>(std::find(list.begin(), list.end(), word) - list.begin());
}

[[noreturn]] void damaged(const PolicyFile& file, const std::string& path, const std::string& what)
{
    throw PolicyError(Failure::of("POLICY-DAMAGED", "print.json, " + file.place(path) + ": " + what));
}

PrintBox boxOf(const nlohmann::json& from)
{
    return {from.value("x", 0.0), from.value("y", 0.0), from.value("width", 0.0), from.value("height", 0.0)};
}

std::uint32_t inkOf(const std::string& text) { return static_cast<std::uint32_t>(std::stoul(text.substr(1), nullptr, 16)); }

PrintElement elementOf(const nlohmann::json& from)
{
    PrintElement element;
    element.id = from.at("id").get<std::string>();
    element.kind = static_cast<Kind>(placeIn(kinds, from.at("kind").get<std::string>()));
    element.box = boxOf(from);
    if (element.kind == Kind::waves) element.box = {0, wavesTop, PrintPolicy::width, PrintPolicy::height - wavesTop};
    element.corner = from.value("corner", 0.0);
    element.ink = static_cast<PrintInk>(placeIn(inks, from.value("colour", "ink")));
    element.content = from.value("content", "");
    element.size = from.value("size", 0.0);
    element.smallest = from.value("smallest", element.size);
    element.lines = from.value("lines", 1);
    element.shrinkTo = from.value("shrinkTo", element.lines > 1 ? element.size : element.smallest);
    element.leading = from.value("leading", 1.2);
    element.growsDown = from.value("grows", "up") == "down";
    element.align = static_cast<PrintElement::Align>(placeIn(aligns, from.value("align", "left")));
    element.semibold = from.value("weight", "regular") == "semibold";
    element.cells = from.value("cells", false);
    element.overflow = from.value("overflow", "refuse") == "cut" ? PrintElement::Overflow::cut : PrintElement::Overflow::refuse;
    element.level = from.value("level", "M").front();
    return element;
}

void requireFields(const PolicyFile& file, const std::string& path, const std::string& content)
{
    std::size_t at = 0;
    while ((at = content.find_first_of("{}", at)) != std::string::npos) {
        const auto end = content.find_first_of("{}", at + 1);
        if (content[at] == '}' || end == std::string::npos || content[end] == '{') damaged(file, path + ".content", "a brace has no partner");
        const auto name = content.substr(at + 1, end - at - 1);
        if (!isPrintField(name)) damaged(file, path + ".content", "there is no field {" + name + "}");
        at = end + 1;
    }
}

void requireType(const PolicyFile& file, const std::string& path, const PrintElement& element, const PrintPolicy& policy)
{
    if (element.smallest < policy.smallestType - slack) damaged(file, path + ".smallest", element.id + " is set smaller than the smallest type");
    if (element.shrinkTo > element.size + slack || element.smallest > element.shrinkTo + slack) {
        damaged(file, path + ".size", element.id + " shrinks to more than it was");
    }
    const auto paragraphs = std::count(element.content.begin(), element.content.end(), '\n') + 1;
    const int fewest = std::max(1, static_cast<int>(paragraphs));
    if (fewest > element.lines && element.overflow == PrintElement::Overflow::refuse) damaged(file, path + ".lines", element.id + " has more lines than it may take");
    const double needed = (above + (fewest - 1) * element.leading) * element.smallest;
    if (element.box.height < needed - slack) damaged(file, path + ".height", element.id + " has no room for its lines at the smallest size");
}

void requirePlace(const PolicyFile& file, const std::string& path, const PrintElement& element, const PrintPolicy& policy, bool keepsChip)
{
    const auto covers = element.covers();
    if (covers.x < -slack || covers.y < -slack || covers.right() > PrintPolicy::width + slack || covers.bottom() > PrintPolicy::height + slack) {
        damaged(file, path, element.id + " is off the card");
    }
    const bool matters = element.kind == Kind::photo || element.kind == Kind::text || element.kind == Kind::code || element.kind == Kind::barcode;
    const double room = policy.margin - slack;
    if (matters && (covers.x < room || covers.y < room || covers.right() > PrintPolicy::width - room || covers.bottom() > PrintPolicy::height - room)) {
        damaged(file, path, element.id + " is nearer to the edge than the margin");
    }
    if (!keepsChip) return;
    const PrintBox clear{policy.chip.x - policy.keepOut, policy.chip.y - policy.keepOut, policy.chip.width + 2 * policy.keepOut,
                         policy.chip.height + 2 * policy.keepOut};
    if (covers.meets(clear)) damaged(file, path, element.id + " lies over the chip, which is kept clear");
}

std::vector<PrintElement> sideOf(const PolicyFile& file, const std::string& path, const nlohmann::json& from, const PrintPolicy& policy, bool keepsChip)
{
    std::vector<PrintElement> side;
    std::set<std::string> seen;
    for (std::size_t at = 0; at < from.size(); ++at) {
        const auto place = path + '[' + std::to_string(at) + ']';
        auto element = elementOf(from[at]);
        if (!seen.insert(element.id).second) damaged(file, place, element.id + " stands twice");
        requireFields(file, place, element.content);
        if (element.kind == Kind::text) requireType(file, place, element, policy);
        if (element.kind == Kind::code && std::abs(element.box.width - element.box.height) > slack) damaged(file, place, element.id + " is not square");
        if (element.kind == Kind::barcode && element.box.height < std::max(lowestBars, 0.15 * element.box.width) - slack) {
            damaged(file, place + ".height", element.id + " is too low to be read");
        }
        requirePlace(file, place, element, policy, keepsChip);
        side.push_back(std::move(element));
    }
    return side;
}

std::vector<PrintContact> contactsOf(const nlohmann::json& list)
{
    std::vector<PrintContact> contacts;
    for (const auto& row : list) contacts.push_back({row.at("role").get<std::string>(), row.value("phone", ""), row.value("email", "")});
    return contacts;
}

LeafletText leafletOf(const nlohmann::json& from)
{
    LeafletText leaflet;
    leaflet.title = from.at("title").get<std::string>();
    leaflet.welcome = from.at("welcome").get<std::string>();
    for (const auto& section : from.at("sections")) {
        leaflet.sections.push_back({section.at("heading").get<std::string>(), section.at("points").get<std::vector<std::string>>()});
    }
    const auto& team = from.at("team");
    leaflet.team = team.at("name").get<std::string>();
    leaflet.place = team.value("place", "");
    leaflet.members = contactsOf(team.at("members"));
    for (const auto& row : team.at("hours")) leaflet.hours.push_back({row.at("days").get<std::string>(), row.at("hours").get<std::string>()});
    leaflet.outOfHours = contactsOf(team.at("outOfHours"));
    return leaflet;
}

void readChip(const PolicyFile& file, const nlohmann::json& plastic, PrintPolicy& policy)
{
    const auto& chip = plastic.at("chip");
    policy.margin = plastic.at("margin").get<double>();
    policy.chip = boxOf(chip);
    policy.keepOut = chip.at("keepOut").get<double>();
    const auto& contacts = PrintPolicy::contacts;
    if (policy.chip.x > contacts.x + slack || policy.chip.y > contacts.y + slack || policy.chip.right() < contacts.right() - slack ||
        policy.chip.bottom() < contacts.bottom() - slack) {
        damaged(file, "plastic.chip", "the chip's area leaves contacts uncovered");
    }
}

} // namespace

bool isPrintField(std::string_view name) noexcept { return std::find(fields.begin(), fields.end(), name) != fields.end(); }

bool PrintBox::meets(const PrintBox& other) const noexcept
{
    return x < other.right() - slack && other.x < right() - slack && y < other.bottom() - slack && other.y < bottom() - slack;
}

PrintBox PrintElement::covers() const noexcept
{
    if (kind != Kind::text) return box;
    const double hang = below * size;
    if (growsDown) return {box.x, box.y - above * size, box.width, box.height + hang};
    return {box.x, box.y - box.height, box.width, box.height + hang};
}

const PrintTemplate& PrintPolicy::of(PrintUse use) const
{
    const auto found = std::find_if(templates.begin(), templates.end(), [&](const PrintTemplate& one) { return one.use == use; });
    if (found == templates.end()) throw PolicyError(Failure::of("POLICY-DAMAGED", "print.json, no template for this use"));
    return *found;
}

const PrintTemplate* PrintPolicy::named(std::string_view name) const noexcept
{
    const auto found = std::find_if(templates.begin(), templates.end(), [&](const PrintTemplate& one) { return one.id == name; });
    return found == templates.end() ? nullptr : &*found;
}

PrintPolicy PrintPolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    PrintPolicy policy;
    policy.id = file.id();
    readChip(file, json.at("plastic"), policy);
    policy.smallestType = json.at("smallestType").get<double>();
    policy.smallestModule = json.at("smallestModule").get<double>();
    const auto& organisation = json.at("organisation");
    policy.organisation = organisation.at("name").get<std::string>();
    for (std::size_t at = 0; at < inks.size(); ++at) policy.colours.at(at) = inkOf(organisation.at("colours").at(std::string(inks.at(at))).get<std::string>());
    const auto& list = json.at("templates");
    for (std::size_t at = 0; at < list.size(); ++at) {
        const auto path = "templates[" + std::to_string(at) + ']';
        PrintTemplate one;
        one.id = list[at].at("id").get<std::string>();
        if (policy.named(one.id) != nullptr) damaged(file, path, one.id + " stands twice");
        one.title = list[at].at("title").get<std::string>();
        one.use = list[at].at("use").get<std::string>() == "card" ? PrintUse::card : PrintUse::badge;
        one.chip = list[at].at("chip").get<bool>();
        if (one.use == PrintUse::card && !one.chip) damaged(file, path + ".chip", "a card has a chip");
        one.front = sideOf(file, path + ".front", list[at].at("front"), policy, one.chip);
        one.back = sideOf(file, path + ".back", list[at].at("back"), policy, false);
        if (one.front.empty()) damaged(file, path + ".front", one.id + " has nothing on its front");
        policy.templates.push_back(std::move(one));
    }
    for (const auto use : {PrintUse::card, PrintUse::badge}) {
        const bool there = std::any_of(policy.templates.begin(), policy.templates.end(), [&](const PrintTemplate& one) { return one.use == use; });
        if (!there) damaged(file, "templates", use == PrintUse::card ? "no template is for cards" : "no template is for badges");
    }
    policy.leaflet = leafletOf(json.at("leaflet"));
    return policy;
}

PrintPolicy PrintPolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::print, path)); }

PrintPolicy PrintPolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::print)); }

} // namespace cardwright
