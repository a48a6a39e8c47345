#pragma once

#include "app/central/Api.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace cardwright::central {

/// The one thread that asks the certificate authority, so that a slow one holds no desk up: tasks are taken and settled under the
/// Api's lock, and asked for without it. While nobody answers it pauses, 2 seconds first, a minute at most.
class AuthorityThread {
public:
    /// changed: there may be something to deliver now; called on this thread.
    AuthorityThread(Api& api, std::function<void()> changed);
    /// Does not wait for the answer under way, if there is one: what it was for is asked again by the next centre that is started.
    ~AuthorityThread();
    /// There may be something to ask.
    void wake();

private:
    void run(const std::stop_token& stop);
    /// False: the authority cannot be reached.
    bool drain(const std::stop_token& stop);
    void rest(const std::stop_token& stop, bool reached);

    Api& m_api;
    std::function<void()> m_changed;
    std::mutex m_mutex;
    std::condition_variable_any m_woken;
    bool m_wake = true;
    int m_pauseSeconds = 0;
    std::jthread m_thread; ///< last: it uses all of the above
};

} // namespace cardwright::central
