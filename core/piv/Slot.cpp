#include "core/piv/Slot.h"

#include <array>

namespace cardwright {

namespace {

constexpr std::array slots = {Slot::authentication, Slot::signature, Slot::keyManagement, Slot::cardAuthentication};

} // namespace

std::span<const Slot> allSlots() noexcept { return slots; }

std::string_view slotName(Slot slot) noexcept
{
    switch (slot) {
    case Slot::authentication: return "9A";
    case Slot::signature: return "9C";
    case Slot::keyManagement: return "9D";
    case Slot::cardAuthentication: return "9E";
    }
    return "unknown";
}

std::optional<Slot> slotNamed(std::string_view name) noexcept
{
    if (name.size() != 2 || name[0] != '9') return std::nullopt;
    for (const auto slot : slots) {
        const char letter = slotName(slot)[1];
        if (name[1] == letter || name[1] == letter + ('a' - 'A')) return slot;
    }
    return std::nullopt;
}

ObjectId certificateObject(Slot slot) noexcept
{
    switch (slot) {
    case Slot::authentication: return objects::certificate9A;
    case Slot::signature: return objects::certificate9C;
    case Slot::keyManagement: return objects::certificate9D;
    case Slot::cardAuthentication: return objects::certificate9E;
    }
    return {};
}

bool passcodeNeeded(Slot slot) noexcept { return slot != Slot::cardAuthentication; }
bool passcodeEveryTime(Slot slot) noexcept { return slot == Slot::signature; }

} // namespace cardwright
