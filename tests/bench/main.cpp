#include "app/runtime/Process.h"
#include "tests/bench/Figures.h"

#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <vector>

// What trust costs, each figure beside one of the same run that is not ours. One line of JSON a benchmark; the ratios are what counts.

int main(int argc, char** argv)
{
    using namespace cardwright::bench;
    cardwright::runtime::prepareProcess();
    static const std::map<std::string, std::function<void(const Size&)>> benches = {
        {"verify", benchVerify}, {"append", benchAppend}, {"sign-in", benchSignIn}, {"index", benchIndex}};
    Size size;
    std::vector<std::string> chosen;
    const std::vector<std::string> words(argv + 1, argv + argc);
    try {
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto value = [&] { return words.at(++i); };
            if (words[i] == "--folder") size.folder = value();
            else if (words[i] == "--entries") size.entries = std::stoull(value());
            else if (words[i] == "--people") size.people = std::stoull(value());
            else if (words[i] == "--rounds") size.rounds = std::stoi(value());
            else if (benches.count(words[i]) == 1) chosen.push_back(words[i]);
            else throw std::invalid_argument(words[i]);
        }
        if (chosen.empty()) chosen = {"append", "sign-in", "index", "verify"};
        for (const auto& name : chosen) benches.at(name)(size);
        return 0;
    } catch (const std::exception& trouble) {
        std::fprintf(stderr, "cardwright_bench_trust [verify] [append] [sign-in] [index] [--folder DIR] [--entries N] [--people N] [--rounds N]: %s\n",
                     trouble.what());
        return 1;
    }
}
