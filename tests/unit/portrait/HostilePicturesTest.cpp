#include "tests/unit/portrait/Pictures.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace cardwright;
using namespace cardwright::test;

namespace {

std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
        return "taken";
    } catch (const PortraitError& error) {
        return error.failure().code;
    }
}

std::string codeOf(const Bytes& octets) { return codeOf([&] { PortraitFile::fromBytes(octets).accept(); }); }

Bytes text(std::string_view words) { return toBytes(bytesOf(words)); }

/// A scan repeated: the head promises nothing of it.
Bytes withScansRepeated(const Bytes& progressive, int times)
{
    std::size_t last = 0;
    for (std::size_t at = 2; at + 1 < progressive.size(); ++at) {
        if (progressive[at] == 0xFF && progressive[at + 1] == 0xDA) last = at;
    }
    REQUIRE(last > 0);
    const Bytes scan(progressive.begin() + static_cast<std::ptrdiff_t>(last), progressive.end() - 2);
    Bytes result(progressive.begin(), progressive.end() - 2);
    for (int i = 0; i < times; ++i) append(result, scan);
    append(result, Bytes{0xFF, 0xD9});
    return result;
}

Bytes joined(Bytes one, const Bytes& other)
{
    append(one, other);
    return one;
}

/// The first octets of what a chunk with packed text begins with: keyword, nothing, method.
Bytes packedText(std::string_view keyword, const Bytes& packed)
{
    auto content = text(keyword);
    append(content, Bytes{0, 0});
    append(content, packed);
    return content;
}

} // namespace

TEST_CASE("Pictures of every lawful form are taken, and each comes out plain")
{
    const auto image = drawn(2);
    const std::pair<const char*, Bytes> rows[] = {
        {"baseline", jpegOf(image)},
        {"progressive", jpegOf(image, {.progressive = true})},
        {"arithmetic", jpegOf(image, {.arithmetic = true})},
        {"PNG", pngOf(image, {})},
        {"interlaced PNG", pngOf(image, {2, 8, true})},
        {"16-bit PNG", pngOf(image, {2, 16, false})},
        {"grey PNG", pngOf(image, {0, 8, false})},
        {"16-bit grey PNG with alpha", pngOf(image, {4, 16, true})},
        {"palette PNG", pngOf(image, {3, 8, false})},
        {"palette PNG, interlaced", pngOf(image, {3, 8, true})},
        {"PNG with alpha", pngOf(image, {6, 8, false})},
        {"animated PNG: its first picture", withChunk(pngOf(image, {}), "acTL", Bytes{0, 0, 0, 9, 0, 0, 0, 0})},
        {"JPEG and a ZIP behind it", joined(jpegOf(image), text("PK\x03\x04 and so on"))},
        {"JPEG and a page behind it", joined(jpegOf(image), text("<script>alert(1)</script>"))},
    };
    for (const auto& [name, octets] : rows) {
        INFO(name);
        const auto portrait = PortraitFile::fromBytes(octets).accept();
        CHECK(markersOf(portrait.jpeg) == "E0 DB DB C0 C4 C4 C4 C4 DA end");
        const auto kept = PortraitFile::fromBytes(portrait.jpeg).decode();
        REQUIRE(kept.pixels.size() == image.pixels.size());
        // Green at the middle of the forehead: what was packed in any of these ways is the same picture.
        const auto at = (static_cast<std::size_t>(300) * 600 + 300) * 3 + 1;
        CHECK(std::abs(kept.pixels[at] - image.pixels[at]) <= 12);
    }
}

TEST_CASE("Hostile pictures are refused by their code")
{
    const auto image = drawn(2);
    const auto jpeg = jpegOf(image);
    const auto progressive = jpegOf(image, {.progressive = true});
    const auto png = pngOf(image, {});
    auto lyingPalette = pngOf(image, {3, 8, false});
    lyingPalette[24] = 16; // no palette has 16 bits
    const std::pair<const char*, Bytes> rows[] = {
        {"PORTRAIT-FORMAT", jpegOf(image, {.cmyk = true})},
        {"PORTRAIT-FORMAT", text("GIF89a\x01\x02 and more of it")},
        {"PORTRAIT-FORMAT", text("RIFF....WEBPVP8 ")},
        {"PORTRAIT-FORMAT", text("BM......................")},
        {"PORTRAIT-FORMAT", text("II*\0........")},
        {"PORTRAIT-FORMAT", text("<?xml version='1.0'?><svg/>")},
        {"PORTRAIT-FORMAT", text("%PDF-1.7")},
        {"PORTRAIT-FORMAT", joined(text("PK\x03\x04"), jpeg)},
        {"PORTRAIT-FORMAT", joined(text("<html>"), png)},
        {"PORTRAIT-DAMAGED", joined({0xFF, 0xD8, 0xFF}, png)},
        {"PORTRAIT-DAMAGED", joined({0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A}, jpeg)},
        {"PORTRAIT-DAMAGED", lyingPalette},
        {"PORTRAIT-DAMAGED", withScansRepeated(progressive, 70)},
        {"PORTRAIT-DAMAGED", withScansRepeated(progressive, 1500)},
        {"PORTRAIT-DAMAGED", Bytes(jpeg.begin(), jpeg.begin() + static_cast<std::ptrdiff_t>(jpeg.size() / 2))},
        {"PORTRAIT-DAMAGED", Bytes(progressive.begin(), progressive.begin() + static_cast<std::ptrdiff_t>(progressive.size() / 2))},
        {"PORTRAIT-DAMAGED", Bytes(png.begin(), png.begin() + static_cast<std::ptrdiff_t>(png.size() / 2))},
        {"PORTRAIT-TOO-LARGE", Bytes(20'000'001, 0)},
    };
    int row = 0;
    for (const auto& [code, octets] : rows) {
        INFO("row " << row++);
        CHECK(codeOf(octets) == code);
    }
}

