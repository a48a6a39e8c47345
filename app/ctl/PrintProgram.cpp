#include "app/ctl/PrintProgram.h"

#include "core/base/Failure.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <vector>

namespace cardwright::ctl {

namespace {

constexpr std::size_t mostPdf = std::size_t{256} << 20;
constexpr std::size_t mostError = 16 * 1024;
constexpr int longestSilence = 600'000; // milliseconds: a whole batch is drawn before its first octet

[[noreturn]] void cannot(const std::string& why) { throw FailureError(Failure::of("PRINT-PROGRAM", why)); }

class Pipe {
public:
    Pipe()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot("pipe");
        read = ends[0];
        write = ends[1];
    }
    ~Pipe()
    {
        closeRead();
        closeWrite();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void closeRead() { shut(read); }
    void closeWrite() { shut(write); }
    int read = -1;
    int write = -1;

private:
    static void shut(int& end)
    {
        if (end >= 0) ::close(end);
        end = -1;
    }
};

std::string programPath()
{
    std::error_code unknown;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", unknown);
    const auto beside = own.parent_path() / "cardwright-print";
    if (unknown || !std::filesystem::exists(beside, unknown)) cannot(beside.string());
    return beside.string();
}

/// Only what drawing needs: where fonts are configured, and the language. Nothing of the site, nothing of a passcode.
std::vector<std::string> environmentOf()
{
    std::vector<std::string> kept{"QT_QPA_PLATFORM=offscreen"};
    for (const auto* name : {"LANG", "LC_ALL", "HOME", "XDG_RUNTIME_DIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH"}) {
        if (const auto* value = std::getenv(name)) kept.push_back(std::string(name) + '=' + value);
    }
    return kept;
}

pid_t start(const std::string& program, const Pipe& in, const Pipe& out, const Pipe& error)
{
    posix_spawn_file_actions_t actions{};
    if (::posix_spawn_file_actions_init(&actions) != 0) cannot("start");
    ::posix_spawn_file_actions_adddup2(&actions, in.read, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, error.write, STDERR_FILENO);
    auto path = program;
    std::array<char*, 2> arguments{path.data(), nullptr};
    auto environment = environmentOf();
    std::vector<char*> variables;
    for (auto& variable : environment) variables.push_back(variable.data());
    variables.push_back(nullptr);
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, path.c_str(), &actions, nullptr, arguments.data(), variables.data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) cannot(program);
    return child;
}

/// Takes what is there; false at the end or when it is more than it may be.
bool take(int from, std::string& into, std::size_t most)
{
    std::array<char, 65'536> piece{};
    const auto count = ::read(from, piece.data(), piece.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    if (count == 0) return false;
    into.append(piece.data(), static_cast<std::size_t>(count));
    return into.size() <= most;
}

/// Writes and reads at once: neither side waits for the other for ever. False: it hangs.
bool exchange(const std::string& request, Pipe& in, Pipe& out, Pipe& error, std::string& pdf, std::string& said)
{
    ::fcntl(in.write, F_SETFL, O_NONBLOCK);
    std::size_t sent = 0;
    if (request.empty()) in.closeWrite();
    while (out.read >= 0 || error.read >= 0) {
        std::array<pollfd, 3> waits{{{in.write, POLLOUT, 0}, {out.read, POLLIN, 0}, {error.read, POLLIN, 0}}};
        const int ready = ::poll(waits.data(), waits.size(), longestSilence);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        if (waits[0].revents != 0) {
            const auto count = ::write(in.write, request.data() + sent, request.size() - sent);
            if (count > 0) sent += static_cast<std::size_t>(count);
            if (sent == request.size() || (count < 0 && errno != EAGAIN && errno != EINTR)) in.closeWrite();
        }
        if (waits[1].revents != 0 && !take(out.read, pdf, mostPdf)) out.closeRead();
        if (waits[2].revents != 0 && !take(error.read, said, mostError)) error.closeRead();
    }
    return true;
}

[[noreturn]] void fail(const std::string& said)
{
    // Qt may have said something of its own before; ours is the last line.
    const auto last = said.find_last_of('\n', said.empty() ? 0 : said.size() - 2);
    const auto object = nlohmann::json::parse(said.substr(last == std::string::npos ? 0 : last), nullptr, false);
    if (!object.is_object() || !object.contains("code")) cannot("it ended by itself");
    const auto code = object.value("code", "");
    const auto failure = Failure::of(code, object.value("detail", ""));
    if (failure.kind == FailureKind::refused) throw RefusedError(failure);
    if (failure.kind == FailureKind::usage) throw UsageError(failure);
    throw FailureError(failure);
}

} // namespace

Bytes drawPdf(const std::string& request)
{
    const auto program = programPath();
    Pipe in, out, error;
    const auto child = start(program, in, out, error);
    in.closeRead();
    out.closeWrite();
    error.closeWrite();
    std::string pdf;
    std::string said;
    const bool answered = exchange(request, in, out, error, pdf, said);
    if (!answered) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    if (!answered) cannot("it does not answer");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail(said);
    if (pdf.rfind("%PDF", 0) != 0 || pdf.size() > mostPdf) cannot("what it drew is no PDF");
    return toBytes(bytesOf(pdf));
}

void writePdf(const std::filesystem::path& file, ByteView pdf)
{
    const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (out < 0) throw FailureError(Failure::of("PRINT-FILE", file.string()));
    std::size_t at = 0;
    const bool ours = ::fchmod(out, 0600) == 0; // of a file that was there before as well
    while (ours && at < pdf.size()) {
        const auto count = ::write(out, pdf.data() + at, pdf.size() - at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        at += static_cast<std::size_t>(count);
    }
    const bool whole = ::close(out) == 0 && at == pdf.size();
    if (whole) return;
    ::unlink(file.c_str()); // half a document is none
    throw FailureError(Failure::of("PRINT-FILE", file.string()));
}

} // namespace cardwright::ctl
