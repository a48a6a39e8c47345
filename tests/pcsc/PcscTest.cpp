#include "core/card/CardErrors.h"
#include "core/card/CardTransport.h"
#include "pcsc/Connection.h"
#include "pcsc/PcscReader.h"
#include "pcsc/ReaderMonitor.h"
#include "pcsc/Transaction.h"
#include "tests/support/FailureCode.h"
#include "tests/support/PrivatePcscd.h"

#include <catch2/catch.hpp>
#include <winscard.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <future>
#include <mutex>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace cardwright;
using namespace cardwright::testing;
using namespace std::chrono_literals;

namespace {

/// One pcscd for the whole program: libpcsclite takes its socket's name once.
PrivatePcscd& daemon()
{
    static PrivatePcscd one;
    return one;
}

Bytes octets(std::string_view hex) { return *fromHex(hex); }

const Bytes selectFrame = octets("00a4040005a000000308");
const Bytes query = octets("00200080");
const Bytes passcode = octets("0020008008313233343536ffff");

class Told {
public:
    ReaderEvents::Listener listener()
    {
        return [this](const std::vector<ReaderState>& list) {
            const std::lock_guard lock(m_mutex);
            m_lists.push_back(list);
            m_signal.notify_all();
        };
    }
    bool waitFor(const std::function<bool(const std::vector<ReaderState>&)>& wanted)
    {
        std::unique_lock lock(m_mutex);
        return m_signal.wait_for(lock, longEnough, [&] { return !m_lists.empty() && wanted(m_lists.back()); });
    }
    std::vector<ReaderState> last()
    {
        const std::lock_guard lock(m_mutex);
        return m_lists.empty() ? std::vector<ReaderState>() : m_lists.back();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_signal;
    std::vector<std::vector<ReaderState>> m_lists;
};

bool presentIn(const std::vector<ReaderState>& list, std::size_t slot) { return list.size() == 2 && list[slot].present; }
bool emptyIn(const std::vector<ReaderState>& list, std::size_t slot) { return list.size() == 2 && !list[slot].present; }

/// Slots as a test finds them: empty.
struct Lab {
    PrivatePcscd& pcscd = daemon();
    std::filesystem::path card = pcscd.makeCard("card-" + std::to_string(next()), "yubico");
    ~Lab()
    {
        for (const int slot : {0, 1}) {
            try {
                pcscd.pull(slot);
            } catch (const std::exception&) {
                // nothing was in it
            }
        }
    }
    std::string name() const { return pcscd.readerName(0); }
    /// pcscd has passed on so many commands: the last of them is under way, though its answer may never come.
    bool commandsReach(std::size_t count) const
    {
        const auto end = std::chrono::steady_clock::now() + longEnough;
        while (pcscd.apdus() < count) {
            if (std::chrono::steady_clock::now() > end) return false;
            std::this_thread::yield();
        }
        return true;
    }
    static int next()
    {
        static int count = 0;
        return ++count;
    }
};

} // namespace

TEST_CASE("the monitor sees two readers, cards in both, a pull, and a swap too quick to see empty")
{
    Lab lab;
    Told told;
    pcsc::ReaderMonitor monitor;
    monitor.start(told.listener());
    REQUIRE(told.waitFor([](const auto& list) { return emptyIn(list, 0) && emptyIn(list, 1); }));
    CHECK(told.last()[0].name == "Virtual PCD 00 00");
    lab.pcscd.insert(0, lab.card);
    REQUIRE(told.waitFor([](const auto& list) { return presentIn(list, 0) && emptyIn(list, 1); }));
    CHECK(toHex(told.last()[0].atr) == "3bfd1300008131fe158073c021c057597562694b657940");
    const auto other = lab.pcscd.makeCard("other-" + std::to_string(Lab::next()), "strict");
    lab.pcscd.insert(1, other);
    REQUIRE(told.waitFor([](const auto& list) { return presentIn(list, 0) && presentIn(list, 1); }));
    CHECK(told.last()[0].atr != told.last()[1].atr);
    lab.pcscd.pull(0);
    REQUIRE(told.waitFor([](const auto& list) { return emptyIn(list, 0) && presentIn(list, 1); }));
    lab.pcscd.insert(0, lab.card);
    REQUIRE(told.waitFor([](const auto& list) { return presentIn(list, 0); }));
    const auto before = told.last()[0].events;
    lab.pcscd.tearOut(0);
    lab.pcscd.insert(0, lab.card);
    CHECK(told.waitFor([&](const auto& list) { return presentIn(list, 0) && list[0].events >= before + 2; }));
    CHECK(monitor.readers() == told.last());
}

TEST_CASE("the monitor never touches a card, and stops at once")
{
    Lab lab;
    lab.pcscd.insert(0, lab.card);
    const auto before = lab.pcscd.apdus();
    Told told;
    pcsc::ReaderMonitor monitor;
    monitor.start(told.listener());
    REQUIRE(told.waitFor([](const auto& list) { return presentIn(list, 0); }));
    monitor.stop();
    monitor.start(told.listener());
    monitor.start(told.listener());
    monitor.readers();
    monitor.stop();
    CHECK(lab.pcscd.apdus() == before);
}

TEST_CASE("the monitor survives pcscd: an empty list while it is gone, the readers when it is back")
{
    for (const bool crash : {false, true}) {
        Lab lab;
        lab.pcscd.insert(0, lab.card);
        Told told;
        pcsc::ReaderMonitor monitor;
        monitor.start(told.listener());
        REQUIRE(told.waitFor([](const auto& list) { return presentIn(list, 0); }));
        const auto reader = monitor.reader(lab.name());
        auto transaction = reader->open();
        CHECK(transaction->transmit(selectFrame).size() > 2);
        if (crash) {
            lab.pcscd.kill();
        } else {
            lab.pcscd.stop();
        }
        CHECK(told.waitFor([](const auto& list) { return list.empty(); }));
        CHECK(codeOf([&] { transaction->transmit(query); }) == "PCSC-ABSENT");
        transaction.reset();
        CHECK(codeOf([&] { reader->open(); }) == "PCSC-ABSENT");
        CHECK(codeOf([&] { monitor.readers(); }) == "PCSC-ABSENT");
        CHECK(codeOf([&] { monitor.reader(lab.name()); }) == "PCSC-ABSENT");
        lab.pcscd.start();
        CHECK(told.waitFor([](const auto& list) { return emptyIn(list, 0); }));
        lab.pcscd.insert(0, lab.card);
        CHECK(told.waitFor([](const auto& list) { return presentIn(list, 0); }));
        CHECK(reader->open()->transmit(selectFrame).size() > 2); // the same reader object, with a context made anew
    }
}

TEST_CASE("transactions: reset or leave, as was said")
{
    Lab lab;
    lab.pcscd.insert(0, lab.card);
    pcsc::PcscReader reader(lab.name());
    {
        const auto transaction = reader.open();
        CHECK(transaction->transmit(selectFrame).size() > 2);
        CHECK(transaction->transmit(passcode) == octets("9000"));
        CHECK_FALSE(transaction->extendedLength()); // the card's ATR says yes, the virtual reader says nothing
        CHECK(pcsc::atrSaysExtendedLength(transaction->atr()));
    }
    {
        const auto transaction = reader.open();
        CHECK(transaction->transmit(query) == octets("9000"));
        transaction->resetAtEnd();
    }
    const auto transaction = reader.open();
    CHECK(transaction->transmit(query) == octets("6d00"));
}

TEST_CASE("no card, no such reader, and no reader at all")
{
    Lab lab;
    CHECK(codeOf([&] { pcsc::PcscReader(lab.name()).open(); }) == "CARD-ABSENT");
    CHECK(codeOf([&] { pcsc::PcscReader("Reader 9").open(); }) == "READER-UNKNOWN");
    CHECK(codeOf([&] { pcsc::ReaderMonitor().reader("Reader 9"); }) == "READER-UNKNOWN");
}

TEST_CASE("a card pulled between two commands, and put back")
{
    Lab lab;
    lab.pcscd.insert(0, lab.card);
    pcsc::PcscReader reader(lab.name());
    auto transaction = reader.open();
    CHECK(transaction->transmit(selectFrame).size() > 2);
    lab.pcscd.tearOut(0);
    CHECK(codeOf([&] { transaction->transmit(query); }) == "CARD-REMOVED");
    CHECK(codeOf([&] { transaction->transmit(query); }) == "CARD-REMOVED");
    lab.pcscd.insert(0, lab.card);
    CHECK(codeOf([&] { transaction->transmit(query); }) == "CARD-REMOVED"); // the new stay is not this transaction's
    transaction.reset();
    CHECK(reader.open()->transmit(selectFrame).size() > 2);
}

TEST_CASE("a card that a fault takes out in the middle of a command")
{
    Lab lab;
    const auto plan = lab.pcscd.folder() / "removed.json";
    std::ofstream(plan) << R"({"faults":[{"at":2,"when":"after","action":"removed"}]})";
    lab.pcscd.insert(0, lab.card, {"--fault-json", plan.string()});
    pcsc::PcscReader reader(lab.name());
    auto transaction = reader.open();
    CHECK(transaction->transmit(selectFrame).size() > 2);
    CHECK(codeOf([&] { transaction->transmit(query); }) == "CARD-REMOVED");
    CHECK(lab.pcscd.card(0).wait() == 0);
    CHECK(lab.pcscd.card(0).output().find("\"removed\"") != std::string::npos);
}

TEST_CASE("another program resets the card: what was verified is gone, and nothing is sent by itself")
{
    Lab lab;
    lab.pcscd.insert(0, lab.card);
    pcsc::PcscReader reader(lab.name());
    // Connected, and not yet in a transaction: pcscd tells such a one of the reset when its transaction begins.
    auto idle = std::make_unique<pcsc::Connection>(std::make_shared<pcsc::Context>(), lab.name());
    {
        const auto transaction = reader.open();
        transaction->transmit(selectFrame);
        CHECK(transaction->transmit(passcode) == octets("9000"));
    }
    CHECK(lab.pcscd.tool({"opensc-tool", "-r", "0", "--reset"}).run().exitCode == 0);
    const auto before = lab.pcscd.apdus();
    {
        pcsc::Transaction transaction(std::move(idle));
        CHECK(transaction.transmit(query) == octets("6d00"));
    }
    CHECK(reader.open()->transmit(query) == octets("6d00"));
    CHECK(lab.pcscd.apdus() == before + 2);
}

TEST_CASE("a reader that another program holds alone is shown as such, and is busy")
{
    Lab lab;
    lab.pcscd.insert(0, lab.card);
    Told told;
    pcsc::ReaderMonitor monitor;
    monitor.start(told.listener());
    REQUIRE(told.waitFor([](const auto& list) { return presentIn(list, 0) && !list[0].exclusive; }));
    const pcsc::Context context;
    SCARDHANDLE handle = 0;
    DWORD protocol = 0;
    REQUIRE(::SCardConnect(context.handle(), lab.name().c_str(), SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T1, &handle, &protocol) == SCARD_S_SUCCESS);
    CHECK(told.waitFor([](const auto& list) { return presentIn(list, 0) && list[0].exclusive; }));
    CHECK(codeOf([&] { pcsc::PcscReader(lab.name(), 300ms).open(); }) == "READER-BUSY");
    ::SCardDisconnect(handle, SCARD_LEAVE_CARD);
    CHECK(told.waitFor([](const auto& list) { return presentIn(list, 0) && !list[0].exclusive; }));
    CHECK(pcsc::PcscReader(lab.name()).open()->transmit(selectFrame).size() > 2);
}

TEST_CASE("a card that falls silent holds its own transaction only, until it is pulled")
{
    Lab lab;
    const auto plan = lab.pcscd.folder() / "silent.json";
    std::ofstream(plan) << R"({"faults":[{"at":2,"when":"before","action":"silent"}]})";
    lab.pcscd.insert(0, lab.card, {"--fault-json", plan.string()});
    const auto other = lab.pcscd.makeCard("beside-" + std::to_string(Lab::next()), "strict");
    lab.pcscd.insert(1, other);
    const auto sent = lab.pcscd.apdus();
    std::promise<void> selected;
    pcsc::ReaderMonitor monitor(300ms);
    auto hanging = std::async(std::launch::async, [&] {
        auto transaction = monitor.reader(lab.name())->open();
        transaction->transmit(selectFrame);
        selected.set_value();
        return codeOf([&] { transaction->transmit(query); });
    });
    selected.get_future().wait();
    REQUIRE(lab.commandsReach(sent + 2));
    // The same desk knows that it is its own command that does not come back; anybody else sees a reader in use.
    CHECK(codeOf([&] { monitor.reader(lab.name())->open(); }) == "CARD-SILENT");
    CHECK(codeOf([&] { pcsc::PcscReader(lab.name(), 300ms).open(); }) == "READER-BUSY");
    CHECK(pcsc::PcscReader(lab.pcscd.readerName(1)).open()->transmit(selectFrame).size() > 2);
    CHECK(hanging.wait_for(0ms) == std::future_status::timeout);
    lab.pcscd.tearOut(0);
    CHECK(hanging.get() == "CARD-REMOVED");
}

TEST_CASE("a card at a long piece of work is not silent to a second look, as long as its deadline lasts")
{
    Lab lab;
    const auto plan = lab.pcscd.folder() / "slow.json";
    std::ofstream(plan) << R"({"faults":[{"at":2,"when":"before","action":"slow","delayMillis":4000}]})";
    lab.pcscd.insert(0, lab.card, {"--fault-json", plan.string()});
    pcsc::ReaderMonitor monitor(300ms);
    // As a profile tells it of GENERATE (minutes) or of a small command (here: over at once).
    const auto within = GENERATE(std::chrono::milliseconds(60'000), std::chrono::milliseconds(1));
    const auto sent = lab.pcscd.apdus();
    std::promise<void> selected;
    auto working = std::async(std::launch::async, [&] {
        auto transaction = monitor.reader(lab.name())->open();
        transaction->transmit(selectFrame);
        transaction->expectWithin(within);
        selected.set_value();
        return transaction->transmit(query).size();
    });
    selected.get_future().wait();
    REQUIRE(lab.commandsReach(sent + 2));
    try {
        monitor.reader(lab.name())->open();
        FAIL_CHECK("it was at work");
    } catch (const TransportError& error) {
        CHECK(error.failure().code == (within > 1s ? "READER-BUSY" : "CARD-SILENT"));
        if (within > 1s) CHECK(error.failure().cause.find("at work for this desk") != std::string::npos);
    }
    CHECK(working.get() >= 2); // it was only slow: nothing was cut short
    CHECK(monitor.reader(lab.name())->open()->transmit(selectFrame).size() > 2);
}

TEST_CASE("another program's transaction makes the reader busy, for as long as we are willing to wait")
{
    Lab lab;
    lab.pcscd.insert(0, lab.card);
    pcsc::PcscReader holder(lab.name());
    auto held = holder.open();
    pcsc::PcscReader other(lab.name(), 300ms);
    CHECK(codeOf([&] { other.open(); }) == "READER-BUSY");
    CHECK(codeOf([&] { other.open(); }) == "READER-BUSY");
    CHECK(held->transmit(selectFrame).size() > 2); // who holds it works on
    held.reset();
    pcsc::PcscReader patient(lab.name(), longEnough);
    CHECK(patient.open()->transmit(selectFrame).size() > 2); // and what was left behind let go
}

namespace {

/// This test program once more, as another program that holds the reader until it is let go.
class OtherProgram {
public:
    explicit OtherProgram(const std::string& reader, const char* mode)
    {
        int in[2] = {-1, -1};
        int out[2] = {-1, -1};
        REQUIRE(::pipe2(in, O_CLOEXEC) == 0);
        REQUIRE(::pipe2(out, O_CLOEXEC) == 0);
        m_process = ::fork();
        if (m_process == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            ::setenv("CARDWRIGHT_HOLD", reader.c_str(), 1);
            ::setenv("CARDWRIGHT_HOLD_MODE", mode, 1);
            ::execl("/proc/self/exe", "pcsc_reader", "[.holder]", nullptr);
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        m_letGo = in[1];
        char held = 0;
        const auto got = ::read(out[0], &held, 1);
        ::close(out[0]);
        REQUIRE(got == 1);
        REQUIRE(held == 'H');
    }
    ~OtherProgram()
    {
        letGo();
        ::waitpid(m_process, nullptr, 0);
    }
    OtherProgram(const OtherProgram&) = delete;
    OtherProgram& operator=(const OtherProgram&) = delete;
    void letGo()
    {
        if (m_letGo >= 0) ::close(std::exchange(m_letGo, -1));
    }
    std::string name() const { return "pcsc_reader (process " + std::to_string(m_process) + ")"; }

private:
    pid_t m_process = -1;
    int m_letGo = -1;
};

} // namespace

TEST_CASE("another program, for OtherProgram alone", "[.holder]")
{
    const pcsc::Context context;
    SCARDHANDLE handle = 0;
    DWORD protocol = 0;
    const DWORD mode = std::string(std::getenv("CARDWRIGHT_HOLD_MODE")) == "exclusive" ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED;
    bool held = ::SCardConnect(context.handle(), std::getenv("CARDWRIGHT_HOLD"), mode, SCARD_PROTOCOL_T1, &handle, &protocol) == SCARD_S_SUCCESS;
    held = held && ::SCardBeginTransaction(handle) == SCARD_S_SUCCESS;
    char octet = held ? 'H' : 'N';
    REQUIRE(::write(1, &octet, 1) == 1);
    while (::read(0, &octet, 1) > 0) {} // until the other end is closed
    ::SCardEndTransaction(handle, SCARD_LEAVE_CARD);
    ::SCardDisconnect(handle, SCARD_LEAVE_CARD);
}

TEST_CASE("the program that holds the reader is named while we wait, and we go on when it lets go")
{
    Lab lab;
    lab.pcscd.insert(0, lab.card);
    for (const char* mode : {"shared", "exclusive"}) {
        INFO(mode);
        OtherProgram other(lab.name(), mode);
        pcsc::PcscReader reader(lab.name(), longEnough);
        std::vector<std::string> told;
        reader.tellWhenBusy([&](const std::string& holder) {
            told.push_back(holder);
            other.letGo();
        });
        CHECK(reader.open() != nullptr);
        CHECK(told == std::vector<std::string>{other.name()});
    }
    OtherProgram other(lab.name(), "shared");
    try {
        pcsc::PcscReader(lab.name(), 300ms).open();
        FAIL_CHECK("it was held");
    } catch (const TransportError& error) {
        CHECK(error.failure().code == "READER-BUSY");
        CHECK(error.failure().cause == "The reader is in use by " + other.name() + ".");
    }
}

TEST_CASE("two readers, their cards swapped: each transaction belongs to the reader that was named, and none is touched for another")
{
    Lab lab;
    const auto second = lab.pcscd.makeCard("second-" + std::to_string(Lab::next()), "strict");
    lab.pcscd.insert(0, lab.card);
    lab.pcscd.insert(1, second);
    pcsc::PcscReader zero(lab.pcscd.readerName(0));
    pcsc::PcscReader one(lab.pcscd.readerName(1));
    const auto first = zero.open()->atr();
    const auto other = one.open()->atr();
    CHECK(first != other);
    lab.pcscd.pull(0);
    lab.pcscd.pull(1);
    lab.pcscd.insert(0, second);
    lab.pcscd.insert(1, lab.card);
    CHECK(zero.open()->atr() == other);
    CHECK(one.open()->atr() == first);
}

TEST_CASE("one APDU through pcscd and the virtual reader costs microseconds, not the 44 ms of a late acknowledgement")
{
    Lab lab;
    lab.pcscd.insert(0, lab.card);
    const auto transaction = pcsc::PcscReader(lab.name()).open();
    std::vector<double> micros;
    const auto before = lab.pcscd.apdus();
    for (int time = 0; time < 500; ++time) {
        const auto start = std::chrono::steady_clock::now();
        transaction->transmit(selectFrame);
        micros.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(micros.begin(), micros.end());
    std::printf("{\"apduMicros\":{\"p50\":%.0f,\"p99\":%.0f}}\n", micros[250], micros[495]);
    CHECK(lab.pcscd.apdus() == before + 500);
}
