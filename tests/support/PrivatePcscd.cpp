#include "tests/support/PrivatePcscd.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace cardwright::testing {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience{5}; // a daemon at a card that never answers does not end by itself
constexpr std::uint16_t firstPort = 35963;
constexpr const char* driver = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
constexpr const char* variable = "PCSCLITE_CSOCK_NAME";

// The arguments are the folder of the socket and that of the configuration. Each step that fails says so and ends it.
constexpr const char* script = R"(set -e
ip link set lo up
mkdir -p /run/pcscd
mount --bind "$1" /run/pcscd
exec pcscd --foreground --apdu --info --config "$2")";

std::size_t count(const std::string& text, const std::string& part)
{
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

bool listed(const std::string& list, const std::string& reader)
{
    const auto at = list.find(reader);
    if (at == std::string::npos) return false;
    const auto line = list.rfind('\n', at);
    return list.substr(line + 1, at - line).find("Yes") != std::string::npos;
}

} // namespace

PrivatePcscd::PrivatePcscd(Options options) : m_options(std::move(options))
{
    if (::geteuid() != 0) throw std::runtime_error("a private pcscd needs root for its namespaces; run this test as root");
    if (m_options.readers && !std::filesystem::exists(driver))
        throw std::runtime_error(std::string("no ") + driver + ": install vsmartcard-vpcd");
    std::filesystem::create_directory(m_folder / "sock");
    std::filesystem::create_directory(m_folder / "conf");
    if (m_options.readers) {
        std::ofstream conf(m_folder / "conf/vpcd");
        conf << "FRIENDLYNAME \"" << m_options.friendlyName << "\"\nDEVICENAME /dev/null:0x8C7B\nLIBPATH " << driver
             << "\nCHANNELID 0x8C7B\n";
    }
    if (const char* former = std::getenv(variable)) {
        m_hadSocket = true;
        m_formerSocket = former;
    }
    ::setenv(variable, socket().c_str(), 1);
    start();
}

PrivatePcscd::~PrivatePcscd()
{
    m_cards.clear();
    for (auto& daemon : m_daemon) daemon.stop(patience);
    if (m_hadSocket) {
        ::setenv(variable, m_formerSocket.c_str(), 1);
    } else {
        ::unsetenv(variable);
    }
}

void PrivatePcscd::start()
{
    const auto sock = (m_folder / "sock").string();
    const auto conf = (m_folder / "conf").string();
    m_daemon.clear();
    m_daemon.push_back(ToolRun({"unshare", "-m", "-n", "sh", "-c", script, "pcscd", sock, conf}).start(m_folder / "pcscd.log"));
    waitReady();
}

void PrivatePcscd::waitReady()
{
    const auto deadline = Clock::now() + longEnough;
    BackgroundTool& daemon = m_daemon.front();
    for (;;) {
        if (!daemon.running()) {
            const std::string reason = daemon.output();
            m_daemon.clear();
            throw std::runtime_error("a private pcscd cannot be started here (root, unshare, ip and pcscd are needed): " + reason);
        }
        if (std::filesystem::exists(m_folder / "sock/pcscd.comm")) {
            if (!m_options.readers) return;
            const auto list = tool({"opensc-tool", "-l"}).run();
            if (list.exitCode == 127) throw std::runtime_error("no opensc-tool: install opensc");
            if (list.out.find(readerName(1)) != std::string::npos) return;
        }
        if (Clock::now() >= deadline) throw std::runtime_error("pcscd shows no reader: " + daemon.output());
        daemon.wait(std::chrono::milliseconds(10));
    }
}

void PrivatePcscd::stop()
{
    for (auto& daemon : m_daemon) {
        daemon.stop(patience);
        m_formerLog += daemon.output();
    }
    m_daemon.clear();
}

void PrivatePcscd::kill()
{
    for (auto& daemon : m_daemon) {
        daemon.kill();
        m_formerLog += daemon.output();
    }
    m_daemon.clear();
}

std::string PrivatePcscd::readerName(int slot) const { return m_options.friendlyName + " 00 0" + std::to_string(slot); }
std::uint16_t PrivatePcscd::port(int slot) const { return static_cast<std::uint16_t>(firstPort + slot); }

pid_t PrivatePcscd::pid() const
{
    if (m_daemon.empty()) throw std::runtime_error("pcscd is stopped");
    return m_daemon.front().pid();
}

std::string PrivatePcscd::socket() const { return (m_folder / "sock/pcscd.comm").string(); }

ToolRun PrivatePcscd::tool(std::vector<std::string> arguments) const
{
    ToolRun run(std::move(arguments));
    run.env(variable, socket());
    if (!m_daemon.empty()) run.networkOf(pid());
    return run;
}

std::filesystem::path PrivatePcscd::makeCard(const std::string& name, const std::string& personality) const
{
    const auto path = m_folder / (name + ".card");
    const auto made = ToolRun({CARDWRIGHT_VCARD, "--create", personality, "--state", path.string()}).run();
    if (made.exitCode != 0) throw std::runtime_error("no card: " + made.all());
    return path;
}

BackgroundTool& PrivatePcscd::insert(int slot, const std::filesystem::path& card, std::vector<std::string> more)
{
    std::vector<std::string> arguments{CARDWRIGHT_VCARD, "--port", std::to_string(port(slot)), "--state", card.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    m_cards.erase(slot);
    const auto output = m_folder / ("card-" + std::to_string(slot) + ".log");
    const auto placed = m_cards.emplace(slot, ToolRun(arguments).networkOf(pid()).start(output)).first;
    if (!placed->second.waitFor("\"inserted\"")) throw std::runtime_error("the card did not go in: " + placed->second.output());
    if (!waitPresent(slot, true)) throw std::runtime_error("pcscd does not see the card in slot " + std::to_string(slot));
    return placed->second;
}

int PrivatePcscd::pull(int slot)
{
    const int code = card(slot).stop();
    m_cards.erase(slot);
    if (!waitPresent(slot, false)) throw std::runtime_error("pcscd still sees a card in slot " + std::to_string(slot));
    return code;
}

void PrivatePcscd::tearOut(int slot)
{
    card(slot).stop();
    m_cards.erase(slot);
}

BackgroundTool& PrivatePcscd::card(int slot)
{
    const auto found = m_cards.find(slot);
    if (found == m_cards.end()) throw std::runtime_error("no card was put into slot " + std::to_string(slot));
    return found->second;
}

/// Both what pcscd's own look at the slot found (its log) and what it tells clients: after a client died in a
/// transaction and the card went away at the same moment, the second is true before the first, and a card put in between
/// would never be noticed.
bool PrivatePcscd::waitPresent(int slot, bool wanted, std::chrono::milliseconds within)
{
    const auto deadline = Clock::now() + within;
    const std::string name = readerName(slot);
    for (;;) {
        const std::string text = m_daemon.empty() ? std::string() : m_daemon.front().output();
        const bool seen = count(text, "Card inserted into " + name) > count(text, "Card Removed From " + name);
        if (seen == wanted && listed(tool({"opensc-tool", "-l"}).run().out, name) == wanted) return true;
        if (Clock::now() >= deadline || m_daemon.empty()) return false;
        m_daemon.front().wait(std::chrono::milliseconds(10));
    }
}

std::string PrivatePcscd::log() const { return m_formerLog + (m_daemon.empty() ? std::string() : m_daemon.front().output()); }

std::size_t PrivatePcscd::apdus() const
{
    return count(log(), "APDU: ");
}

} // namespace cardwright::testing
