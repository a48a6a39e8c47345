#include "pcsc/simulator/VirtualTray.h"

#include "core/card/CardErrors.h"
#include "core/card/CardTransport.h"
#include "pcsc/simulator/VirtualCard.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace cardwright::simulator {

namespace {

/// A card and the lock of whoever makes it work at this moment. Outlives its place in a reader while a transaction
/// that was torn off still holds it.
struct Seated {
    std::unique_ptr<VirtualCard> card;
    std::mutex use;
};

struct Slot {
    std::string name;
    std::shared_ptr<Seated> seated;
    std::uint32_t events = 0;
    bool held = false; ///< a transaction is open
};

} // namespace

class VirtualTray::Shared {
public:
    Shared(RandomSource& random, std::vector<std::string> names, std::chrono::milliseconds openWithin)
        : m_random(random), m_openWithin(openWithin)
    {
        for (auto& name : names) m_slots.push_back({std::move(name), nullptr, 0, false});
    }

    Slot& slot(const std::string& name)
    {
        const auto found = std::find_if(m_slots.begin(), m_slots.end(), [&](const Slot& each) { return each.name == name; });
        if (found == m_slots.end()) throw TransportError("READER-UNKNOWN", name);
        return *found;
    }

    std::vector<ReaderState> states() const
    {
        std::vector<ReaderState> list;
        for (const Slot& each : m_slots) {
            ReaderState state;
            state.name = each.name;
            state.present = each.seated != nullptr;
            if (each.seated) state.atr = each.seated->card->atr();
            state.events = each.events;
            list.push_back(std::move(state));
        }
        return list;
    }

    void changed(Slot& slot)
    {
        ++slot.events;
        ++m_version;
        m_signal.notify_all();
    }

    std::shared_ptr<Seated> seat(const std::filesystem::path& file, FaultPlan faults);
    void watch(const std::stop_token& stop, const Listener& listener);

    RandomSource& m_random;
    const std::chrono::milliseconds m_openWithin;
    std::mutex m_mutex;
    std::condition_variable_any m_signal;
    std::vector<Slot> m_slots;
    std::vector<std::weak_ptr<Seated>> m_seen;
    std::uint64_t m_version = 0;
    bool m_extended = false;
    std::jthread m_thread;
};

namespace {

template <typename SharedState>
class TrayTransaction : public CardTransport {
public:
    TrayTransaction(std::shared_ptr<SharedState> shared, Slot& slot)
        : m_shared(std::move(shared)), m_slot(slot), m_seated(slot.seated), m_events(slot.events), m_atr(m_seated->card->atr()),
          m_extended(m_shared->m_extended)
    {
    }

    ~TrayTransaction() override
    {
        if (m_reset && stillIn()) {
            const std::lock_guard use(m_seated->use);
            m_seated->card->reset();
        }
        const std::lock_guard lock(m_shared->m_mutex);
        m_slot.held = false;
        m_shared->m_signal.notify_all();
    }

    Bytes transmit(ByteView command) override
    {
        if (!m_over.empty()) throw TransportError(m_over, m_slot.name);
        if (!stillIn()) over("CARD-REMOVED");
        CardAnswer answer;
        try {
            const std::lock_guard use(m_seated->use);
            answer = m_seated->card->process(command);
        } catch (const SimulatorError& error) {
            m_over = "CARD-SILENT"; // its file cannot be written: a card that cannot remember does not answer
            throw TransportError(m_over, error.failure().detail);
        }
        if (answer.kind == CardAnswer::Kind::removed) leave();
        if (!stillIn()) over("CARD-REMOVED");
        if (answer.kind == CardAnswer::Kind::reset) over("CARD-RESET");
        if (answer.kind == CardAnswer::Kind::silent) over("CARD-SILENT");
        return std::move(answer.response);
    }

    const Bytes& atr() const override { return m_atr; }
    void resetAtEnd() noexcept override { m_reset = true; }
    bool extendedLength() const override { return m_extended; }

private:
    bool stillIn()
    {
        const std::lock_guard lock(m_shared->m_mutex);
        return m_slot.events == m_events;
    }
    void leave()
    {
        const std::lock_guard lock(m_shared->m_mutex);
        if (m_slot.events != m_events) return;
        m_slot.seated.reset();
        m_shared->changed(m_slot);
    }
    [[noreturn]] void over(const char* code)
    {
        m_over = code;
        throw TransportError(m_over, m_slot.name);
    }

    std::shared_ptr<SharedState> m_shared;
    Slot& m_slot;
    std::shared_ptr<Seated> m_seated;
    std::uint32_t m_events;
    Bytes m_atr;
    bool m_extended;
    std::string m_over; ///< the code with which this transaction ended before its time
    bool m_reset = false;
};

template <typename SharedState>
class TrayReader : public CardReader {
public:
    TrayReader(std::shared_ptr<SharedState> shared, std::string name) : m_shared(std::move(shared)), m_name(std::move(name)) {}
    const std::string& name() const override { return m_name; }

