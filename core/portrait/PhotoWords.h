#pragma once

#include "core/portrait/PhotoCheck.h"
#include "core/portrait/PhotoMeasures.h"

namespace cardwright {

/// All that was measured, for the words of the findings.
struct PhotoSight {
    int sourceWidth = 0;
    FaceReport face;
    HeadPlace head;
    FaceLight light;
    GroundLight ground;
    std::optional<double> lean;
    double sharpness = 0;
};

/// Title, value and what is asked; of an advice also headline and remedy. The verdict must be set.
void putWords(PhotoFinding& finding, const PhotoSight& sight);

} // namespace cardwright
