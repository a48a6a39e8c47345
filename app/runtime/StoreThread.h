#pragma once

#include "app/runtime/Executor.h"
#include "core/store/Store.h"

#include <memory>
#include <type_traits>
#include <utility>

namespace cardwright::runtime {

/// The store and the one thread that may touch it. Everybody else posts to it, and waits or is called back.
class StoreThread {
public:
    /// Throws what Store's constructor throws. The signers are asked on this thread only.
    StoreThread(const SiteFolder& site, Store::Mode mode, const Clock& clock, RandomSource& random, EntrySigners& signers);
    ~StoreThread();

    /// Runs the task with the store on its thread and waits. Rethrows.
    template <class Task>
    auto call(Task&& task) -> std::invoke_result_t<Task, Store&>
    {
        return m_executor.call([this, &task] { return std::forward<Task>(task)(*m_store); });
    }
    /// Runs it there some time later. What it throws ends only itself: a task that must tell of failure catches its own.
    template <class Task>
    void post(Task task)
    {
        m_executor.post([this, task = std::move(task)]() mutable {
            if (m_store) task(*m_store); // else the program is ending, and this came too late
        });
    }

private:
    std::unique_ptr<Store> m_store; ///< made, used and closed on the executor's thread
    Executor m_executor;
};

} // namespace cardwright::runtime
