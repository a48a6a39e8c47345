#include "core/base/Failure.h"
#include "core/base/SecretInput.h"
#include "core/base/SecureBytes.h"
#include "core/crypto/SecureRandom.h"
#include "pcsc/simulator/VirtualCard.h"
#include "pcsc/simulator/VpcdLink.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <pthread.h>
#include <stop_token>
#include <thread>
#include <unistd.h>

using namespace cardwright;
using namespace cardwright::simulator;

namespace {

const std::map<std::string, std::uint8_t> transportAlgorithms{{"3DES", 0x03}, {"AES-128", 0x08}, {"AES-192", 0x0A}, {"AES-256", 0x0C}};

struct Options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    std::filesystem::path state;
    std::string create;
    bool reconnect = false;
    std::uint64_t killAt = 0;
    std::string killWhen = "before";
    std::string killIns;
    std::filesystem::path killPidFile;
    std::filesystem::path faultFile;
    int transportKeyFd = -1;
    int unlockKeyFd = -1;
    int passcodeFd = -1;
    std::string transportAlgorithm = "3DES";
    std::uint32_t serial = 0;
};

void say(const nlohmann::json& line)
{
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
}

/// SIGTERM and SIGINT become a stop request; the thread ends with its owner.
class Signals {
public:
    Signals()
    {
        sigemptyset(&m_set);
        sigaddset(&m_set, SIGTERM);
        sigaddset(&m_set, SIGINT);
        pthread_sigmask(SIG_BLOCK, &m_set, nullptr);
        m_thread = std::thread([this] {
            int which = 0;
            sigwait(&m_set, &which);
            m_stop.request_stop();
        });
    }
    ~Signals()
    {
        pthread_kill(m_thread.native_handle(), SIGTERM);
        m_thread.join();
    }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    std::stop_token token() const { return m_stop.get_token(); }

private:
    sigset_t m_set{};
    std::stop_source m_stop;
    std::thread m_thread;
};

std::vector<std::string> personalityNames()
{
    std::vector<std::string> names;
    for (const auto personality : allPersonalities()) names.emplace_back(cardwright::simulator::nameOf(personality));
    return names;
}

FaultPlan planOf(const Options& options)
{
    if (!options.faultFile.empty()) {
        std::ifstream file(options.faultFile);
        if (!file) throw UsageError(Failure::of("USAGE", "cannot read " + options.faultFile.string()));
        return FaultPlan::fromJson(std::string(std::istreambuf_iterator<char>(file), {}));
    }
    if (options.killAt == 0) return {};
    if (options.killPidFile.empty()) throw UsageError(Failure::of("USAGE", "--kill-at needs --kill-pid-file"));
    Fault fault;
    fault.at = options.killAt;
    fault.when = options.killWhen == "before" ? Fault::When::before : Fault::When::after;
    fault.action = Fault::Action::kill;
    fault.killPidFile = options.killPidFile;
    if (!options.killIns.empty()) {
        const auto ins = fromHex(options.killIns);
        if (!ins || ins->size() != 1) throw UsageError(Failure::of("USAGE", "--kill-ins is two hexadecimal digits"));
        fault.ins = ins->front();
    }
    return FaultPlan({fault});
}

const char* nameOf(VpcdLink::End end)
{
    switch (end) {
    case VpcdLink::End::stopped: return "stopped";
    case VpcdLink::End::closedByReader: return "closed";
    case VpcdLink::End::removed: return "removed";
    }
    return "";
}

/// One stay in the reader. False when the reader was not there.
bool stay(const Options& options, VirtualCard& card, const std::stop_token& stop)
{
    std::unique_ptr<VpcdLink> link;
    try {
        link = std::make_unique<VpcdLink>(options.host, options.port);
    } catch (const SimulatorError&) {
        if (!options.reconnect) throw;
        return false;
    }
    card.powerUp();
    say({{"event", "inserted"},
         {"host", options.host},
         {"port", options.port},
         {"state", options.state.string()},
         {"personality", cardwright::simulator::nameOf(card.state().personality)},
         {"serial", card.state().serial},
         {"pid", ::getpid()}});
    const VpcdLink::End end = link->run(card, stop);
    say({{"event", nameOf(end)}, {"apdus", card.commands()}});
    return true;
}

void serve(const Options& options)
{
    const Signals signals;
    SecureRandom random;
    const auto card = VirtualCard::load(options.state, random);
    card->plan(planOf(options));
    std::mutex mutex;
    std::condition_variable_any wake;
    const std::stop_token stop = signals.token();
    while (!stop.stop_requested()) {
        const bool stayed = stay(options, *card, stop);
        if (!options.reconnect) return;
        // A reader looks for its card every 400 ms: a card that is back sooner was never away.
        std::unique_lock lock(mutex);
        wake.wait_for(lock, stop, std::chrono::milliseconds(stayed ? 1000 : 200), [] { return false; });
    }
}

