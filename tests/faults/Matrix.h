#pragma once

#include "tests/faults/FaultCell.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cardwright::faults {

class Seat;

/// Which cells are run, and how.
struct Selection {
    std::vector<std::string> jobs;                     ///< empty: all
    std::vector<simulator::Personality> personalities; ///< empty: all
    std::string algorithm = "P-256";
    bool repair = true;
    bool secondFault = false;
    std::size_t sample = 0; ///< 0: every cell; else so many, drawn by the seed
    std::uint64_t seed = 0;
};

/// How long a job is on one kind of card.
struct JobLength {
    std::string job;
    simulator::Personality personality;
    std::size_t commands = 0;
    std::size_t commits = 0;
};

struct MatrixResult {
    std::vector<JobLength> lengths;
    std::vector<CellResult> cells;
    std::size_t failures() const;
};

/// Told after each cell.
using CellListener = std::function<void(const CellResult&)>;

/// Throws UsageError; FailureError where a job does not even go through without a fault.
MatrixResult runMatrix(const Selection& selection, Seat& seat, const CellListener& told = {});
CellResult runCell(const Cell& cell, const Selection& how, Seat& seat);

/// Whether this job can be begun at all on such a card with such keys; a refused issue can.
bool possible(const std::string& job, simulator::Personality personality, const std::string& algorithm);

} // namespace cardwright::faults
