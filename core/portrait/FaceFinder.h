#pragma once

#include "core/portrait/PortraitFile.h"

#include <memory>
#include <optional>
#include <vector>

namespace cardwright {

/// Where a face was seen, as shares of the picture's width and height (0 to 1).
struct FaceBox {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    double certainty = 0; ///< the detector's own score, over 0
    /// Which of the detector's five views saw it: 0 frontal, 1 turned to its left, 2 to its right, 3 and 4 frontal and leaning.
    int view = 0;
    bool turned() const noexcept { return view == 1 || view == 2; }
};

/// Advice only: people look at people, the machine only measures.
struct FaceReport {
    std::vector<FaceBox> faces; ///< surest first
    double headShare = 0;       ///< estimated crown to chin as a share of the picture's height; 0 without exactly one face
    double offCentre = 0;       ///< signed share of the width: -0.1 = left of the middle by a tenth
    bool exactlyOne() const noexcept { return faces.size() == 1; }
};

/// Frontal faces by histograms of oriented gradients (dlib); its model is compiled in. Making one takes some
/// milliseconds: keep it. Not to be used by two threads at once.
class FaceFinder {
public:
    FaceFinder();
    ~FaceFinder();
    FaceFinder(FaceFinder&&) noexcept;
    FaceFinder& operator=(FaceFinder&&) noexcept;

    /// Looks at a copy of this width at most: smaller faces than an eighth of it are not found.
    FaceReport look(const PortraitImage& image, int workingWidth = 600);
    /// How far this face leans, in degrees, positive clockwise as one looks at it; nothing when no turn makes it clearer than another.
    /// The detector looks at the face turned this way and that; it is surest where the face stands upright.
    std::optional<double> lean(const PortraitImage& image, const FaceBox& face);
    /// Of an accepted portrait. Throws PortraitError when the octets are no picture.
    FaceReport look(const Portrait& portrait);

private:
    struct Detector;
    std::unique_ptr<Detector> m_detector;
};

} // namespace cardwright
