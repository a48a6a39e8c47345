#include "core/portrait/FaceFinder.h"

#include "core/portrait/Resample.h"

// The only file that sees dlib: it is slow to compile and far outside our warning rules.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <dlib/assert.h>
#include <dlib/test_for_odr_violations.h>
// Looking for faces needs no linear algebra library; without these a program need not load LAPACK at its start.
#undef DLIB_USE_LAPACK
#undef DLIB_USE_BLAS
#include <dlib/array2d.h>
#include <dlib/image_processing/frontal_face_detector.h>
#pragma GCC diagnostic pop

#include <algorithm>
#include <array>
#include <cmath>

namespace cardwright {

namespace {

// The detector's window ends at the chin and begins above the brows; crown to chin is about so much more.
// Measured on the drawn portraits, whose crown and chin are known.
constexpr double crownToChinPerBox = 1.58; // as headPlace() has it
constexpr int workingWidth = 600;

} // namespace

struct FaceFinder::Detector {
    dlib::frontal_face_detector find = dlib::get_frontal_face_detector();
    /// The first of its five views alone: it falls off quickly to both sides, so it says how a face stands.
    dlib::frontal_face_detector upright{find.get_scanner(), find.get_overlap_tester(), find.get_w(0)};
};

FaceFinder::FaceFinder() : m_detector(std::make_unique<Detector>()) {}
FaceFinder::~FaceFinder() = default;
FaceFinder::FaceFinder(FaceFinder&&) noexcept = default;
FaceFinder& FaceFinder::operator=(FaceFinder&&) noexcept = default;

namespace {

dlib::array2d<unsigned char> greyOf(const PortraitImage& image)
{
    dlib::array2d<unsigned char> grey(image.height, image.width);
    const auto* pixel = image.pixels.data();
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x, pixel += 3) {
            grey[y][x] = static_cast<unsigned char>((pixel[0] * 299 + pixel[1] * 587 + pixel[2] * 114) / 1000);
        }
    }
    return grey;
}

} // namespace

FaceReport FaceFinder::look(const PortraitImage& image, int workingWidth)
{
    FaceReport report;
    if (image.width <= 0 || image.height <= 0) return report;
    const int width = std::min(image.width, workingWidth);
    const int height = std::max(1, static_cast<int>(static_cast<std::int64_t>(image.height) * width / image.width));
    const bool same = width == image.width && height == image.height;
    const auto grey = greyOf(same ? image : resample(image, {0, 0, image.width, image.height}, width, height));
    std::vector<dlib::rect_detection> found;
    m_detector->find(grey, found);
    for (const auto& one : found) {
        report.faces.push_back({static_cast<double>(one.rect.left()) / width, static_cast<double>(one.rect.top()) / height,
                                static_cast<double>(one.rect.width()) / width, static_cast<double>(one.rect.height()) / height,
                                one.detection_confidence, static_cast<int>(one.weight_index)});
    }
    std::stable_sort(report.faces.begin(), report.faces.end(),
                     [](const FaceBox& a, const FaceBox& b) { return a.certainty > b.certainty; });
    if (report.exactlyOne()) {
        const auto& face = report.faces.front();
        report.headShare = face.height * crownToChinPerBox;
        report.offCentre = face.left + face.width / 2 - 0.5;
    }
    return report;
}

namespace {

constexpr int widestTurn = 24; // degrees to each side
constexpr int turnStep = 3;
constexpr int turns = 2 * widestTurn / turnStep + 1;
constexpr double clearEnough = 0.2; // of the detector's score; noise stays under it
constexpr double fallsTo = 0.55;    // of the best score: what still belongs to the same peak

PortraitImage mirrored(const PortraitImage& image)
{
    PortraitImage result{image.width, image.height, Bytes(image.pixels.size())};
    auto* to = result.pixels.data();
    for (int y = 0; y < image.height; ++y) {
        for (int x = image.width - 1; x >= 0; --x, to += 3) {
            const auto* from = image.pixels.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 3;
            std::copy(from, from + 3, to);
        }
    }
    return result;
}

/// The turn at which the scores have their peak: the middle of what belongs to it.
std::optional<double> peakOf(const std::array<double, turns>& scores)
{
    const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
    const double top = scores[static_cast<std::size_t>(best)];
    if (top < clearEnough) return std::nullopt;
    double sum = 0;
    double weights = 0;
    const auto take = [&](std::ptrdiff_t at) {
        const double over = scores[static_cast<std::size_t>(at)] - top * fallsTo;
        if (over <= 0) return false;
        sum += over * static_cast<double>(at * turnStep - widestTurn);
        weights += over;
        return true;
    };
    take(best);
    for (auto at = best - 1; at >= 0 && take(at); --at) {}
    for (auto at = best + 1; at < turns && take(at); ++at) {}
    return sum / weights;
}

} // namespace

std::optional<double> FaceFinder::lean(const PortraitImage& image, const FaceBox& face)
{
    constexpr int side = 170; // the face is then some 90 pixels wide, and the detector's own window is 80
    const double middleX = (face.left + face.width / 2) * image.width;
    const double middleY = (face.top + face.height / 2) * image.height;
    const int reach = static_cast<int>(std::min({face.width * image.width * 0.95, middleX, middleY, image.width - middleX, image.height - middleY}));
    if (reach < 20) return std::nullopt;
    const CropBox around{static_cast<int>(middleX) - reach, static_cast<int>(middleY) - reach, 2 * reach, 2 * reach};
    const int size = std::clamp(static_cast<int>(side * reach / (face.width * image.width * 0.95)), 90, side);
    const auto upright = [&](const PortraitImage& picture, const CropBox& box) {
        std::array<double, turns> scores{};
        for (int turn = 0; turn < turns; ++turn) {
            std::vector<dlib::rect_detection> found;
            m_detector->upright(greyOf(resampleTurned(picture, box, size, size, -10 * (turn * turnStep - widestTurn))), found, -clearEnough);
            for (const auto& one : found) scores[static_cast<std::size_t>(turn)] = std::max(scores[static_cast<std::size_t>(turn)], one.detection_confidence);
        }
        return peakOf(scores);
    };
    const auto seen = upright(image, around);
    // The detector's own view of a face is not quite symmetrical: what it makes of the mirror image has the same error the other way.
    const auto other = upright(mirrored(image), {image.width - around.left - around.width, around.top, around.width, around.height});
    if (!seen || !other) return std::nullopt;
    return (*seen - *other) / 2;
}

FaceReport FaceFinder::look(const Portrait& portrait)
{
    return look(PortraitFile::fromBytes(portrait.jpeg).decode());
}

} // namespace cardwright
