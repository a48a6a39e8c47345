// fuzz_corpus FOLDER: the seeds of each target as files, for libFuzzer.
#include "tests/fuzz/FuzzTargets.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "fuzz_corpus FOLDER\n");
        return 2;
    }
    for (const auto target : cardwright::fuzz::targets()) {
        const auto folder = std::filesystem::path(argv[1]) / target;
        std::filesystem::create_directories(folder);
        int number = 0;
        for (const auto& seed : cardwright::fuzz::seeds(target)) {
            std::ofstream file(folder / ("seed-" + std::to_string(number++)), std::ios::binary);
            file.write(reinterpret_cast<const char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
            if (!file) return 1;
        }
    }
    return 0;
}
