#include "core/policy/PhotoPolicy.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

[[noreturn]] void damaged(const PolicyFile& file, const std::string& path, const std::string& what)
{
    throw PolicyError(Failure::of("POLICY-DAMAGED", "photo.json, " + file.place(path) + ": " + what));
}

PhotoBound boundOf(const PolicyFile& file, const nlohmann::json& from, const std::string& path)
{
    PhotoBound bound;
    if (from.contains("least")) bound.least = from.at("least").get<double>();
    if (from.contains("most")) bound.most = from.at("most").get<double>();
    if (!bound.asks()) damaged(file, path, "neither least nor most");
    if (bound.least && bound.most && *bound.least > *bound.most) damaged(file, path, "least is more than most");
    return bound;
}

} // namespace

const PhotoReason* PhotoPolicy::reason(std::string_view code) const noexcept
{
    const auto found = std::find_if(reasons.begin(), reasons.end(), [&](const PhotoReason& one) { return one.id == code; });
    return found == reasons.end() ? nullptr : &*found;
}

PhotoPolicy PhotoPolicy::from(const PolicyFile& file)
{
    const auto& json = file.json();
    PhotoPolicy policy;
    policy.id = file.id();
    const auto& refuse = json.at("refuse");
    policy.limits.smallestWidth = refuse.at("smallestWidth").get<int>();
    policy.limits.smallestHeight = refuse.at("smallestHeight").get<int>();
    policy.limits.fileBytes = refuse.at("largestMegabytes").get<std::size_t>() * 1'000'000;
    policy.limits.pixels = refuse.at("largestMegapixels").get<std::int64_t>() * 1'000'000;
    if (std::int64_t{policy.limits.smallestWidth} * policy.limits.smallestHeight > policy.limits.pixels) {
        damaged(file, "refuse.largestMegapixels", "no picture is large enough and small enough");
    }
    for (const auto& [name, from] : json.at("advise").items()) {
        const auto check = photoCheckFrom(name); // the schema names each
        if (!check) damaged(file, "advise." + name, "no such check");
        policy.bounds[*check] = boundOf(file, from, "advise." + name);
    }
    if (!policy.bounds[PhotoCheck::oneFace].holds(1)) damaged(file, "advise.one-face", "one face is not within it");
    std::size_t at = 0;
    for (const auto& row : json.at("reasons")) {
        PhotoReason reason{row.at("id").get<std::string>(), row.at("title").get<std::string>()};
        if (policy.reason(reason.id) != nullptr) damaged(file, "reasons[" + std::to_string(at) + "].id", reason.id + " stands twice");
        policy.reasons.push_back(std::move(reason));
        ++at;
    }
    return policy;
}

PhotoPolicy PhotoPolicy::load(const std::string& path) { return from(PolicyFile::load(PolicyKind::photo, path)); }

PhotoPolicy PhotoPolicy::shipped() { return from(PolicyFile::shipped(PolicyKind::photo)); }

} // namespace cardwright
