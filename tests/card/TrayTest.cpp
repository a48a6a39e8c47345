#include "core/card/CardErrors.h"
#include "core/card/CardTransport.h"
#include "core/crypto/SecureRandom.h"
#include "pcsc/simulator/VirtualCard.h"
#include "pcsc/simulator/VirtualTray.h"
#include "tests/card/SimulatedCard.h"
#include "tests/support/FailureCode.h"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

using namespace cardwright;
using namespace cardwright::testing;
using namespace cardwright::simulator;
using namespace std::chrono_literals;

namespace {

const std::string first = "Training reader 1";
const std::string second = "Training reader 2";
const Bytes selectFrame = octets("00A4040005A000000308");
const Bytes query = octets("00200080");
const Bytes passcode = octets("0020008008 313233343536FFFF");

struct Desk {
    TempFolder folder;
    SecureRandom random;
    VirtualTray tray{random, {first, second}, 100ms};

    Desk()
    {
        VirtualCard::create(folder / "a.card", Personality::strict, random);
        VirtualCard::create(folder / "b.card", Personality::yubico, random);
    }
};

/// Collects what a listener is told and waits for it.
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
        return m_signal.wait_for(lock, 90s, [&] { return !m_lists.empty() && wanted(m_lists.back()); });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_signal;
    std::vector<std::vector<ReaderState>> m_lists;
};

} // namespace

TEST_CASE("the tray shows its readers, and tells of cards that come and go")
{
    Desk desk;
    Told told;
    desk.tray.start(told.listener());
    CHECK(told.waitFor([](const auto& list) { return list.size() == 2 && list[0].name == first && !list[0].present; }));
    desk.tray.insert(first, desk.folder / "a.card");
    CHECK(told.waitFor([](const auto& list) { return list[0].present && !list[0].atr.empty() && !list[1].present; }));
    desk.tray.insert(second, desk.folder / "b.card");
    CHECK(told.waitFor([](const auto& list) { return list[1].present && list[1].atr != list[0].atr; }));
    const auto before = desk.tray.readers()[0].events;
    desk.tray.pull(first);
    desk.tray.insert(first, desk.folder / "a.card");
    CHECK(told.waitFor([&](const auto& list) { return list[0].present && list[0].events == before + 2; }));
    CHECK(desk.tray.cardIn(first)->filename() == "a.card");
    CHECK(desk.tray.holds(first, std::filesystem::relative(desk.folder / "a.card"))); // a site named from where the shell stands
    CHECK_FALSE(desk.tray.holds(first, desk.folder / "b.card"));
    CHECK_FALSE(desk.tray.holds(second, desk.folder / "a.card"));
    desk.tray.pull(first);
    desk.tray.pull(first);
    CHECK(told.waitFor([](const auto& list) { return !list[0].present; }));
    desk.tray.stop();
    desk.tray.insert(first, desk.folder / "a.card");
    CHECK(desk.tray.readers()[0].present);
}

TEST_CASE("what does not fit is refused: an unknown reader, a full one, a card that is elsewhere")
{
    Desk desk;
    CHECK(codeOf([&] { desk.tray.insert("Reader 9", desk.folder / "a.card"); }) == "READER-UNKNOWN");
    CHECK(codeOf([&] { desk.tray.reader("Reader 9"); }) == "READER-UNKNOWN");
    CHECK(codeOf([&] { desk.tray.reader(first)->open(); }) == "CARD-ABSENT");
    desk.tray.insert(first, desk.folder / "a.card");
    CHECK(codeOf([&] { desk.tray.insert(first, desk.folder / "b.card"); }) == "READER-BUSY");
    CHECK(codeOf([&] { desk.tray.insert(second, desk.folder / "a.card"); }) == "CARD-FILE-IN-USE");
    CHECK(codeOf([&] { desk.tray.insert(second, desk.folder / "c.card"); }) == "CARD-FILE-ABSENT");
    desk.tray.pull(first);
    desk.tray.insert(second, desk.folder / "a.card");
}

TEST_CASE("security state stays between transactions unless one ended with a reset")
{
    Desk desk;
    desk.tray.insert(first, desk.folder / "a.card");
    const auto reader = desk.tray.reader(first);
    {
        const auto transaction = reader->open();
        transaction->transmit(selectFrame);
        CHECK(transaction->transmit(passcode) == octets("9000"));
    }
    {
        const auto transaction = reader->open();
        CHECK(transaction->transmit(query) == octets("9000"));
        transaction->resetAtEnd();
    }
    const auto transaction = reader->open();
    CHECK(transaction->transmit(query) == octets("6D00"));
    CHECK(desk.tray.commands(first) == 4);
}

