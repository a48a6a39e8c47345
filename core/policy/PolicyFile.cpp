#include "core/policy/PolicyFile.h"

#include "core/policy/Embedded.h"
#include "core/policy/Json.h"
#include "core/policy/JsonPlace.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

constexpr std::size_t mostBytes = 512 * 1024;

std::string fileName(PolicyKind kind) { return std::string(nameOf(kind)) + ".json"; }

} // namespace

std::string PolicyId::text() const { return id + ' ' + std::to_string(version); }

std::string_view nameOf(PolicyKind kind) noexcept
{
    switch (kind) {
    case PolicyKind::evidence: return "evidence";
    case PolicyKind::passcode: return "passcode";
    case PolicyKind::issue: return "issue";
    case PolicyKind::offline: return "offline";
    case PolicyKind::roles: return "roles";
    case PolicyKind::people: return "people";
    case PolicyKind::photo: return "photo";
    case PolicyKind::print: return "print";
    case PolicyKind::badges: return "badges";
    case PolicyKind::terms: return "terms";
    }
    return "";
}

bool shipsWhereAbsent(PolicyKind kind) noexcept { return kind >= PolicyKind::photo; }

PolicyFile::PolicyFile(PolicyKind kind, std::unique_ptr<nlohmann::json> json, std::string text)
    : m_kind(kind), m_id{json->at("id").get<std::string>(), json->at("version").get<int>()}, m_json(std::move(json)), m_text(std::move(text))
{
}

PolicyFile::~PolicyFile() = default;
PolicyFile::PolicyFile(PolicyFile&&) noexcept = default;
PolicyFile& PolicyFile::operator=(PolicyFile&&) noexcept = default;

PolicyFile PolicyFile::load(PolicyKind kind, const std::string& path)
{
    const auto octets = readBounded(path, mostBytes);
    if (!octets) throw PolicyError(Failure::of("POLICY-ABSENT", path));
    return parse(kind, toText(*octets));
}

PolicyFile PolicyFile::parse(PolicyKind kind, std::string_view text)
{
    auto json = std::make_unique<nlohmann::json>();
    if (const auto problem = parseJson(text, *json, {mostBytes, 64})) {
        throw PolicyError(Failure::of("POLICY-DAMAGED", fileName(kind) + ", " + problem->text()));
    }
    const auto problems = checkSchema(std::string(nameOf(kind)) + "-policy", *json);
    if (!problems.empty()) {
        const auto& first = problems.front();
        throw PolicyError(Failure::of("POLICY-DAMAGED", fileName(kind) + ", line " + std::to_string(lineOf(text, first.path)) + ", " + first.text()));
    }
    return {kind, std::move(json), std::string(text)};
}

std::string PolicyFile::place(std::string_view path) const
{
    return "line " + std::to_string(lineOf(m_text, path)) + (path.empty() ? "" : ", ") + std::string(path);
}

PolicyFile PolicyFile::shipped(PolicyKind kind) { return parse(kind, embeddedText("policies/" + fileName(kind))); }

} // namespace cardwright
