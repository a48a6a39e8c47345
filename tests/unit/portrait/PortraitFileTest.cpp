#include "core/portrait/FaceFinder.h"
#include "core/portrait/JpegCodec.h"
#include "core/portrait/PngCodec.h"
#include "core/portrait/PortraitFile.h"
#include "core/portrait/Resample.h"

#include <catch2/catch.hpp>
#include <png.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <cmath>
#include <fstream>
#include <iterator>
#include <random>

using namespace cardwright;

namespace {

Bytes fileOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    return Bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

std::string drawn(int number)
{
    return std::string(CARDWRIGHT_SOURCE_DIR) + "/resources/training/portraits/portrait-" + std::to_string(number) + ".jpg";
}

std::string codeOf(const Bytes& octets, const PortraitLimits& limits = {})
{
    try {
        PortraitFile::fromBytes(octets, limits).accept();
        return "none";
    } catch (const PortraitError& error) {
        CHECK(error.failure().kind == FailureKind::refused);
        return error.failure().code;
    }
}

/// Each corner in a colour of its own.
PortraitImage corners(int width, int height)
{
    PortraitImage image{width, height, Bytes(static_cast<std::size_t>(width) * height * 3)};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            auto* pixel = image.pixels.data() + (static_cast<std::size_t>(y) * width + x) * 3;
            const bool right = x >= width / 2;
            const bool low = y >= height / 2;
            pixel[0] = !right && !low ? 250 : 5; // red: left above
            pixel[1] = right && !low ? 250 : 5;  // green: right above
            pixel[2] = !right && low ? 250 : 5;  // blue: left below; dark: right below
        }
    }
    return image;
}

char cornerAt(const PortraitImage& image, bool right, bool low)
{
    const auto x = right ? image.width - 20 : 20;
    const auto y = low ? image.height - 20 : 20;
    const auto* pixel = image.pixels.data() + (static_cast<std::size_t>(y) * image.width + x) * 3;
    return pixel[0] > 150 ? 'r' : pixel[1] > 150 ? 'g' : pixel[2] > 150 ? 'b' : 'k';
}

std::string cornersOf(const PortraitImage& image)
{
    return {cornerAt(image, false, false), cornerAt(image, true, false), cornerAt(image, false, true), cornerAt(image, true, true)};
}

Bytes pngOf(const PortraitImage& image)
{
    png_image head{};
    head.version = PNG_IMAGE_VERSION;
    head.width = static_cast<png_uint_32>(image.width);
    head.height = static_cast<png_uint_32>(image.height);
    head.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = 0;
    REQUIRE(png_image_write_get_memory_size(head, size, 0, image.pixels.data(), 0, nullptr));
    Bytes octets(size);
    REQUIRE(png_image_write_to_memory(&head, octets.data(), &size, 0, image.pixels.data(), 0, nullptr));
    octets.resize(size);
    return octets;
}

Bytes exifSegment(int orientation)
{
    return {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, static_cast<std::uint8_t>(orientation), 0, 0, 0, 0, 0, 0};
}

Bytes withExif(const Bytes& jpeg, const Bytes& segment)
{
    Bytes result(jpeg.begin(), jpeg.begin() + 2);
    const auto size = segment.size() + 2;
    append(result, Bytes{0xFF, 0xE1, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)});
    append(result, segment);
    result.insert(result.end(), jpeg.begin() + 2, jpeg.end());
    return result;
}

std::size_t frameOf(const Bytes& jpeg)
{
    for (std::size_t i = 2; i + 9 < jpeg.size();) {
        if (jpeg[i + 1] == 0xC0) return i;
        i += 2 + jpeg[i + 2] * 256U + jpeg[i + 3];
    }
    FAIL("no frame");
    return 0;
}

Bytes withJpegSize(Bytes jpeg, int width, int height)
{
    const auto at = frameOf(jpeg);
    jpeg[at + 5] = static_cast<std::uint8_t>(height >> 8);
    jpeg[at + 6] = static_cast<std::uint8_t>(height);
    jpeg[at + 7] = static_cast<std::uint8_t>(width >> 8);
    jpeg[at + 8] = static_cast<std::uint8_t>(width);
    return jpeg;
}

