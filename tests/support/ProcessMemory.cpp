#include "tests/support/ProcessMemory.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include <algorithm>
#include <bitset>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace cardwright::testing {

namespace {

constexpr std::size_t scalarOctets = 32;
constexpr std::size_t pointOctets = 65;
constexpr std::size_t leastDifferent = 22; ///< of 32 random octets, so many differ from each other (all but one in 10^9)

struct Freed {
    void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
    void operator()(EC_POINT* point) const { EC_POINT_free(point); }
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};

/// Stopped while this lives.
class Standstill {
public:
    explicit Standstill(pid_t process) : m_process(process)
    {
        if (::kill(process, SIGSTOP) != 0) throw std::runtime_error("no such process");
        while (state() != 'T') ::usleep(1000); // a stop signal is delivered soon, not at once
    }
    ~Standstill() { ::kill(m_process, SIGCONT); }
    Standstill(const Standstill&) = delete;
    Standstill& operator=(const Standstill&) = delete;

private:
    char state() const
    {
        std::ifstream file("/proc/" + std::to_string(m_process) + "/stat");
        std::string text;
        std::getline(file, text);
        const auto at = text.rfind(") ");
        if (at == std::string::npos) throw std::runtime_error("the process ended");
        const char letter = text.at(at + 2);
        if (letter == 'Z' || letter == 'X') throw std::runtime_error("the process ended");
        return letter;
    }
    pid_t m_process;
};

bool looksRandom(const char* octets)
{
    std::bitset<256> seen;
    for (std::size_t i = 0; i < scalarOctets; ++i) seen.set(static_cast<unsigned char>(octets[i]));
    return seen.count() >= leastDifferent;
}

/// The point of a scalar, uncompressed.
class Curve {
public:
    Curve() : m_group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)), m_point(EC_POINT_new(m_group.get())), m_context(BN_CTX_new()) {}
    std::string pointOf(const std::string& scalar)
    {
        const std::unique_ptr<BIGNUM, Freed> number(BN_bin2bn(reinterpret_cast<const unsigned char*>(scalar.data()), static_cast<int>(scalar.size()), nullptr));
        std::string text(pointOctets, '\0');
        if (EC_POINT_mul(m_group.get(), m_point.get(), number.get(), nullptr, nullptr, m_context.get()) != 1 ||
            EC_POINT_point2oct(m_group.get(), m_point.get(), POINT_CONVERSION_UNCOMPRESSED, reinterpret_cast<unsigned char*>(text.data()), text.size(),
                               m_context.get()) != pointOctets) {
            return {};
        }
        return text;
    }

private:
    std::unique_ptr<EC_GROUP, Freed> m_group;
    std::unique_ptr<EC_POINT, Freed> m_point;
    std::unique_ptr<BN_CTX, Freed> m_context;
};

} // namespace

std::string asWords(const std::string& bigEndian) { return {bigEndian.rbegin(), bigEndian.rend()}; }

ProcessMemory::ProcessMemory(pid_t process)
{
    const Standstill still(process);
    const auto folder = "/proc/" + std::to_string(process);
    const int memory = ::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    if (memory < 0) throw std::runtime_error("the memory of another process can be read by root only");
    std::ifstream maps(folder + "/maps");
    for (std::string line; std::getline(maps, line);) {
        std::istringstream fields(line);
        std::string range;
        std::string rights;
        fields >> range >> rights;
        if (rights.size() < 2 || rights[1] != 'w') continue;
        const auto begin = std::stoull(range.substr(0, range.find('-')), nullptr, 16);
        const auto end = std::stoull(range.substr(range.find('-') + 1), nullptr, 16);
        std::string octets(end - begin, '\0');
        std::size_t done = 0;
        while (done < octets.size()) { // a guard page cannot be read, which ends the mapping's part
            const auto got = ::pread(memory, octets.data() + done, octets.size() - done, static_cast<off_t>(begin + done));
            if (got <= 0) break;
            done += static_cast<std::size_t>(got);
        }
        octets.resize(done);
        if (!octets.empty()) m_regions.push_back(std::move(octets));
    }
    ::close(memory);
    if (m_regions.empty()) throw std::runtime_error("nothing of the process's memory could be read");
}

std::size_t ProcessMemory::size() const noexcept
{
    std::size_t all = 0;
    for (const auto& region : m_regions) all += region.size();
    return all;
}

std::size_t ProcessMemory::count(const std::string& octets) const
{
    if (octets.empty()) throw std::logic_error("nothing to look for");
    std::size_t found = 0;
    for (const auto& region : m_regions) {
        for (auto at = region.find(octets); at != std::string::npos; at = region.find(octets, at + 1)) ++found;
    }
    return found;
}

std::size_t ProcessMemory::countPrivateKeysOf(const std::vector<std::string>& publicPoints) const
{
    const std::set<std::string> wanted(publicPoints.begin(), publicPoints.end());
    std::set<std::string> tried;
    std::size_t found = 0;
    Curve curve;
    for (const auto& region : m_regions) {
        for (std::size_t at = 0; at + scalarOctets <= region.size(); at += 8) {
            if (!looksRandom(region.data() + at)) continue;
            const auto forward = region.substr(at, scalarOctets);
            for (const auto& scalar : {forward, asWords(forward)}) {
                if (tried.insert(scalar).second && wanted.count(curve.pointOf(scalar)) == 1) ++found;
            }
        }
    }
    return found;
}

} // namespace cardwright::testing
