// Stands in for libFuzzer where the compiler has none: the target's seeds, mutated from a printed seed number. The same number
// gives the same inputs, so that a failure can be had again: fuzz_chuid -seed=7 -runs=3000. A file is run as it is.
#include "tests/fuzz/FuzzTargets.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" const char* cardwrightFuzzTarget();

namespace {

using cardwright::Bytes;
using Engine = std::mt19937_64;
constexpr std::size_t mostOctets = 8192;

std::size_t below(Engine& engine, std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(engine() % limit); }

void mutateOnce(Bytes& input, Engine& engine)
{
    static constexpr std::uint8_t telling[] = {0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFF, 0x53, 0x61, 0x6C, 0x90};
    const auto at = below(engine, input.size() + 1);
    switch (engine() % 7) {
    case 0:
        if (at < input.size()) input[at] = static_cast<std::uint8_t>(input[at] ^ (1U << (engine() % 8)));
        break;
    case 1:
        if (at < input.size()) input[at] = telling[below(engine, std::size(telling))];
        break;
    case 2: input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), 1 + below(engine, 4), static_cast<std::uint8_t>(engine())); break;
    case 3: input.erase(input.begin() + static_cast<std::ptrdiff_t>(at), input.begin() + static_cast<std::ptrdiff_t>(std::min(input.size(), at + 1 + below(engine, 8)))); break;
    case 4: input.resize(at); break;
    case 5: { // a part once more, elsewhere
        const auto from = below(engine, input.size() + 1);
        const auto size = std::min(below(engine, 64), input.size() - from);
        const Bytes part(input.begin() + static_cast<std::ptrdiff_t>(from), input.begin() + static_cast<std::ptrdiff_t>(from + size));
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), part.begin(), part.end());
        break;
    }
    default:
        if (at < input.size()) input[at] = static_cast<std::uint8_t>(input[at] + (engine() % 2 == 0 ? 1 : 0xFF));
        break;
    }
    if (input.size() > mostOctets) input.resize(mostOctets);
}

unsigned long number(const std::string& argument) { return std::strtoul(argument.c_str() + argument.find('=') + 1, nullptr, 10); }

int runFile(const char* name)
{
    std::ifstream file(name, std::ios::binary);
    const Bytes input{std::istreambuf_iterator<char>(file), {}};
    return LLVMFuzzerTestOneInput(input.data(), input.size());
}

} // namespace

int main(int argc, char** argv)
{
    unsigned long runs = 10000;
    unsigned long seed = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument.starts_with("-runs=")) runs = number(argument);
        else if (argument.starts_with("-seed=")) seed = number(argument);
        else return runFile(argv[i]);
    }
    const auto start = cardwright::fuzz::seeds(cardwrightFuzzTarget());
    for (const auto& input : start) LLVMFuzzerTestOneInput(input.data(), input.size());
    Engine engine(seed);
    Bytes input;
    try {
        for (unsigned long run = 0; run < runs; ++run) {
            input = start[below(engine, start.size())];
            for (auto times = 1 + below(engine, 6); times > 0; --times) mutateOnce(input, engine);
            LLVMFuzzerTestOneInput(input.data(), input.size());
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: seed %lu: %s\ninput: %s\n", cardwrightFuzzTarget(), seed, error.what(), cardwright::toHex(input).c_str());
        return 1;
    }
    std::printf("%s: %lu runs from seed %lu, %zu inputs to begin with\n", cardwrightFuzzTarget(), runs, seed, start.size());
    return 0;
}
