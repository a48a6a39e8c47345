#include "core/store/CardPrints.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::string_view columns = "SELECT card, state, asked_at, done_at, copies, printer, reason FROM card_print ";
constexpr std::array<std::string_view, 4> stateNames{"waiting", "printed", "never", "spoiled"};

CardPrintRecord from(const Statement& row)
{
    const auto state = std::find(stateNames.begin(), stateNames.end(), row.text(1));
    if (state == stateNames.end()) throw StoreError(Failure::of("STORE-TAMPERED", "card_print.state"));
    return {row.guid(0), static_cast<PrintState>(state - stateNames.begin()), row.integer(2), row.optionalInteger(3), static_cast<int>(row.integer(4)),
            row.text(5), row.text(6)};
}

} // namespace

std::string_view nameOf(PrintState state) noexcept { return stateNames[static_cast<std::size_t>(state)]; }

void CardPrints::put(Transaction& transaction, const CardPrintRecord& print)
{
    auto card = m_database.prepare("SELECT 1 FROM card WHERE guid = ?1");
    if (!card.bind(print.card).step()) throw StoreError(Failure::of("STORE-WRITE", "a print of a card that is not here"));
    card.reset();
    transaction.database()
        .prepare("INSERT INTO card_print (card, state, asked_at, done_at, copies, printer, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                 "ON CONFLICT (card) DO UPDATE SET state = excluded.state, done_at = excluded.done_at, copies = excluded.copies, "
                 "printer = excluded.printer, reason = excluded.reason")
        .bind(print.card).bind(nameOf(print.state)).bind(print.askedAt).bind(print.doneAt).bind(static_cast<std::int64_t>(print.copies))
        .bind(print.printer).bind(print.reason)
        .run();
}

std::optional<CardPrintRecord> CardPrints::of(const Guid& card)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE card = ?1");
    if (!row.bind(card).step()) return std::nullopt;
    return from(row);
}

std::vector<CardPrintRecord> CardPrints::waiting(std::size_t limit)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE state = 'waiting' ORDER BY asked_at, rowid LIMIT ?1");
    row.bind(static_cast<std::int64_t>(limit));
    std::vector<CardPrintRecord> found;
    while (row.step()) m_room.passOver([&] { found.push_back(from(row)); });
    return found;
}

} // namespace cardwright
