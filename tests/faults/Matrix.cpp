#include "tests/faults/Matrix.h"

#include "tests/faults/Lab.h"

#include <algorithm>
#include <random>

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
    piece.lab = std::make_unique<Lab>(scenarioNamed(job), personality, Lab::Options{selection.algorithm, selection.repair}, seat);
    const auto measured = piece.lab->measure();
    piece.length = {job, personality, measured.ins.size(), measured.commits};
    return piece;
}

/// Drawn evenly over jobs and kinds of card, then over what can go wrong: a short job is as likely as a long one.
std::vector<Cell> draw(const std::vector<JobLength>& lengths, std::size_t count, std::uint64_t seed)
{
    std::mt19937_64 engine(seed);
    const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(engine() % bound); };
    std::vector<Cell> drawn;
    while (drawn.size() < count) {
        const auto& length = lengths[below(lengths.size())];
        const auto fault = allFaults()[below(allFaults().size())];
        const auto places = ofStore(fault) ? length.commits : length.commands;
        if (places == 0) continue;
        drawn.push_back({length.job, below(places) + 1, fault, length.personality});
    }
    return drawn;
}

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
    std::vector<Piece> pieces; // kept for a sample, which is drawn when all lengths are known
    const auto run = [&](Lab& lab, const Cell& cell) {
        result.cells.push_back(lab.run(cell));
        if (told) told(result.cells.back());
    };
    for (const auto& job : jobsOf(selection)) {
        for (const auto personality : personalitiesOf(selection)) {
            if (!possible(job, personality, selection.algorithm)) continue;
            auto piece = pieceOf(job, personality, selection, seat);
            result.lengths.push_back(piece.length);
            if (selection.sample > 0) {
                pieces.push_back(std::move(piece));
                continue;
            }
            for (const auto& cell : cellsOf(piece.length)) run(*piece.lab, cell);
        }
    }
    if (selection.sample == 0) return result;
    for (const auto& cell : draw(result.lengths, selection.sample, selection.seed)) {
        const auto piece = std::find_if(pieces.begin(), pieces.end(), [&](const auto& each) {
            return each.length.job == cell.job && each.length.personality == cell.personality;
        });
        run(*piece->lab, cell);
    }
    return result;
}

CellResult runCell(const Cell& cell, const Selection& how, Seat& seat)
{
    Lab lab(scenarioNamed(cell.job), cell.personality, Lab::Options{how.algorithm, how.repair}, seat);
    return lab.run(cell);
}

} // namespace cardwright::faults
