#include "tests/faults/Matrix.h"

#include "tests/faults/Lab.h"

#include <algorithm>
#include <random>
#include <utility>

namespace cardwright::faults {

namespace {

std::vector<std::string> jobsOf(const Selection& selection)
{
    if (!selection.jobs.empty()) return selection.jobs;
    std::vector<std::string> names;
    for (const auto& scenario : allScenarios()) names.push_back(scenario.name);
    return names;
}

std::vector<simulator::Personality> personalitiesOf(const Selection& selection)
{
    if (!selection.personalities.empty()) return selection.personalities;
    const auto all = simulator::allPersonalities();
    return {all.begin(), all.end()};
}

std::vector<Cell> cellsOf(const JobLength& length)
{
    std::vector<Cell> cells;
    for (const auto fault : allFaults()) {
        const auto count = ofStore(fault) ? length.commits : length.commands;
        for (std::size_t at = 1; at <= count; ++at) cells.push_back({length.job, at, fault, length.personality});
    }
    return cells;
}

struct Piece {
    std::unique_ptr<Lab> lab;
    JobLength length;
};

Piece pieceOf(const std::string& job, simulator::Personality personality, const Selection& selection, Seat& seat)
{
    Piece piece;
    piece.lab = std::make_unique<Lab>(scenarioNamed(job), personality, Lab::Options{selection.algorithm, selection.repair, selection.secondFault}, seat);
    const auto measured = piece.lab->measure();
    piece.length = {job, personality, measured.ins.size(), measured.commits};
    return piece;
}

/// Drawn evenly over what can go wrong, then over the places where it can.
std::vector<Cell> draw(const JobLength& length, std::size_t count, std::mt19937_64& engine)
{
    const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(engine() % bound); };
    std::vector<Cell> drawn;
    while (drawn.size() < count) {
        const auto fault = allFaults()[below(allFaults().size())];
        const auto places = ofStore(fault) ? length.commits : length.commands;
        if (places > 0) drawn.push_back({length.job, below(places) + 1, fault, length.personality});
    }
    return drawn;
}

using Pair = std::pair<std::string, simulator::Personality>;

std::vector<Pair> pairsOf(const Selection& selection)
{
    std::vector<Pair> pairs;
    for (const auto& job : jobsOf(selection)) {
        for (const auto personality : personalitiesOf(selection)) {
            if (possible(job, personality, selection.algorithm)) pairs.emplace_back(job, personality);
        }
    }
    return pairs;
}

constexpr std::size_t cellsOfPair = 4; // of a sample: to begin a job costs more than to cut it

} // namespace

std::size_t MatrixResult::failures() const
{
    return static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), [](const auto& cell) { return cell.ending == Ending::failed; }));
}

bool possible(const std::string& job, simulator::Personality personality, const std::string& algorithm)
{
    const bool makes = algorithm == "P-256" || personality != simulator::Personality::openFips;
    return makes || (scenarioNamed(job).makesCard && job != "replace-new"); // there is no old card of that kind
}

MatrixResult runMatrix(const Selection& selection, Seat& seat, const CellListener& told)
{
    MatrixResult result;
    auto pairs = pairsOf(selection);
    std::mt19937_64 engine(selection.seed);
    if (selection.sample > 0) {
        for (std::size_t at = pairs.size(); at > 1; --at) std::swap(pairs[at - 1], pairs[static_cast<std::size_t>(engine() % at)]);
    }
    const auto enough = [&] { return selection.sample > 0 && result.cells.size() >= selection.sample; };
    for (std::size_t turn = 0; turn < pairs.size() && !enough(); ++turn) {
        auto piece = pieceOf(pairs[turn].first, pairs[turn].second, selection, seat);
        result.lengths.push_back(piece.length);
        for (const auto& cell : selection.sample > 0 ? draw(piece.length, cellsOfPair, engine) : cellsOf(piece.length)) {
            result.cells.push_back(piece.lab->run(cell));
            if (told) told(result.cells.back());
        }
    }
    return result;
}

CellResult runCell(const Cell& cell, const Selection& how, Seat& seat)
{
    Lab lab(scenarioNamed(cell.job), cell.personality, Lab::Options{how.algorithm, how.repair, how.secondFault}, seat);
    return lab.run(cell);
}

} // namespace cardwright::faults
