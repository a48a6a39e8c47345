#include "app/runtime/Executor.h"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace cardwright::runtime {

using Steady = std::chrono::steady_clock;

struct Executor::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> queue;
    std::optional<Steady::time_point> since;
    bool ending = false;
};

Executor::Executor(std::string name) : m_state(std::make_shared<State>()), m_thread(&Executor::run, m_state)
{
    name.resize(std::min<std::size_t>(name.size(), 15));
    pthread_setname_np(m_thread.native_handle(), name.c_str());
}

Executor::~Executor()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->ending = true;
    }
    m_state->changed.notify_all();
    if (m_thread.joinable()) m_thread.join();
}

void Executor::post(std::function<void()> task)
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->queue.push_back(std::move(task));
    }
    m_state->changed.notify_all();
}

bool Executor::onThread() const noexcept { return std::this_thread::get_id() == m_thread.get_id(); }

std::optional<std::chrono::milliseconds> Executor::busyFor() const
{
    const std::lock_guard lock(m_state->mutex);
    if (!m_state->since) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - *m_state->since);
}

void Executor::abandon()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->ending = true;
        m_state->queue.clear();
    }
    m_state->changed.notify_all();
    if (m_thread.joinable()) m_thread.detach();
}

void Executor::run(const std::shared_ptr<State>& state)
{
    std::unique_lock lock(state->mutex);
    for (;;) {
        state->changed.wait(lock, [&] { return state->ending || !state->queue.empty(); });
        if (state->queue.empty()) return;
        auto task = std::move(state->queue.front());
        state->queue.pop_front();
        state->since = Steady::now();
        lock.unlock();
        try {
            task();
        } catch (...) {
            // Posted, and nobody waits for its answer: the thread and the tasks behind it go on.
        }
        task = nullptr; // what it holds dies here, on its own thread
        lock.lock();
        state->since.reset();
    }
}

} // namespace cardwright::runtime