std::uint32_t crc32(ByteView octets)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const auto octet : octets) {
        crc ^= octet;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

Bytes withPngSize(Bytes png, std::uint32_t width, std::uint32_t height)
{
    const auto put = [&](std::size_t at, std::uint32_t value) {
        for (std::size_t i = 0; i < 4; ++i) png[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
    };
    put(16, width);
    put(20, height);
    put(29, crc32(ByteView(png).subspan(12, 17)));
    return png;
}

} // namespace

TEST_CASE("A drawn portrait becomes a baseline JPEG of the card's size, always the same octets")
{
    for (int number = 1; number <= 6; ++number) {
        INFO(number);
        const auto file = PortraitFile::load(drawn(number));
        CHECK(file.format() == PortraitFormat::jpeg);
        CHECK(file.width() == 886);
        CHECK(file.height() == 1139);
        const auto first = file.accept();
        CHECK(first.jpeg == PortraitFile::load(drawn(number)).accept().jpeg);
        CHECK(first.jpeg.size() <= Portrait::aim);
        const auto again = PortraitFile::fromBytes(first.jpeg);
        CHECK(again.width() == Portrait::width);
        CHECK(again.height() == Portrait::height);
        CHECK(first.jpeg[frameOf(first.jpeg) + 1] == 0xC0); // SOF0: baseline
        const std::string text = toText(first.jpeg);
        CHECK(text.find("Exif") == std::string::npos);
    }
}

TEST_CASE("A noisy picture is encoded within the aim all the same")
{
    std::mt19937 random(7);
    PortraitImage noise{600, 771, Bytes(600 * 771 * 3)};
    for (auto& octet : noise.pixels) octet = static_cast<std::uint8_t>(128 + (static_cast<int>(random() % 41) - 20));
    const auto portrait = PortraitFile::fromBytes(encodeJpeg(noise, 95)).accept();
    CHECK(portrait.jpeg.size() <= Portrait::aim);
}

TEST_CASE("PNG and JPEG of one picture keep its corners")
{
    const auto image = corners(700, 900);
    for (const auto& octets : {pngOf(image), encodeJpeg(image, 95)}) {
        const auto file = PortraitFile::fromBytes(octets);
        CHECK(cornersOf(file.decode()) == "rgbk");
        CHECK(cornersOf(PortraitFile::fromBytes(file.accept().jpeg).decode()) == "rgbk");
    }
    CHECK(PortraitFile::fromBytes(pngOf(image)).format() == PortraitFormat::png);
}

TEST_CASE("EXIF orientation is applied, then left behind")
{
    // What a person sees of a picture stored r g / b k, by orientation 1 to 8.
    static constexpr const char* seen[] = {"rgbk", "grkb", "kbgr", "bkrg", "rbgk", "brkg", "kgbr", "gkrb"};
    const auto jpeg = encodeJpeg(corners(800, 1000), 95);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        INFO(orientation);
        const auto file = PortraitFile::fromBytes(withExif(jpeg, exifSegment(orientation)));
        CHECK(file.width() == (orientation < 5 ? 800 : 1000));
        const auto image = file.decode();
        CHECK(image.width == file.width());
        CHECK(image.height == file.height());
        CHECK(cornersOf(image) == seen[orientation - 1]);
        CHECK(toText(file.accept().jpeg).find("Exif") == std::string::npos);
    }
}

TEST_CASE("EXIF that makes no sense is upright")
{
    CHECK(exifOrientation(exifSegment(6)) == 6);
    CHECK(exifOrientation(exifSegment(0)) == 1);
    CHECK(exifOrientation(exifSegment(9)) == 1);
    const auto whole = exifSegment(6);
    for (std::size_t length = 0; length < 26; ++length) CHECK(exifOrientation(ByteView(whole).subspan(0, length)) == 1);
    auto far = whole;
    far[10] = 0xFF; // directory beyond the end
    CHECK(exifOrientation(far) == 1);
    auto endless = whole;
    endless[14] = 0xFF; // 65 281 entries that are not there
    endless[17] = 0x13;
    CHECK(exifOrientation(endless) == 1);
}

TEST_CASE("What is no picture is refused by its first octets")
{
    CHECK(codeOf({}) == "PORTRAIT-FORMAT");
    CHECK(codeOf({0xFF, 0xD8}) == "PORTRAIT-FORMAT");
    CHECK(codeOf(toBytes(bytesOf("GIF89a............"))) == "PORTRAIT-FORMAT");
    CHECK(codeOf(toBytes(bytesOf("BM.............."))) == "PORTRAIT-FORMAT");
    CHECK(codeOf(toBytes(bytesOf("<svg xmlns='http://www.w3.org/2000/svg'/>"))) == "PORTRAIT-FORMAT");
    CHECK(codeOf(toBytes(bytesOf("%PDF-1.4"))) == "PORTRAIT-FORMAT");
    CHECK(codeOf({0xFF, 0xD8, 0xFF}) == "PORTRAIT-DAMAGED");
    CHECK(codeOf({0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A}) == "PORTRAIT-DAMAGED");
}

