#pragma once

#include "core/portrait/FaceFinder.h"
#include "core/portrait/PortraitFile.h"

namespace cardwright {

/// Where the head is thought to be, in pixels of the picture. From the face's box alone: hair, hats and ears are not seen.
struct HeadPlace {
    double left = 0;
    double right = 0;
    double crown = 0;
    double eyes = 0;
    double chin = 0;
    double middle() const noexcept { return (left + right) / 2; }
};

HeadPlace headPlace(const FaceBox& face, int width, int height) noexcept;

/// Light on the face: shares in per cent.
struct FaceLight {
    double mean = 0;
    double clipped = 0;
    double darker = 0;         ///< by how much the darker half lies under the other
    bool rightIsDarker = false; ///< the right of the picture, as one looks at it
};
FaceLight faceLight(const PortraitImage& image, const HeadPlace& head);

/// Laplacian's variance over the lightness's variance, on the face brought to 256 pixels: neither size nor light of the face counts. 1 to 3
/// is a blur that anybody sees.
double faceSharpness(const PortraitImage& image, const HeadPlace& head);

/// What lies beside and above the head. Nothing of it can be told from hair and shoulders for certain, so a wide berth is given.
struct GroundLight {
    double uneven = 0;          ///< per cent: standard deviation of lightness and colour, after the slope was taken out
    double shade = 0;           ///< per cent: the slope, from one side to the other
    bool rightIsDarker = false;
    bool seen = false;          ///< enough of it is in the picture
};
GroundLight groundLight(const PortraitImage& image, const HeadPlace& head);

} // namespace cardwright
