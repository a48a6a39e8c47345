#include "core/store/Journal.h"

#include "core/journal/EntryJson.h"
#include "core/store/JournalRows.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

std::string select(std::string_view rest)
{
    return "SELECT " + std::string(journalRows::columns) + " FROM journal " + std::string(rest);
}

std::vector<JournalEntry> all(Statement& statement, const Guid& log)
{
    std::vector<JournalEntry> entries;
    while (statement.step()) entries.push_back(journalRows::entryFrom(statement, log));
    return entries;
}

} // namespace

JournalEntry journalRows::entryFrom(const Statement& row, const Guid& log)
{
    const auto kind = entryKindFrom(row.text(3));
    if (!kind) throw StoreError(Failure::of("STORE-DAMAGED", "journal, kind"));
    JournalEntry entry;
    entry.log = log;
    entry.seq = static_cast<std::uint64_t>(row.integer(0));
    entry.id = row.guid(1);
    entry.at = row.integer(2);
    entry.kind = *kind;
    entry.author = {row.digest(4), row.digest(5)};
    entry.subject = row.digest(6);
    entry.payload = row.optionalBlob(7);
    entry.payloadDigest = row.digest(8);
    entry.digest = row.digest(9);
    entry.signature = row.blob(10);
    return entry;
}

Journal::Journal(Database& database, const Guid& log, const Clock& clock, RandomSource& random)
    : m_database(database), m_log(log), m_clock(clock), m_random(random)
{
    // One store, one log, for good: entries of another log under these numbers could never be told apart at the centre.
    auto statement = m_database.prepare("SELECT log FROM contact");
    if (statement.step()) {
        if (statement.guid(0) != m_log) throw StoreError(Failure::of("SITE-DAMAGED", "the store belongs to another log"));
        return;
    }
    if (m_database.isReader()) throw StoreError(Failure::of("STORE-OLDER", "no log yet"));
    Transaction transaction(m_database);
    m_database.prepare("INSERT INTO contact (one, log) VALUES (1, ?1)").bind(m_log).run();
    transaction.commit();
}

std::uint64_t Journal::size()
{
    auto statement = m_database.prepare("SELECT coalesce(max(seq) + 1, 0) FROM journal");
    return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
}

JournalEntry Journal::append(Transaction& transaction, const EntryDraft& draft, const EntryAuthor& author)
{
    const auto now = m_clock.utcMillis();
    auto last = m_database.prepare("SELECT at FROM journal ORDER BY seq DESC LIMIT 1");
    if (last.step() && now < last.integer(0)) {
        const nlohmann::json step{{"from", formatUtc(last.integer(0))}, {"to", formatUtc(now)}};
        place(transaction, entryOfDesk(EntryKind::clockWentBack, step, m_random), {}, now);
    }
    return place(transaction, draft, author, now);
}

JournalEntry Journal::place(Transaction& transaction, const EntryDraft& draft, const EntryAuthor& author, std::int64_t at)
{
    JournalEntry entry;
    entry.log = m_log;
    entry.seq = size();
    entry.id = Guid::ordered(at, m_random);
    entry.at = at;
    entry.kind = draft.kind;
    entry.author = author;
    entry.subject = draft.subject;
    entry.payload = draft.payload;
    seal(entry);
    transaction.database()
        .prepare("INSERT INTO journal (seq, id, at, kind, agent, session, subject, payload, payload_digest, digest, signature, about, card, portrait) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")
        .bind(entry.seq).bind(entry.id).bind(entry.at).bind(nameOf(entry.kind)).bind(author.agent).bind(author.session)
        .bind(entry.subject).bind(entry.payload).bind(entry.payloadDigest).bind(entry.digest).bind(entry.signature)
        .bind(draft.about).bind(draft.card).bind(draft.portrait)
        .run();
    return entry;
}

std::optional<JournalEntry> Journal::entry(std::uint64_t seq)
{
    auto found = range(seq, 1);
    if (found.empty() || found.front().seq != seq) return std::nullopt;
    return std::move(found.front());
}

std::optional<JournalEntry> Journal::byId(const Guid& id)
{
    auto statement = m_database.prepare(select("WHERE id = ?1"));
    statement.bind(id);
    if (!statement.step()) return std::nullopt;
    return journalRows::entryFrom(statement, m_log);
}

std::optional<JournalEntry> Journal::latestOf(EntryKind kind)
{
    auto statement = m_database.prepare(select("WHERE kind = ?1 ORDER BY seq DESC LIMIT 1"));
    statement.bind(nameOf(kind));
    if (!statement.step()) return std::nullopt;
    return journalRows::entryFrom(statement, m_log);
}

std::vector<JournalEntry> Journal::range(std::uint64_t from, std::size_t count)
{
    auto statement = m_database.prepare(select("WHERE seq >= ?1 ORDER BY seq LIMIT ?2"));
    statement.bind(from).bind(static_cast<std::int64_t>(count));
    return all(statement, m_log);
}

std::vector<JournalEntry> Journal::about(const UserNumber& person)
{
    auto statement = m_database.prepare(select("WHERE about = ?1 ORDER BY seq"));
    statement.bind(person);
    return all(statement, m_log);
}

std::vector<JournalEntry> Journal::ofCard(const Guid& card)
{
    auto statement = m_database.prepare(select("WHERE card = ?1 ORDER BY seq"));
    statement.bind(card);
    return all(statement, m_log);
}

void Journal::exportLines(const std::function<void(std::string_view line)>& sink)
{
    constexpr std::size_t page = 500;
    const auto end = size();
    for (std::uint64_t from = 0; from < end; from += page) {
        for (const auto& entry : range(from, page)) {
            if (entry.seq < end) sink(exportLine(entry));
        }
    }
}

} // namespace cardwright
