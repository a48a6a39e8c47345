#include "core/store/Replacements.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <string>

namespace cardwright {

namespace {

constexpr std::string_view columns = "SELECT holder, old_card, locked, ordered_at FROM replacement ";

ReplacementRecord recordFrom(const StoreRoom& room, const Statement& row)
{
    return {room.numberOf(row.guid(0)), row.guid(1), row.integer(2) != 0, row.integer(3)};
}

} // namespace

void Replacements::order(Transaction& transaction, const ReplacementRecord& replacement)
{
    const auto holder = m_room.idOf(replacement.holder);
    if (!holder) throw StoreError(Failure::of("STORE-WRITE", "a replacement for somebody who is not known here"));
    transaction.database()
        .prepare("INSERT INTO replacement (holder, old_card, locked, ordered_at) VALUES (?1, ?2, ?3, ?4) "
                 "ON CONFLICT (holder) DO UPDATE SET old_card = excluded.old_card, locked = excluded.locked, ordered_at = excluded.ordered_at")
        .bind(*holder).bind(replacement.oldCard).bind(replacement.locked).bind(replacement.orderedAt)
        .run();
}

void Replacements::settle(Transaction& transaction, const UserNumber& holder)
{
    if (const auto id = m_room.idOf(holder)) transaction.database().prepare("DELETE FROM replacement WHERE holder = ?1").bind(*id).run();
}

std::optional<ReplacementRecord> Replacements::of(const UserNumber& holder)
{
    const auto id = m_room.idOf(holder);
    if (!id) return std::nullopt;
    auto row = m_database.prepare(std::string(columns) + "WHERE holder = ?1");
    if (!row.bind(*id).step()) return std::nullopt;
    return recordFrom(m_room, row);
}

std::vector<ReplacementRecord> Replacements::waiting()
{
    auto row = m_database.prepare(std::string(columns) +
                                  "WHERE NOT EXISTS (SELECT 1 FROM card WHERE card.holder = replacement.holder AND card.state IN ('opened', 'issued', 'locked')) "
                                  "AND EXISTS (SELECT 1 FROM person WHERE person.id = replacement.holder AND person.closed_at IS NULL) "
                                  "ORDER BY ordered_at, rowid");
    m_room.requireOpen();
    std::vector<ReplacementRecord> records;
    while (row.step()) {
        m_room.passOver([&] { records.push_back(recordFrom(m_room, row)); });
    }
    return records;
}

} // namespace cardwright
