#pragma once

#include "core/portrait/FaceFinder.h"
#include "core/portrait/PortraitFile.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What is measured of a picture at capture, one number each. The unit stands in brackets.
enum class PhotoCheck {
    size,       ///< width of the part that is used, in the picture as it came [pixels]
    oneFace,    ///< faces found [faces]
    headHeight, ///< crown to chin [% of the height]
    centred,    ///< middle of the face from the middle of the picture [% of the width]
    sharp,      ///< what changes from point to point on the face, against what changes at all [index, 0 = a blur]
    light,      ///< mean lightness of the face [%]
    clipped,    ///< parts of the face that are black or white and show nothing [%]
    evenLight,  ///< by how much the darker half of the face is darker than the other [%]
    background, ///< unevenness beside and above the head [% of all lightness, one standard deviation]
    shade,      ///< from one side of the background to the other [% of all lightness]
    level,      ///< how far the head leans to a side [degrees]
    facing,     ///< the view in which the face was found: 0 = frontal, 1 = turned to a side [view]
};
inline constexpr std::size_t photoCheckCount = static_cast<std::size_t>(PhotoCheck::facing) + 1;

std::string_view nameOf(PhotoCheck check) noexcept; ///< "head-height": in the policy, in records
std::string_view titleOf(PhotoCheck check) noexcept; ///< "Head height": for people
std::optional<PhotoCheck> photoCheckFrom(std::string_view name) noexcept;
std::span<const PhotoCheck> allPhotoChecks() noexcept;

/// Where a measure should lie. An end that is not there is not asked for.
struct PhotoBound {
    std::optional<double> least;
    std::optional<double> most;
    bool asks() const noexcept { return least || most; }
    bool holds(double value) const noexcept { return (!least || value >= *least) && (!most || value <= *most); }
};

/// The organisation's bounds, one for each check (policy photo.json). A check without bounds is measured and never advises.
struct PhotoBounds {
    std::array<PhotoBound, photoCheckCount> of{};
    PhotoBound& operator[](PhotoCheck check) noexcept { return of[static_cast<std::size_t>(check)]; }
    const PhotoBound& operator[](PhotoCheck check) const noexcept { return of[static_cast<std::size_t>(check)]; }
};

/// Which part of the picture, turned by how much about its middle: positive turns the picture clockwise.
struct PhotoCrop {
    CropBox box;
    int tenthsOfDegree = 0; ///< -150 to 150
    friend bool operator==(const PhotoCrop&, const PhotoCrop&) = default;
};

enum class PhotoVerdict {
    good,
    advice,      ///< outside the bounds: people decide
    notMeasured, ///< without exactly one face most of it has no meaning
};

/// One check with what was measured, what is asked, and what would help.
struct PhotoFinding {
    PhotoCheck check = PhotoCheck::size;
    PhotoVerdict verdict = PhotoVerdict::notMeasured;
    double measured = 0;
    PhotoBound asked;
    std::string title;    ///< "Head height"
    std::string value;    ///< "38 % of the height"
    std::string askedText; ///< "45 to 80 %"; empty: nothing is asked
    std::string headline; ///< of an advice: "The head is too small"
    std::string remedy;   ///< of an advice: "Move a step closer: the head fills 38 % of the height, 45 to 80 % is asked."
};

/// What was measured of the part that would be kept. Figures only: nothing of it tells one face from another.
struct PhotoReport {
    std::vector<PhotoFinding> findings; ///< in the order of PhotoCheck
    FaceReport face;                    ///< in shares of the part
    double lean = 0;                    ///< degrees, positive: the head leans clockwise as one looks at the picture

    const PhotoFinding& of(PhotoCheck check) const;
    std::vector<PhotoCheck> advised() const;
    bool clean() const { return advised().empty(); }
};

/// Measures and says. Not to be used by two threads at once. Each call takes some hundred milliseconds at most, whatever the
/// picture: it looks at the portrait as it would be kept.
class PhotoJudge {
public:
    PhotoJudge();
    ~PhotoJudge();
    PhotoJudge(PhotoJudge&&) noexcept;
    PhotoJudge& operator=(PhotoJudge&&) noexcept;

    /// `cut`: the portrait's pixels, 600 x 771. `sourceWidth`: pixels of the picture that became its width.
    PhotoReport judge(const PortraitImage& cut, int sourceWidth, const PhotoBounds& bounds);
    /// Where a crop belongs in this picture (as shares of it): round the face, else the largest box. The picture may be a smaller copy.
    PhotoCrop propose(const PortraitImage& copy, int width, int height, const PhotoBounds& bounds);
    FaceFinder& faces() noexcept { return m_faces; }

private:
    FaceFinder m_faces;
};

/// What an agent puts on record with a portrait: figures, verdicts, and their reason where something was advised.
struct PhotoStanding {
    struct Row {
        PhotoCheck check = PhotoCheck::size;
        PhotoVerdict verdict = PhotoVerdict::good;
        double measured = 0;
    };
    std::string policyId;
    int policyVersion = 0;
    std::vector<Row> rows;
    std::string reason; ///< a code of the policy; empty: nothing was advised, or nobody has said why yet

    bool advised() const noexcept;
};

PhotoStanding standingOf(const PhotoReport& report, std::string policyId, int policyVersion, std::string reason = {});

} // namespace cardwright
