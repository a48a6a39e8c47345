#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace cardwright::testing {

/// For what comes soon on any machine, however busy: only a test that fails waits that long.
inline constexpr std::chrono::seconds longEnough{90};

struct ToolResult {
    int exitCode = -1; ///< -1 when a signal ended it
    int signal = 0;
    bool timedOut = false;
    std::string out;
    std::string err;
    std::string all() const { return out + err; }
};

/// A program in the background. Its process group ends with this object, and with the test program however that ends.
class BackgroundTool {
public:
    explicit BackgroundTool(pid_t pid, std::filesystem::path output) : m_pid(pid), m_output(std::move(output)) {}
    ~BackgroundTool();
    BackgroundTool(BackgroundTool&& other) noexcept;
    BackgroundTool& operator=(BackgroundTool&& other) noexcept;

    pid_t pid() const noexcept { return m_pid; }
    bool running();
    /// What it has written to standard output and standard error so far.
    std::string output() const;
    /// True once the output holds this text; false when it ended or the time ran out first.
    bool waitFor(std::string_view text, std::chrono::milliseconds within = longEnough);
    /// The exit code (128 + signal when a signal ended it), or nothing when it still runs after that time.
    std::optional<int> wait(std::chrono::milliseconds within = longEnough);
    /// SIGTERM, and SIGKILL when that is not enough; gives the exit code.
    int stop(std::chrono::milliseconds within = std::chrono::seconds(20));
    void kill();

private:
    pid_t m_pid = -1;
    std::filesystem::path m_output;
    std::optional<int> m_code;
};

/// Runs one program: arguments, environment, standard input, further descriptors, a limit in time. The child dies
/// with the thread that started it (PR_SET_PDEATHSIG), so tests start programs from their main thread.
class ToolRun {
public:
    explicit ToolRun(std::vector<std::string> arguments) : m_arguments(std::move(arguments)) {}

    ToolRun& argument(std::string value);
    ToolRun& env(const std::string& name, std::string value);
    ToolRun& unsetEnv(const std::string& name);
    ToolRun& input(std::string text);
    /// The child finds these octets, then the end, at this descriptor (a passcode for --passcode-fd).
    ToolRun& inputAt(int descriptor, std::string text);
    ToolRun& folder(std::filesystem::path where);
    /// Joins the network namespace of this process (nsenter).
    ToolRun& networkOf(pid_t process);
    ToolRun& within(std::chrono::milliseconds limit);

    /// Waits for its end; kills its process group when the time is up. A program that cannot be started gives 127.
    ToolResult run() const;
    /// Output goes to this file.
    BackgroundTool start(const std::filesystem::path& output) const;

private:
    struct Pipes;
    pid_t launch(int standardIn, int standardOut, int standardError, const std::map<int, int>& others) const;
    std::vector<std::string> commandLine() const;

    std::vector<std::string> m_arguments;
    std::map<std::string, std::optional<std::string>> m_environment;
    std::map<int, std::string> m_inputs;
    std::filesystem::path m_folder;
    std::optional<pid_t> m_network;
    std::chrono::milliseconds m_limit = 2 * longEnough;
};

} // namespace cardwright::testing
