#include "core/policy/BadgePolicy.h"
#include "core/policy/PrintPolicy.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <iterator>

using namespace cardwright;
using nlohmann::json;

namespace {

std::string shippedText(const char* name)
{
    std::ifstream file(std::string(CARDWRIGHT_SOURCE_DIR) + "/resources/policies/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Why the print policy is refused after this change; empty: it is taken.
std::string refusal(const std::function<void(json&)>& change)
{
    auto policy = json::parse(shippedText("print.json"));
    change(policy);
    try {
        PrintPolicy::from(PolicyFile::parse(PolicyKind::print, policy.dump(1)));
    } catch (const PolicyError& error) {
        CHECK(error.failure().code == "POLICY-DAMAGED");
        return error.failure().detail;
    }
    return {};
}

json& element(json& policy, const char* side, const char* id)
{
    for (auto& one : policy["templates"][0][side]) {
        if (one["id"] == id) return one;
    }
    throw std::runtime_error(id);
}

} // namespace

TEST_CASE("the print policy that ships holds, with the numbers of the design", "[print]")
{
    const auto policy = PrintPolicy::shipped();
    const auto& front = policy.of(PrintUse::card).front;
    const auto photo = std::find_if(front.begin(), front.end(), [](const auto& one) { return one.kind == PrintElement::Kind::photo; });
    REQUIRE(photo != front.end());
    CHECK(photo->box.x == Approx(56.6));
    CHECK(photo->box.width == Approx(24.0));
    CHECK(photo->box.height == Approx(30.86));
    CHECK(policy.of(PrintUse::badge).chip == false);
    CHECK(policy.chip.x <= PrintPolicy::contacts.x);
    CHECK(policy.colour(PrintInk::band) == 0x123F4C);
    CHECK_FALSE(policy.leaflet.hours.empty());
    CHECK_FALSE(policy.leaflet.outOfHours.empty());
}

TEST_CASE("a print policy that contradicts itself is refused with the line", "[print]")
{
    struct Case {
        const char* what;
        std::function<void(json&)> change;
        const char* says;
    };
    const std::vector<Case> cases = {
        {"over the chip", [](json& p) { element(p, "front", "name")["height"] = 20.0; }, "over the chip"},
        {"photo over the chip", [](json& p) { element(p, "front", "photo")["x"] = 20.0; }, "over the chip"},
        {"off the card", [](json& p) { element(p, "front", "photo")["x"] = 70.0; }, "off the card"},
        {"too near to the edge", [](json& p) { element(p, "front", "photo")["x"] = 60.0; }, "edge"},
        {"below the smallest type", [](json& p) { element(p, "front", "name")["smallest"] = 1.2; }, "smaller than the smallest type"},
        {"shrinks upwards", [](json& p) { element(p, "front", "name")["shrinkTo"] = 5.0; }, "shrinks to more"},
        {"no room for a line", [](json& p) { element(p, "front", "uuid")["height"] = 1.0; }, "no room"},
        {"more lines than it may take", [](json& p) { element(p, "front", "name")["lines"] = 1; }, "more lines"},
        {"one name twice", [](json& p) { element(p, "front", "mark")["id"] = "band"; }, "stands twice"},
        {"an unknown field", [](json& p) { element(p, "front", "uuid")["content"] = "{nhsNumber}"; }, "no field {nhsNumber}"},
        {"a brace alone", [](json& p) { element(p, "front", "uuid")["content"] = "{uuid"; }, "brace"},
        {"contacts uncovered", [](json& p) { p["plastic"]["chip"]["width"] = 9.0; }, "contacts uncovered"},
        {"a code that is not square", [](json& p) { element(p, "back", "code")["height"] = 10.0; }, "not square"},
        {"a card without a chip", [](json& p) { p["templates"][0]["chip"] = false; }, "has a chip"},
        {"nothing for badges", [](json& p) { p["templates"][1]["use"] = "card"; p["templates"][1]["chip"] = true; }, ""},
        {"another size of plastic", [](json& p) { p["plastic"]["width"] = 90.0; }, "plastic.width"},
    };
    for (const auto& one : cases) {
        INFO(one.what);
        const auto why = refusal(one.change);
        CHECK(why.find(one.says) != std::string::npos);
        CHECK(why.rfind("print.json, line ", 0) == 0);
    }
    CHECK(refusal([](json& p) { element(p, "front", "name")["width"] = 45.0; }).empty());
}

TEST_CASE("a badges policy that contradicts itself is refused with the line", "[badge]")
{
    const auto refused = [](const std::function<void(json&)>& change) {
        auto policy = json::parse(shippedText("badges.json"));
        change(policy);
        try {
            BadgePolicy::from(PolicyFile::parse(PolicyKind::badges, policy.dump(1)));
        } catch (const PolicyError& error) {
            return error.failure().detail;
        }
        return std::string();
    };
    CHECK(refused([](json&) {}).empty());
    CHECK(refused([](json& p) { p["events"][3]["fields"] = {"name", "title"}; }).find("incident") != std::string::npos);
    CHECK(refused([](json& p) { p["events"][1]["id"] = "broken"; }).find("twice") != std::string::npos);
    CHECK(refused([](json& p) { p["email"]["team"].push_back("Job Title"); }).find("two things") != std::string::npos);
    CHECK(refused([](json& p) { p["induction"] = "nothing"; }).find("no event") != std::string::npos);
    CHECK(refused([](json& p) { p["events"][4]["fields"] = {"name"}; }).find("likeness") != std::string::npos);
}
