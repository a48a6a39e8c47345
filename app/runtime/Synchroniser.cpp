#include "app/runtime/Synchroniser.h"

#include "core/card/CardChannel.h"
#include "core/sync/Backoff.h"
#include "core/sync/Inbox.h"
#include "core/sync/Lease.h"
#include "core/sync/Outbox.h"

#include <algorithm>
#include <utility>

namespace cardwright::runtime {

using Steady = std::chrono::steady_clock;

namespace {

/// Between two rounds while all is well: what other desks and the centre have to say is not urgent.
constexpr std::chrono::seconds calmPause{15};
/// One delivery call while a certificate is awaited; short, so that a stop is heard.
constexpr std::chrono::seconds longestWait{2};
/// Beyond the deadline of a certificate: for an answer that is on its way.
constexpr std::chrono::seconds patience{1};
/// How long a job that needs the centre waits to know whether it is there.
constexpr std::chrono::seconds askedWithin{4};
/// However long the centre asks to be left alone.
constexpr std::chrono::seconds longestPause{3600};

} // namespace

Synchroniser::Synchroniser(StoreThread& store, OfflinePolicy policy, Connect connect, const Clock& clock, RandomSource& random)
    : m_store(store), m_policy(std::move(policy)), m_connect(std::move(connect)), m_clock(clock), m_random(random)
{
}

Synchroniser::~Synchroniser() { stop(); }

CentralService& Synchroniser::central()
{
    std::unique_ptr<CentralService> made;
    if (!m_central) made = m_connect();
    const std::lock_guard lock(m_mutex);
    if (m_stopping) throw CentralError(Failure::of("CENTRE-UNREACHABLE", "stopped"));
    if (made) m_central = std::move(made);
    return *m_central;
}

void Synchroniser::forgetCentral()
{
    std::unique_ptr<CentralService> gone;
    const std::lock_guard lock(m_mutex);
    gone = std::move(m_central);
}

SyncRound Synchroniser::round(std::chrono::seconds wait)
{
    const std::lock_guard one(m_one);
    return roundUntil(std::nullopt, wait);
}

SyncRound Synchroniser::roundUntil(End end, std::chrono::seconds wait)
{
    SyncRound round;
    try {
        central().endBy(end);
        drain(round, end);
        if (!round.failure) {
            fetch(round, wait);
            askForNumbers();
            drain(round, end); // what the deliveries and the lease made us say
        }
    } catch (const CentralError& error) {
        round.failure = error.failure();
        round.retryAfter = error.retryAfter;
        ++round.failedAttempts;
    }
    if (round.failure) forgetCentral();
    if (round.applied > 0 && m_applied) m_applied();
    round.waiting = m_store.call([](Store& store) { return store.outbox.counts().waiting; });
    return round;
}

void Synchroniser::drain(SyncRound& round, End end)
{
    for (bool probe = true;; probe = false) {
        if (end && Steady::now() >= *end) return; // a long queue goes on in the next round
        const auto batch = m_store.call([&](Store& store) { return Outbox(store, m_clock).nextBatch(probe); });
        if (!batch) return;
        const auto result = Outbox::send(central(), *batch);
        const auto step = m_store.call([&](Store& store) { return Outbox(store, m_clock).record(*batch, result); });
        round.accepted += step.accepted;
        round.refused += step.refused;
        round.sentAgain = round.sentAgain || step.kind == DrainStep::Kind::sentAgain;
        if (step.failure) {
            round.failure = step.failure;
            round.retryAfter = step.retryAfter;
            round.failedAttempts = std::max(1, step.failedAttempts);
            return;
        }
        if (batch->entries.empty() && step.waiting == 0) return;
    }
}

void Synchroniser::fetch(SyncRound& round, std::chrono::seconds wait)
{
    // Asked each time: after a roll-back the desk goes on with another log.
    const auto [log, cursor] = m_store.call([&](Store& store) { return std::pair(store.journal.log(), Inbox(store, m_clock).cursor()); });
    const auto answer = central().deliveries(log, cursor, wait);
    round.applied += m_store.call([&](Store& store) {
        Inbox inbox(store, m_clock);
        inbox.receive(answer);
        std::size_t applied = 0;
        while (const auto step = inbox.applyNext()) applied += step->applied ? 1U : 0U;
        return applied;
    });
}

void Synchroniser::askForNumbers()
{
    m_store.call([&](Store& store) {
        Transaction transaction(store.database());
        if (askForLeaseWhenLow(store, transaction, m_random, static_cast<std::uint32_t>(m_policy.leaseLowWater),
                               static_cast<std::uint32_t>(m_policy.leaseBlock))) {
            transaction.commit();
        }
    });
}

std::optional<Failure> Synchroniser::refusalOf(const std::vector<CertificateRequestRecord>& requests)
{
    return m_store.call([&](Store& store) -> std::optional<Failure> {
        for (const auto& request : requests) {
            const auto entry = store.journal.byId(request.entry);
            const auto row = entry ? store.outbox.row(entry->seq) : std::nullopt;
            if (row && row->state == SendState::refused) return Failure::of("CENTRE-REFUSED");
        }
        return std::nullopt;
    });
}

std::optional<Failure> Synchroniser::unreachable(std::stop_token stop)
{
    if (stop.stop_requested()) throw StoppedError();
    const auto end = Steady::now() + askedWithin;
    const std::unique_lock one(m_one, end);
    // A round that holds the line all this time is not heard by the centre, or the centre is silent: the same to who asks.
    if (!one) return Failure::of("CENTRE-UNREACHABLE");
    auto outcome = roundUntil(end + patience, std::chrono::seconds(0));
    if (stop.stop_requested()) throw StoppedError();
    return std::move(outcome.failure);
}

CertificateAnswers Synchroniser::await(const std::vector<Guid>& ids, std::chrono::milliseconds deadline, std::stop_token stop)
{
    const auto end = Steady::now() + deadline;
    for (bool first = true;; first = false) {
        if (stop.stop_requested()) throw StoppedError();
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(end - Steady::now());
        SyncRound outcome;
        {
            const std::unique_lock one(m_one, end + patience);
            // The first round asks and takes what is there; only later ones have the centre hold its answer back.
            if (one) outcome = roundUntil(end + patience, first ? std::chrono::seconds(0) : std::clamp(left, std::chrono::seconds(0), longestWait));
        }
        auto records = m_store.call([&](Store& store) {
            std::vector<CertificateRequestRecord> found;
            for (const auto& id : ids) {
                if (auto record = store.certificateRequests.byId(id)) found.push_back(std::move(*record));
            }
            return found;
        });
        const bool all = std::all_of(records.begin(), records.end(), [](const auto& record) { return record.certificate.has_value(); });
        if (all) return {std::move(records), std::nullopt};
        if (outcome.failure) return {std::move(records), outcome.failure};
        if (auto refusal = refusalOf(records)) return {std::move(records), std::move(refusal)};
        if (Steady::now() >= end) return {std::move(records), std::nullopt};
    }
}

void Synchroniser::start(Listener listener)
{
    {
        const std::lock_guard lock(m_mutex);
        m_listener = std::move(listener);
        m_wake = true;
    }
    m_thread = std::jthread([this](const std::stop_token& stopping) { run(stopping); });
}

void Synchroniser::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_wake = true;
    }
    m_woken.notify_all();
}

