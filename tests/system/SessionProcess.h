#pragma once

#include "tests/system/Desk.h"

#include <string>

namespace cardwright::testing {

/// A desk in a process of its own (SessionHost.cpp) that does what it is told, and stands still in between.
class SessionProcess {
public:
    /// Waits until the desk is open. `reader`: of the agent's card.
    SessionProcess(const Desk& desk, const std::string& reader);
    ~SessionProcess();
    SessionProcess(const SessionProcess&) = delete;
    SessionProcess& operator=(const SessionProcess&) = delete;

    pid_t pid() const noexcept { return m_tool.front().pid(); }
    /// Throws when what came of it is no sign-in.
    void signIn(const std::string& passcode);
    /// One of the other letters. Gives the word that answered it.
    std::string order(char letter);
    std::string said() const { return m_tool.front().output(); }

private:
    void tell(const std::string& text);
    std::string answer();
    TempFolder m_folder;
    int m_fifo = -1;
    std::vector<BackgroundTool> m_tool;
    std::size_t m_heard = 0; ///< octets of its output
};

} // namespace cardwright::testing
