#pragma once

#include "core/journal/EntryKind.h"
#include "tests/faults/FaultCell.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace cardwright::faults {

class Lab;

/// Who knows the card's passcode at the end.
enum class Told {
    asBefore, ///< the one that it had
    chosen,   ///< the one typed in this job
    nobody,   ///< the card is locked and says so
    makers,   ///< a blank card's: nobody's
};

/// A job as an agent runs it: from where it begins, and what is true when it is done.
struct Scenario {
    std::string name;
    EntryKind closing;    ///< exactly one of these, after whatever happened
    Told told;
    bool makesCard = false; ///< begins on a blank card
    std::function<void(Lab&)> prepare; ///< a site and a card, without any fault
    std::function<void(Lab&)> act;     ///< the look and the job
    /// Beyond what holds for every card of ours: complaints.
    std::function<void(Lab&)> check;
    /// The code with which this kind of card must refuse it; empty: it can do it.
    std::function<std::string(simulator::Personality)> refusal;
};

std::span<const Scenario> allScenarios();
/// Throws UsageError.
const Scenario& scenarioNamed(std::string_view name);

} // namespace cardwright::faults
