#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cardwright::testing {

/// What another process has in its memory, read by root from /proc/PID/mem while the process stands still (SIGSTOP), so that
/// nothing moves from a place not yet read to one already read.
class ProcessMemory {
public:
    /// All mappings that it may write to: what it keeps, not what was compiled into it. Throws when they cannot be read.
    explicit ProcessMemory(pid_t process);

    std::size_t size() const noexcept;
    std::size_t count(const std::string& octets) const;
    /// The private scalars of these P-256 public keys (uncompressed point, 65 octets), found without knowing them: every place of
    /// the memory where 32 octets look like a random number is tried as a key, in OpenSSL's word order and in that of a file.
    std::size_t countPrivateKeysOf(const std::vector<std::string>& publicPoints) const;

private:
    std::vector<std::string> m_regions;
};

/// A scalar as OpenSSL keeps it in memory: 64-bit words, the lowest first.
std::string asWords(const std::string& bigEndian);

} // namespace cardwright::testing
