#pragma once

#include "app/runtime/StoreThread.h"
#include "core/lifecycle/CertificateExchange.h"
#include "core/policy/OfflinePolicy.h"
#include "core/sync/CentralService.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace cardwright::runtime {

/// What one round with the centre did.
struct SyncRound {
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::size_t applied = 0;     ///< deliveries
    std::uint64_t waiting = 0;   ///< entries still here
    bool sentAgain = false;      ///< the centre had been restored and got entries again
    int failedAttempts = 0;
    std::optional<Failure> failure;
    std::optional<std::chrono::seconds> retryAfter;
};

/// Takes the outbox to the centre and the deliveries from it. One round at a time, whoever asks; the network is awaited
/// without a transaction open anywhere, the store is touched only on its own thread. With start() it goes on by itself:
/// at once when woken, every few seconds while all is well, with full-jitter backoff while it is not.
class Synchroniser final : public CertificateExchange {
public:
    using Connect = std::function<std::unique_ptr<CentralService>()>;
    using Listener = std::function<void(const SyncRound&)>;

    /// connect: called on first use and after a failure that left no usable connection. May throw CentralError.
    Synchroniser(StoreThread& store, OfflinePolicy policy, Connect connect, const Clock& clock, RandomSource& random);
    ~Synchroniser() override;

    /// Called after each round that applied a delivery, on the round's thread. Before the first round.
    void whenApplied(std::function<void()> listener) { m_applied = std::move(listener); }

    /// A whole round: everything that waits is sent, everything that was delivered is applied. `wait`: how long the centre may
    /// hold back an empty delivery answer. Throws StoreError only.
    SyncRound round(std::chrono::seconds wait = std::chrono::seconds(0));

    /// Asks the centre, by a whole round of a few seconds at most: what waits is taken there, and a centre that refuses this desk counts
    /// as not there. Throws StoreError, StoppedError.
    std::optional<Failure> unreachable(std::stop_token stop) override;

    /// Keeps to its deadline, a second more at most, also while another round has the line or the centre is silent.
    CertificateAnswers await(const std::vector<Guid>& requests, std::chrono::milliseconds deadline, std::stop_token stop) override;

    /// The thread of its own. The listener is called there after each round.
    void start(Listener listener);
    void wake();
    /// Ends that thread, and the call to the centre that is under way. For good: a round after it fails at once.
    void stop();
    /// When the next round begins by itself; nothing while one runs or without a thread.
    std::optional<std::int64_t> nextAt() const;

private:
    using End = std::optional<std::chrono::steady_clock::time_point>;
    /// One round by whoever holds m_one; `end`: no call to the centre lasts longer.
    SyncRound roundUntil(End end, std::chrono::seconds wait);
    void drain(SyncRound& round, End end);
    void fetch(SyncRound& round, std::chrono::seconds wait);
    void askForNumbers();
    CentralService& central();
    void forgetCentral();
    std::optional<Failure> refusalOf(const std::vector<CertificateRequestRecord>& requests);
    void run(const std::stop_token& stop);
    std::chrono::milliseconds pauseAfter(const SyncRound& round);

    StoreThread& m_store;
    OfflinePolicy m_policy;
    Connect m_connect;
    std::function<void()> m_applied;
    const Clock& m_clock;
    RandomSource& m_random;
    std::timed_mutex m_one; ///< one round at a time

    mutable std::mutex m_mutex;
    std::unique_ptr<CentralService> m_central; ///< changed by whoever holds m_one as well; others only interrupt it
    std::condition_variable_any m_woken;
    bool m_wake = false;
    bool m_stopping = false;
    std::optional<std::int64_t> m_nextAt;
    Listener m_listener;
    std::jthread m_thread;
};

} // namespace cardwright::runtime