SecureBytes lineFrom(int descriptor)
{
    constexpr std::size_t longest = 256;
    auto line = readSecretLine(descriptor, longest);
    if (!line) throw UsageError(Failure::of("TRANSPORT-KEY-INPUT", "nothing was there, or too much"));
    return *std::move(line);
}

/// A card of a batch that its maker shipped with keys of its own.
VirtualCard::Shipping shippingOf(const Options& options)
{
    VirtualCard::Shipping shipping;
    shipping.administrationAlgorithm = transportAlgorithms.at(options.transportAlgorithm);
    auto key = fromHexDigits(lineFrom(options.transportKeyFd));
    const std::size_t size = options.transportAlgorithm == "AES-128" ? 16 : options.transportAlgorithm == "AES-256" ? 32 : 24;
    if (!key || key->size() != size) throw UsageError(Failure::of("TRANSPORT-KEY-INPUT", "hexadecimal digits, " + std::to_string(2 * size) + " of them"));
    shipping.administrationKey = *std::move(key);
    if (options.unlockKeyFd >= 0) shipping.unlockKey = lineFrom(options.unlockKeyFd);
    if (options.passcodeFd >= 0) shipping.passcode = lineFrom(options.passcodeFd);
    if (options.serial != 0) shipping.serial = options.serial;
    return shipping;
}

void makeCard(const Options& options)
{
    SecureRandom random;
    const auto personality = *personalityOf(options.create);
    if (options.transportKeyFd < 0) VirtualCard::create(options.state, personality, random);
    else VirtualCard::create(options.state, personality, random, shippingOf(options));
}

} // namespace

int main(int argc, char** argv)
{
    Options options;
    CLI::App app{"A simulated PIV card in pcscd's virtual reader (vpcd)", "cardwright-vcard"};
    app.add_option("--state", options.state, "The card's file")->required();
    auto* port = app.add_option("--port", options.port, "Port of the virtual reader's slot (vpcd: 35963, 35964)")->check(CLI::Range(1, 65535));
    app.add_option("--host", options.host, "Host of the virtual reader")->capture_default_str();
    auto* create = app.add_option("--create", options.create, "Make the card first, of this kind; without --port that is all")
                       ->check(CLI::IsMember(personalityNames()));
    auto* transport = app.add_option("--transport-key-fd", options.transportKeyFd,
                                     "With --create: descriptor with the administration key that the card's batch is shipped with, hexadecimal");
    transport->needs(create);
    app.add_option("--transport-algorithm", options.transportAlgorithm, "Of that key")
        ->check(CLI::IsMember({"3DES", "AES-128", "AES-192", "AES-256"}))
        ->capture_default_str()
        ->needs(transport);
    app.add_option("--unlock-key-fd", options.unlockKeyFd, "Likewise its unlock key, eight letters or digits")->needs(transport);
    app.add_option("--passcode-fd", options.passcodeFd, "Likewise its first passcode, six to eight digits")->needs(transport);
    app.add_option("--serial", options.serial, "Its serial number")->needs(transport);
    app.add_flag("--reconnect", options.reconnect, "Come back when the reader goes away or a fault took the card out");
    app.add_option("--kill-at", options.killAt, "At this APDU, counted from 1, send SIGKILL to the process in --kill-pid-file")
        ->check(CLI::PositiveNumber);
    app.add_option("--kill-when", options.killWhen, "before the card acts, or after it acted and before it answers")
        ->check(CLI::IsMember({"before", "after"}))
        ->capture_default_str();
    app.add_option("--kill-ins", options.killIns, "Count only APDUs with this INS (two hexadecimal digits)");
    app.add_option("--kill-pid-file", options.killPidFile, "File that holds the process id at that moment");
    app.add_option("--fault-json", options.faultFile, "A plan of faults: {\"faults\":[{\"at\":7,\"ins\":\"87\",\"when\":\"after\",\"action\":\"removed\"}]}");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : 2;
    }
    try {
        SecureBytes::prepareHeap();
        if (create->count() > 0) {
            makeCard(options);
            if (port->count() == 0) return 0;
        } else if (port->count() == 0) {
            throw UsageError(Failure::of("USAGE", "--port or --create"));
        }
        serve(options);
        return 0;
    } catch (...) {
        const Failure failure = failureFrom(std::current_exception());
        std::fprintf(stderr, "%s: %s %s%s%s\n", failure.code.c_str(), failure.cause.c_str(), failure.nextStep.c_str(),
                     failure.detail.empty() ? "" : " ", failure.detail.c_str());
        return exitCodeOf(failure.kind);
    }
}
