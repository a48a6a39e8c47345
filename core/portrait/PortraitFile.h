#pragma once

#include "core/base/Bytes.h"
#include "core/base/Failure.h"

#include <cstddef>
#include <optional>
#include <cstdint>
#include <string>

namespace cardwright {

/// A portrait that cannot be taken: PORTRAIT-MISSING, PORTRAIT-FORMAT, PORTRAIT-TOO-LARGE, PORTRAIT-TOO-SMALL,
/// PORTRAIT-DAMAGED.
class PortraitError : public RefusedError {
public:
    using RefusedError::RefusedError;
};

/// Bounds for pictures that others made. All are looked at before a pixel is decoded.
struct PortraitLimits {
    std::size_t fileBytes = 20'000'000;
    int side = 12'000;              ///< pixels, either way
    std::int64_t pixels = 60'000'000;
    int smallestWidth = 600;        ///< of the picture as it comes, upright
    int smallestHeight = 750;
};

/// Upright pixels, red green blue, rows without gaps.
struct PortraitImage {
    int width = 0;
    int height = 0;
    Bytes pixels;
};

/// In pixels of the upright picture as PortraitFile shows it.
struct CropBox {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
    friend bool operator==(const CropBox&, const CropBox&) = default;
};

/// What is kept of a person's picture: a baseline JPEG of 600 x 771 (35:45), at most about 60 kB, without EXIF or
/// any other metadata. The same picture and crop give the same octets.
struct Portrait {
    static constexpr int width = 600;
    static constexpr int height = 771;
    static constexpr std::size_t aim = 60'000;
    Bytes jpeg;
};

enum class PortraitFormat { jpeg, png };

/// A picture file that somebody chose. Knows its size and kind at once; decodes on demand.
class PortraitFile {
public:
    /// Throws PortraitError.
    static PortraitFile load(const std::string& path, const PortraitLimits& limits = {});
    static PortraitFile fromBytes(Bytes octets, const PortraitLimits& limits = {});

    PortraitFormat format() const noexcept { return m_format; }
    int width() const noexcept { return m_width; } ///< upright: EXIF orientation is applied
    int height() const noexcept { return m_height; }
    std::size_t fileBytes() const noexcept { return m_octets.size(); }

    /// The largest box of 35:45, in the middle across and a little above it down.
    CropBox proposedCrop() const noexcept;

    /// Throws PortraitError: PORTRAIT-DAMAGED when the pixels do not come out whole.
    PortraitImage decode() const;
    /// The same, smaller where the format makes that cheap: neither side under `side` unless the picture itself is. For looking at.
    PortraitImage decodeAbout(int side) const;
    /// The part as it would be kept, before it is encoded: cut to the card's shape, turned, 600 x 771. PORTRAIT-TOO-SMALL, PORTRAIT-DAMAGED.
    PortraitImage cut(const CropBox& crop, int tenthsOfDegree) const;
    /// Of a picture that decode() gave, so that a crop can be moved without unpacking the file again.
    static PortraitImage cutFrom(const PortraitImage& whole, const CropBox& crop, int tenthsOfDegree);
    static Portrait encode(const PortraitImage& cut);
    /// Cropped, scaled, encoded. Without a crop: proposedCrop(). A crop outside the picture is cut to it.
    Portrait accept(const std::optional<CropBox>& crop = std::nullopt, int tenthsOfDegree = 0) const;

private:
    PortraitFile(Bytes octets, const PortraitLimits& limits);

    Bytes m_octets;
    PortraitFormat m_format = PortraitFormat::jpeg;
    int m_storedWidth = 0; ///< before orientation
    int m_storedHeight = 0;
    int m_orientation = 1; ///< EXIF 2.32, 4.6.4, tag 0112
    int m_width = 0;
    int m_height = 0;
};

} // namespace cardwright
