#include "tests/fuzz/FuzzTargets.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    cardwright::fuzz::run(CARDWRIGHT_FUZZ_TARGET, cardwright::ByteView(data, size));
    return 0;
}

/// For FuzzDriver.cpp: which seeds are this program's.
extern "C" const char* cardwrightFuzzTarget() { return CARDWRIGHT_FUZZ_TARGET; }
