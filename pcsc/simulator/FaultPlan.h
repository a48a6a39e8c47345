#pragma once

#include "core/base/Bytes.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace cardwright::simulator {

/// One fault on demand. Commands are counted from 1 over the APDUs as they arrive (each block of a chain, each
/// GET RESPONSE); with `ins`, over those with this INS only.
struct Fault {
    enum class When { before, after };
    enum class Action {
        removed,    ///< the card leaves the reader
        reset,      ///< the card loses its security state as after a reset
        silent,     ///< no answer, now and from then on
        statusWord, ///< this status word instead of the card's answer
        wrongLength,///< the answer is one octet of data short (or has a status word of one octet)
        kill,       ///< SIGKILL to a process, sent by the card itself
        slow,       ///< the answer waits for `delay`, then comes as it is
        tornWrite,  ///< a PUT DATA keeps the first half of its content, and the card leaves the reader (power went)
        lyingLength,///< the answer's first TLV length says one octet more than there is
        badPublicKey,///< a generated public key comes out broken: a point off its curve, an even modulus
    };
    std::uint64_t at = 0;
    std::optional<std::uint8_t> ins;
    When when = When::before; ///< before the card acts, or after it acted (and kept its state) but before it answers
    Action action = Action::removed;
    std::uint16_t statusWord = 0x6F00;
    std::chrono::milliseconds delay{0};
    /// For kill: the process whose id this file holds at that moment; without it, killPid; without that, our own.
    std::filesystem::path killPidFile;
    pid_t killPid = 0;
};

/// What is to go wrong, and when. Each fault happens once.
class FaultPlan {
public:
    FaultPlan() = default;
    explicit FaultPlan(std::vector<Fault> faults);

    /// {"faults":[{"at":7,"ins":"87","when":"after","action":"kill","pidFile":"...","statusWord":"6F00"}]}
    /// Errors: UsageError USAGE with the field.
    static FaultPlan fromJson(std::string_view text);

    /// Counts this command and gives the faults due at it, `before` ones first.
    std::vector<Fault> arrived(std::uint8_t ins);
    std::uint64_t commands() const noexcept { return m_commands; }

private:
    struct Pending {
        Fault fault;
        std::uint64_t seen = 0;
        bool done = false;
    };
    std::vector<Pending> m_pending;
    std::uint64_t m_commands = 0;
};

/// Sends SIGKILL as the fault says and returns when that process is gone (never, if it is our own).
void killAsPlanned(const Fault& fault);

} // namespace cardwright::simulator