TEST_CASE("A JPEG cut anywhere is damaged, never half a face")
{
    const auto whole = fileOf(drawn(1));
    for (std::size_t length = 3; length + 2 < whole.size(); length += length < 700 ? 13 : 2903) {
        INFO(length);
        CHECK(codeOf(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length))) == "PORTRAIT-DAMAGED");
    }
}

TEST_CASE("A PNG cut anywhere is damaged")
{
    const auto whole = pngOf(corners(700, 900));
    for (std::size_t length = 8; length + 13 < whole.size(); length += 1 + whole.size() / 40) {
        INFO(length);
        const auto code = codeOf(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
        CHECK(code == "PORTRAIT-DAMAGED");
    }
}

TEST_CASE("A picture with octets overwritten is damaged or a picture, and nothing else happens")
{
    std::mt19937 random(11);
    for (const auto& whole : {fileOf(drawn(2)), pngOf(corners(620, 800))}) {
        for (int round = 0; round < 25; ++round) {
            auto spoilt = whole;
            for (int i = 0; i < 3; ++i) spoilt[random() % spoilt.size()] = static_cast<std::uint8_t>(random());
            const auto code = codeOf(spoilt);
            CHECK((code == "none" || code.substr(0, 9) == "PORTRAIT-"));
        }
    }
}

TEST_CASE("Heads that promise giant pictures are refused before a pixel is made")
{
    const auto jpeg = fileOf(drawn(1));
    CHECK(codeOf(withJpegSize(jpeg, 65500, 65500)) == "PORTRAIT-TOO-LARGE");
    CHECK(codeOf(withJpegSize(jpeg, 12001, 800)) == "PORTRAIT-TOO-LARGE");
    CHECK(codeOf(withJpegSize(jpeg, 9000, 9000)) == "PORTRAIT-TOO-LARGE");
    CHECK(codeOf(withJpegSize(jpeg, 7000, 7000)) == "PORTRAIT-DAMAGED"); // within bounds, but the data end early
    CHECK(codeOf(withJpegSize(jpeg, 0, 0)) == "PORTRAIT-DAMAGED");

    const auto png = pngOf(corners(700, 900));
    CHECK(codeOf(withPngSize(png, 700, 900)) == "none");
    CHECK(codeOf(withPngSize(png, 0x7FFFFFFF, 0x7FFFFFFF)) == "PORTRAIT-DAMAGED");
    CHECK(codeOf(withPngSize(png, 7000, 7000)) == "PORTRAIT-DAMAGED"); // promises more than so few octets can unpack to
    CHECK(codeOf(withPngSize(png, 0, 900)) == "PORTRAIT-DAMAGED");
    CHECK(codeOf(withPngSize(png, 700, 1000)) == "PORTRAIT-DAMAGED");
    PortraitLimits narrow;
    narrow.side = 800;
    CHECK(codeOf(png, narrow) == "PORTRAIT-TOO-LARGE");
}

TEST_CASE("Sizes have limits both ways")
{
    CHECK(codeOf(encodeJpeg(corners(599, 800), 90)) == "PORTRAIT-TOO-SMALL");
    CHECK(codeOf(encodeJpeg(corners(800, 749), 90)) == "PORTRAIT-TOO-SMALL");
    CHECK(codeOf(encodeJpeg(corners(600, 750), 90)) == "none");
    CHECK(codeOf(Bytes(20'000'001, 0xFF)) == "PORTRAIT-TOO-LARGE");
    const auto file = PortraitFile::load(drawn(1));
    const auto code = [&](const CropBox& crop) {
        try {
            file.accept(crop);
            return std::string("none");
        } catch (const PortraitError& error) {
            return error.failure().code;
        }
    };
    CHECK(code({0, 0, 200, 257}) == "PORTRAIT-TOO-SMALL");
    CHECK(code({-5000, -5000, 100, 100}) == "PORTRAIT-TOO-SMALL");
    CHECK(code({2'000'000'000, 0, 2'000'000'000, 2'000'000'000}) == "PORTRAIT-TOO-SMALL");
    CHECK(code({100, 100, 600, 771}) == "none");
    CHECK(code({-10, -10, 5000, 5000}) == "none"); // cut to the picture
}

TEST_CASE("A file that is not there, or is none, is told apart")
{
    const auto codeFor = [](const std::string& path, const PortraitLimits& limits = {}) {
        try {
            PortraitFile::load(path, limits);
            return std::string("none");
        } catch (const PortraitError& error) {
            return error.failure().code;
        }
    };
    CHECK(codeFor("/nowhere/face.jpg") == "PORTRAIT-MISSING");
    CHECK(codeFor("") == "PORTRAIT-MISSING");
    CHECK(codeFor(CARDWRIGHT_SOURCE_DIR) == "PORTRAIT-FORMAT");
    CHECK(codeFor("/dev/zero") == "PORTRAIT-FORMAT");
    PortraitLimits few;
    few.fileBytes = 1000;
    CHECK(codeFor(drawn(1), few) == "PORTRAIT-TOO-LARGE");
}

TEST_CASE("The crop proposed is the largest of the card's shape")
{
    CHECK(PortraitFile::fromBytes(encodeJpeg(corners(1200, 771), 80)).proposedCrop() == CropBox{300, 0, 600, 771});
    CHECK(PortraitFile::fromBytes(encodeJpeg(corners(600, 1271), 80)).proposedCrop() == CropBox{0, 200, 600, 771});
    CHECK(PortraitFile::load(drawn(1)).proposedCrop() == CropBox{0, 0, 886, 1139});
}

TEST_CASE("A large JPEG is cropped where it was asked, also when decoded smaller")
{
    const auto file = PortraitFile::fromBytes(encodeJpeg(corners(5000, 6000), 80));
    const auto right = PortraitFile::fromBytes(file.accept(CropBox{2600, 0, 2300, 2956}).jpeg).decode();
    CHECK(cornersOf(right) == "gggg");
    const auto low = PortraitFile::fromBytes(file.accept(CropBox{100, 3040, 2300, 2956}).jpeg).decode();
    CHECK(cornersOf(low) == "bbbb");
}

TEST_CASE("Resampling keeps an even colour even, larger or smaller")
{
    PortraitImage even{50, 40, Bytes(50 * 40 * 3, 137)};
    for (const auto& [width, height] : {std::pair(7, 5), std::pair(50, 40), std::pair(121, 93), std::pair(1, 1)}) {
        const auto other = resample(even, {3, 4, 30, 20}, width, height);
        CHECK(other.pixels.size() == static_cast<std::size_t>(width * height * 3));
        CHECK(std::all_of(other.pixels.begin(), other.pixels.end(), [](auto v) { return v == 137; }));
    }
}

TEST_CASE("One face is found in each drawn portrait, none where there is none")
{
    FaceFinder finder;
    for (int number = 1; number <= 6; ++number) {
        INFO(number);
        const auto report = finder.look(PortraitFile::load(drawn(number)).accept());
        CHECK(report.exactlyOne());
        CHECK(report.headShare > 0.45);
        CHECK(report.headShare < 0.80);
        CHECK(std::abs(report.offCentre) < 0.08);
    }
    CHECK(finder.look(corners(600, 771)).faces.empty());
    CHECK(finder.look(PortraitImage{}).faces.empty());
}

TEST_CASE("Two faces side by side are two, and one at the edge is off the middle")
{
    FaceFinder finder;
    const auto face = PortraitFile::load(drawn(2)).decode();
    PortraitImage pair{face.width * 2, face.height, Bytes(face.pixels.size() * 2)};
    const auto row = static_cast<std::size_t>(face.width) * 3;
    for (int y = 0; y < face.height; ++y) {
        const auto* from = face.pixels.data() + static_cast<std::size_t>(y) * row;
        auto* to = pair.pixels.data() + static_cast<std::size_t>(y) * row * 2;
        std::copy(from, from + row, to);
        std::copy(from, from + row, to + row);
    }
    CHECK(finder.look(pair).faces.size() == 2);
    for (int y = 0; y < face.height; ++y) {
        auto* to = pair.pixels.data() + static_cast<std::size_t>(y) * row * 2 + row;
        std::fill(to, to + row, std::uint8_t{220});
    }
    const auto report = finder.look(pair);
    CHECK(report.exactlyOne());
    CHECK(report.offCentre < -0.2);
}
