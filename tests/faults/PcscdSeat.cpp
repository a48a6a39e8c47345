#include "pcsc/PcscReader.h"
#include "tests/faults/Seat.h"
#include "tests/support/PrivatePcscd.h"
#include "tests/unit/lifecycle/LifecycleBench.h"

#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <unistd.h>

namespace cardwright::faults {

namespace {

using simulator::Fault;

const char* actionName(Fault::Action action)
{
    switch (action) {
    case Fault::Action::reset: return "reset";
    case Fault::Action::statusWord: return "statusWord";
    case Fault::Action::wrongLength: return "wrongLength";
    case Fault::Action::kill: return "kill";
    default: return "removed";
    }
}

/// Two slots in turn, so that pcscd has noticed that the card left one of them before it comes back to the other.
class PcscdSeat final : public Seat {
public:
    ~PcscdSeat() override { leave(); }

    void insert(test::Bench& bench, std::optional<CardFault> fault) override { put(bench, fault ? planFor(*fault) : std::string()); }
    void takeOut(test::Bench&) override { leave(); }
    void beforeFork(test::Bench& bench, CardFault fault) override { put(bench, planFor(fault)); }
    void inChild(test::Bench& bench, CardFault) override
    {
        std::ofstream(m_pidFile) << ::getpid() << std::flush; // whom the card is to kill
        open(bench);
    }

private:
    std::string planFor(CardFault fault) const
    {
        const auto planned = faultAt(fault.kind, fault.at);
        nlohmann::json one{{"at", planned.at}, {"when", planned.when == Fault::When::after ? "after" : "before"}, {"action", actionName(planned.action)}};
        const std::array word{static_cast<std::uint8_t>(planned.statusWord >> 8), static_cast<std::uint8_t>(planned.statusWord)};
        if (planned.action == Fault::Action::statusWord) one["statusWord"] = toHex(word);
        if (planned.action == Fault::Action::kill) one["pidFile"] = m_pidFile.string();
        return nlohmann::json{{"faults", nlohmann::json::array({one})}}.dump();
    }

    void put(test::Bench& bench, const std::string& plan)
    {
        leave();
        bench.tray.pull(test::subjectReader); // where it was prepared
        const int next = m_last == 0 ? 1 : 0;
        if (!m_daemon.waitPresent(next, false)) throw std::runtime_error("a card has not left its slot");
        std::vector<std::string> more;
        if (!plan.empty()) {
            std::ofstream(m_planFile) << plan << std::flush;
            more = {"--fault-json", m_planFile.string()};
        }
        m_daemon.insert(next, bench.file, more);
        m_in = m_last = next;
        open(bench);
    }
    void open(test::Bench& bench)
    {
        bench.reader = std::make_unique<test::ProbeReader>(std::make_unique<pcsc::PcscReader>(m_daemon.readerName(m_last)));
    }
    void leave()
    {
        if (m_in) m_daemon.tearOut(*m_in);
        m_in.reset();
    }

    testing::PrivatePcscd m_daemon;
    std::filesystem::path m_pidFile = m_daemon.folder() / "job.pid";
    std::filesystem::path m_planFile = m_daemon.folder() / "faults.json";
    std::optional<int> m_in;
    int m_last = 1;
};

} // namespace

std::unique_ptr<Seat> pcscdSeat() { return std::make_unique<PcscdSeat>(); }

} // namespace cardwright::faults
