#include "tests/faults/Table.h"

#include "core/base/Failure.h"
#include "core/piv/Slot.h"
#include "tests/faults/Scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>

namespace cardwright::faults {

namespace {

constexpr std::string_view heading = "job,personality,fault,at,ins,ending,code,complaints";

struct Count {
    std::size_t done = 0, blank = 0, refused = 0, failed = 0;
    std::size_t cells() const { return done + blank + refused + failed; }
    void add(Ending ending)
    {
        switch (ending) {
        case Ending::blank: ++blank; return;
        case Ending::refused: ++refused; return;
        case Ending::failed: ++failed; return;
        default: ++done; return;
        }
    }
    std::string text() const
    {
        if (cells() == 0) return "-";
        auto text = std::to_string(done);
        if (blank > 0) text += " b" + std::to_string(blank);
        if (refused > 0) text += " r" + std::to_string(refused);
        if (failed > 0) text += " F" + std::to_string(failed);
        return text;
    }
};

/// In the order of the scenarios; what is not among them comes last.
std::vector<std::string> jobsIn(const MatrixResult& result)
{
    std::vector<std::string> jobs;
    for (const auto& scenario : allScenarios()) {
        const bool there = std::any_of(result.cells.begin(), result.cells.end(), [&](const auto& cell) { return cell.cell.job == scenario.name; });
        if (there) jobs.push_back(scenario.name);
    }
    return jobs;
}

template <typename Columns, typename Key>
void printBlock(std::ostream& out, const MatrixResult& result, std::string_view title, const Columns& columns, const Key& keyOf)
{
    out << fmt::format("\n{:<14}", title);
    for (const auto column : columns) out << fmt::format(" {:>15}", nameOf(column));
    out << fmt::format(" {:>20}\n", "all");
    const auto row = [&](const std::string& name, const auto& chosen) {
        out << fmt::format("{:<14}", name);
        Count all;
        for (const auto column : columns) {
            Count count;
            for (const auto& cell : result.cells) {
                if (chosen(cell) && keyOf(cell.cell) == column) count.add(cell.ending);
            }
            out << fmt::format(" {:>15}", count.text());
        }
        for (const auto& cell : result.cells) {
            if (chosen(cell)) all.add(cell.ending);
        }
        out << fmt::format(" {:>20}\n", all.text());
    };
    for (const auto& job : jobsIn(result)) row(job, [&](const auto& cell) { return cell.cell.job == job; });
    row("all", [](const auto&) { return true; });
}

void printLengths(std::ostream& out, const MatrixResult& result)
{
    out << fmt::format("\n{:<14}", "commands");
    for (const auto personality : simulator::allPersonalities()) out << fmt::format("{:>15}", simulator::nameOf(personality));
    out << "\n";
    for (const auto& job : jobsIn(result)) {
        out << fmt::format("{:<14}", job);
        for (const auto personality : simulator::allPersonalities()) {
            std::size_t commands = 0;
            std::size_t commits = 0;
            for (const auto& cell : result.cells) {
                if (cell.cell.job != job || cell.cell.personality != personality) continue;
                auto& most = ofStore(cell.cell.fault) ? commits : commands;
                most = std::max(most, cell.cell.at);
            }
            out << fmt::format("{:>15}", commands == 0 && commits == 0 ? "-" : fmt::format("{} + {}", commands, commits));
        }
        out << "\n";
    }
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : "; ") + word;
    std::replace(text.begin(), text.end(), ',', ' ');
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

CellResult fromLine(const std::string& line)
{
    std::vector<std::string> fields;
    std::istringstream rest(line);
    for (std::string field; std::getline(rest, field, ',');) fields.push_back(field);
    fields.resize(8);
    const auto cell = Cell::parse(fields[0] + "/" + fields[3] + "/" + fields[2] + "/" + fields[1]);
    if (!cell) throw UsageError(Failure::of("USAGE", "a line of the table: " + line));
    CellResult result{*cell, fields[4], Ending::failed, fields[6], {}};
    for (const auto ending : {Ending::through, Ending::repaired, Ending::again, Ending::blank, Ending::refused}) {
        if (nameOf(ending) == fields[5]) result.ending = ending;
    }
    if (!fields[7].empty()) result.complaints.push_back(fields[7]);
    return result;
}

} // namespace

void writeCsv(const std::filesystem::path& file, const MatrixResult& result)
{
    std::ofstream out(file, std::ios::trunc);
    out << heading << "\n";
    for (const auto& row : result.cells) {
        out << row.cell.job << ',' << simulator::nameOf(row.cell.personality) << ',' << nameOf(row.cell.fault) << ',' << row.cell.at << ',' << row.ins << ','
            << nameOf(row.ending) << ',' << row.code << ',' << joined(row.complaints) << "\n";
    }
    out.flush();
    if (!out) throw UsageError(Failure::of("USAGE", "the table cannot be written: " + file.string()));
}

void readCsv(const std::filesystem::path& file, MatrixResult& result)
{
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line) || line != heading) throw UsageError(Failure::of("USAGE", "no table of cells: " + file.string()));
    while (std::getline(in, line)) result.cells.push_back(fromLine(line));
}

void printTable(std::ostream& out, const MatrixResult& result)
{
    out << "Each field: cells whose job was done and proved; b = the card is blank, the fault came before its CHUID; r = refused by code, for this\n"
           "kind of card cannot do it; F = failed. Commands + commits of each job without a fault:\n";
    printLengths(out, result);
    printBlock(out, result, "by card", simulator::allPersonalities(), [](const Cell& cell) { return cell.personality; });
    printBlock(out, result, "by fault", allFaults(), [](const Cell& cell) { return cell.fault; });
    std::map<std::string_view, std::size_t> endings;
    for (const auto& cell : result.cells) ++endings[nameOf(cell.ending)];
    const auto of = [&](Ending ending) { return endings[nameOf(ending)]; };
    out << fmt::format("\n{} cells\n  done and proved  {:>6}   (through {}, repaired {}, run again {})\n  blank            {:>6}\n  refused          {:>6}\n"
                       "  failed           {:>6}\n",
                       result.cells.size(), of(Ending::through) + of(Ending::repaired) + of(Ending::again), of(Ending::through), of(Ending::repaired),
                       of(Ending::again), of(Ending::blank), of(Ending::refused), of(Ending::failed));
    for (const auto& cell : result.cells) {
        if (cell.ending != Ending::failed) continue;
        out << fmt::format("  {} (INS {}, {}): {}\n", cell.cell.id(), cell.ins, cell.code.empty() ? "came through" : cell.code, joined(cell.complaints));
    }
}

} // namespace cardwright::faults
