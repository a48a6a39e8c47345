#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>

namespace cardwright::runtime {

/// One thread and its queue: tasks run in order, one at a time. The store, the card and the network each have one, so
/// that what is not thread-safe has an owner. A task that throws ends only itself: `call` hands the exception to its
/// caller; after `post` nobody is there to hear it, so a task that must tell of failure catches its own.
class Executor {
public:
    explicit Executor(std::string name); ///< at most 15 characters are shown by the system
    ~Executor();                         ///< runs what is queued, then joins
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    void post(std::function<void()> task);

    /// Runs the task on the thread and waits for it; on the thread itself runs it at once. Rethrows what it threw.
    template <class Task>
    auto call(Task&& task) -> std::invoke_result_t<Task>
    {
        using Result = std::invoke_result_t<Task>;
        if (onThread()) return task();
        std::packaged_task<Result()> packaged(std::forward<Task>(task));
        auto result = packaged.get_future();
        post([&packaged] { packaged(); });
        return result.get();
    }

    bool onThread() const noexcept;
    /// How long the running task has been running; nothing when idle.
    std::optional<std::chrono::milliseconds> busyFor() const;

    /// Gives up a thread that hangs in a call nobody can cancel (SCardTransmit): it is left to itself, its queue is
    /// dropped, and it ends when the call returns. Nothing the running task refers to may die with the caller.
    void abandon();

private:
    struct State;
    static void run(const std::shared_ptr<State>& state);
    std::shared_ptr<State> m_state;
    std::thread m_thread;
};

} // namespace cardwright::runtime
