#include "tests/bench/CardPeers.h"
#include "tests/bench/Figures.h"
#include "tests/system/witness/ActLab.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

// What each card act costs on each kind of card, beside the acts of other programs on the same reader in the same run. Commands and
// octets are the same on any machine; times are this machine's. Exit code 1: an act took more commands or commits than card.md allows.

namespace {

using namespace cardwright;
using namespace cardwright::bench;
using testing::ActFigure;
using testing::ActLab;

struct Options {
    int rounds = 3;
    std::string only; ///< a personality
    bool json = false;
    bool peers = true;
};

struct Keys {
    const char* name;
    const char* algorithm; ///< four slots of it; null: two of P-256
};
constexpr Keys kinds[] = {{"two P-256", nullptr}, {"four P-256", "P-256"}, {"four RSA-2048", "RSA-2048"}};

/// The figures of one act over all rounds: its commands are the same each time, its times are not.
struct Row {
    ActFigure figure;
    std::vector<double> wall;
    std::vector<double> host;
    bool within = true;
};

class Table {
public:
    void add(const ActFigure& figure)
    {
        auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.figure.act == figure.act; });
        if (found == m_rows.end()) found = m_rows.insert(m_rows.end(), Row{});
        found->figure = figure;
        found->wall.push_back(figure.wallMillis);
        found->host.push_back(figure.hostMillis());
        found->within = found->within && figure.within();
    }
    const std::vector<Row>& rows() const { return m_rows; }
    double wallOf(const std::string& act) const
    {
        for (const auto& row : m_rows) {
            if (row.figure.act == act) return spreadOf(row.wall).median;
        }
        return 0;
    }

private:
    std::vector<Row> m_rows;
};

nlohmann::json jsonOf(const std::string& card, const std::string& keys, const Row& row)
{
    const auto& figure = row.figure;
    nlohmann::json line = {{"card", card}, {"keys", keys}, {"act", figure.act}, {"apdus", figure.count.apdus}, {"bytesOut", figure.count.bytesOut},
                           {"bytesIn", figure.count.bytesIn}, {"wallMillis", spreadOf(row.wall).median}, {"hostMillis", spreadOf(row.host).median},
                           {"within", row.within}};
    if (figure.commits > 0) line["commits"] = figure.commits;
    if (figure.budget) line["budget"] = *figure.budget;
    if (figure.commitBudget) line["commitBudget"] = *figure.commitBudget;
    return line;
}

void print(const Options& options, const std::string& card, const std::string& keys, const Table& table)
{
    if (!options.json) fmt::print("\n{}, {}\n  {:<22}{:>6}{:>8}{:>8}{:>8}{:>10}{:>10}{:>9}\n", card, keys, "act", "APDUs", "budget", "out", "in", "wall ms", "host ms", "commits");
    for (const auto& row : table.rows()) {
        if (options.json) {
            fmt::print("{}\n", jsonOf(card, keys, row).dump());
            continue;
        }
        const auto& figure = row.figure;
        fmt::print("  {:<22}{:>6}{:>8}{:>8}{:>8}{:>10.2f}{:>10.2f}{:>9}{}\n", figure.act, figure.count.apdus,
                   figure.budget ? std::to_string(*figure.budget) : "-", figure.count.bytesOut, figure.count.bytesIn, spreadOf(row.wall).median,
                   spreadOf(row.host).median, figure.commits, row.within ? "" : "  OVER BUDGET");
    }
}

/// Ours against the same work by other programs, each of their steps a process: below 1 ours is the quicker one.
struct Comparison {
    const char* ours;
    std::vector<std::string> theirs;
};

const std::vector<Comparison>& comparisons()
{
    static const std::vector<Comparison> all = {
        {"look, known", {"yubico-piv-tool status"}},
        {"issue",
         {"yubico-piv-tool set-chuid", "yubico-piv-tool set-ccc", "yubico-piv-tool generate 9a ECCP256", "yubico-piv-tool import-certificate 9a ECCP256",
          "yubico-piv-tool generate 9c ECCP256", "yubico-piv-tool import-certificate 9c ECCP256", "yubico-piv-tool change-pin", "yubico-piv-tool change-puk",
          "yubico-piv-tool set-mgm-key"}},
        {"passcode change", {"yubico-piv-tool change-pin"}},
        {"unlock", {"yubico-piv-tool unblock-pin"}},
        {"touch", {"yubico-piv-tool import-certificate 9a ECCP256", "yubico-piv-tool import-certificate 9c ECCP256"}},
        {"test my card", {"yubico-piv-tool verify-pin", "yubico-piv-tool test-signature 9a ECCP256", "yubico-piv-tool test-signature 9c ECCP256"}},
    };
    return all;
}

