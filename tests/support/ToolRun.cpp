#include "tests/support/ToolRun.h"

#include "core/base/Descriptor.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <list>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace cardwright::testing {

namespace {

using Clock = std::chrono::steady_clock;

std::pair<Descriptor, Descriptor> makePipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

int millisLeft(Clock::time_point deadline)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return left < 0 ? 0 : static_cast<int>(left);
}

int codeOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

/// Reaps within that time; nothing when it still runs.
std::optional<int> reap(pid_t pid, Clock::time_point deadline)
{
    const Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    pollfd gone{handle.number(), POLLIN, 0};
    while (handle.open() && ::poll(&gone, 1, millisLeft(deadline)) < 0 && errno == EINTR) {
    }
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) != pid) return std::nullopt;
    return status;
}

struct Feed {
    Descriptor end;
    std::string_view rest;
};

} // namespace

ToolRun& ToolRun::argument(std::string value)
{
    m_arguments.push_back(std::move(value));
    return *this;
}
ToolRun& ToolRun::env(const std::string& name, std::string value)
{
    m_environment[name] = std::move(value);
    return *this;
}
ToolRun& ToolRun::unsetEnv(const std::string& name)
{
    m_environment[name] = std::nullopt;
    return *this;
}
ToolRun& ToolRun::input(std::string text) { return inputAt(STDIN_FILENO, std::move(text)); }
ToolRun& ToolRun::inputAt(int descriptor, std::string text)
{
    m_inputs[descriptor] = std::move(text);
    return *this;
}
ToolRun& ToolRun::folder(std::filesystem::path where)
{
    m_folder = std::move(where);
    return *this;
}
ToolRun& ToolRun::networkOf(pid_t process)
{
    m_network = process;
    return *this;
}
ToolRun& ToolRun::within(std::chrono::milliseconds limit)
{
    m_limit = limit;
    return *this;
}

std::vector<std::string> ToolRun::commandLine() const
{
    std::vector<std::string> line;
    if (m_network) line = {"nsenter", "-t", std::to_string(*m_network), "-n", "--"};
    line.insert(line.end(), m_arguments.begin(), m_arguments.end());
    return line;
}

pid_t ToolRun::launch(int standardIn, int standardOut, int standardError, const std::map<int, int>& others) const
{
    std::vector<std::string> line = commandLine();
    std::vector<char*> arguments;
    for (auto& each : line) arguments.push_back(each.data());
    arguments.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("fork");
    if (child > 0) return child;

    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(standardIn, STDIN_FILENO);
    ::dup2(standardOut, STDOUT_FILENO);
    ::dup2(standardError, STDERR_FILENO);
    for (const auto& [wanted, source] : others) ::dup2(source, wanted);
    if (!m_folder.empty() && ::chdir(m_folder.c_str()) != 0) ::_exit(127);
    for (const auto& [name, value] : m_environment) {
        if (value) {
            ::setenv(name.c_str(), value->c_str(), 1);
        } else {
            ::unsetenv(name.c_str());
        }
    }
    ::execvp(arguments[0], arguments.data());
    ::dprintf(STDERR_FILENO, "%s: %s\n", arguments[0], std::strerror(errno));
    ::_exit(127);
}

