#include "core/base/Failure.h"
#include "tests/faults/Scenario.h"
#include "tests/faults/Seat.h"
#include "tests/faults/Table.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <span>
#include <string>

using namespace cardwright;
using namespace cardwright::faults;

namespace {

constexpr const char* seedVariable = "CARDWRIGHT_FAULTS_SEED";
constexpr const char* usage =
    "cardwright_faults [--job NAME]... [--card KIND]... [--algorithm P-256|P-384|RSA-2048] [--sample N [--seed S]]\n"
    "                  [--csv FILE] [--table FILE] [--no-repair] [--second-fault] [--pcscd] | --cell JOB/AT/FAULT/KIND | --merge FOLDER | --list\n";

struct Arguments {
    Selection selection;
    std::optional<Cell> cell;
    std::filesystem::path csv;
    std::filesystem::path table;
    std::filesystem::path merge;
    bool list = false;
    bool pcscd = false;
};

std::uint64_t seedFromAround()
{
    if (const char* set = std::getenv(seedVariable)) return std::stoull(set);
    return std::random_device{}();
}

Arguments parse(std::span<char*> words)
{
    Arguments found;
    found.selection.seed = seedFromAround();
    const auto bad = [](const std::string& why) { return UsageError(Failure::of("USAGE", why)); };
    for (std::size_t at = 1; at < words.size(); ++at) {
        const std::string name = words[at];
        if (name == "--no-repair") {
            found.selection.repair = false;
            continue;
        }
        if (name == "--second-fault") {
            found.selection.secondFault = true;
            continue;
        }
        if (name == "--pcscd") {
            found.pcscd = true;
            continue;
        }
        if (name == "--list") {
            found.list = true;
            continue;
        }
        if (++at >= words.size()) throw bad(name + " takes a value");
        const std::string value = words[at];
        if (name == "--job") found.selection.jobs.push_back(scenarioNamed(value).name);
        else if (name == "--card") {
            const auto personality = simulator::personalityOf(value);
            if (!personality) throw bad("no kind of card is called " + value);
            found.selection.personalities.push_back(*personality);
        } else if (name == "--algorithm") found.selection.algorithm = value;
        else if (name == "--sample") found.selection.sample = std::stoull(value);
        else if (name == "--seed") found.selection.seed = std::stoull(value);
        else if (name == "--csv") found.csv = value;
        else if (name == "--table") found.table = value;
        else if (name == "--merge") found.merge = value;
        else if (name == "--cell") {
            found.cell = Cell::parse(value);
            if (!found.cell) throw bad("a cell is JOB/AT/FAULT/KIND: " + value);
        } else throw bad(name);
    }
    return found;
}

/// Every job on every kind of card must be there: a table with a hole proves nothing.
void requireWhole(const MatrixResult& result)
{
    for (const auto& scenario : allScenarios()) {
        for (const auto personality : simulator::allPersonalities()) {
            const bool there = std::any_of(result.cells.begin(), result.cells.end(), [&](const auto& row) {
                return row.cell.job == scenario.name && row.cell.personality == personality;
            });
            if (!there) throw UsageError(Failure::of("USAGE", "the table lacks " + scenario.name + " on " + std::string(simulator::nameOf(personality))));
        }
    }
}

int report(const MatrixResult& result, const Arguments& arguments)
{
    if (!arguments.csv.empty()) writeCsv(arguments.csv, result);
    if (!arguments.table.empty()) {
        std::ofstream file(arguments.table, std::ios::trunc);
        printTable(file, result);
        if (!file.flush()) throw UsageError(Failure::of("USAGE", "the table cannot be written: " + arguments.table.string()));
    }
    printTable(std::cout, result);
    std::cout.flush();
    return result.failures() == 0 ? 0 : 1;
}

int merge(const Arguments& arguments)
{
    MatrixResult result;
    for (const auto& entry : std::filesystem::directory_iterator(arguments.merge)) {
        if (entry.path().extension() == ".csv") readCsv(entry.path(), result);
    }
    requireWhole(result);
    return report(result, arguments);
}

int list()
{
    for (const auto& scenario : allScenarios()) std::cout << scenario.name << "\n";
    return 0;
}

int run(const Arguments& arguments)
{
    if (arguments.list) return list();
    if (!arguments.merge.empty()) return merge(arguments);
    const auto seat = arguments.pcscd ? pcscdSeat() : traySeat();
    if (arguments.cell) {
        MatrixResult one;
        one.cells.push_back(runCell(*arguments.cell, arguments.selection, *seat));
        return report(one, arguments);
    }
    if (arguments.selection.sample > 0) std::cout << "seed " << arguments.selection.seed << " (" << seedVariable << ")\n";
    const auto begun = std::chrono::steady_clock::now();
    const auto result = runMatrix(arguments.selection, *seat);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    const int code = report(result, arguments);
    std::cout << result.cells.size() << " cells in " << took.count() << " s\n";
    return code;
}

} // namespace

int main(int count, char** words)
{
    try {
        return run(parse({words, static_cast<std::size_t>(count)}));
    } catch (const UsageError& error) {
        std::cerr << error.failure().detail << "\n" << usage;
    } catch (const FailureError& error) {
        std::cerr << error.failure().code << ": " << error.failure().cause << " " << error.failure().detail << "\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
    }
    return 2;
}
