#pragma once

// Inside core/journal only: the places of entries in an export, and the tree over them.

#include "core/journal/LogTrust.h"
#include "core/journal/LogVerifier.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// Follows the entries' numbers: what is missing, what came late, what came twice. One wrong entry does not make those after it
/// look wrong: a number is followed only when the entry's digest vouches for it.
class LogOrder {
public:
    enum class Place { asExpected, afterGap, late, again };

    std::uint64_t next() const noexcept { return m_next; }
    /// The entry's number, vouched for by its digest; line is where it stands.
    Place take(std::uint64_t seq, std::uint64_t line);
    /// Something stood here that cannot be believed: it takes the place that was expected.
    void passOver() noexcept { ++m_next; }

    struct Gap {
        std::uint64_t end = 0;  ///< the first number that is there again
        std::uint64_t line = 0; ///< where that one stands
    };
    /// By their first number: what never came.
    const std::map<std::uint64_t, Gap>& gaps() const noexcept { return m_gaps; }

private:
    bool fillGap(std::uint64_t seq);

    std::uint64_t m_next = 0;
    std::map<std::uint64_t, Gap> m_gaps;
};

/// The checkpoints to be met, and the tree over the entries as far as they are whole and in order.
class CheckpointWatch {
public:
    /// from: "checkpoint 2" or "a checkpoint kept elsewhere"; notes that are not ours become faults.
    void expect(const std::string& note, const std::string& from, const LogTrust& trust);
    void append(const Sha256Digest& leaf);
    /// From here on the leaves are not known.
    void breakOff() noexcept { m_broken = true; }

    struct Outcome {
        std::uint64_t held = 0;
        std::uint64_t countersigned = 0;
        std::uint64_t provenSize = 0;
        std::uint64_t largest = 0; ///< of all that are ours
        std::optional<Sha256Digest> root;
    };
    /// Adds forks and mismatches to the faults.
    Outcome finish();
    const std::vector<FoundFault>& faults() const noexcept { return m_faults; }

private:
    struct Expected {
        Checkpoint checkpoint;
        std::string from;
        bool countersigned = false;
    };

    std::multimap<std::uint64_t, Expected> m_expected; ///< by size
    std::map<std::uint64_t, Sha256Digest> m_roots;     ///< at the sizes that checkpoints name
    MerkleFrontier m_tree;
    bool m_broken = false;
    std::vector<FoundFault> m_faults;
};

} // namespace cardwright
