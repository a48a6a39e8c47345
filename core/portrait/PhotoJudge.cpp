#include "core/portrait/PhotoCheck.h"

#include "core/portrait/PhotoWords.h"

#include <algorithm>
#include <cmath>

namespace cardwright {

namespace {

constexpr int wideLook = 1000; // pixels: a face of an eighth of the width is still found

struct Measured {
    bool is = false;
    double value = 0;
};

Measured measuredOf(PhotoCheck check, const PhotoSight& sight)
{
    if (check == PhotoCheck::size) return {true, static_cast<double>(sight.sourceWidth)};
    if (check == PhotoCheck::oneFace) return {true, static_cast<double>(sight.face.faces.size())};
    if (!sight.face.exactlyOne()) return {};
    switch (check) {
    case PhotoCheck::headHeight: return {true, sight.face.headShare * 100};
    case PhotoCheck::centred: return {true, std::abs(sight.face.offCentre) * 100};
    case PhotoCheck::sharp: return {true, sight.sharpness};
    case PhotoCheck::light: return {true, sight.light.mean};
    case PhotoCheck::clipped: return {true, sight.light.clipped};
    case PhotoCheck::evenLight: return {true, sight.light.darker};
    case PhotoCheck::background: return {sight.ground.seen, sight.ground.uneven};
    case PhotoCheck::shade: return {sight.ground.seen, sight.ground.shade};
    case PhotoCheck::level: return {sight.lean.has_value(), std::abs(sight.lean.value_or(0))};
    case PhotoCheck::facing: return {true, sight.face.faces.front().turned() ? 1.0 : 0.0};
    default: return {};
    }
}

/// The face that the picture is most likely of: large and sure.
const FaceBox* chosenFace(const FaceReport& report)
{
    const auto weight = [](const FaceBox& face) { return face.width * face.height * (0.5 + face.certainty); };
    const auto found = std::max_element(report.faces.begin(), report.faces.end(),
                                        [&](const FaceBox& a, const FaceBox& b) { return weight(a) < weight(b); });
    return found == report.faces.end() ? nullptr : &*found;
}

/// Where it leaves the picture it is made smaller first, then moved.
CropBox inside(double middle, double headMiddle, double high, int width, int height)
{
    constexpr double headAt = 0.47; // of the part's height: a little more room below than above
    const double shape = static_cast<double>(Portrait::width) / Portrait::height;
    high = std::min({high, static_cast<double>(height), width / shape});
    const double wide = high * shape;
    const double left = std::clamp(middle - wide / 2, 0.0, width - wide);
    const double top = std::clamp(headMiddle - high * headAt, 0.0, height - high);
    return {static_cast<int>(left), static_cast<int>(top), static_cast<int>(wide), static_cast<int>(high)};
}

} // namespace

PhotoJudge::PhotoJudge() = default;
PhotoJudge::~PhotoJudge() = default;
PhotoJudge::PhotoJudge(PhotoJudge&&) noexcept = default;
PhotoJudge& PhotoJudge::operator=(PhotoJudge&&) noexcept = default;

PhotoReport PhotoJudge::judge(const PortraitImage& cut, int sourceWidth, const PhotoBounds& bounds)
{
    PhotoSight sight;
    sight.sourceWidth = sourceWidth;
    sight.face = m_faces.look(cut);
    if (sight.face.exactlyOne()) {
        const auto& face = sight.face.faces.front();
        sight.head = headPlace(face, cut.width, cut.height);
        sight.light = faceLight(cut, sight.head);
        sight.ground = groundLight(cut, sight.head);
        sight.sharpness = faceSharpness(cut, sight.head);
        sight.lean = m_faces.lean(cut, face);
    }
    PhotoReport report;
    for (const auto check : allPhotoChecks()) {
        PhotoFinding finding;
        finding.check = check;
        finding.asked = bounds[check];
        const auto measured = measuredOf(check, sight);
        finding.measured = measured.value;
        // Where it is not asked for, or cannot be measured, nothing is held against the picture.
        if (measured.is) finding.verdict = finding.asked.holds(measured.value) ? PhotoVerdict::good : PhotoVerdict::advice;
        putWords(finding, sight);
        report.findings.push_back(std::move(finding));
    }
    report.lean = sight.lean.value_or(0);
    report.face = std::move(sight.face);
    return report;
}

PhotoCrop PhotoJudge::propose(const PortraitImage& copy, int width, int height, const PhotoBounds& bounds)
{
    const auto report = m_faces.look(copy, wideLook);
    const auto* face = chosenFace(report);
    if (face == nullptr) return {inside(width / 2.0, height * 0.47, height, width, height), 0};
    const auto head = headPlace(*face, width, height);
    const auto& asked = bounds[PhotoCheck::headHeight];
    const double share = (asked.least.value_or(45) + asked.most.value_or(80)) / 200;
    const double high = std::max((head.chin - head.crown) / share, static_cast<double>(Portrait::height) / 2);
    return {inside(head.middle(), (head.crown + head.chin) / 2, high, width, height), 0};
}

} // namespace cardwright
