#pragma once

#include "core/base/Bytes.h"
#include "core/base/Clock.h"

#include <array>
#include <cstdint>
#include <string>

namespace cardwright {

/// Cardholder Facial Image, 5FC108 (SP 800-73-5 pt 1 3.2.2; SP 800-76-2 7 and 9): in BC a CBEFF structure of the PIV patron
/// format, 88 octets of header, then an INCITS 385-2004 record around one JPEG, then the issuer's CMS signature.
/// The object holds at most 12704 octets; many cards take less, so it is written only where the profile and policy say so.
struct FacialImage {
    static constexpr std::size_t mostOctets = 12704;

    Bytes jpeg;              ///< baseline or progressive JPEG; its own header says width and height
    std::uint16_t width = 0, height = 0;
    std::int64_t created = 0;    ///< UTC milliseconds
    std::int64_t validFrom = 0, validUntil = 0;
    std::string creator;         ///< at most 17 of ASCII: who took it in
    std::array<std::uint8_t, 25> fascN{};
    Bytes signature;             ///< CMS, detached, over signedPortion(); empty before it is made

    /// Width and height are read from the JPEG. Errors: CardDataError (no JPEG with a frame header).
    static FacialImage of(ByteView jpeg);
    /// The CBEFF header (with the length of the signature to come) and the record: what the signature is over.
    Bytes signedPortion(std::size_t signatureSize) const;
    /// The object's content, BC and FE. Errors: UsageError (too large, a creator that is too long, no picture).
    Bytes encode() const;
    /// Octets of encode() for a signature of this size: for the pre-flight.
    std::size_t encodedSize(std::size_t signatureSize) const;
    /// Errors: CardDataError (cut, of another format or type, lengths that do not add up).
    static FacialImage decode(ByteView content);
    friend bool operator==(const FacialImage&, const FacialImage&) = default;
};

} // namespace cardwright