ToolResult ToolRun::run() const
{
    const auto deadline = Clock::now() + m_limit;
    // A child that does not read its input must not end us.
    struct sigaction ignore {};
    struct sigaction former {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &former);

    auto [outEnd, childOut] = makePipe();
    auto [errEnd, childErr] = makePipe();
    Descriptor childIn(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    std::list<Feed> feeds;
    std::list<Descriptor> childEnds;
    std::map<int, int> others;
    for (const auto& [wanted, text] : m_inputs) {
        auto [read, write] = makePipe();
        // Above every number that a test asks for, so that no dup2 in the child closes another's source.
        childEnds.emplace_back(::fcntl(read.number(), F_DUPFD_CLOEXEC, 200));
        ::fcntl(write.number(), F_SETFL, O_NONBLOCK);
        others[wanted] = childEnds.back().number();
        feeds.push_back({std::move(write), text});
    }
    const pid_t child = launch(childIn.number(), childOut.number(), childErr.number(), others);
    childOut.close();
    childErr.close();
    childEnds.clear();

    ToolResult result;
    while (outEnd.open() || errEnd.open()) {
        std::vector<pollfd> watched{{outEnd.number(), POLLIN, 0}, {errEnd.number(), POLLIN, 0}};
        for (const auto& feed : feeds) watched.push_back({feed.end.number(), POLLOUT, 0});
        const int ready = ::poll(watched.data(), watched.size(), millisLeft(deadline));
        if (ready < 0 && errno == EINTR) continue;
        if (ready == 0) {
            result.timedOut = true;
            break;
        }
        std::size_t place = 0;
        for (auto [end, text] : {std::pair{&outEnd, &result.out}, std::pair{&errEnd, &result.err}}) {
            if (watched[place++].revents == 0) continue;
            std::array<char, 4096> part{};
            const ssize_t got = ::read(end->number(), part.data(), part.size());
            if (got <= 0) {
                end->close();
            } else {
                text->append(part.data(), static_cast<std::size_t>(got));
            }
        }
        for (auto feed = feeds.begin(); feed != feeds.end();) {
            bool done = false;
            if (watched[place++].revents != 0) {
                const ssize_t sent = ::write(feed->end.number(), feed->rest.data(), feed->rest.size());
                if (sent > 0) feed->rest.remove_prefix(static_cast<std::size_t>(sent));
                done = feed->rest.empty() || (sent < 0 && errno != EAGAIN);
            }
            feed = done ? feeds.erase(feed) : std::next(feed);
        }
    }
    std::optional<int> status;
    if (!result.timedOut) status = reap(child, deadline);
    if (!status) {
        result.timedOut = true;
        ::kill(-child, SIGKILL);
        int last = 0;
        ::waitpid(child, &last, 0);
        status = last;
    }
    ::sigaction(SIGPIPE, &former, nullptr);
    if (WIFEXITED(*status)) {
        result.exitCode = WEXITSTATUS(*status);
    } else {
        result.signal = WTERMSIG(*status);
    }
    return result;
}

BackgroundTool ToolRun::start(const std::filesystem::path& output) const
{
    const Descriptor in(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const Descriptor out(::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600));
    if (!out.open()) throw std::runtime_error("cannot write " + output.string());
    if (!m_inputs.empty()) throw std::logic_error("input is for run()");
    return BackgroundTool(launch(in.number(), out.number(), out.number(), {}), output);
}

BackgroundTool::~BackgroundTool()
{
    if (m_pid > 0 && !m_code) kill();
}

BackgroundTool::BackgroundTool(BackgroundTool&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1)), m_output(std::move(other.m_output)), m_code(other.m_code)
{
}

BackgroundTool& BackgroundTool::operator=(BackgroundTool&& other) noexcept
{
    std::swap(m_pid, other.m_pid);
    std::swap(m_output, other.m_output);
    std::swap(m_code, other.m_code);
    return *this;
}

bool BackgroundTool::running() { return !wait(std::chrono::milliseconds(0)); }

std::string BackgroundTool::output() const
{
    std::ifstream file(m_output);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool BackgroundTool::waitFor(std::string_view text, std::chrono::milliseconds within)
{
    const auto deadline = Clock::now() + within;
    for (;;) {
        const bool alive = running(); // asked first: what it wrote before its end is then in the file
        if (output().find(text) != std::string::npos) return true;
        if (!alive || Clock::now() >= deadline) return false;
        wait(std::chrono::milliseconds(10));
    }
}

std::optional<int> BackgroundTool::wait(std::chrono::milliseconds within)
{
    if (m_code || m_pid <= 0) return m_code;
    if (const auto status = reap(m_pid, Clock::now() + within)) m_code = codeOf(*status);
    return m_code;
}

int BackgroundTool::stop(std::chrono::milliseconds within)
{
    if (m_pid > 0 && !m_code) {
        ::kill(m_pid, SIGTERM);
        if (!wait(within)) kill();
    }
    return m_code.value_or(-1);
}

void BackgroundTool::kill()
{
    if (m_pid <= 0 || m_code) return;
    ::kill(-m_pid, SIGKILL);
    int status = 0;
    ::waitpid(m_pid, &status, 0);
    m_code = codeOf(status);
}

} // namespace cardwright::testing
