#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cardwright::bench {

/// How large a run is, and where its files lie: figures of a disk are worth something on that disk only.
struct Size {
    std::filesystem::path folder;
    std::uint64_t entries = 1'000'000; ///< verify
    std::uint64_t people = 100'000;    ///< index
    int rounds = 20;                   ///< append, sign-in: pairs of measurements
};

/// Seconds that the work took.
template <class Work>
double timed(Work&& work)
{
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

/// The middle one, and how far apart the ends were: a ratio of one pair alone says little on a machine that others use too.
struct Spread {
    double least = 0;
    double median = 0;
    double most = 0;
};
Spread spreadOf(std::vector<double> values);

/// What `openssl speed` says on this machine now. Throws when openssl is not there.
struct OpenSslSpeed {
    double sha256BytesPerSecond = 0;    ///< one thread, blocks of 1024 octets
    double p256VerifiesPerSecond = 0;   ///< all processors together
    double p256VerifiesOneThread = 0;
    double p256SignsOneThread = 0;
    double p256AgreementsOneThread = 0; ///< ECDH
    static OpenSslSpeed measure();
    /// Half way between two measurements, one before and one after.
    OpenSslSpeed with(const OpenSslSpeed& other) const;
};

/// Each prints one line of JSON.
void benchVerify(const Size& size);
void benchAppend(const Size& size);
void benchSignIn(const Size& size);
void benchIndex(const Size& size);

} // namespace cardwright::bench