void printPeers(const Options& options, const std::string& card, const Table& ours, const std::map<std::string, std::vector<PeerFigure>>& peers)
{
    std::map<std::string, double> walls;
    std::map<std::string, std::size_t> apdus;
    for (const auto& [act, figures] : peers) {
        std::vector<double> times;
        for (const auto& figure : figures) times.push_back(figure.wallMillis);
        const auto& last = figures.back();
        if (last.refused.empty()) {
            walls[act] = spreadOf(times).median;
            apdus[act] = last.apdus;
        }
        if (options.json) {
            fmt::print("{}\n", nlohmann::json{{"card", card}, {"peer", act}, {"apdus", last.apdus}, {"bytesOut", last.bytesOut}, {"bytesIn", last.bytesIn},
                                              {"wallMillis", spreadOf(times).median}, {"refused", last.refused}}.dump());
        } else {
            fmt::print("  {:<46}{:>6}{:>8}{:>8}{:>10.2f}  {}\n", act, last.apdus, last.bytesOut, last.bytesIn, spreadOf(times).median, last.refused);
        }
    }
    for (const auto& each : comparisons()) {
        double wall = 0;
        std::size_t commands = 0;
        std::string missing;
        for (const auto& act : each.theirs) {
            if (!walls.contains(act)) missing += (missing.empty() ? "" : ", ") + act;
            else wall += walls[act], commands += apdus[act];
        }
        const double own = ours.wallOf(each.ours);
        if (wall <= 0 || own <= 0) continue;
        if (options.json) {
            fmt::print("{}\n", nlohmann::json{{"card", card}, {"ratioOf", each.ours}, {"ours", own}, {"theirs", wall}, {"ratio", own / wall}, {"theirApdus", commands}, {"theyCannot", missing}}.dump());
        } else {
            fmt::print("  {} {:.2f} ms : {:.2f} ms of theirs ({} APDUs) = {:.2f}{}\n", each.ours, own, wall, commands, own / wall,
                       missing.empty() ? "" : "; without what they cannot do here: " + missing);
        }
    }
}

bool benchOf(testing::PrivatePcscd& pcscd, const Options& options, simulator::Personality personality)
{
    const std::string card(simulator::nameOf(personality));
    bool within = true;
    Table twoSlots;
    for (const auto& keys : kinds) {
        Table table;
        const bool slow = std::string(keys.name).find("RSA") != std::string::npos;
        for (int round = 0; round < (slow ? 1 : options.rounds); ++round) {
            ActLab lab(pcscd, 0, personality);
            if (keys.algorithm != nullptr) lab.wantFour(keys.algorithm);
            else lab.wantTwo();
            testing::everyAct(lab, {{}, [&](const ActFigure& figure) { table.add(figure); }});
        }
        print(options, card, keys.name, table);
        for (const auto& row : table.rows()) within = within && row.within;
        if (keys.algorithm == nullptr) twoSlots = table;
    }
    if (!options.peers) return within;
    std::map<std::string, std::vector<PeerFigure>> peers;
    for (int round = 0; round < options.rounds; ++round) {
        for (auto& figure : peerActs(pcscd, card)) peers[figure.act].push_back(figure);
    }
    printPeers(options, card, twoSlots, peers);
    return within;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        Options options;
        const std::vector<std::string> words(argv + 1, argv + argc);
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i] == "--rounds") options.rounds = std::max(1, std::stoi(words.at(++i)));
            else if (words[i] == "--card") options.only = words.at(++i);
            else if (words[i] == "--json") options.json = true;
            else if (words[i] == "--no-peers") options.peers = false;
            else throw std::invalid_argument(words[i]);
        }
        if (!options.only.empty() && !simulator::personalityOf(options.only)) throw std::invalid_argument(options.only);
        testing::PrivatePcscd pcscd;
        bool within = true;
        for (const auto personality : simulator::allPersonalities()) {
            if (options.only.empty() || options.only == simulator::nameOf(personality)) within = benchOf(pcscd, options, personality) && within;
        }
        return within ? 0 : 1;
    } catch (const FailureError& trouble) {
        std::fprintf(stderr, "cardwright_bench_card: %s %s\n", trouble.failure().code.c_str(), trouble.failure().detail.c_str());
        return 2;
    } catch (const std::exception& trouble) {
        std::fprintf(stderr, "cardwright_bench_card [--rounds N] [--card KIND] [--json] [--no-peers]: %s\n", trouble.what());
        return 2;
    }
}
