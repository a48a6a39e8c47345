#include "pcsc/ReaderMonitor.h"

#include "core/card/CardErrors.h"
#include "pcsc/Context.h"
#include "pcsc/OwnUse.h"
#include "pcsc/PcscReader.h"
#include "pcsc/ReaderStates.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace cardwright::pcsc {

namespace {

using namespace std::chrono_literals;

constexpr auto serviceRetry = 500ms;
/// Two things never wake the wait: a reader that came between our list and the wait (pcsc-lite counts readers when the
/// wait begins), and another program taking a reader for itself alone. So the list is made again now and then.
constexpr auto relist = 2s;

} // namespace

/// The thread and what it shares with the one that stops it.
class ReaderMonitor::Watch {
public:
    explicit Watch(Listener listener) : m_listener(std::move(listener)), m_thread([this](const std::stop_token& stop) { run(stop); }) {}

    /// SCardCancel wakes only a wait that has already begun, so it is repeated until the thread is out.
    ~Watch()
    {
        m_thread.request_stop();
        std::unique_lock lock(m_mutex);
        while (!m_finished) {
            if (m_context != nullptr) m_context->cancel();
            m_signal.wait_for(lock, 20ms, [this] { return m_finished; });
        }
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

private:
    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            try {
                Context context;
                const Published published(*this, context);
                follow(context, stop);
            } catch (const FailureError&) {
                // pcscd is down, or fell over while we asked: that is the empty list
            }
            if (stop.stop_requested()) break;
            tell({});
            std::unique_lock lock(m_mutex);
            m_signal.wait_for(lock, stop, serviceRetry, [] { return false; });
        }
        const std::lock_guard lock(m_mutex);
        m_finished = true;
        m_signal.notify_all();
    }

    /// Until pcscd goes or we are stopped.
    void follow(const Context& context, const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            ReaderStates states(context);
            ReaderStates::Outcome outcome = states.wait(0ms);
            do {
                if (outcome == ReaderStates::Outcome::serviceGone) return;
                if (outcome == ReaderStates::Outcome::readersChanged) break;
                tell(states.list());
                if (stop.stop_requested()) return;
                outcome = states.wait(relist);
            } while (outcome != ReaderStates::Outcome::same);
        }
    }

    void tell(std::vector<ReaderState> list)
    {
        if (m_told == list) return;
        m_told = std::move(list);
        m_listener(*m_told);
    }

    /// Lends the thread's context to cancel for as long as there is one.
    class Published {
    public:
        Published(Watch& watch, Context& context) : m_watch(watch) { set(&context); }
        ~Published() { set(nullptr); }
        Published(const Published&) = delete;
        Published& operator=(const Published&) = delete;

    private:
        void set(Context* context)
        {
            const std::lock_guard lock(m_watch.m_mutex);
            m_watch.m_context = context;
        }
        Watch& m_watch;
    };

    Listener m_listener;
    std::mutex m_mutex;
    std::condition_variable_any m_signal;
    Context* m_context = nullptr; ///< the thread's own, for cancel alone
    bool m_finished = false;
    std::optional<std::vector<ReaderState>> m_told;
    std::jthread m_thread; ///< last: it uses all of the above
};

ReaderMonitor::ReaderMonitor(std::chrono::milliseconds openWithin) : m_openWithin(openWithin), m_use(std::make_shared<OwnUse>()) {}

ReaderMonitor::~ReaderMonitor() = default;

std::vector<ReaderState> ReaderMonitor::readers()
{
    const Context context;
    ReaderStates states(context);
    if (states.wait(0ms) == ReaderStates::Outcome::serviceGone) throw TransportError("PCSC-ABSENT", "pcscd");
    return states.list();
}

void ReaderMonitor::start(Listener listener)
{
    stop();
    m_watch = std::make_unique<Watch>(std::move(listener));
}

void ReaderMonitor::stop() { m_watch = nullptr; }

std::unique_ptr<CardReader> ReaderMonitor::reader(const std::string& name)
{
    const auto names = Context().readerNames();
    if (std::find(names.begin(), names.end(), name) == names.end()) throw TransportError("READER-UNKNOWN", name);
    return std::make_unique<PcscReader>(name, m_openWithin, m_use);
}

} // namespace cardwright::pcsc
