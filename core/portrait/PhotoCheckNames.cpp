#include "core/portrait/PhotoCheck.h"

#include <algorithm>
#include <stdexcept>

namespace cardwright {

namespace {

struct Name {
    PhotoCheck check;
    std::string_view name;
};

constexpr std::array names{
    Name{PhotoCheck::size, "size"},           Name{PhotoCheck::oneFace, "one-face"},   Name{PhotoCheck::headHeight, "head-height"},
    Name{PhotoCheck::centred, "centred"},     Name{PhotoCheck::sharp, "sharp"},        Name{PhotoCheck::light, "light"},
    Name{PhotoCheck::clipped, "clipped"},     Name{PhotoCheck::evenLight, "even-light"}, Name{PhotoCheck::background, "background"},
    Name{PhotoCheck::shade, "shade"},         Name{PhotoCheck::level, "level"},        Name{PhotoCheck::facing, "facing"},
};
static_assert(names.size() == photoCheckCount);

constexpr std::array all{PhotoCheck::size,    PhotoCheck::oneFace,   PhotoCheck::headHeight, PhotoCheck::centred,
                         PhotoCheck::sharp,   PhotoCheck::light,     PhotoCheck::clipped,    PhotoCheck::evenLight,
                         PhotoCheck::background, PhotoCheck::shade,  PhotoCheck::level,      PhotoCheck::facing};
static_assert(all.size() == photoCheckCount);

} // namespace

std::string_view nameOf(PhotoCheck check) noexcept { return names[static_cast<std::size_t>(check)].name; }

std::optional<PhotoCheck> photoCheckFrom(std::string_view name) noexcept
{
    const auto found = std::find_if(names.begin(), names.end(), [&](const Name& one) { return one.name == name; });
    return found == names.end() ? std::nullopt : std::optional(found->check);
}

std::span<const PhotoCheck> allPhotoChecks() noexcept { return all; }

const PhotoFinding& PhotoReport::of(PhotoCheck check) const
{
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const PhotoFinding& one) { return one.check == check; });
    if (found == findings.end()) throw std::out_of_range(std::string(nameOf(check)));
    return *found;
}

std::vector<PhotoCheck> PhotoReport::advised() const
{
    std::vector<PhotoCheck> checks;
    for (const auto& finding : findings) {
        if (finding.verdict == PhotoVerdict::advice) checks.push_back(finding.check);
    }
    return checks;
}

bool PhotoStanding::advised() const noexcept
{
    return std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.verdict == PhotoVerdict::advice; });
}

PhotoStanding standingOf(const PhotoReport& report, std::string policyId, int policyVersion, std::string reason)
{
    PhotoStanding standing{std::move(policyId), policyVersion, {}, std::move(reason)};
    for (const auto& finding : report.findings) standing.rows.push_back({finding.check, finding.verdict, finding.measured});
    return standing;
}

} // namespace cardwright
