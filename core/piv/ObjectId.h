#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cardwright {

/// A data object of SP 800-73-5 pt 1 table 3: the tag by which the card knows it, and the container that names it in the
/// security object's map.
struct ObjectId {
    std::uint32_t tag = 0;
    std::uint16_t container = 0;
    std::string_view name;

    /// Discovery (7E) and biometric group template (7F61) travel bare; all others inside a data object 53.
    constexpr bool bare() const noexcept { return tag == 0x7E || tag == 0x7F61; }
    friend constexpr bool operator==(const ObjectId& left, const ObjectId& right) noexcept { return left.tag == right.tag; }
};

namespace objects {
inline constexpr ObjectId chuid{0x5FC102, 0x3000, "card holder unique identifier"};
inline constexpr ObjectId cardCapability{0x5FC107, 0xDB00, "card capability container"};
inline constexpr ObjectId printedInformation{0x5FC109, 0x3001, "printed information"};
inline constexpr ObjectId facialImage{0x5FC108, 0x6030, "facial image"};
inline constexpr ObjectId fingerprints{0x5FC103, 0x6010, "fingerprints"};
inline constexpr ObjectId securityObject{0x5FC106, 0x9000, "security object"};
inline constexpr ObjectId certificate9A{0x5FC105, 0x0101, "certificate 9A"};
inline constexpr ObjectId certificate9C{0x5FC10A, 0x0100, "certificate 9C"};
inline constexpr ObjectId certificate9D{0x5FC10B, 0x0102, "certificate 9D"};
inline constexpr ObjectId certificate9E{0x5FC101, 0x0500, "certificate 9E"};
inline constexpr ObjectId keyHistory{0x5FC10C, 0x6060, "key history"};
inline constexpr ObjectId discovery{0x7E, 0x6050, "discovery"};
/// Of some makers: the certificate of the key F9 that signs attestations. No container of SP 800-73.
inline constexpr ObjectId attestationCertificate{0x5FFF01, 0x0000, "attestation certificate"};
} // namespace objects

/// All objects above, in the order of the table.
std::span<const ObjectId> knownObjects() noexcept;
std::optional<ObjectId> objectWithTag(std::uint32_t tag) noexcept;
std::optional<ObjectId> objectWithContainer(std::uint16_t container) noexcept;

} // namespace cardwright
