#include "tests/system/SessionProcess.h"

#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace cardwright::testing {

namespace {

constexpr auto longest = 2 * longEnough;

} // namespace

SessionProcess::SessionProcess(const Desk& desk, const std::string& reader)
{
    const auto fifo = m_folder / "orders";
    if (::mkfifo(fifo.c_str(), 0600) != 0) throw std::runtime_error("no FIFO can be made");
    m_fifo = ::open(fifo.c_str(), O_RDWR | O_CLOEXEC); // for both ends: nobody waits for the other to open it
    ToolRun tool({CARDWRIGHT_SESSION_HOST, desk.site().string(), reader, fifo.string()});
    tool.env("PCSCLITE_CSOCK_NAME", desk.socket());
    m_tool.push_back(tool.start(m_folder / "said"));
    const auto word = answer();
    if (word != "open") throw std::runtime_error("the desk did not open: " + word);
}

SessionProcess::~SessionProcess()
{
    tell("q");
    m_tool.front().wait(longest);
    ::close(m_fifo);
}

void SessionProcess::tell(const std::string& text)
{
    if (::write(m_fifo, text.data(), text.size()) != static_cast<ssize_t>(text.size())) m_tool.front().kill();
}

std::string SessionProcess::answer()
{
    const auto deadline = std::chrono::steady_clock::now() + longest;
    for (;;) {
        const bool alive = m_tool.front().running();
        const auto all = m_tool.front().output();
        const auto end = all.find('\n', m_heard);
        if (end != std::string::npos) {
            const auto word = all.substr(m_heard, end - m_heard);
            m_heard = end + 1;
            return word;
        }
        if (!alive || std::chrono::steady_clock::now() > deadline) throw std::runtime_error("the desk says nothing more: " + all);
        m_tool.front().wait(std::chrono::milliseconds(10));
    }
}

void SessionProcess::signIn(const std::string& passcode)
{
    tell("i" + passcode + "\n");
    const auto word = answer();
    if (word != "signed-in") throw std::runtime_error("no sign-in: " + word);
}

std::string SessionProcess::order(char letter)
{
    tell(std::string(1, letter));
    return answer();
}

} // namespace cardwright::testing
