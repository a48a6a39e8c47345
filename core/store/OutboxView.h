#pragma once

#include "core/store/Journal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// One entry as the queue shows it.
struct OutboxRow {
    std::uint64_t seq = 0;
    Guid id;
    std::int64_t at = 0;
    EntryKind kind = EntryKind::agentSignedIn;
    std::optional<UserNumber> about; ///< nothing also while the vault is closed
    std::optional<Guid> card;
    SendState state = SendState::waiting;
    std::string problem; ///< refused: the centre's RFC 9457 problem as JSON
    std::optional<Sha256Digest> receipt;
    std::optional<std::int64_t> answeredAt;
};

struct OutboxCounts {
    std::uint64_t waiting = 0; ///< with those being sent
    std::uint64_t sending = 0;
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
    std::optional<std::int64_t> oldestWaiting; ///< UTC milliseconds
};

/// What the desk knows of its contact with the centre.
struct ContactState {
    std::uint64_t nextAtCentre = 0;   ///< the sequence number the centre expects next, as last heard
    std::optional<std::uint64_t> sendingUntil; ///< entries before it are under way
    std::optional<std::int64_t> lastContact; ///< the last answer
    std::optional<std::int64_t> lastAttempt;
    int failedAttempts = 0;           ///< since the last answer: what the backoff counts
    std::string lastFailure;          ///< its code; empty after an answer
    bool rolledBack = false;          ///< the centre holds more of this log than we do
    bool forked = false;              ///< the centre holds another entry under one of our numbers
    bool centreRestored = false;      ///< the centre lost entries it had; they were sent again
};

/// The outbox is no table of its own: it is the journal's entries after the last one the centre has, and those it refused.
class OutboxView {
public:
    explicit OutboxView(StoreRoom& room) : m_room(room), m_database(room.database) {}

    ContactState contact();
    OutboxCounts counts();
    /// Entries not yet at the centre, oldest first.
    std::vector<OutboxRow> waiting(std::size_t limit);
    std::vector<OutboxRow> refused();
    std::optional<OutboxRow> row(std::uint64_t seq);
    std::vector<OutboxRow> latest(std::size_t limit);
    /// What hangs on a refused entry: the later entries of the same person (holder.created) or of the same card (card.opened).
    std::vector<OutboxRow> dependants(std::uint64_t seq);
    /// Not yet at the centre, of this kind: what was done alone.
    std::uint64_t countWaiting(EntryKind kind);
    bool atCentre(std::uint64_t seq);

    void saveContact(Transaction& transaction, const ContactState& contact);
    /// The centre's answer to one entry; a later answer to the same entry replaces it.
    void answer(Transaction& transaction, std::uint64_t seq, SendState state, std::string_view problem,
                const std::optional<Sha256Digest>& receipt, std::int64_t at);
    /// Portraits that these entries name and the centre does not have yet.
    std::vector<Sha256Digest> portraitsToSend(std::uint64_t from, std::uint64_t until);
    void portraitSent(Transaction& transaction, const Sha256Digest& portrait, std::int64_t at);
    /// The centre was restored to before this entry: what it answered from there on, and portraits, must be sent again.
    void forgetAnswersFrom(Transaction& transaction, std::uint64_t seq);

private:
    std::vector<OutboxRow> rows(class Statement& statement);
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
