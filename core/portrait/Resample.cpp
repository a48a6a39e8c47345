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

} // namespace cardwright
