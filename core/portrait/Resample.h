#pragma once

#include "core/portrait/PortraitFile.h"

namespace cardwright {

/// The box of the picture at another size. A triangle filter as wide as the step, in whole numbers throughout, so that
/// the same picture gives the same pixels on every machine. The box must lie within the picture.
PortraitImage resample(const PortraitImage& image, const CropBox& box, int width, int height);

/// The same with the picture turned about the box's middle, clockwise, by tenths of a degree. What would come from outside the picture is
/// the picture's edge.
PortraitImage resampleTurned(const PortraitImage& image, const CropBox& box, int width, int height, int tenthsOfDegree);

} // namespace cardwright
