#pragma once

#include "core/journal/EntryDraft.h"
#include "core/journal/EntrySigner.h"
#include "core/journal/JournalEntry.h"
#include "core/journal/LogExport.h"
#include "core/journal/MerkleLog.h"
#include "core/store/StoreRoom.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// Where an entry stands on its way to the centre, and the words for it.
enum class SendState { waiting, sending, accepted, refused };
std::string_view nameOf(SendState state) noexcept;    ///< "waiting"
std::string_view wordsOf(SendState state) noexcept;   ///< "recorded here, not yet at the centre"

/// One log of this store: the present one, or one that was closed.
struct LogRecord {
    Guid log;
    std::int64_t begunAt = 0;
    std::optional<std::int64_t> closedAt;
    std::string reason; ///< why it was closed
    std::uint64_t size = 0;
};

/// A checkpoint as it is kept.
struct CheckpointRecord {
    std::uint64_t size = 0;
    std::string note;
    bool countersigned = false; ///< by the centre
    std::int64_t at = 0;
};

/// The workstation's log. An entry is appended in the transaction of the act itself, so that there is never one without
/// the other. Rows cannot be changed or removed afterwards; the store's own triggers refuse it. Payloads are sealed to the centre
/// and to the store, so appending needs nobody signed in but the one who signs; reading a payload needs the vault.
class Journal {
public:
    /// signers: none for a store that is only read; append() is then refused.
    Journal(StoreRoom& room, const Guid& log, EntrySigners* signers);

    /// Gives the draft its place, id, time and digest, seals its payload and signs it by its author's key (RefusedError
    /// SESSION-ENDED when that is gone). When the clock stands before the last entry, a clock.wentBack entry {"from","to"} goes in
    /// first: going back is recorded, never hidden.
    JournalEntry append(Transaction& transaction, const EntryDraft& draft, const EntryAuthor& author);

    /// The JSON inside. Throws StoreError: STORE-SEALED, PAYLOAD-ERASED, STORE-TAMPERED naming the entry.
    SecureBytes openPayload(const JournalEntry& entry);
    nlohmann::json payloadOf(const JournalEntry& entry);

    const Guid& log() const noexcept { return m_log; }
    std::int64_t now() const { return m_room.clock.utcMillis(); } ///< by the clock that dates the entries
    std::uint64_t size(); ///< the next sequence number
    std::optional<JournalEntry> entry(std::uint64_t seq);
    std::optional<JournalEntry> byId(const Guid& id); ///< also of a closed log
    std::optional<JournalEntry> latestOf(EntryKind kind);
    std::vector<JournalEntry> range(std::uint64_t from, std::size_t count);
    /// Every entry of this kind, closed logs before, one at a time.
    void eachOf(EntryKind kind, const std::function<void(const JournalEntry& entry)>& visit);
    /// All entries that concern this person, oldest first, closed logs before. Throws STORE-SEALED.
    std::vector<JournalEntry> about(const UserNumber& person);
    std::vector<JournalEntry> ofCard(const Guid& card);

    // -- export
    /// JSON lines (core/journal/EntryJson.h), from the first entry to the last at the time of the call. No header: order, digests
    /// and times can be checked, signatures cannot.
    void exportLines(const std::function<void(std::string_view line)>& sink);
    /// The header first: what LogVerifier needs for everything. Throws STORE-SEALED (the delegations name agents). log: also a
    /// closed one; STORE-READ when there is none of that name.
    void exportWhole(const std::function<void(std::string_view line)>& sink) { exportWhole(m_log, sink); }
    void exportWhole(const Guid& log, const std::function<void(std::string_view line)>& sink);
    ExportHeader exportHeader(const Guid& log);
    /// The entries about this person in the present log, each with its path to a checkpoint made now.
    HolderProof proofFor(const UserNumber& person);

    // -- tree and checkpoints
    Sha256Digest root();
    Sha256Digest rootAt(std::uint64_t size);
    /// The workstation's note over the whole log; keeps it, and raises the high-water mark.
    Checkpoint checkpoint(Transaction& transaction);
    /// Likewise over the first `size` entries, signed but not kept: what goes with a batch. Cheap when sizes only grow.
    Checkpoint checkpointAt(std::uint64_t size);
    /// What the centre signed. Throws StoreError: LOG-FORKED (another root at this size), STORE-ROLLED-BACK (more entries than there
    /// are here), CHECKPOINT-UNSIGNED (not by the centre); JournalError CHECKPOINT-UNREADABLE.
    void keepCountersigned(Transaction& transaction, std::string_view note);
    std::vector<CheckpointRecord> checkpoints() { return checkpoints(m_log); }
    std::vector<CheckpointRecord> checkpoints(const Guid& log);
    std::optional<CheckpointRecord> lastCountersigned();

    // -- erasing
    /// The draft of payload.erased {"entry","seq","log","reason"}: for the caller's card to sign (StepUp.h).
    EntryDraft erasureOf(const JournalEntry& entry, std::string_view reason);
    /// Appends the draft and destroys the envelope of the entry it names: the entry itself, its digest and signature stay, and the
    /// tree is the same. Throws RefusedError ERASE-NOT-SENT while the centre has not got it.
    JournalEntry erasePayload(Transaction& transaction, const Guid& entry, const EntryDraft& record, const EntryAuthor& author);

    // -- another log
    /// Present and closed, in the order of their beginning.
    std::vector<LogRecord> logs();
    /// Closes this log and begins another: its first entry is log.begun {"previousLog","previousSize","previousRoot","reason"}, by
    /// the workstation. Entries that the centre does not have stay in the closed log. Use Store::beginNewLog().
    JournalEntry beginNewLog(Transaction& transaction, const Guid& log, std::string_view reason);

    /// Reads every entry of every log: digest, payload digest, signature by the workstation (sessions' too while the vault is
    /// open), and that the tree is the one of the checkpoints. One finding for each entry that is not as it was written.
    std::vector<TamperingFinding> check();

private:
    JournalEntry place(Transaction& transaction, const EntryDraft& draft, const EntryAuthor& author, std::int64_t at);
    MerkleFrontier frontier();
    void keepFrontier(Transaction& transaction, const MerkleFrontier& frontier);
    void makeFirstLog();
    void checkLog(const LogRecord& log, std::vector<TamperingFinding>& found);

    StoreRoom& m_room;
    Database& m_database;
    Guid m_log;
    std::int64_t m_logRow = 0;
    EntrySigners* m_signers;
    std::optional<MerkleFrontier> m_sent; ///< the tree at the size that was last asked for
};

} // namespace cardwright
