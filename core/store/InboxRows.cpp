#include "core/store/InboxRows.h"

#include "core/crypto/CryptoError.h"
#include "core/store/JsonText.h"
#include "core/store/Statement.h"

namespace cardwright {

namespace {

constexpr std::string_view columns = "SELECT cursor, id, kind, body, sealed, received_at, applied_at, outcome FROM inbox ";

InboxRow rowFrom(const Statement& row)
{
    return {{static_cast<std::uint64_t>(row.integer(0)), row.guid(1), row.text(2), row.text(3), row.integer(4) != 0}, row.integer(5), row.optionalInteger(6), row.text(7)};
}

} // namespace

std::uint64_t InboxRows::cursor()
{
    auto row = m_database.prepare("SELECT inbox_cursor FROM contact");
    return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

std::size_t InboxRows::receive(Transaction& transaction, const std::vector<Delivery>& deliveries, std::uint64_t cursor, std::int64_t at)
{
    auto& database = transaction.database();
    std::size_t fresh = 0;
    for (const auto& delivery : deliveries) {
        fresh += static_cast<std::size_t>(
            database.prepare("INSERT INTO inbox (cursor, id, kind, sealed, body, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING")
                .bind(delivery.cursor).bind(delivery.id).bind(delivery.kind).bind(delivery.sealed)
                .bind(delivery.sealed ? std::string_view(delivery.body) : checkedJson(delivery.body)).bind(at).run());
    }
    database.prepare("UPDATE contact SET inbox_cursor = max(inbox_cursor, ?1)").bind(cursor).run();
    return fresh;
}

std::optional<InboxRow> InboxRows::nextToApply()
{
    auto row = m_database.prepare(std::string(columns) + "WHERE applied_at IS NULL AND (sealed = 0 OR ?1) ORDER BY row LIMIT 1");
    row.bind(m_room.vault.hasKey());
    if (!row.step()) return std::nullopt;
    return rowFrom(row);
}

std::string InboxRows::bodyOf(const Delivery& delivery)
{
    if (!delivery.sealed) return delivery.body;
    const auto envelope = fromBase64(delivery.body);
    if (!envelope) throw CryptoError(Failure::of("ENVELOPE-UNREADABLE", "delivery"));
    return toText(m_room.vault.openEnvelope(*envelope).view());
}

std::uint64_t InboxRows::countSealed()
{
    auto row = m_database.prepare("SELECT count(*) FROM inbox WHERE applied_at IS NULL AND sealed = 1");
    return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

void InboxRows::applied(Transaction& transaction, const Guid& delivery, std::string_view outcome, std::int64_t at)
{
    transaction.database().prepare("UPDATE inbox SET applied_at = ?1, outcome = ?2 WHERE id = ?3").bind(at).bind(outcome).bind(delivery).run();
}

void InboxRows::readAgain(Transaction& transaction) { transaction.database().prepare("UPDATE contact SET inbox_cursor = 0").run(); }

std::vector<InboxRow> InboxRows::latest(std::size_t limit)
{
    auto row = m_database.prepare(std::string(columns) + "ORDER BY row DESC LIMIT ?1");
    row.bind(static_cast<std::int64_t>(limit));
    std::vector<InboxRow> rows;
    while (row.step()) rows.push_back(rowFrom(row));
    return rows;
}

std::uint64_t InboxRows::countToApply()
{
    auto row = m_database.prepare("SELECT count(*) FROM inbox WHERE applied_at IS NULL");
    return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

} // namespace cardwright
