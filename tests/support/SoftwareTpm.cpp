#include "tests/support/SoftwareTpm.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace cardwright::testing {

void SoftwareTpm::start()
{
    const std::string server = "type=unixio,path=" + socket();
    const std::string control = "type=unixio,path=" + socket() + ".ctrl";
    const std::string state = "dir=" + m_folder.path().string();
    const char* words[] = {"swtpm", "socket", "--tpm2", "--server", server.c_str(), "--ctrl", control.c_str(), "--tpmstate", state.c_str(),
                           "--flags", "not-need-init,startup-clear", nullptr};
    if (::posix_spawnp(&m_process, "swtpm", nullptr, nullptr, const_cast<char**>(words), environ) != 0) throw std::runtime_error("swtpm does not start");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    while (!std::filesystem::exists(socket()) || !std::filesystem::exists(socket() + ".ctrl")) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error("swtpm does not listen");
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

void SoftwareTpm::stop()
{
    if (m_process <= 0) return;
    ::kill(m_process, SIGTERM);
    ::waitpid(m_process, nullptr, 0);
    m_process = -1;
    std::error_code ignored;
    std::filesystem::remove(socket(), ignored);
    std::filesystem::remove(socket() + ".ctrl", ignored);
}

} // namespace cardwright::testing
