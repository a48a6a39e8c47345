#pragma once

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace cardwright::test {

/// cardwright-central as a process of its own; ends with its owner.
class CentreProcess {
public:
    explicit CentreProcess(const std::filesystem::path& site, const std::filesystem::path& log) { start(site, log); }
    ~CentreProcess()
    {
        if (m_pid > 0) end(SIGKILL);
    }
    CentreProcess(const CentreProcess&) = delete;
    CentreProcess& operator=(const CentreProcess&) = delete;

    /// Its first line.
    const nlohmann::json& firstLine() const { return m_line; }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(m_line.at("port").get<int>()); }
    void signal(int number) const { REQUIRE(::kill(m_pid, number) == 0); }
    /// Its exit code; minus the signal when one ended it.
    int wait()
    {
        int status = 0;
        REQUIRE(::waitpid(m_pid, &status, 0) == m_pid);
        m_pid = -1;
        ::close(m_out);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    int end(int number)
    {
        ::kill(m_pid, number);
        return wait();
    }

private:
    void start(const std::filesystem::path& site, const std::filesystem::path& log)
    {
        int ends[2];
        REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
        const std::string program = std::string(CARDWRIGHT_BINARY_DIR) + "/bin/cardwright-central";
        const std::string folder = site.string();
        const int errors = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        REQUIRE(errors >= 0);
        m_pid = ::fork();
        REQUIRE(m_pid >= 0);
        if (m_pid == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::dup2(errors, STDERR_FILENO);
            ::execl(program.c_str(), program.c_str(), "serve", folder.c_str(), "--port", "0", "--json", nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        ::close(errors);
        m_out = ends[0];
        std::string line;
        for (char letter = 0; ::read(m_out, &letter, 1) == 1 && letter != '\n';) line.push_back(letter);
        m_line = nlohmann::json::parse(line, nullptr, false);
        REQUIRE(m_line.is_object());
    }

    pid_t m_pid = -1;
    int m_out = -1;
    nlohmann::json m_line;
};

} // namespace cardwright::test
