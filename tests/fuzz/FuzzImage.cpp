#include "core/portrait/JpegCodec.h"
#include "core/portrait/PngCodec.h"
#include "core/portrait/Resample.h"
#include "tests/fuzz/FuzzTargets.h"

#include <png.h>

#include <stdexcept>

namespace cardwright::fuzz {

namespace {

void promise(bool kept, const char* what)
{
    if (!kept) throw std::logic_error(what);
}

/// Small, so that a run takes milliseconds: the way through is the same.
PortraitLimits narrow()
{
    PortraitLimits limits;
    limits.pixels = 1'000'000;
    limits.side = 4000;
    limits.smallestWidth = 1;
    limits.smallestHeight = 1;
    return limits;
}

void kept(const PortraitFile& file)
{
    const auto portrait = file.accept();
    promise(portrait.jpeg == file.accept().jpeg, "the same picture became two");
    const auto again = PortraitFile::fromBytes(portrait.jpeg);
    promise(again.width() == Portrait::width && again.height() == Portrait::height, "a portrait of another size");
    promise(toText(portrait.jpeg).find("Exif") == std::string::npos, "metadata was kept");
    file.accept(CropBox{-5, 3, file.width(), file.height()}, 37); // turned, and partly outside
}

PortraitImage flat(int width, int height)
{
    PortraitImage image{width, height, Bytes(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 180)};
    for (std::size_t i = 0; i < image.pixels.size() / 3; i += 7) image.pixels[i] = 40;
    return image;
}

Bytes pngOf(const PortraitImage& image, png_uint_32 format, const void* map)
{
    png_image head{};
    head.version = PNG_IMAGE_VERSION;
    head.width = static_cast<png_uint_32>(image.width);
    head.height = static_cast<png_uint_32>(image.height);
    head.format = format;
    head.colormap_entries = map != nullptr ? 256 : 0;
    png_alloc_size_t size = std::size_t{2} << 20;
    Bytes octets(size);
    if (png_image_write_to_memory(&head, octets.data(), &size, 0, image.pixels.data(), 0, map) == 0) throw std::logic_error("a seed that is none");
    octets.resize(size);
    return octets;
}

} // namespace

void image(ByteView input)
{
    try {
        const auto file = PortraitFile::fromBytes(toBytes(input), narrow());
        const auto whole = file.decode();
        promise(whole.width == file.width() && whole.height == file.height(), "another size than the head said");
        promise(whole.pixels.size() == static_cast<std::size_t>(whole.width) * static_cast<std::size_t>(whole.height) * 3, "pixels that are not there");
        file.decodeAbout(64);
        kept(file);
    } catch (const PortraitError&) {
        // damaged, too small, too large, no picture: said
    }
}

std::vector<Bytes> imageSeeds()
{
    const auto small = flat(304, 391);
    auto exif = encodeJpeg(small, 50);
    const Bytes segment{0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0};
    exif.insert(exif.begin() + 2, segment.begin(), segment.end());
    const Bytes map(256 * 3, 77);
    auto clear = flat(40, 40); // four octets a pixel: so many are there for 30 rows
    clear.height = 30;
    return {encodeJpeg(small, 50), exif, encodeJpeg({16, 16, Bytes(16 * 16 * 3, 9)}, 90), pngOf(small, PNG_FORMAT_RGB, nullptr),
            pngOf(clear, PNG_FORMAT_RGBA, nullptr), pngOf(flat(310, 400), PNG_FORMAT_RGB_COLORMAP, map.data())};
}

} // namespace cardwright::fuzz
