#include "core/portrait/PngCodec.h"

#include <png.h>

#include <limits>

namespace cardwright {

namespace {

[[noreturn]] void damaged(const char* what) { throw PortraitError(Failure::of("PORTRAIT-DAMAGED", what)); }

/// libpng's simplified reader: it keeps its own errors in and takes no callbacks.
class Reader {
public:
    explicit Reader(ByteView file)
    {
        m_image.version = PNG_IMAGE_VERSION;
        m_good = png_image_begin_read_from_memory(&m_image, file.data(), file.size()) != 0;
        m_image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; // libpng takes 16 bits for linear light where no gamma is given; pictures are not
    }
    ~Reader() { png_image_free(&m_image); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    bool good() const { return m_good; }
    png_uint_32 width() const { return m_image.width; }
    png_uint_32 height() const { return m_image.height; }

    bool read(Bytes& pixels)
    {
        static constexpr png_color white = {255, 255, 255};
        m_image.format = PNG_FORMAT_RGB;
        return png_image_finish_read(&m_image, &white, pixels.data(), 0, nullptr) != 0;
    }

private:
    png_image m_image{};
    bool m_good = false;
};

constexpr std::uint64_t mostPacked = 1032; // RFC 1951: no deflate stream unpacks to more than so many times its size

std::uint64_t bitsPerPixel(ByteView file)
{
    // PNG 11.2.2: IHDR stands first: 8 signature, 8 chunk head, 8 size, then depth and colour type.
    if (file.size() < 26) return 1;
    const std::uint64_t channels = file[25] == 2 ? 3 : file[25] == 4 ? 2 : file[25] == 6 ? 4 : 1;
    return channels * file[24];
}

} // namespace

PngHead readPngHead(ByteView file)
{
    const Reader reader(file);
    if (!reader.good()) damaged("the head of the PNG does not hold together");
    constexpr auto most = static_cast<png_uint_32>(std::numeric_limits<int>::max());
    if (reader.width() > most || reader.height() > most) damaged("the PNG's size makes no sense");
    const auto unpacked = (std::uint64_t{reader.width()} * bitsPerPixel(file) + 7) / 8 * reader.height();
    if (unpacked > (std::uint64_t{file.size()} + 1) * mostPacked) damaged("the PNG promises more than it holds");
    return {static_cast<int>(reader.width()), static_cast<int>(reader.height())};
}

PortraitImage decodePng(ByteView file)
{
    Reader reader(file);
    if (!reader.good()) damaged("the head of the PNG does not hold together");
    PortraitImage image{static_cast<int>(reader.width()), static_cast<int>(reader.height()), {}};
    image.pixels.resize(static_cast<std::size_t>(image.width) * 3 * static_cast<std::size_t>(image.height));
    if (!reader.read(image.pixels)) damaged("the PNG ends early or does not hold together");
    return image;
}

} // namespace cardwright
