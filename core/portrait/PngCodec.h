#pragma once

#include "core/portrait/PortraitFile.h"

namespace cardwright {

struct PngHead {
    int width = 0;
    int height = 0;
};

/// Throws PortraitError: PORTRAIT-DAMAGED. Refuses heads that promise more than the file can unpack to.
PngHead readPngHead(ByteView file);

/// Red, green, blue at 8 bits; transparent parts become white.
PortraitImage decodePng(ByteView file);

} // namespace cardwright
