#pragma once

#include "pcsc/simulator/CardState.h"
#include "pcsc/simulator/FaultPlan.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::faults {

/// What goes wrong.
enum class FaultKind {
    removedBefore, ///< the card leaves the reader before it got the command
    removedAfter,  ///< after it acted, before its answer
    reset,         ///< another program reset it before the command
    word6F00,      ///< 6F00 instead of the command being done
    done6F00,      ///< 6F00 although it was done
    word6982,      ///< 6982 instead of the command being done
    wrongLength,   ///< done, and the answer is one octet short
    killedBefore,  ///< SIGKILL to the program before the card got the command
    killedAfter,   ///< SIGKILL after the card acted
    writeRefused,  ///< the store's commit is refused: counted over commits, not over commands
    writeUnheard,  ///< the commit is on disk and the program never hears of it
};

std::span<const FaultKind> allFaults() noexcept;
std::string_view nameOf(FaultKind fault) noexcept; ///< "removed-before"
std::optional<FaultKind> faultNamed(std::string_view name) noexcept;
bool ofStore(FaultKind fault) noexcept;
bool isKill(FaultKind fault) noexcept;
/// Of the card's kinds: as the simulated card understands it.
simulator::Fault faultAt(FaultKind fault, std::size_t at);
simulator::FaultPlan planOf(FaultKind fault, std::size_t at);

/// One cell of the matrix: "issue/17/removed-after/strict"; for the store's faults the number is that of the commit.
struct Cell {
    std::string job;
    std::size_t at = 1;
    FaultKind fault = FaultKind::removedBefore;
    simulator::Personality personality = simulator::Personality::strict;

    std::string id() const;
    static std::optional<Cell> parse(std::string_view id);
};

/// What became of a cell. What a job is done with is its name's: issued, unlocked, cleared ...
enum class Ending {
    through,  ///< the fault stopped nothing: done and proved
    repaired, ///< the open job was finished by RepairJob: done and proved
    again,    ///< nothing had begun: the job was run again, done and proved
    blank,    ///< issue: the card is as blank as before, its CHUID had not been written; a second issue of it went well
    refused,  ///< what this kind of card cannot do: the code that was expected, and nothing on it was changed
    failed,   ///< none of these
};
std::string_view nameOf(Ending ending) noexcept;

struct CellResult {
    Cell cell;
    std::string ins;  ///< of the command, two hexadecimal digits; "commit"
    Ending ending = Ending::failed;
    std::string code; ///< with which the cut job ended: CARD-REMOVED ...; "killed"
    std::vector<std::string> complaints; ///< empty unless failed
};

} // namespace cardwright::faults
