#pragma once

#include "core/portrait/PortraitFile.h"

#include <string>

namespace cardwright::test {

/// resources/training/portraits/portrait-N.jpg
std::string drawnPath(int number);
PortraitImage drawn(int number); ///< as it would be kept: 600 x 771
Bytes octetsOf(const std::string& path);

/// A JPEG that libjpeg writes as told.
struct JpegForm {
    bool progressive = false;
    bool arithmetic = false;
    bool cmyk = false;
};
Bytes jpegOf(const PortraitImage& image, const JpegForm& form = {});
/// Marker segment (FF `marker`, length, content) put behind the start of image.
Bytes withSegment(const Bytes& jpeg, std::uint8_t marker, ByteView content);
/// The markers of a JPEG in their order, up to the first scan; whether it ends with the end of image and nothing else.
std::string markersOf(ByteView jpeg);

/// A PNG that libpng writes as told: colour type and depth of the standard.
struct PngForm {
    int colourType = 2;
    int depth = 8;
    bool interlaced = false;
};
Bytes pngOf(const PortraitImage& image, const PngForm& form);
/// A chunk put behind IHDR, with its checksum.
Bytes withChunk(const Bytes& png, const std::string& type, ByteView content);
/// So many zeros, packed as zlib does.
Bytes packedZeros(std::size_t count);

} // namespace cardwright::test
