#pragma once

#include "core/portrait/PortraitFile.h"

namespace cardwright {

struct JpegHead {
    int width = 0;
    int height = 0;
    int orientation = 1; ///< EXIF; 1 when there is none
    bool manyScans = false;
};

/// Throws PortraitError: PORTRAIT-DAMAGED, PORTRAIT-FORMAT (colours that are neither grey nor red-green-blue).
JpegHead readJpegHead(ByteView file);

/// Pixels as stored (orientation not applied), at 1/1, 1/2, 1/4 or 1/8 of the size. Any loss of data is an error.
PortraitImage decodeJpeg(ByteView file, int denominator);

/// Baseline, JFIF, 4:2:0, nothing but the picture. Deterministic.
Bytes encodeJpeg(const PortraitImage& image, int quality);

/// EXIF 2.32 tag 0112 out of an APP1 segment's content ("Exif\0\0" and a TIFF header); 1 when it says nothing clear.
int exifOrientation(ByteView segment);

} // namespace cardwright
