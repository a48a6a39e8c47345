#include "app/central/AuthorityThread.h"

#include "app/central/Log.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace cardwright::central {

namespace {

constexpr int firstPause = 2;
constexpr int longestPause = 60;
constexpr auto longestRest = std::chrono::hours(1); // the authority's own duties (its revocation list)

} // namespace

AuthorityThread::AuthorityThread(Api& api, std::function<void()> changed)
    : m_api(api), m_changed(std::move(changed)), m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

AuthorityThread::~AuthorityThread()
{
    m_thread.request_stop(); // first: it must not ask for the next one
    m_api.giveAuthorityUp();
}

void AuthorityThread::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_wake = true;
    }
    m_woken.notify_one();
}

void AuthorityThread::run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        bool reached = false;
        try {
            reached = drain(stop);
        } catch (const std::exception&) {
            logWarning("authority-thread", {{"reason", failureFrom(std::current_exception()).code}}); // the store is full, say: later
        }
        rest(stop, reached);
    }
}

bool AuthorityThread::drain(const std::stop_token& stop)
{
    m_api.keepAuthorityUp();
    while (!stop.stop_requested()) {
        const auto task = m_api.takeTask();
        if (!task) return true;
        const auto outcome = m_api.ask(*task);
        m_api.settleTask(*task, outcome);
        if (outcome.failure) logWarning("authority", {{"act", task->order ? "issue" : "revoke"}, {"code", outcome.failure->code}, {"detail", outcome.failure->detail}});
        if (outcome.failure && outcome.failure->code == "CA-UNREACHABLE") return false;
        m_changed();
    }
    return true;
}

void AuthorityThread::rest(const std::stop_token& stop, bool reached)
{
    std::unique_lock lock(m_mutex);
    if (!reached) {
        // What arrives meanwhile would wait for the same answer in vain.
        m_pauseSeconds = std::clamp(m_pauseSeconds * 2, firstPause, longestPause);
        m_woken.wait_for(lock, stop, std::chrono::seconds(m_pauseSeconds), [] { return false; });
        m_wake = false;
        return;
    }
    m_pauseSeconds = 0;
    const auto until = m_api.untilNextTask().value_or(longestRest);
    m_woken.wait_for(lock, stop, std::min<std::chrono::milliseconds>(until, longestRest), [this] { return m_wake; });
    m_wake = false;
}

} // namespace cardwright::central