TEST_CASE("Bombs within chunks that nobody needs are passed by: the picture is taken without them, or not at all")
{
    const auto png = pngOf(drawn(2), {});
    const auto bomb = packedZeros(200'000'000);
    CHECK(bomb.size() < 400'000);
    for (const auto& hostile : {withChunk(png, "zTXt", packedText("Comment", bomb)), withChunk(png, "iCCP", packedText("ICC", bomb)),
                                withChunk(png, "tEXt", text(std::string(3'000'000, 'x')))}) {
        const auto code = codeOf(hostile);
        CHECK((code == "taken" || code == "PORTRAIT-DAMAGED"));
    }
}

TEST_CASE("Nothing of what stood beside the pixels is kept")
{
    const auto image = drawn(3);
    const auto thumbnail = jpegOf({160, 160, Bytes(160 * 160 * 3, 90)});
    auto exif = text(std::string("Exif\0\0II*\0\x08\0\0\0", 14));
    append(exif, text("GPSLatitude 51.5 Canary-Camera"));
    append(exif, thumbnail);
    auto jpeg = jpegOf(image);
    const auto plain = PortraitFile::fromBytes(jpeg).accept();
    jpeg = withSegment(jpeg, 0xFE, text("Canary-Comment"));
    jpeg = withSegment(jpeg, 0xED, text("Photoshop 3.0 Canary-Iptc"));
    jpeg = withSegment(jpeg, 0xE2, text(std::string("ICC_PROFILE\0\x01\x01 Canary-Profile", 31)));
    jpeg = withSegment(jpeg, 0xE1, text(std::string("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Canary-Xmp</x:xmpmeta>", 65)));
    jpeg = withSegment(jpeg, 0xE1, exif);
    append(jpeg, text("Canary-Behind"));
    append(jpeg, thumbnail);
    auto png = pngOf(image, {});
    png = withChunk(png, "tEXt", text(std::string("Comment\0Canary-Text", 19)));
    png = withChunk(png, "eXIf", text(std::string("II*\0\x08\0\0\0Canary-Exif", 19)));
    append(png, text("Canary-Behind"));
    for (const auto& octets : {jpeg, png}) {
        REQUIRE(toText(octets).find("Canary") != std::string::npos);
        const auto kept = PortraitFile::fromBytes(octets).accept().jpeg;
        CHECK(toText(kept).find("Canary") == std::string::npos);
        CHECK(toText(kept).find("Exif") == std::string::npos);
        CHECK(markersOf(kept) == "E0 DB DB C0 C4 C4 C4 C4 DA end");
    }
    CHECK(PortraitFile::fromBytes(jpeg).accept().jpeg == plain.jpeg); // the same picture is the same reference
    CHECK(PortraitFile::fromBytes(png).accept().jpeg == PortraitFile::fromBytes(pngOf(image, {})).accept().jpeg);
}

TEST_CASE("What is no file is refused without waiting for it")
{
    const auto folder = std::filesystem::temp_directory_path() / ("cardwright-pictures-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    const auto fifo = (folder / "fifo.jpg").string();
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const auto link = (folder / "link.jpg").string();
    std::filesystem::create_symlink(drawnPath(1), link);
    const auto dangling = (folder / "dangling.jpg").string();
    std::filesystem::create_symlink(folder / "nowhere", dangling);
    const auto empty = (folder / "empty.jpg").string();
    std::ofstream(empty).close();
    const auto renamed = (folder / "really-a-jpeg.png").string();
    std::filesystem::copy_file(drawnPath(1), renamed);
    const auto large = (folder / "large.jpg").string();
    std::ofstream(large).close();
    std::filesystem::resize_file(large, 30'000'000'000); // a hole
    const auto code = [](const std::string& path) { return codeOf([&] { PortraitFile::load(path).accept(); }); };
    CHECK(code(fifo) == "PORTRAIT-FORMAT");
    CHECK(code(link) == "PORTRAIT-FORMAT");
    CHECK(code(dangling) == "PORTRAIT-FORMAT");
    CHECK(code(folder.string()) == "PORTRAIT-FORMAT");
    CHECK(code("/dev/zero") == "PORTRAIT-FORMAT");
    CHECK(code("/dev/full") == "PORTRAIT-FORMAT");
    CHECK(code(empty) == "PORTRAIT-FORMAT");
    CHECK(code(large) == "PORTRAIT-TOO-LARGE");
    CHECK(code(renamed) == "taken"); // what it is, is what it begins with
    CHECK(code((folder / "none.jpg").string()) == "PORTRAIT-MISSING");
    std::filesystem::remove_all(folder);
}
