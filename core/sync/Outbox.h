#pragma once

#include "core/store/Store.h"
#include "core/sync/CentralService.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What one request carries, read from the store at once so that nothing of the store is needed while the network is awaited.
struct OutboxBatch {
    struct PortraitFile {
        Sha256Digest reference{}; ///< of the JPEG inside
        Bytes envelope;           ///< to the centre and the store, as it lies here
    };
    Guid log;
    std::uint64_t first = 0;
    std::vector<JournalEntry> entries; ///< may be empty: only asks which number the centre expects next
    std::vector<PortraitFile> portraits; ///< go before the entries that name them
    std::string checkpoint; ///< the workstation's note over the tree that ends with the last of them
    std::uint64_t until() const noexcept { return first + entries.size(); }
};

/// What came of sending it.
struct SendResult {
    std::vector<Sha256Digest> portraits; ///< these arrived
    std::optional<PostAnswer> answer;
    std::optional<Failure> failure; ///< the way or the centre; the batch may or may not have arrived
    std::optional<std::chrono::seconds> retryAfter;
};

/// What the store made of it, and so what the caller does next.
struct DrainStep {
    enum class Kind {
        idle,       ///< nothing to send
        sent,       ///< go on at once when `waiting` is not nothing
        sentAgain,  ///< the centre had lost entries: they are being sent again; say so, go on at once
        failed,     ///< wait (retryAfter, else fullJitter(failedAttempts)) and try again
        rolledBack, ///< STORE-ROLLED-BACK, LOG-FORKED, LOG-CLOSED, CHECKPOINT-FORKED, -INCONSISTENT: issuing stops, leases are void, a new log is needed
    };
    Kind kind = Kind::idle;
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::uint64_t waiting = 0;
    int failedAttempts = 0;
    std::optional<Failure> failure;
    std::optional<std::chrono::seconds> retryAfter;
};

/// Drains the journal's unsent tail: in order, one request in flight, at most 200 entries or 1 MiB of them. Three calls, so
/// that the first and the last can be posted to the store's thread and the middle one awaited elsewhere:
///
///     auto batch = outbox.nextBatch();                 // store thread
///     auto result = Outbox::send(central, *batch);     // sync thread; touches no store
///     auto step = outbox.record(*batch, result);       // store thread
///
/// Whatever gets lost on the way, the entries are sent again under the same ids, and the centre knows them.
class Outbox {
public:
    static constexpr std::size_t mostEntries = 200;
    static constexpr std::size_t mostOctets = 1024 * 1024; ///< of the entries as they travel

    Outbox(Store& store, const Clock& clock) : m_store(store), m_clock(clock) {}

    /// Nothing when there is nothing to send. probe: an empty batch then, to learn what the centre expects.
    /// Throws StoreError; one of the codes of DrainStep::rolledBack once the centre said so.
    std::optional<OutboxBatch> nextBatch(bool probe = false);
    /// Never throws for what the network or the centre does.
    static SendResult send(CentralService& central, const OutboxBatch& batch);
    /// One transaction.
    DrainStep record(const OutboxBatch& batch, const SendResult& result);

    /// All three on this thread.
    DrainStep drainOnce(CentralService& central, bool probe = false);

private:
    DrainStep recordAnswer(Transaction& transaction, ContactState& contact, const OutboxBatch& batch, const PostAnswer& answer);
    std::optional<Failure> checkpointComplaint(const OutboxBatch& batch, const PostAnswer& answer);
    void recordResults(Transaction& transaction, const PostAnswer& answer, std::uint64_t until, DrainStep& step);
    DrainStep::Kind failed(Transaction& transaction, ContactState& contact, const Failure& failure);
    Store& m_store;
    const Clock& m_clock;
};

} // namespace cardwright
