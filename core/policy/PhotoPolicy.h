#pragma once

#include "core/policy/PolicyFile.h"
#include "core/portrait/PhotoCheck.h"

#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Why a picture is taken although a measure lies outside its bounds.
struct PhotoReason {
    std::string id;    ///< "head-covering"
    std::string title; ///< "Head covering for faith or health"
};

/// What a photo must be, what it should be, and why it may be taken all the same (photo.json). Only size and format refuse.
struct PhotoPolicy {
    PolicyId id;
    PortraitLimits limits; ///< never wider than what this version can take
    PhotoBounds bounds;
    std::vector<PhotoReason> reasons;

    const PhotoReason* reason(std::string_view code) const noexcept;

    /// Throws PolicyError POLICY-DAMAGED with the line: a bound's ends crossed, bounds without an end, a reason twice, sizes that
    /// no picture has.
    static PhotoPolicy from(const PolicyFile& file);
    static PhotoPolicy load(const std::string& path);
    static PhotoPolicy shipped();
};

} // namespace cardwright
