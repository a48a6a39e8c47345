#include "tests/unit/portrait/Pictures.h"

#include <catch2/catch.hpp>

#include <cstdio> // jpeglib.h needs FILE before it

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

namespace cardwright::test {

std::string drawnPath(int number)
{
    return std::string(CARDWRIGHT_SOURCE_DIR) + "/resources/training/portraits/portrait-" + std::to_string(number) + ".jpg";
}

PortraitImage drawn(int number)
{
    const auto file = PortraitFile::load(drawnPath(number));
    return file.cut(file.proposedCrop(), 0);
}

Bytes octetsOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    return Bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

Bytes jpegOf(const PortraitImage& image, const JpegForm& form)
{
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &memory, &size);
    info.image_width = static_cast<JDIMENSION>(image.width);
    info.image_height = static_cast<JDIMENSION>(image.height);
    info.input_components = form.cmyk ? 4 : 3;
    info.in_color_space = form.cmyk ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 90, TRUE);
    info.arith_code = form.arithmetic ? TRUE : FALSE;
    if (form.progressive) jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    std::vector<unsigned char> row(static_cast<std::size_t>(image.width) * 4);
    for (int y = 0; y < image.height; ++y) {
        const auto* from = image.pixels.data() + static_cast<std::size_t>(y) * image.width * 3;
        for (int x = 0; x < image.width; ++x) {
            for (std::size_t channel = 0; channel < 3; ++channel) row[static_cast<std::size_t>(x) * (form.cmyk ? 4 : 3) + channel] = from[x * 3 + static_cast<int>(channel)];
            if (form.cmyk) row[static_cast<std::size_t>(x) * 4 + 3] = 0;
        }
        JSAMPROW line = row.data();
        jpeg_write_scanlines(&info, &line, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    Bytes octets(memory, memory + size);
    std::free(memory);
    return octets;
}

Bytes withSegment(const Bytes& jpeg, std::uint8_t marker, ByteView content)
{
    Bytes result(jpeg.begin(), jpeg.begin() + 2);
    const auto size = content.size() + 2;
    append(result, Bytes{0xFF, marker, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)});
    append(result, content);
    result.insert(result.end(), jpeg.begin() + 2, jpeg.end());
    return result;
}

std::string markersOf(ByteView jpeg)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string markers;
    std::size_t at = 2;
    while (at + 4 <= jpeg.size() && jpeg[at] == 0xFF) {
        const auto marker = jpeg[at + 1];
        markers += (markers.empty() ? "" : " ");
        markers += digits[marker >> 4];
        markers += digits[marker & 15];
        at += 2 + jpeg[at + 2] * 256U + jpeg[at + 3];
        if (marker == 0xDA) break;
    }
    // Within a scan FF is followed by 00 or a restart: the first other one ends it, and nothing may come after.
    while (at + 1 < jpeg.size() && !(jpeg[at] == 0xFF && jpeg[at + 1] != 0 && (jpeg[at + 1] & 0xF8) != 0xD0)) ++at;
    const bool ends = at + 2 == jpeg.size() && jpeg[at + 1] == 0xD9;
    return markers + (ends ? " end" : " more");
}

Bytes pngOf(const PortraitImage& image, const PngForm& form)
{
    Bytes octets;
    auto* png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    auto* info = png_create_info_struct(png);
    REQUIRE(info != nullptr);
    png_set_write_fn(
        png, &octets, [](png_structp of, png_bytep from, std::size_t size) { append(*static_cast<Bytes*>(png_get_io_ptr(of)), ByteView(from, size)); }, nullptr);
    png_set_IHDR(png, info, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height), form.depth, form.colourType,
                 form.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    std::vector<png_color> greys;
    for (int i = 0; i < 256; ++i) greys.push_back({static_cast<png_byte>(i), static_cast<png_byte>(i), static_cast<png_byte>(i)});
    if (form.colourType == PNG_COLOR_TYPE_PALETTE) png_set_PLTE(png, info, greys.data(), 256);
    const std::size_t channels = form.colourType == PNG_COLOR_TYPE_RGB ? 3 : form.colourType == PNG_COLOR_TYPE_RGB_ALPHA ? 4 : form.colourType == PNG_COLOR_TYPE_GRAY_ALPHA ? 2 : 1;
    const std::size_t wide = form.depth / 8;
    std::vector<Bytes> rows;
    for (int y = 0; y < image.height; ++y) {
        Bytes row;
        for (int x = 0; x < image.width; ++x) {
            const auto* from = image.pixels.data() + (static_cast<std::size_t>(y) * image.width + static_cast<std::size_t>(x)) * 3;
            for (std::size_t channel = 0; channel < channels; ++channel) {
                const bool alpha = (channels == 4 && channel == 3) || (channels == 2 && channel == 1);
                row.insert(row.end(), wide, alpha ? std::uint8_t{255} : from[channels < 3 ? 1 : channel]);
            }
        }
        rows.push_back(std::move(row));
    }
    std::vector<png_bytep> lines;
    for (auto& row : rows) lines.push_back(row.data());
    png_write_info(png, info);
    png_write_image(png, lines.data());
    png_write_end(png, nullptr);
    png_destroy_write_struct(&png, &info);
    return octets;
}

Bytes withChunk(const Bytes& png, const std::string& type, ByteView content)
{
    constexpr std::size_t behindHead = 8 + 25; // signature, IHDR
    const auto put = [](Bytes& to, std::uint32_t value) {
        for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(value >> shift));
    };
    Bytes result(png.begin(), png.begin() + behindHead);
    put(result, static_cast<std::uint32_t>(content.size()));
    Bytes checked = toBytes(bytesOf(type));
    append(checked, content);
    append(result, checked);
    put(result, static_cast<std::uint32_t>(::crc32(0, checked.data(), static_cast<uInt>(checked.size()))));
    result.insert(result.end(), png.begin() + behindHead, png.end());
    return result;
}

Bytes packedZeros(std::size_t count)
{
    const Bytes zeros(count, 0);
    auto size = ::compressBound(static_cast<uLong>(count));
    Bytes packed(size);
    REQUIRE(::compress2(packed.data(), &size, zeros.data(), static_cast<uLong>(count), 9) == Z_OK);
    packed.resize(size);
    return packed;
}

} // namespace cardwright::test
