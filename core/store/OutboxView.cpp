#include "core/store/OutboxView.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright {

namespace {

/// One row per entry with the state it is in. Refused wins over everything: it needs a decision.
constexpr std::string_view view =
    "SELECT journal.seq, journal.id, journal.at, journal.kind, journal.about, journal.card, "
    "CASE WHEN outbox_answer.state = 'refused' THEN 3 "
    "WHEN journal.seq < contact.next_at_centre THEN 2 "
    "WHEN journal.seq < coalesce(contact.sending_until, 0) THEN 1 ELSE 0 END AS send_state, "
    "coalesce(outbox_answer.problem, ''), outbox_answer.receipt, outbox_answer.answered_at "
    "FROM journal CROSS JOIN contact LEFT JOIN outbox_answer ON outbox_answer.log = journal.log AND outbox_answer.seq = journal.seq "
    "WHERE journal.log = (SELECT row FROM log WHERE closed_at IS NULL) ";

/// What a closed log had not sent stays there: the queue is the present log's.
constexpr std::string_view ofPresentLog = "log = (SELECT row FROM log WHERE closed_at IS NULL)";

std::string select(std::string_view rest) { return std::string(view) + std::string(rest); }

std::uint64_t countOf(Statement& statement) { return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0; }

} // namespace

std::string_view nameOf(SendState state) noexcept
{
    switch (state) {
    case SendState::waiting: return "waiting";
    case SendState::sending: return "sending";
    case SendState::accepted: return "accepted";
    case SendState::refused: break;
    }
    return "refused";
}

std::string_view wordsOf(SendState state) noexcept
{
    switch (state) {
    case SendState::waiting: return "recorded here, not yet at the centre";
    case SendState::sending: return "on its way to the centre";
    case SendState::accepted: return "at the centre";
    case SendState::refused: break;
    }
    return "needs a decision";
}

ContactState OutboxView::contact()
{
    auto row = m_database.prepare("SELECT next_at_centre, sending_until, last_contact, last_attempt, failed_attempts, last_failure, "
                                  "rolled_back, forked, centre_restored FROM contact");
    if (!row.step()) throw StoreError(Failure::of("STORE-DAMAGED", "contact"));
    ContactState contact;
    contact.nextAtCentre = static_cast<std::uint64_t>(row.integer(0));
    if (const auto until = row.optionalInteger(1)) contact.sendingUntil = static_cast<std::uint64_t>(*until);
    contact.lastContact = row.optionalInteger(2);
    contact.lastAttempt = row.optionalInteger(3);
    contact.failedAttempts = static_cast<int>(row.integer(4));
    contact.lastFailure = row.text(5);
    contact.rolledBack = row.integer(6) != 0;
    contact.forked = row.integer(7) != 0;
    contact.centreRestored = row.integer(8) != 0;
    return contact;
}

void OutboxView::saveContact(Transaction& transaction, const ContactState& contact)
{
    transaction.database()
        .prepare("UPDATE contact SET next_at_centre = ?1, sending_until = ?2, last_contact = ?3, last_attempt = ?4, failed_attempts = ?5, "
                 "last_failure = ?6, rolled_back = ?7, forked = ?8, centre_restored = ?9")
        .bind(contact.nextAtCentre).bind(contact.sendingUntil).bind(contact.lastContact).bind(contact.lastAttempt)
        .bind(contact.failedAttempts).bind(contact.lastFailure).bind(contact.rolledBack).bind(contact.forked).bind(contact.centreRestored)
        .run();
}

OutboxCounts OutboxView::counts()
{
    const auto state = contact();
    auto row = m_database.prepare("SELECT count(*), min(at) FROM journal WHERE " + std::string(ofPresentLog) + " AND seq >= ?1");
    row.bind(state.nextAtCentre);
    OutboxCounts counts;
    if (row.step()) {
        counts.waiting = static_cast<std::uint64_t>(row.integer(0));
        counts.oldestWaiting = row.optionalInteger(1);
    }
    if (state.sendingUntil && *state.sendingUntil > state.nextAtCentre) {
        counts.sending = std::min(*state.sendingUntil - state.nextAtCentre, counts.waiting);
    }
    auto refusals = m_database.prepare("SELECT count(*) FROM outbox_answer WHERE " + std::string(ofPresentLog) + " AND state = 'refused'");
    counts.refused = countOf(refusals);
    auto inAll = m_database.prepare("SELECT count(*) FROM journal WHERE " + std::string(ofPresentLog) + " AND seq < ?1 AND seq NOT IN "
                                    "(SELECT seq FROM outbox_answer WHERE " + std::string(ofPresentLog) + " AND state = 'refused')");
    inAll.bind(state.nextAtCentre);
    counts.accepted = countOf(inAll);
    return counts;
}

