#include "core/portrait/Resample.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace cardwright {

namespace {

/// Which source positions make one target position, with weights that add up to `unit`.
struct Tap {
    int first = 0;
    std::vector<std::int32_t> weights;
};

constexpr std::int32_t unit = 1 << 14;

std::vector<Tap> taps(int start, int length, int target)
{
    const double step = static_cast<double>(length) / target;
    const double reach = std::max(step, 1.0);
    std::vector<Tap> result(static_cast<std::size_t>(target));
    for (int at = 0; at < target; ++at) {
        const double centre = (at + 0.5) * step - 0.5;
        const int from = std::max(0, static_cast<int>(std::ceil(centre - reach)));
        const int to = std::min(length - 1, static_cast<int>(std::floor(centre + reach)));
        auto& tap = result[static_cast<std::size_t>(at)];
        tap.first = start + from;
        double sum = 0;
        for (int i = from; i <= to; ++i) sum += 1.0 - std::abs(i - centre) / reach;
        std::int32_t left = unit;
        for (int i = from; i <= to; ++i) {
            const double share = sum > 0 ? (1.0 - std::abs(i - centre) / reach) / sum : 1.0;
            const auto weight = i == to ? left : static_cast<std::int32_t>(std::lround(share * unit));
            tap.weights.push_back(weight);
            left -= weight;
        }
    }
    return result;
}

std::uint8_t settled(std::int64_t sum)
{
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>((sum + unit / 2) / unit, 0, 255));
}

} // namespace

PortraitImage resample(const PortraitImage& image, const CropBox& box, int width, int height)
{
    const auto across = taps(box.left, box.width, width);
    const auto down = taps(box.top, box.height, height);
    const auto sourceRow = static_cast<std::size_t>(image.width) * 3;
    const auto row = static_cast<std::size_t>(width) * 3;

    Bytes squeezed(row * static_cast<std::size_t>(box.height));
    for (int y = 0; y < box.height; ++y) {
        const auto* source = image.pixels.data() + static_cast<std::size_t>(box.top + y) * sourceRow;
        auto* target = squeezed.data() + static_cast<std::size_t>(y) * row;
        for (const auto& tap : across) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                std::int64_t sum = 0;
                const auto* pixel = source + static_cast<std::size_t>(tap.first) * 3 + channel;
                for (const auto weight : tap.weights) {
                    sum += static_cast<std::int64_t>(weight) * *pixel;
                    pixel += 3;
                }
                *target++ = settled(sum);
            }
        }
    }

    PortraitImage result{width, height, Bytes(row * static_cast<std::size_t>(height))};
    auto* target = result.pixels.data();
    for (const auto& tap : down) {
        const auto* source = squeezed.data() + static_cast<std::size_t>(tap.first - box.top) * row;
        for (std::size_t x = 0; x < row; ++x) {
            std::int64_t sum = 0;
            const auto* pixel = source + x;
            for (const auto weight : tap.weights) {
                sum += static_cast<std::int64_t>(weight) * *pixel;
                pixel += row;
            }
            *target++ = settled(sum);
        }
    }
    return result;
}

namespace {

constexpr std::int64_t fixedOne = 1 << 16;

/// Between four pixels, in 1/65536; the edge goes on outside.
void pick(const PortraitImage& image, std::int64_t x, std::int64_t y, std::uint8_t* into)
{
    const auto left = std::clamp<std::int64_t>(x >> 16, 0, image.width - 1);
    const auto top = std::clamp<std::int64_t>(y >> 16, 0, image.height - 1);
    const auto right = std::min<std::int64_t>(left + 1, image.width - 1);
    const auto low = std::min<std::int64_t>(top + 1, image.height - 1);
    const auto across = x < 0 ? 0 : (x & 0xFFFF);
    const auto down = y < 0 ? 0 : (y & 0xFFFF);
    const auto at = [&](std::int64_t column, std::int64_t line) { return image.pixels.data() + (line * image.width + column) * 3; };
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const auto above = at(left, top)[channel] * (fixedOne - across) + at(right, top)[channel] * across;
        const auto below = at(left, low)[channel] * (fixedOne - across) + at(right, low)[channel] * across;
        into[channel] = static_cast<std::uint8_t>(((above >> 8) * (fixedOne - down) + (below >> 8) * down + (1 << 23)) >> 24);
    }
}

/// The box with a border that a turned box of its size cannot leave, as far as the picture goes, and the same on the scale of the target.
struct Surroundings {
    CropBox box;
    int width = 0;
    int height = 0;
};

Surroundings surroundingsOf(const PortraitImage& image, const CropBox& box, int width, int height)
{
    const int reach = static_cast<int>(std::ceil(std::hypot(box.width, box.height) / 2)) + 1;
    const int left = std::max(0, box.left + box.width / 2 - reach);
    const int top = std::max(0, box.top + box.height / 2 - reach);
    const int right = std::min(image.width, box.left + box.width / 2 + reach);
    const int low = std::min(image.height, box.top + box.height / 2 + reach);
    const CropBox around{left, top, right - left, low - top};
    return {around, std::max(1, static_cast<int>(std::lround(static_cast<double>(around.width) * width / box.width))),
            std::max(1, static_cast<int>(std::lround(static_cast<double>(around.height) * height / box.height)))};
}

} // namespace

PortraitImage resampleTurned(const PortraitImage& image, const CropBox& box, int width, int height, int tenthsOfDegree)
{
    const auto around = surroundingsOf(image, box, width, height);
    const auto scaled = resample(image, around.box, around.width, around.height);
    const double angle = tenthsOfDegree * 3.14159265358979323846 / 1800;
    const auto cosine = static_cast<std::int64_t>(std::lround(std::cos(angle) * fixedOne));
    const auto sine = static_cast<std::int64_t>(std::lround(std::sin(angle) * fixedOne));
    // Middle of the box on the scaled surroundings, and of the target, in half pixels of the target's grid.
    const double middleX = (box.left - around.box.left + box.width / 2.0) * width / box.width;
    const double middleY = (box.top - around.box.top + box.height / 2.0) * height / box.height;
    const auto originX = static_cast<std::int64_t>(std::lround((middleX - 0.5) * fixedOne));
    const auto originY = static_cast<std::int64_t>(std::lround((middleY - 0.5) * fixedOne));
    PortraitImage result{width, height, Bytes(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3)};
    auto* target = result.pixels.data();
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, target += 3) {
            const std::int64_t across = 2 * x - (width - 1);
            const std::int64_t down = 2 * y - (height - 1);
            pick(scaled, originX + (across * cosine + down * sine) / 2, originY + (down * cosine - across * sine) / 2, target);
        }
    }
    return result;
}

} // namespace cardwright
