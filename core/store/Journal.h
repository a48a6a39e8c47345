#pragma once

#include "core/base/Clock.h"
#include "core/journal/EntryDraft.h"
#include "core/journal/JournalEntry.h"
#include "core/store/Transaction.h"

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

/// The workstation's log. An entry is appended in the transaction of the act itself, so that there is never one without
/// the other. Rows cannot be changed or removed afterwards; the store's own triggers refuse it.
class Journal {
public:
    Journal(Database& database, const Guid& log, const Clock& clock, RandomSource& random);

    /// Gives the draft its place, id, time and digest. When the clock stands before the last entry, a clock.wentBack entry
    /// {"from","to"} goes in first: going back is recorded, never hidden.
    JournalEntry append(Transaction& transaction, const EntryDraft& draft, const EntryAuthor& author);

    const Guid& log() const noexcept { return m_log; }
    std::int64_t now() const { return m_clock.utcMillis(); } ///< by the clock that dates the entries
    std::uint64_t size(); ///< the next sequence number
    std::optional<JournalEntry> entry(std::uint64_t seq);
    std::optional<JournalEntry> byId(const Guid& id);
    std::optional<JournalEntry> latestOf(EntryKind kind);
    std::vector<JournalEntry> range(std::uint64_t from, std::size_t count);
    /// All entries that concern this person, oldest first.
    std::vector<JournalEntry> about(const UserNumber& person);
    std::vector<JournalEntry> ofCard(const Guid& card);
    /// JSON lines (core/journal/EntryJson.h), from the first entry to the last at the time of the call.
    void exportLines(const std::function<void(std::string_view line)>& sink);

private:
    JournalEntry place(Transaction& transaction, const EntryDraft& draft, const EntryAuthor& author, std::int64_t at);
    Database& m_database;
    Guid m_log;
    const Clock& m_clock;
    RandomSource& m_random;
};

} // namespace cardwright
