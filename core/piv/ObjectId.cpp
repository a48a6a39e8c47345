#include "core/piv/ObjectId.h"

namespace cardwright {

namespace {

constexpr std::array known = {
    objects::cardCapability, objects::chuid,         objects::certificate9A, objects::fingerprints,
    objects::securityObject, objects::facialImage,   objects::certificate9E, objects::certificate9C,
    objects::certificate9D,  objects::printedInformation, objects::discovery, objects::keyHistory,
};

template <typename Matches>
std::optional<ObjectId> first(Matches matches) noexcept
{
    for (const auto& id : known) {
        if (matches(id)) return id;
    }
    return std::nullopt;
}

} // namespace

std::span<const ObjectId> knownObjects() noexcept { return known; }

std::optional<ObjectId> objectWithTag(std::uint32_t tag) noexcept
{
    return first([tag](const ObjectId& id) { return id.tag == tag; });
}

std::optional<ObjectId> objectWithContainer(std::uint16_t container) noexcept
{
    return first([container](const ObjectId& id) { return id.container == container; });
}

} // namespace cardwright