std::vector<OutboxRow> OutboxView::rows(Statement& statement)
{
    const auto aboutOf = [this](const Statement& row) -> std::optional<UserNumber> {
        if (row.isNull(4) || !m_room.vault.isOpen()) return std::nullopt;
        const auto* entry = m_room.index.byId(row.guid(4));
        return entry == nullptr ? std::nullopt : UserNumber::fromValue(entry->number);
    };
    std::vector<OutboxRow> rows;
    while (statement.step()) {
        const auto kind = entryKindFrom(statement.text(3));
        if (!kind) throw StoreError(Failure::of("STORE-DAMAGED", "journal, kind"));
        rows.push_back({static_cast<std::uint64_t>(statement.integer(0)), statement.guid(1), statement.integer(2), *kind,
                        aboutOf(statement), statement.optionalGuid(5), static_cast<SendState>(statement.integer(6)),
                        statement.text(7), statement.optionalDigest(8), statement.optionalInteger(9)});
    }
    return rows;
}

std::vector<OutboxRow> OutboxView::waiting(std::size_t limit)
{
    auto statement = m_database.prepare(select("AND journal.seq >= contact.next_at_centre ORDER BY journal.seq LIMIT ?1"));
    statement.bind(static_cast<std::int64_t>(limit));
    return rows(statement);
}

std::vector<OutboxRow> OutboxView::refused()
{
    auto statement = m_database.prepare(select("AND outbox_answer.state = 'refused' ORDER BY journal.seq"));
    return rows(statement);
}

std::optional<OutboxRow> OutboxView::row(std::uint64_t seq)
{
    auto statement = m_database.prepare(select("AND journal.seq = ?1"));
    statement.bind(seq);
    auto found = rows(statement);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<OutboxRow> OutboxView::latest(std::size_t limit)
{
    auto statement = m_database.prepare(select("ORDER BY journal.seq DESC LIMIT ?1"));
    statement.bind(static_cast<std::int64_t>(limit));
    return rows(statement);
}

std::vector<OutboxRow> OutboxView::dependants(std::uint64_t seq)
{
    auto refusal = m_database.prepare("SELECT kind, about, card FROM journal WHERE " + std::string(ofPresentLog) + " AND seq = ?1");
    refusal.bind(seq);
    if (!refusal.step()) return {};
    const auto kind = entryKindFrom(refusal.text(0));
    if (kind == EntryKind::holderCreated && !refusal.isNull(1)) {
        auto statement = m_database.prepare(select("AND journal.about = ?1 AND journal.seq > ?2 ORDER BY journal.seq"));
        statement.bind(refusal.guid(1)).bind(seq);
        return rows(statement);
    }
    if (kind == EntryKind::cardOpened && !refusal.isNull(2)) {
        auto statement = m_database.prepare(select("AND journal.card = ?1 AND journal.seq > ?2 ORDER BY journal.seq"));
        statement.bind(refusal.guid(2)).bind(seq);
        return rows(statement);
    }
    return {};
}

std::uint64_t OutboxView::countWaiting(EntryKind kind)
{
    auto statement = m_database.prepare("SELECT count(*) FROM journal WHERE " + std::string(ofPresentLog) + " AND kind = ?1 AND seq >= (SELECT next_at_centre FROM contact)");
    statement.bind(nameOf(kind));
    return countOf(statement);
}

bool OutboxView::atCentre(std::uint64_t seq) { return seq < contact().nextAtCentre; }

void OutboxView::answer(Transaction& transaction, std::uint64_t seq, SendState state, std::string_view problem,
                        const std::optional<Sha256Digest>& receipt, std::int64_t at)
{
    transaction.database()
        .prepare("INSERT INTO outbox_answer (log, seq, state, problem, receipt, answered_at) "
                 "VALUES ((SELECT row FROM log WHERE closed_at IS NULL), ?1, ?2, ?3, ?4, ?5) "
                 "ON CONFLICT (log, seq) DO UPDATE SET state = excluded.state, problem = excluded.problem, "
                 "receipt = coalesce(excluded.receipt, receipt), answered_at = excluded.answered_at")
        .bind(seq).bind(nameOf(state)).bind(problem).bind(receipt).bind(at)
        .run();
}

std::vector<Sha256Digest> OutboxView::portraitsToSend(std::uint64_t from, std::uint64_t until)
{
    auto statement = m_database.prepare("SELECT portrait, min(seq) FROM journal WHERE " + std::string(ofPresentLog) + " AND seq >= ?1 AND seq < ?2 AND portrait IS NOT NULL "
                                        "AND portrait NOT IN (SELECT reference FROM portrait_sent) GROUP BY portrait ORDER BY 2");
    statement.bind(from).bind(until);
    std::vector<Sha256Digest> portraits;
    while (statement.step()) portraits.push_back(statement.digest(0));
    return portraits;
}

void OutboxView::portraitSent(Transaction& transaction, const Sha256Digest& portrait, std::int64_t at)
{
    transaction.database().prepare("INSERT INTO portrait_sent (reference, sent_at) VALUES (?1, ?2) ON CONFLICT (reference) DO NOTHING")
        .bind(portrait).bind(at).run();
}

void OutboxView::forgetAnswersFrom(Transaction& transaction, std::uint64_t seq)
{
    transaction.database().prepare("DELETE FROM outbox_answer WHERE " + std::string(ofPresentLog) + " AND seq >= ?1").bind(seq).run();
    transaction.database()
        .prepare("DELETE FROM portrait_sent WHERE reference IN (SELECT portrait FROM journal WHERE " + std::string(ofPresentLog) + " AND seq >= ?1 AND portrait IS NOT NULL)")
        .bind(seq).run();
}

} // namespace cardwright
