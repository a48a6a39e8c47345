#include "core/policy/Embedded.h"
#include "core/policy/Json.h"

#include <nlohmann/json.hpp>

// The only file that sees valijson: header-only, slow to compile, outside our warning rules.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

using Error = valijson::ValidationResults::Error;

std::string pathOf(const std::vector<std::string>& context)
{
    std::string path;
    for (const auto& part : context) {
        if (part == "<root>") continue;
        const auto name = part.size() > 2 && part.front() == '[' ? part.substr(1, part.size() - 2) : part;
        const bool index = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (index) {
            path += '[' + name + ']';
        } else {
            path += (path.empty() ? "" : ".") + name;
        }
    }
    return path;
}

std::string quoted(const std::string& description)
{
    const auto first = description.find('\'');
    const auto last = description.rfind('\'');
    return first == last ? std::string() : description.substr(first + 1, last - first - 1);
}

bool begins(const std::string& text, std::string_view head) { return text.compare(0, head.size(), head) == 0; }

/// Plain words for the library's. Every description that could hold a value of the file becomes one that cannot.
JsonProblem worded(const Error& error)
{
    const auto& text = error.description;
    JsonProblem problem{pathOf(error.context), "does not have the form of the schema"};
    const auto field = [&](const std::string& name) { problem.path += (problem.path.empty() ? "" : ".") + name; };
    if (begins(text, "Missing required property")) {
        field(quoted(text));
        problem.what = "must be there";
    } else if (begins(text, "Object contains a property")) {
        const auto unwanted = text.substr(text.rfind(": '") + 3);
        const auto name = unwanted.substr(0, unwanted.rfind('\''));
        const bool plain = name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        });
        field(plain ? name : std::string("(a field)"));
        problem.what = "the schema knows no such field";
    } else if (begins(text, "Value type not permitted")) {
        problem.what = "is of another kind than the schema asks for";
    } else if (begins(text, "Failed to match regex")) {
        problem.what = "does not have the form it must have";
    } else if (begins(text, "Failed to match against any enum") || begins(text, "Failed to match expected value")) {
        problem.what = "is none of the values allowed";
    } else if (begins(text, "String should be no") || begins(text, "Array should contain no") || begins(text, "Object should have no") ||
               begins(text, "Expected number")) {
        problem.what = text; // the schema's bounds and nothing of the file's
    } else if (begins(text, "Elements at indexes")) {
        problem.what = "holds the same thing twice";
    }
    return problem;
}

/// A wrong leaf is reported again by each level above it: those tell nothing.
bool tellsLittle(const Error& error)
{
    static constexpr std::array heads = {std::string_view("Failed to validate"), std::string_view("Cannot validate")};
    return std::any_of(heads.begin(), heads.end(), [&](std::string_view head) { return begins(error.description, head); });
}

} // namespace

std::vector<JsonProblem> checkSchema(std::string_view schemaName, const nlohmann::json& value)
{
    const auto schemaJson = nlohmann::json::parse(embeddedText("schemas/" + std::string(schemaName) + ".schema.json"));
    valijson::Schema schema;
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schemaJson), schema);

    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(value), &results)) return {};

    std::vector<Error> errors(results.begin(), results.end());
    std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
        if (tellsLittle(a) != tellsLittle(b)) return tellsLittle(b);
        return a.context.size() > b.context.size();
    });
    std::vector<JsonProblem> problems;
    for (const auto& error : errors) {
        if (tellsLittle(error) && !problems.empty()) break;
        problems.push_back(worded(error));
    }
    if (problems.empty()) problems.push_back({{}, "does not have the form of the schema"});
    return problems;
}

} // namespace cardwright