    std::unique_ptr<CardTransport> open() override
    {
        std::unique_lock lock(m_shared->m_mutex);
        Slot& slot = m_shared->slot(m_name);
        if (!slot.seated) throw TransportError("CARD-ABSENT", m_name);
        if (!m_shared->m_signal.wait_for(lock, m_shared->m_openWithin, [&] { return !slot.held; }))
            throw TransportError("READER-BUSY", m_name);
        if (!slot.seated) throw TransportError("CARD-ABSENT", m_name);
        auto transaction = std::make_unique<TrayTransaction<SharedState>>(m_shared, slot);
        slot.held = true;
        return transaction;
    }

private:
    std::shared_ptr<SharedState> m_shared;
    std::string m_name;
};

} // namespace

/// The same card again when a transaction that its removal tore off still holds it: a card is one thing, however often
/// it is moved. Waits for the command it may be at.
std::shared_ptr<Seated> VirtualTray::Shared::seat(const std::filesystem::path& file, FaultPlan faults)
{
    std::error_code unresolved;
    const auto path = std::filesystem::weakly_canonical(file, unresolved);
    std::shared_ptr<Seated> known;
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_seen, [](const auto& each) { return each.expired(); });
        for (const auto& each : m_seen)
            if (auto alive = each.lock(); alive && alive->card->file() == path) known = std::move(alive);
        if (known && std::any_of(m_slots.begin(), m_slots.end(), [&](const Slot& each) { return each.seated == known; }))
            throw SimulatorError("CARD-FILE-IN-USE", file.string());
    }
    if (!known) {
        known = std::make_shared<Seated>();
        known->card = VirtualCard::load(path, m_random);
    }
    const std::lock_guard use(known->use);
    known->card->powerUp();
    known->card->plan(std::move(faults));
    return known;
}

void VirtualTray::Shared::watch(const std::stop_token& stop, const Listener& listener)
{
    std::uint64_t told = 0;
    bool first = true;
    std::unique_lock lock(m_mutex);
    while (first || m_signal.wait(lock, stop, [&] { return m_version != told; })) {
        first = false;
        told = m_version;
        const auto list = states();
        lock.unlock();
        listener(list);
        lock.lock();
    }
}

VirtualTray::VirtualTray(RandomSource& random, std::vector<std::string> names, std::chrono::milliseconds openWithin)
    : m_shared(std::make_shared<Shared>(random, std::move(names), openWithin))
{
}

VirtualTray::~VirtualTray() { stop(); }

void VirtualTray::carryExtendedLength(bool carries)
{
    const std::lock_guard lock(m_shared->m_mutex);
    m_shared->m_extended = carries;
}

void VirtualTray::insert(const std::string& reader, const std::filesystem::path& cardFile, FaultPlan faults)
{
    {
        const std::lock_guard lock(m_shared->m_mutex);
        if (m_shared->slot(reader).seated) throw TransportError("READER-BUSY", reader);
    }
    auto seated = m_shared->seat(cardFile, std::move(faults));
    const std::lock_guard lock(m_shared->m_mutex);
    Slot& slot = m_shared->slot(reader);
    if (slot.seated) throw TransportError("READER-BUSY", reader);
    m_shared->m_seen.push_back(seated);
    slot.seated = std::move(seated);
    m_shared->changed(slot);
}

void VirtualTray::pull(const std::string& reader)
{
    std::shared_ptr<Seated> taken; // let go outside the lock
    const std::lock_guard lock(m_shared->m_mutex);
    Slot& slot = m_shared->slot(reader);
    if (!slot.seated) return;
    taken = std::exchange(slot.seated, nullptr);
    m_shared->changed(slot);
}

std::optional<std::filesystem::path> VirtualTray::cardIn(const std::string& reader) const
{
    const std::lock_guard lock(m_shared->m_mutex);
    const Slot& slot = m_shared->slot(reader);
    if (!slot.seated) return std::nullopt;
    return slot.seated->card->file();
}

bool VirtualTray::holds(const std::string& reader, const std::filesystem::path& cardFile) const
{
    const auto held = cardIn(reader);
    std::error_code unresolved;
    return held && *held == std::filesystem::weakly_canonical(cardFile, unresolved);
}

std::uint64_t VirtualTray::commands(const std::string& reader) const
{
    std::shared_ptr<Seated> seated;
    {
        const std::lock_guard lock(m_shared->m_mutex);
        seated = m_shared->slot(reader).seated;
    }
    if (!seated) return 0;
    const std::lock_guard use(seated->use);
    return seated->card->commands();
}

std::vector<ReaderState> VirtualTray::readers()
{
    const std::lock_guard lock(m_shared->m_mutex);
    return m_shared->states();
}

void VirtualTray::start(Listener listener)
{
    stop();
    // The thread borrows the shared state: stop() joins it before that can go.
    m_shared->m_thread = std::jthread(
        [shared = m_shared.get(), listener = std::move(listener)](const std::stop_token& token) { shared->watch(token, listener); });
}

void VirtualTray::stop()
{
    if (!m_shared->m_thread.joinable()) return;
    m_shared->m_thread.request_stop();
    m_shared->m_thread.join();
}

std::unique_ptr<CardReader> VirtualTray::reader(const std::string& name)
{
    {
        const std::lock_guard lock(m_shared->m_mutex);
        m_shared->slot(name);
    }
    return std::make_unique<TrayReader<Shared>>(m_shared, name);
}

} // namespace cardwright::simulator
