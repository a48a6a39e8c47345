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

namespace cardwright {

namespace {

// The detector's window ends at the chin and begins above the brows; crown to chin is about so much more.
// Measured on the drawn portraits, whose crown and chin are known.
constexpr double crownToChinPerBox = 1.5;
constexpr int workingWidth = 600;

} // namespace

struct FaceFinder::Detector {
    dlib::frontal_face_detector find = dlib::get_frontal_face_detector();
};

FaceFinder::FaceFinder() : m_detector(std::make_unique<Detector>()) {}
FaceFinder::~FaceFinder() = default;
FaceFinder::FaceFinder(FaceFinder&&) noexcept = default;
FaceFinder& FaceFinder::operator=(FaceFinder&&) noexcept = default;

bool FaceReport::wellSized() const noexcept { return headShare >= 0.45 && headShare <= 0.80; }

bool FaceReport::wellCentred() const noexcept { return exactlyOne() && offCentre >= -0.08 && offCentre <= 0.08; }

FaceReport FaceFinder::look(const PortraitImage& image)
{
    FaceReport report;
    if (image.width <= 0 || image.height <= 0) return report;
    const int width = std::min(image.width, workingWidth);
    const int height = std::max(1, static_cast<int>(static_cast<std::int64_t>(image.height) * width / image.width));
    const auto small = resample(image, {0, 0, image.width, image.height}, width, height);
    dlib::array2d<unsigned char> grey(height, width);
    for (int y = 0; y < height; ++y) {
        const auto* row = small.pixels.data() + static_cast<std::size_t>(y) * width * 3;
        for (int x = 0; x < width; ++x, row += 3) {
            grey[y][x] = static_cast<unsigned char>((row[0] * 299 + row[1] * 587 + row[2] * 114) / 1000);
        }
    }
    std::vector<dlib::rect_detection> found;
    m_detector->find(grey, found);
    for (const auto& one : found) {
        report.faces.push_back({static_cast<double>(one.rect.left()) / width, static_cast<double>(one.rect.top()) / height,
                                static_cast<double>(one.rect.width()) / width, static_cast<double>(one.rect.height()) / height,
                                one.detection_confidence});
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

FaceReport FaceFinder::look(const Portrait& portrait)
{
    return look(PortraitFile::fromBytes(portrait.jpeg).decode());
}

} // namespace cardwright
