#include "core/store/Journal.h"

#include "core/crypto/CryptoError.h"
#include "core/crypto/Envelope.h"
#include "core/store/JournalRows.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

std::string journalRows::select(std::string_view rest)
{
    return "SELECT journal.seq, journal.id, journal.at, journal.kind, journal.agent, journal.session, journal.subject, journal.payload, "
           "journal.payload_digest, journal.digest, journal.signature, log.guid FROM journal JOIN log ON log.row = journal.log " +
           std::string(rest);
}

JournalEntry journalRows::entryFrom(const Statement& row)
{
    const auto kind = entryKindFrom(row.text(3));
    if (!kind) throw StoreError(Failure::of("STORE-DAMAGED", "journal, kind"));
    JournalEntry entry;
    entry.log = row.guid(11);
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

std::vector<JournalEntry> journalRows::all(Statement& statement)
{
    std::vector<JournalEntry> entries;
    while (statement.step()) entries.push_back(entryFrom(statement));
    return entries;
}

Journal::Journal(StoreRoom& room, const Guid& log, EntrySigners* signers) : m_room(room), m_database(room.database), m_log(log), m_signers(signers)
{
    auto owner = m_database.prepare("SELECT workstation FROM contact");
    if (!owner.step()) {
        makeFirstLog();
        return;
    }
    // One store, one workstation: entries of another one under these numbers could never be told apart at the centre.
    if (owner.guid(0) != m_room.site.description().workstation) throw StoreError(Failure::of("STORE-FOREIGN"));
    auto present = m_database.prepare("SELECT row, guid FROM log WHERE closed_at IS NULL");
    if (!present.step()) throw StoreError(Failure::of("STORE-DAMAGED", "log"));
    m_logRow = present.integer(0);
    m_log = present.guid(1);
}

void Journal::makeFirstLog()
{
    if (m_database.isReader()) throw StoreError(Failure::of("STORE-OLDER", "no log yet"));
    Transaction transaction(m_database);
    m_database.prepare("INSERT INTO contact (one, workstation) VALUES (1, ?1)").bind(m_room.site.description().workstation).run();
    m_database.prepare("INSERT INTO log (row, guid, begun_at) VALUES (1, ?1, ?2)").bind(m_log).bind(now()).run();
    transaction.commit();
    m_logRow = 1;
}

std::uint64_t Journal::size()
{
    auto statement = m_database.prepare("SELECT coalesce(max(seq) + 1, 0) FROM journal WHERE log = ?1");
    statement.bind(m_logRow);
    return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0;
}

JournalEntry Journal::append(Transaction& transaction, const EntryDraft& draft, const EntryAuthor& author)
{
    const auto at = now();
    auto last = m_database.prepare("SELECT at FROM journal WHERE log = ?1 ORDER BY seq DESC LIMIT 1");
    last.bind(m_logRow);
    if (last.step() && at < last.integer(0)) {
        const nlohmann::json step{{"from", formatUtc(last.integer(0))}, {"to", formatUtc(at)}};
        place(transaction, entryOfDesk(EntryKind::clockWentBack, step, m_room.random), {}, at);
    }
    return place(transaction, draft, author, at);
}

JournalEntry Journal::place(Transaction& transaction, const EntryDraft& draft, const EntryAuthor& author, std::int64_t at)
{
    if (m_signers == nullptr) throw StoreError(Failure::of("INTERNAL", "a store without anybody who signs"));
    auto tree = frontier();
    JournalEntry entry;
    entry.log = m_log;
    entry.seq = tree.size();
    entry.id = Guid::ordered(at, m_room.random);
    entry.at = at;
    entry.kind = draft.kind;
    entry.author = author;
    entry.subject = draft.subject;
    entry.payload = envelope::seal(draft.payload, m_room.certificates.payloadRecipients());
    sealAndSign(entry, m_signers->signerFor(author));
    // Whom it concerns is known by the number, and that is sealed: an entry of the time when nobody is signed in goes without the mark.
    std::optional<Guid> about;
    if (draft.about && m_room.vault.isOpen()) about = m_room.idFor(transaction, *draft.about);
    transaction.database()
        .prepare("INSERT INTO journal (log, seq, id, at, kind, agent, session, subject, payload, payload_digest, digest, signature, about, card, portrait) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)")
        .bind(m_logRow).bind(entry.seq).bind(entry.id).bind(entry.at).bind(nameOf(entry.kind)).bind(author.agent).bind(author.session)
        .bind(entry.subject).bind(entry.payload).bind(entry.payloadDigest).bind(entry.digest).bind(entry.signature)
        .bind(about).bind(draft.card).bind(draft.portrait)
        .run();
    tree.append(entry.digest);
    keepFrontier(transaction, tree);
    return entry;
}

SecureBytes Journal::openPayload(const JournalEntry& entry)
{
    m_room.requireOpen();
    if (!entry.payload) throw StoreError(Failure::of("PAYLOAD-ERASED", "entry " + std::to_string(entry.seq)));
    const auto tampered = [&entry](const std::string& what) {
        return StoreError(Failure::of("STORE-TAMPERED", "journal, entry " + std::to_string(entry.seq) + ", " + what));
    };
    if (sha256(*entry.payload) != entry.payloadDigest) throw tampered("payload");
    try {
        return m_room.vault.openEnvelope(*entry.payload);
    } catch (const CryptoError& error) {
        throw tampered("payload, " + error.failure().code);
    }
}

nlohmann::json Journal::payloadOf(const JournalEntry& entry)
{
    const auto text = openPayload(entry);
    auto payload = nlohmann::json::parse(text.view().begin(), text.view().end(), nullptr, false);
    if (payload.is_discarded()) throw StoreError(Failure::of("STORE-TAMPERED", "journal, entry " + std::to_string(entry.seq) + ", payload"));
    return payload;
}

std::optional<JournalEntry> Journal::entry(std::uint64_t seq)
{
    auto found = range(seq, 1);
    if (found.empty() || found.front().seq != seq) return std::nullopt;
    return std::move(found.front());
}

std::optional<JournalEntry> Journal::byId(const Guid& id)
{
    auto statement = m_database.prepare(journalRows::select("WHERE journal.id = ?1"));
    statement.bind(id);
    if (!statement.step()) return std::nullopt;
    return journalRows::entryFrom(statement);
}

std::optional<JournalEntry> Journal::latestOf(EntryKind kind)
{
    auto statement = m_database.prepare(journalRows::select("WHERE journal.log = ?1 AND journal.kind = ?2 ORDER BY journal.seq DESC LIMIT 1"));
    statement.bind(m_logRow).bind(nameOf(kind));
    if (!statement.step()) return std::nullopt;
    return journalRows::entryFrom(statement);
}

std::vector<JournalEntry> Journal::range(std::uint64_t from, std::size_t count)
{
    auto statement = m_database.prepare(journalRows::select("WHERE journal.log = ?1 AND journal.seq >= ?2 ORDER BY journal.seq LIMIT ?3"));
    statement.bind(m_logRow).bind(from).bind(static_cast<std::int64_t>(count));
    return journalRows::all(statement);
}

std::vector<JournalEntry> Journal::about(const UserNumber& person)
{
    const auto id = m_room.idOf(person);
    if (!id) return {};
    auto statement = m_database.prepare(journalRows::select("WHERE journal.about = ?1 ORDER BY journal.log, journal.seq"));
    statement.bind(*id);
    return journalRows::all(statement);
}

void Journal::eachOf(EntryKind kind, const std::function<void(const JournalEntry& entry)>& visit)
{
    auto statement = m_database.prepare(journalRows::select("WHERE journal.kind = ?1 ORDER BY journal.log, journal.seq"));
    statement.bind(nameOf(kind));
    while (statement.step()) visit(journalRows::entryFrom(statement));
}

std::vector<JournalEntry> Journal::ofCard(const Guid& card)
{
    auto statement = m_database.prepare(journalRows::select("WHERE journal.card = ?1 ORDER BY journal.log, journal.seq"));
    statement.bind(card);
    return journalRows::all(statement);
}

EntryDraft Journal::erasureOf(const JournalEntry& entry, std::string_view reason)
{
    const nlohmann::json payload{{"entry", entry.id.text()}, {"seq", entry.seq}, {"log", entry.log.text()}, {"reason", reason}};
    return entryOfDesk(EntryKind::payloadErased, payload, m_room.random);
}

JournalEntry Journal::erasePayload(Transaction& transaction, const Guid& entry, const EntryDraft& record, const EntryAuthor& author)
{
    auto row = m_database.prepare("SELECT journal.seq < contact.next_at_centre OR journal.log <> ?2, journal.kind FROM journal CROSS JOIN contact "
                                  "WHERE journal.id = ?1");
    row.bind(entry).bind(m_logRow);
    if (!row.step()) throw StoreError(Failure::of("STORE-READ", "an entry that is not in this store"));
    if (record.kind != EntryKind::payloadErased || row.text(1) == nameOf(EntryKind::payloadErased)) {
        throw StoreError(Failure::of("INTERNAL", "an erasure is an entry"));
    }
    // The entry could not be sent any more: an envelope that only this store has is not its own to destroy.
    if (row.integer(0) == 0) throw RefusedError(Failure::of("ERASE-NOT-SENT"));
    auto written = append(transaction, record, author);
    m_database.prepare("INSERT INTO erasure (entry, record) VALUES (?1, ?2) ON CONFLICT (entry) DO NOTHING").bind(entry).bind(written.id).run();
    m_database.prepare("UPDATE journal SET payload = NULL WHERE id = ?1").bind(entry).run();
    return written;
}

std::vector<LogRecord> Journal::logs()
{
    auto row = m_database.prepare("SELECT guid, begun_at, closed_at, reason, tree_size FROM log ORDER BY row");
    std::vector<LogRecord> logs;
    while (row.step()) {
        logs.push_back({row.guid(0), row.integer(1), row.optionalInteger(2), row.text(3), static_cast<std::uint64_t>(row.integer(4))});
    }
    return logs;
}

JournalEntry Journal::beginNewLog(Transaction& transaction, const Guid& log, std::string_view reason)
{
    const auto tree = frontier();
    const nlohmann::json payload{{"previousLog", m_log.text()}, {"previousSize", tree.size()}, {"previousRoot", toHex(tree.root())}, {"reason", reason}};
    const auto before = std::pair(m_log, m_logRow);
    m_database.prepare("UPDATE log SET closed_at = ?1, reason = ?2 WHERE row = ?3").bind(now()).bind(reason).bind(m_logRow).run();
    m_database.prepare("INSERT INTO log (row, guid, begun_at) VALUES (?1, ?2, ?3)").bind(m_logRow + 1).bind(log).bind(now()).run();
    m_database
        .prepare("UPDATE contact SET next_at_centre = 0, sending_until = NULL, failed_attempts = 0, last_failure = '', rolled_back = 0, forked = 0, "
                 "centre_restored = 0, inbox_cursor = 0")
        .run();
    transaction.onRollback([this, before] {
        std::tie(m_log, m_logRow) = before;
        m_sent.reset();
    });
    m_log = log;
    ++m_logRow;
    m_sent.reset();
    return append(transaction, entryOfDesk(EntryKind::logBegun, payload, m_room.random), {});
}

} // namespace cardwright
