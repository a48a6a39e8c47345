#include "core/portrait/PhotoMeasures.h"

#include "core/portrait/Resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace cardwright {

namespace {

// The detector's box ends at the chin and begins above the brows. Measured on the drawn portraits, whose crown, eyes
// and chin are known, and on one photograph.
constexpr double crownAbove = 0.55; // of the box's height, over its top
constexpr double eyesBelow = 0.25;  // under its top
constexpr double chinBelow = 1.03;
constexpr double headWider = 0.14; // of its width, to each side

constexpr double black = 8;
constexpr double white = 248;
constexpr double wholeScale = 255;

struct Area {
    int left = 0;
    int top = 0;
    int right = 0;
    int low = 0;
    bool empty() const noexcept { return right <= left || low <= top; }
};

Area within(const PortraitImage& image, double left, double top, double right, double low)
{
    const auto clip = [](double value, int most) { return std::clamp(static_cast<int>(std::lround(value)), 0, most); };
    return {clip(left, image.width), clip(top, image.height), clip(right, image.width), clip(low, image.height)};
}

const std::uint8_t* pixelAt(const PortraitImage& image, int x, int y)
{
    return image.pixels.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 3;
}

double lightness(const std::uint8_t* pixel) noexcept { return (pixel[0] * 299 + pixel[1] * 587 + pixel[2] * 114) / 1000.0; }

struct Sum {
    double sum = 0;
    double squares = 0;
    double count = 0;
    void add(double value) noexcept { sum += value, squares += value * value, count += 1; }
    double mean() const noexcept { return count > 0 ? sum / count : 0; }
    double variance() const noexcept { return count > 0 ? std::max(0.0, squares / count - mean() * mean()) : 0; }
};

} // namespace

HeadPlace headPlace(const FaceBox& face, int width, int height) noexcept
{
    const double boxWidth = face.width * width;
    const double boxHeight = face.height * height;
    const double top = face.top * height;
    return {face.left * width - boxWidth * headWider, face.left * width + boxWidth * (1 + headWider), top - boxHeight * crownAbove,
            top + boxHeight * eyesBelow, top + boxHeight * chinBelow};
}

FaceLight faceLight(const PortraitImage& image, const HeadPlace& head)
{
    // Brow to chin and cheek to cheek: skin, whatever is worn on the head.
    const double inset = (head.right - head.left) * 0.22;
    const double brow = head.eyes - (head.chin - head.eyes) * 0.25;
    const double jaw = head.chin - (head.chin - head.eyes) * 0.15;
    const auto face = within(image, head.left + inset, brow, head.right - inset, jaw);
    FaceLight light;
    if (face.empty()) return light;
    const int middle = static_cast<int>(std::lround(head.middle()));
    Sum left;
    Sum right;
    double clipped = 0;
    for (int y = face.top; y < face.low; ++y) {
        for (int x = face.left; x < face.right; ++x) {
            const double value = lightness(pixelAt(image, x, y));
            (x < middle ? left : right).add(value);
            if (value <= black || value >= white) clipped += 1;
        }
    }
    const double count = left.count + right.count;
    light.mean = (left.sum + right.sum) / count / wholeScale * 100;
    light.clipped = clipped / count * 100;
    const double brighter = std::max(left.mean(), right.mean());
    light.rightIsDarker = right.mean() < left.mean();
    if (brighter > 0 && left.count > 0 && right.count > 0) light.darker = (brighter - std::min(left.mean(), right.mean())) / brighter * 100;
    return light;
}

double faceSharpness(const PortraitImage& image, const HeadPlace& head)
{
    constexpr int side = 256;
    const double inset = (head.right - head.left) * 0.12;
    const auto face = within(image, head.left + inset, head.eyes - (head.chin - head.eyes) * 0.4, head.right - inset, head.chin);
    if (face.right - face.left < 8 || face.low - face.top < 8) return 0;
    const auto small = resample(image, {face.left, face.top, face.right - face.left, face.low - face.top}, side, side);
    std::vector<double> grey(side * side);
    Sum all;
    for (std::size_t i = 0; i < grey.size(); ++i) {
        grey[i] = lightness(small.pixels.data() + i * 3);
        all.add(grey[i]);
    }
    Sum edges;
    for (std::size_t y = 1; y + 1 < side; ++y) {
        for (std::size_t x = 1; x + 1 < side; ++x) {
            const auto at = y * side + x;
            edges.add(4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - side] - grey[at + side]);
        }
    }
    // An even face has nothing to be sharp: a hundredth of the scale's own variance keeps the quotient quiet.
    return 1000 * edges.variance() / (all.variance() + 25);
}

GroundLight groundLight(const PortraitImage& image, const HeadPlace& head)
{
    const double wide = head.right - head.left;
    const double high = head.chin - head.crown;
    const double berth = wide * 0.18;
    const double lowest = head.eyes + (head.chin - head.eyes) * 0.4; // shoulders and long hair begin below
    std::array<Sum, 3> colours;
    std::vector<std::array<double, 3>> points; // place across, place down, lightness
    const int step = 3;
    for (int y = 0; y < image.height && y < lowest; y += step) {
        for (int x = 0; x < image.width; x += step) {
            const bool beside = x < head.left - berth || x > head.right + berth;
            const bool above = y < head.crown - high * 0.35; // over a bun or a turban
            if (!beside && !above) continue;
            const auto* pixel = pixelAt(image, x, y);
            points.push_back({static_cast<double>(x) / image.width - 0.5, static_cast<double>(y) / image.height, lightness(pixel)});
            colours[0].add(pixel[0] - lightness(pixel));
            colours[1].add(pixel[1] - lightness(pixel));
            colours[2].add(pixel[2] - lightness(pixel));
        }
    }
    GroundLight ground;
    const auto enough = static_cast<double>(image.width) * image.height / (step * step) * 0.04;
    ground.seen = static_cast<double>(points.size()) >= enough;
    if (!ground.seen) return ground;
    // A plane through the lightness by least squares: its slope across is a shade, what is left over is unevenness.
    double sx = 0, sy = 0, sv = 0, sxx = 0, syy = 0, sxy = 0, sxv = 0, syv = 0;
    const auto count = static_cast<double>(points.size());
    for (const auto& [x, y, value] : points) sx += x, sy += y, sv += value;
    const double mx = sx / count, my = sy / count, mv = sv / count;
    for (const auto& [x, y, value] : points) {
        sxx += (x - mx) * (x - mx), syy += (y - my) * (y - my), sxy += (x - mx) * (y - my);
        sxv += (x - mx) * (value - mv), syv += (y - my) * (value - mv);
    }
    const double whole = sxx * syy - sxy * sxy;
    const double across = whole > 1e-9 ? (sxv * syy - syv * sxy) / whole : 0;
    const double down = whole > 1e-9 ? (syv * sxx - sxv * sxy) / whole : 0;
    Sum rest;
    for (const auto& [x, y, value] : points) rest.add(value - mv - across * (x - mx) - down * (y - my));
    const double colour = (colours[0].variance() + colours[1].variance() + colours[2].variance()) / 3;
    ground.uneven = std::sqrt(rest.variance() + colour) / wholeScale * 100;
    ground.shade = std::abs(across) / wholeScale * 100;
    ground.rightIsDarker = across < 0;
    return ground;
}

} // namespace cardwright
