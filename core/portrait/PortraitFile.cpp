#include "core/portrait/PortraitFile.h"

#include "core/portrait/JpegCodec.h"
#include "core/portrait/PngCodec.h"
#include "core/portrait/Resample.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cardwright {

namespace {

constexpr std::array<std::uint8_t, 3> jpegMagic = {0xFF, 0xD8, 0xFF};
constexpr std::array<std::uint8_t, 8> pngMagic = {0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
constexpr int mostTenths = 150;
constexpr std::int64_t mostManyScanPixels = 24'000'000; // such files keep all coefficients in memory

template <std::size_t Size>
bool beginsWith(ByteView octets, const std::array<std::uint8_t, Size>& magic)
{
    return octets.size() >= Size && std::equal(magic.begin(), magic.end(), octets.begin());
}

std::string sizeText(std::int64_t width, std::int64_t height)
{
    return std::to_string(width) + " x " + std::to_string(height) + " pixels";
}

[[noreturn]] void refuse(std::string_view code, std::string detail) { throw PortraitError(Failure::of(code, std::move(detail))); }

/// A descriptor that closes itself.
struct OpenFile {
    int number = -1;
    ~OpenFile()
    {
        if (number >= 0) ::close(number);
    }
};

/// Looked at after it was opened: what stands at a path may change between two looks. Nothing here waits for a writer (a FIFO) or a device.
Bytes readPicture(const std::string& path, std::size_t limit)
{
    const OpenFile file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)};
    if (file.number < 0) refuse(errno == ELOOP || errno == ENXIO ? "PORTRAIT-FORMAT" : "PORTRAIT-MISSING", path);
    struct stat about{};
    if (::fstat(file.number, &about) != 0) refuse("PORTRAIT-MISSING", path);
    if (!S_ISREG(about.st_mode)) refuse("PORTRAIT-FORMAT", path);
    if (static_cast<std::uint64_t>(about.st_size) > limit) refuse("PORTRAIT-TOO-LARGE", path);
    Bytes octets(static_cast<std::size_t>(about.st_size));
    std::size_t have = 0;
    while (have < octets.size()) {
        const auto part = ::read(file.number, octets.data() + have, octets.size() - have);
        if (part < 0 && errno == EINTR) continue;
        if (part < 0) refuse("PORTRAIT-DAMAGED", path);
        if (part == 0) break; // it became shorter meanwhile
        have += static_cast<std::size_t>(part);
    }
    octets.resize(have);
    return octets;
}

/// EXIF 2.32, 4.6.4: where the stored picture's first row and column belong.
PortraitImage upright(PortraitImage image, int orientation)
{
    if (orientation == 1) return image;
    const bool turned = orientation >= 5;
    PortraitImage result{turned ? image.height : image.width, turned ? image.width : image.height, Bytes(image.pixels.size())};
    for (int y = 0; y < result.height; ++y) {
        for (int x = 0; x < result.width; ++x) {
            int sourceX = turned ? y : x;
            int sourceY = turned ? x : y;
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) sourceX = image.width - 1 - sourceX;
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) sourceY = image.height - 1 - sourceY;
            const auto* from = image.pixels.data() + (static_cast<std::size_t>(sourceY) * image.width + sourceX) * 3;
            std::copy(from, from + 3, result.pixels.data() + (static_cast<std::size_t>(y) * result.width + x) * 3);
        }
    }
    return result;
}

CropBox within(const CropBox& crop, int width, int height)
{
    const auto clip = [](std::int64_t value, int most) { return static_cast<int>(std::clamp<std::int64_t>(value, 0, most)); };
    const int left = clip(crop.left, width);
    const int top = clip(crop.top, height);
    const int right = clip(std::int64_t{crop.left} + crop.width, width);
    const int bottom = clip(std::int64_t{crop.top} + crop.height, height);
    return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

/// The largest part of a box that has the card's shape, about its middle: a face is never stretched. A pixel more or less is no other shape.
CropBox cardShaped(const CropBox& box)
{
    const auto wide = static_cast<int>((std::int64_t{box.height} * Portrait::width + Portrait::height / 2) / Portrait::height);
    const auto high = static_cast<int>((std::int64_t{box.width} * Portrait::height + Portrait::width / 2) / Portrait::width);
    if (wide < box.width - 1) return {box.left + (box.width - wide) / 2, box.top, wide, box.height};
    if (high < box.height - 1) return {box.left, box.top + (box.height - high) / 2, box.width, high};
    return box;
}

void requireLargeEnough(const CropBox& box)
{
    if (box.width < Portrait::width / 2 || box.height < Portrait::height / 2) {
        refuse("PORTRAIT-TOO-SMALL", "the part chosen is " + sizeText(box.width, box.height));
    }
}

PortraitImage cutOut(const PortraitImage& image, const CropBox& box, int tenthsOfDegree)
{
    return tenthsOfDegree == 0 ? resample(image, box, Portrait::width, Portrait::height)
                               : resampleTurned(image, box, Portrait::width, Portrait::height, std::clamp(tenthsOfDegree, -mostTenths, mostTenths));
}

Bytes encodeWithin(const PortraitImage& image, std::size_t aim)
{
    Bytes jpeg;
    for (int quality = 92; quality >= 40; quality -= 4) {
        jpeg = encodeJpeg(image, quality);
        if (jpeg.size() <= aim) break;
    }
    return jpeg;
}

} // namespace

