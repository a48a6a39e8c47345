#pragma once

#include "tests/support/PrivatePcscd.h"

#include <string>

namespace cardwright::testing {

/// CardHolder.c as a process: another program with the card, in slot `slot`.
class OtherProgram {
public:
    enum class Holds { shared, alone };
    /// Returns when it has the card. `then`: "leave" or "reset", how its transaction ends. `seconds`: it lets go by itself then.
    OtherProgram(PrivatePcscd& pcscd, int slot, Holds how, const std::string& then = "leave", int seconds = 60);
    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;
    void letGo() { m_program.stop(); }
    /// As a failure has to call it.
    std::string name() const { return "cardwright_card_holder (process " + std::to_string(m_process) + ")"; }

private:
    BackgroundTool m_program;
    pid_t m_process;
};

/// Whether another program gets a transaction on this slot's card within that time.
bool cardIsFree(PrivatePcscd& pcscd, int slot, std::chrono::milliseconds within = longEnough);

} // namespace cardwright::testing
