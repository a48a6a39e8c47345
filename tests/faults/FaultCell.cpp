#include "tests/faults/FaultCell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace cardwright::faults {

namespace {

using simulator::Fault;

constexpr std::array faults{FaultKind::removedBefore, FaultKind::removedAfter, FaultKind::reset,       FaultKind::word6F00,
                            FaultKind::done6F00,      FaultKind::word6982,     FaultKind::wrongLength, FaultKind::killedBefore,
                            FaultKind::killedAfter,   FaultKind::writeRefused, FaultKind::writeUnheard};
constexpr std::array<std::string_view, faults.size()> faultNames{"removed-before", "removed-after", "reset",         "6f00",
                                                                 "6f00-done",      "6982",          "wrong-length",  "killed-before",
                                                                 "killed-after",   "write-refused", "write-unheard"};
constexpr std::array<std::string_view, 6> endingNames{"through", "repaired", "again", "blank", "refused", "FAILED"};

Fault made(Fault::When when, Fault::Action action, std::uint16_t word = 0x6F00)
{
    Fault fault;
    fault.when = when;
    fault.action = action;
    fault.statusWord = word;
    return fault;
}

Fault faultOf(FaultKind kind)
{
    using When = Fault::When;
    using Action = Fault::Action;
    switch (kind) {
    case FaultKind::removedAfter: return made(When::after, Action::removed);
    case FaultKind::reset: return made(When::before, Action::reset);
    case FaultKind::word6F00: return made(When::before, Action::statusWord, 0x6F00);
    case FaultKind::done6F00: return made(When::after, Action::statusWord, 0x6F00);
    case FaultKind::word6982: return made(When::before, Action::statusWord, 0x6982);
    case FaultKind::wrongLength: return made(When::after, Action::wrongLength);
    case FaultKind::killedBefore: return made(When::before, Action::kill);
    case FaultKind::killedAfter: return made(When::after, Action::kill);
    default: return made(When::before, Action::removed);
    }
}

} // namespace

std::span<const FaultKind> allFaults() noexcept { return faults; }
std::string_view nameOf(FaultKind fault) noexcept { return faultNames[static_cast<std::size_t>(fault)]; }
std::string_view nameOf(Ending ending) noexcept { return endingNames[static_cast<std::size_t>(ending)]; }
bool ofStore(FaultKind fault) noexcept { return fault == FaultKind::writeRefused || fault == FaultKind::writeUnheard; }
bool isKill(FaultKind fault) noexcept { return fault == FaultKind::killedBefore || fault == FaultKind::killedAfter; }

std::optional<FaultKind> faultNamed(std::string_view name) noexcept
{
    const auto found = std::find(faultNames.begin(), faultNames.end(), name);
    if (found == faultNames.end()) return std::nullopt;
    return faults[static_cast<std::size_t>(found - faultNames.begin())];
}

simulator::Fault faultAt(FaultKind fault, std::size_t at)
{
    auto one = faultOf(fault);
    one.at = at;
    return one;
}

simulator::FaultPlan planOf(FaultKind fault, std::size_t at)
{
    if (ofStore(fault)) return {};
    return simulator::FaultPlan({faultAt(fault, at)});
}

std::string Cell::id() const
{
    return job + "/" + std::to_string(at) + "/" + std::string(nameOf(fault)) + "/" + std::string(simulator::nameOf(personality));
}

std::optional<Cell> Cell::parse(std::string_view id)
{
    std::array<std::string_view, 4> parts;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const auto end = id.find('/');
        if ((end == std::string_view::npos) != (part + 1 == parts.size())) return std::nullopt;
        parts[part] = id.substr(0, end);
        if (end != std::string_view::npos) id.remove_prefix(end + 1);
    }
    Cell cell;
    cell.job = parts[0];
    const auto number = std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), cell.at);
    const auto fault = faultNamed(parts[2]);
    const auto personality = simulator::personalityOf(parts[3]);
    if (number.ec != std::errc{} || number.ptr != parts[1].data() + parts[1].size() || cell.at == 0 || !fault || !personality) return std::nullopt;
    cell.fault = *fault;
    cell.personality = *personality;
    return cell;
}

} // namespace cardwright::faults
