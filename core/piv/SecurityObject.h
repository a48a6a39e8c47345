#pragma once

#include "core/base/Bytes.h"
#include "core/piv/ObjectId.h"

#include <array>
#include <optional>
#include <vector>

namespace cardwright {

/// One data group of the map: its number (1 to 16) and the container that it stands for.
struct DataGroup {
    std::uint8_t number = 0;
    std::uint16_t container = 0;
    friend bool operator==(const DataGroup&, const DataGroup&) = default;
};

/// Security Object, 5FC106 (SP 800-73-5 pt 1 3.1.7): the map BA and, in BB, CMS over an LDSSecurityObject.
struct SecurityObject {
    std::vector<DataGroup> groups;
    Bytes cms;

    /// Groups numbered from 1 in the order given. Errors: UsageError (more than ten objects, the limit of BA; or one twice).
    static std::vector<DataGroup> groupsFor(std::span<const ObjectId> objects);

    Bytes encode() const;
    /// Errors: CardDataError (cut, a map that is not threes, a number or a container twice).
    static SecurityObject decode(ByteView content);
    friend bool operator==(const SecurityObject&, const SecurityObject&) = default;
};

/// LDSSecurityObject version 0 (ICAO 9303-10 4.6.2.3): what the security object's CMS signs, as DER.
struct LdsSecurityObject {
    /// The content type of the CMS: 2.23.136.1.1.1.
    static constexpr std::string_view contentType = "2.23.136.1.1.1";

    struct Digest {
        std::uint8_t group = 0;
        std::array<std::uint8_t, 32> sha256{};
        friend bool operator==(const Digest&, const Digest&) = default;
    };
    std::vector<Digest> digests; ///< SHA-256 over the object's content, as object() returns it

    /// Adds the digest of this content under this group.
    void add(std::uint8_t group, ByteView content);
    std::optional<Digest> digestOf(std::uint8_t group) const;

    Bytes encode() const;
    /// DER only, SHA-256 only (NULL parameters or none). Errors: CardDataError.
    static LdsSecurityObject decode(ByteView der);
    friend bool operator==(const LdsSecurityObject&, const LdsSecurityObject&) = default;
};

} // namespace cardwright
