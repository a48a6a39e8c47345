#pragma once

#include "ui/bridge/ApplicationValues.h"
#include "ui/bridge/DeskPort.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// The photo at capture: a picture in the hand, the part of it that is used, what was measured, and why it is taken all the same.

namespace cardwright::ui {

/// The part of the picture that is used, in the picture's own pixels. Its height follows from its width: 35 to 45.
struct PhotoPart {
    int left = 0;
    int top = 0;
    int width = 0;
    int tenthsOfDegree = 0; ///< the picture is turned clockwise by so much about the part's middle
    int height() const noexcept { return width * 771 / 600; }
    friend bool operator==(const PhotoPart&, const PhotoPart&) = default;
};

/// A picture that was opened. `preview` is a smaller copy to look at: red, green, blue, rows without gaps.
struct PhotoPicture {
    std::uint64_t picture = 0; ///< which one: answers of an earlier one are late
    int width = 0;
    int height = 0;
    int previewWidth = 0;
    int previewHeight = 0;
    Bytes preview;
    PhotoPart proposed;
    int smallestPart = 300; ///< width under which no part is taken
    std::optional<Failure> failure;
};

/// Why a picture is taken although something is advised (of the policy).
struct PhotoReasonChoice {
    std::string id;
    std::string title; ///< English words
};

/// How often, by reason and by check. No names.
struct PhotoCount {
    std::string title; ///< English words
    std::uint64_t count = 0;
};
struct PhotoFigures {
    std::uint64_t taken = 0;    ///< all portraits on record at this desk
    std::uint64_t measured = 0; ///< those with figures
    std::uint64_t advised = 0;  ///< taken with a reason
    std::vector<PhotoCount> byReason;
    std::vector<PhotoCount> byCheck;
    std::optional<Failure> failure;
};

/// Where the guides belong, by the policy: shares of the part's height.
struct PhotoGuides {
    double headLeast = 0.45;
    double headMost = 0.80;
};

class PhotoPort {
public:
    virtual ~PhotoPort() = default;
    /// A file that the agent chose. One picture at a time: the one before is put away.
    virtual void open(const std::string& path, Then<PhotoPicture> then) = 0;
    /// What a camera gave (JPEG or PNG), or the portrait of a kept application: the same path.
    virtual void openOctets(Bytes octets, Then<PhotoPicture> then) = 0;
    /// Measures this part of the open picture and makes the portrait of it. Late questions win: one that was overtaken is never answered.
    virtual void use(std::uint64_t picture, const PhotoPart& part, Then<PortraitAnswer> then) = 0;
    virtual void close() = 0;
    virtual std::vector<PhotoReasonChoice> reasons() const = 0;
    virtual PhotoGuides guides() const = 0;
    virtual void figures(Then<PhotoFigures> then) = 0;
};

} // namespace cardwright::ui