void Synchroniser::stop()
{
    if (!m_thread.joinable()) return;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        if (m_central) m_central->interrupt(); // or a silent centre would hold up the end of the program
    }
    m_thread.request_stop();
    m_woken.notify_all();
    m_thread.join();
    m_thread = std::jthread();
}

std::optional<std::int64_t> Synchroniser::nextAt() const
{
    const std::lock_guard lock(m_mutex);
    return m_nextAt;
}

void Synchroniser::run(const std::stop_token& stop)
{
    std::chrono::milliseconds pause{0};
    int failures = 0; // in a row, whatever failed: the outbox counts only its own
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(m_mutex);
            m_nextAt = m_clock.utcMillis() + pause.count();
            m_woken.wait_for(lock, stop, pause, [this] { return m_wake; });
            m_wake = false;
            m_nextAt.reset();
        }
        if (stop.stop_requested()) return;
        SyncRound outcome;
        try {
            outcome = round();
        } catch (...) {
            outcome.failure = failureFrom(std::current_exception());
        }
        failures = outcome.failure ? failures + 1 : 0;
        outcome.failedAttempts = std::max(outcome.failedAttempts, failures);
        pause = pauseAfter(outcome);
        Listener listener;
        {
            const std::lock_guard lock(m_mutex);
            listener = m_listener;
            m_nextAt = m_clock.utcMillis() + pause.count();
        }
        if (listener) listener(outcome);
    }
}

std::chrono::milliseconds Synchroniser::pauseAfter(const SyncRound& round)
{
    if (!round.failure) return calmPause;
    if (round.retryAfter) return std::min(*round.retryAfter, longestPause);
    std::uint64_t random = 0;
    m_random.fill({reinterpret_cast<std::uint8_t*>(&random), sizeof random});
    return fullJitter(std::max(1, round.failedAttempts), random);
}

} // namespace cardwright::runtime
