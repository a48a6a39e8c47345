#include "core/piv/SecurityObject.h"

#include "core/crypto/CmsSignature.h"
#include "core/piv/ObjectReading.h"

namespace cardwright {

namespace {

constexpr std::uint32_t mapTag = 0xBA;
constexpr std::uint32_t cmsTag = 0xBB;
constexpr std::size_t mostGroups = 10; // BA holds at most 30 octets

const DataGroup* groupOf(std::span<const DataGroup> groups, ObjectId object)
{
    for (const auto& group : groups) {
        if (group.container == object.container) return &group;
    }
    return nullptr;
}

std::vector<DataGroup> readMap(ByteView octets)
{
    if (octets.size() % 3 != 0) throw TlvError("the map of groups is cut");
    std::vector<DataGroup> groups;
    for (; !octets.empty(); octets = octets.subspan(3)) {
        const DataGroup group{octets[0], static_cast<std::uint16_t>(octets[1] << 8 | octets[2])};
        for (const auto& other : groups) {
            if (other.number == group.number || other.container == group.container) throw TlvError("a group stands there twice");
        }
        groups.push_back(group);
    }
    return groups;
}

} // namespace

std::vector<DataGroup> SecurityObject::groupsFor(std::span<const ObjectId> objects)
{
    if (objects.size() > mostGroups) throw UsageError(Failure::of("USAGE", "a security object covers at most ten objects"));
    std::vector<DataGroup> groups;
    for (const auto& object : objects) {
        if (groupOf(groups, object) != nullptr) throw UsageError(Failure::of("USAGE", "an object is named twice"));
        groups.push_back({static_cast<std::uint8_t>(groups.size() + 1), object.container});
    }
    return groups;
}

Bytes SecurityObject::encode() const
{
    Bytes map;
    for (const auto& group : groups) {
        const auto high = static_cast<std::uint8_t>(group.container >> 8);
        map.insert(map.end(), {group.number, high, static_cast<std::uint8_t>(group.container & 0xFF)});
    }
    return std::move(TlvWriter().add(mapTag, map).add(cmsTag, cms).addEmpty(0xFE)).octets();
}

SecurityObject SecurityObject::decode(ByteView content)
{
    return readingCardData(objects::securityObject.name, [&] {
        SecurityObject object;
        ElementsOnce once;
        for (TlvReader reader(content); !reader.atEnd();) {
            const auto element = reader.next();
            if (element.tag != mapTag && element.tag != cmsTag && element.tag != 0xFE) continue;
            once.note(element.tag);
            if (element.tag == mapTag) object.groups = readMap(element.value);
            if (element.tag == cmsTag) object.cms = toBytes(element.value);
        }
        if (!once.has(mapTag) || !once.has(cmsTag) || !once.has(0xFE)) throw TlvError("the map, the signature or the end is missing");
        return object;
    });
}

DataGroupDigest digestFor(std::span<const DataGroup> groups, ObjectId object, ByteView content)
{
    const auto* group = groupOf(groups, object);
    if (group == nullptr) throw UsageError(Failure::of("USAGE", "the security object does not cover the " + std::string(object.name)));
    return {group->number, sha256(content)};
}

bool digestHolds(std::span<const DataGroup> groups, std::span<const DataGroupDigest> digests, ObjectId object, ByteView content)
{
    const auto* group = groupOf(groups, object);
    if (group == nullptr) return false;
    for (const auto& digest : digests) {
        if (digest.number == group->number) return digest.digest == sha256(content);
    }
    return false;
}

} // namespace cardwright