TEST_CASE("a transaction keeps others out: they wait, and hear that the reader is busy")
{
    Desk desk;
    desk.tray.insert(first, desk.folder / "a.card");
    auto transaction = desk.tray.reader(first)->open();
    CHECK(codeOf([&] { desk.tray.reader(first)->open(); }) == "READER-BUSY");
    SecureRandom random;
    VirtualTray patient(random, {first}, 60s);
    VirtualCard::create(desk.folder / "c.card", Personality::strict, random);
    patient.insert(first, desk.folder / "c.card");
    auto held = patient.reader(first)->open();
    auto other = std::async(std::launch::async, [&] { return patient.reader(first)->open()->transmit(selectFrame); });
    CHECK(other.wait_for(50ms) == std::future_status::timeout);
    held.reset();
    CHECK(other.get().size() > 2);
}

TEST_CASE("a pulled card ends its transaction, also when it is back at once")
{
    Desk desk;
    desk.tray.insert(first, desk.folder / "a.card");
    auto transaction = desk.tray.reader(first)->open();
    REQUIRE(transaction->transmit(selectFrame).size() > 2);
    REQUIRE(transaction->transmit(passcode) == octets("9000"));
    desk.tray.pull(first);
    CHECK(codeOf([&] { transaction->transmit(query); }) == "CARD-REMOVED");
    desk.tray.insert(first, desk.folder / "a.card"); // while the torn transaction still holds it
    CHECK(codeOf([&] { transaction->transmit(query); }) == "CARD-REMOVED");
    transaction.reset();
    const auto again = desk.tray.reader(first)->open();
    CHECK(again->transmit(query) == octets("6D00"));
}

TEST_CASE("pulling while a command is under way makes it fail with CARD-REMOVED")
{
    Desk desk;
    for (int round = 0; round < 20; ++round) {
        desk.tray.insert(first, desk.folder / "a.card");
        std::promise<void> working;
        auto worker = std::async(std::launch::async, [&] {
            auto transaction = desk.tray.reader(first)->open();
            bool told = false;
            return codeOf([&] {
                for (;;) {
                    transaction->transmit(octets("0020008008 393939393939FFFF"));
                    if (!std::exchange(told, true)) working.set_value();
                }
            });
        });
        working.get_future().wait();
        desk.tray.pull(first);
        CHECK(worker.get() == "CARD-REMOVED");
    }
}

TEST_CASE("faults reach the transport as its errors")
{
    struct Expected {
        Fault::Action action;
        const char* code;
        bool cardStays;
    };
    for (const auto& [action, code, cardStays] : {Expected{Fault::Action::removed, "CARD-REMOVED", false},
                                                  Expected{Fault::Action::reset, "CARD-RESET", true},
                                                  Expected{Fault::Action::silent, "CARD-SILENT", true}}) {
        Desk desk;
        Fault fault;
        fault.at = 2;
        fault.action = action;
        desk.tray.insert(first, desk.folder / "a.card", FaultPlan({fault}));
        auto transaction = desk.tray.reader(first)->open();
        CHECK(transaction->transmit(selectFrame).size() > 2);
        CHECK(codeOf([&] { transaction->transmit(query); }) == code);
        CHECK(codeOf([&] { transaction->transmit(query); }) == code); // over is over
        CHECK(desk.tray.readers()[0].present == cardStays);
        transaction.reset();
        desk.tray.pull(first);
        desk.tray.insert(first, desk.folder / "a.card"); // as the failure's next step says
        CHECK(desk.tray.reader(first)->open()->transmit(selectFrame).size() > 2);
    }
}

TEST_CASE("a card whose file cannot be written falls silent")
{
    Desk desk;
    std::filesystem::create_directory(desk.folder / "in");
    VirtualCard::create(desk.folder / "in/c.card", Personality::strict, desk.random);
    desk.tray.insert(first, desk.folder / "in/c.card");
    auto transaction = desk.tray.reader(first)->open();
    transaction->transmit(selectFrame);
    std::filesystem::rename(desk.folder / "in", desk.folder / "out");
    CHECK(codeOf([&] { transaction->transmit(octets("0020008008 393939393939FFFF")); }) == "CARD-SILENT");
}