PortraitFile::PortraitFile(Bytes octets, const PortraitLimits& limits) : m_octets(std::move(octets))
{
    if (m_octets.size() > limits.fileBytes) refuse("PORTRAIT-TOO-LARGE", std::to_string(m_octets.size()) + " octets");
    bool manyScans = false;
    if (beginsWith(m_octets, jpegMagic)) {
        const auto head = readJpegHead(m_octets);
        m_storedWidth = head.width;
        m_storedHeight = head.height;
        m_orientation = head.orientation;
        manyScans = head.manyScans;
    } else if (beginsWith(m_octets, pngMagic)) {
        const auto head = readPngHead(m_octets);
        m_format = PortraitFormat::png;
        m_storedWidth = head.width;
        m_storedHeight = head.height;
    } else {
        refuse("PORTRAIT-FORMAT", "");
    }
    m_width = m_orientation >= 5 ? m_storedHeight : m_storedWidth;
    m_height = m_orientation >= 5 ? m_storedWidth : m_storedHeight;
    const auto pixels = std::int64_t{m_width} * m_height;
    if (m_width > limits.side || m_height > limits.side || pixels > limits.pixels || (manyScans && pixels > mostManyScanPixels)) {
        refuse("PORTRAIT-TOO-LARGE", sizeText(m_width, m_height));
    }
    if (m_width < limits.smallestWidth || m_height < limits.smallestHeight) refuse("PORTRAIT-TOO-SMALL", sizeText(m_width, m_height));
}

PortraitFile PortraitFile::load(const std::string& path, const PortraitLimits& limits)
{
    return PortraitFile(readPicture(path, limits.fileBytes), limits);
}

PortraitFile PortraitFile::fromBytes(Bytes octets, const PortraitLimits& limits) { return PortraitFile(std::move(octets), limits); }

CropBox PortraitFile::proposedCrop() const noexcept
{
    const auto wide = static_cast<int>(std::int64_t{m_height} * Portrait::width / Portrait::height);
    if (wide <= m_width) return {(m_width - wide) / 2, 0, wide, m_height};
    const auto high = std::min(m_height, static_cast<int>(std::int64_t{m_width} * Portrait::height / Portrait::width));
    return {0, (m_height - high) * 2 / 5, m_width, high};
}

PortraitImage PortraitFile::decode() const
{
    return upright(m_format == PortraitFormat::png ? decodePng(m_octets) : decodeJpeg(m_octets, 1), m_orientation);
}

PortraitImage PortraitFile::decodeAbout(int side) const
{
    if (m_format == PortraitFormat::png) return decode();
    int denominator = 1;
    while (denominator < 8 && std::min(m_width, m_height) / (denominator * 2) >= side) denominator *= 2;
    return upright(decodeJpeg(m_octets, denominator), m_orientation);
}

PortraitImage PortraitFile::cut(const CropBox& crop, int tenthsOfDegree) const
{
    const auto box = cardShaped(within(crop, m_width, m_height));
    requireLargeEnough(box);
    if (m_format == PortraitFormat::png) return cutFrom(decode(), box, tenthsOfDegree);
    // A large JPEG is decoded at a fraction of its size, still at least twice what is kept.
    int denominator = 1;
    while (denominator < 8 && box.width / (denominator * 2) >= Portrait::width * 2) denominator *= 2;
    const auto image = upright(decodeJpeg(m_octets, denominator), m_orientation);
    const CropBox scaled{box.left / denominator, box.top / denominator, box.width / denominator, box.height / denominator};
    return cutOut(image, within(scaled, image.width, image.height), tenthsOfDegree);
}

PortraitImage PortraitFile::cutFrom(const PortraitImage& whole, const CropBox& crop, int tenthsOfDegree)
{
    const auto box = cardShaped(within(crop, whole.width, whole.height));
    requireLargeEnough(box);
    return cutOut(whole, box, tenthsOfDegree);
}

Portrait PortraitFile::encode(const PortraitImage& cut) { return {encodeWithin(cut, Portrait::aim)}; }

Portrait PortraitFile::accept(const std::optional<CropBox>& crop, int tenthsOfDegree) const
{
    return encode(cut(crop.value_or(proposedCrop()), tenthsOfDegree));
}

} // namespace cardwright
