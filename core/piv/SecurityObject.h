#pragma once

#include "core/base/Bytes.h"
#include "core/piv/ObjectId.h"

#include <span>
#include <vector>

namespace cardwright {

struct DataGroupDigest;

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

/// The line of an LDSSecurityObject (core/crypto/CmsSignature.h: encodeLdsSecurityObject) for one object's content, as
/// PivApplication::object() returns it. Errors: UsageError when the container is not in the map.
DataGroupDigest digestFor(std::span<const DataGroup> groups, ObjectId object, ByteView content);

/// Whether the content is the one that was signed: its group's digest is there and equal.
bool digestHolds(std::span<const DataGroup> groups, std::span<const DataGroupDigest> digests, ObjectId object, ByteView content);

} // namespace cardwright
