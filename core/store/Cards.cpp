#include "core/store/Cards.h"

#include "core/store/SealedTables.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <array>

namespace cardwright {

namespace {

using namespace std::string_view_literals;

constexpr std::array cardStates{"opened"sv, "issued"sv, "locked"sv, "abandoned"sv, "cancelled"sv};
constexpr std::array slotStates{"keyMade"sv, "requested"sv, "ready"sv, "written"sv};
constexpr std::string_view columns = "guid, holder, job, state, generation, site_key_version, serial, profile, opened_at, issued_at, expires";

template<class State, std::size_t Count> State stateNamed(const std::array<std::string_view, Count>& names, const std::string& name)
{
    for (std::size_t place = 0; place < Count; ++place) {
        if (names[place] == name) return static_cast<State>(place);
    }
    throw StoreError(Failure::of("STORE-DAMAGED", "column state"));
}

CardRecord recordFrom(const StoreRoom& room, const Statement& row)
{
    return {row.guid(0), room.numberOf(row.guid(1)), row.guid(2), stateNamed<CardState>(cardStates, row.text(3)),
            static_cast<int>(row.integer(4)), static_cast<int>(row.integer(5)), row.optionalText(6), row.text(7),
            row.integer(8), row.optionalInteger(9), row.optionalDate(10)};
}

std::string select(std::string_view rest) { return "SELECT " + std::string(columns) + " FROM card " + std::string(rest); }

std::optional<CardRecord> one(const StoreRoom& room, Statement& statement)
{
    if (!statement.step()) return std::nullopt;
    return recordFrom(room, statement);
}

std::vector<CardRecord> all(StoreRoom& room, Statement& statement)
{
    room.requireOpen();
    std::vector<CardRecord> records;
    while (statement.step()) {
        room.passOver([&] { records.push_back(recordFrom(room, statement)); });
    }
    return records;
}

Bytes slotRow(const Guid& card, Slot slot) { return rowId(card, slotName(slot)); }

/// A change that finds no row is a defect of the caller's, and must not pass for done.
void changeOne(Statement& statement, const char* what)
{
    if (statement.run() != 1) throw StoreError(Failure::of("INTERNAL", what));
}

} // namespace

std::string_view nameOf(CardState state) noexcept { return cardStates[static_cast<std::size_t>(state)]; }
std::string_view nameOf(SlotState state) noexcept { return slotStates[static_cast<std::size_t>(state)]; }

void Cards::open(Transaction& transaction, const CardRecord& card)
{
    const auto holder = m_room.idOf(card.holder);
    if (!holder) throw StoreError(Failure::of("STORE-WRITE", "a card of somebody who is not known here"));
    transaction.database()
        .prepare("INSERT INTO card (guid, holder, job, state, generation, site_key_version, serial, profile, opened_at, issued_at, expires) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        .bind(card.guid).bind(*holder).bind(card.job).bind(nameOf(card.state)).bind(card.generation).bind(card.siteKeyVersion)
        .bind(card.serial).bind(card.profile).bind(card.openedAt).bind(card.issuedAt).bind(card.expires)
        .run();
}

void Cards::setState(Transaction& transaction, const Guid& card, CardState state, std::int64_t at)
{
    const bool handedOut = state == CardState::issued || state == CardState::locked;
    changeOne(transaction.database()
                  .prepare("UPDATE card SET state = ?1, issued_at = coalesce(issued_at, ?2) WHERE guid = ?3")
                  .bind(nameOf(state)).bind(handedOut ? std::optional(at) : std::nullopt).bind(card), "card");
}

void Cards::setSerial(Transaction& transaction, const Guid& card, std::string_view serial)
{
    changeOne(transaction.database().prepare("UPDATE card SET serial = ?1 WHERE guid = ?2").bind(serial).bind(card), "card");
}

void Cards::setExpires(Transaction& transaction, const Guid& card, Date expires)
{
    changeOne(transaction.database().prepare("UPDATE card SET expires = ?1 WHERE guid = ?2").bind(expires).bind(card), "card");
}

void Cards::setGeneration(Transaction& transaction, const Guid& card, int generation, int siteKeyVersion)
{
    changeOne(transaction.database().prepare("UPDATE card SET generation = ?1, site_key_version = ?2 WHERE guid = ?3")
                  .bind(generation).bind(siteKeyVersion).bind(card), "card");
}

void Cards::setKey(Transaction& transaction, const Guid& card, Slot slot, const PublicKey& key)
{
    transaction.database()
        .prepare("INSERT INTO card_slot (card, slot, public_key, state) VALUES (?1, ?2, ?3, 'keyMade') "
                 "ON CONFLICT (card, slot) DO UPDATE SET public_key = excluded.public_key, state = 'keyMade', request = NULL, certificate = NULL")
        .bind(card).bind(slotName(slot)).bind(key.der()).run();
}

void Cards::setRequested(Transaction& transaction, const Guid& card, Slot slot, const Guid& request)
{
    changeOne(transaction.database()
                  .prepare("UPDATE card_slot SET state = 'requested', request = ?1, certificate = NULL WHERE card = ?2 AND slot = ?3")
                  .bind(request).bind(card).bind(slotName(slot)), "slot");
}

bool Cards::setReady(Transaction& transaction, const Guid& request, ByteView certificate)
{
    auto waiting = m_database.prepare("SELECT card, slot FROM card_slot WHERE request = ?1 AND state = 'requested'");
    waiting.bind(request);
    if (!waiting.step()) return false;
    const auto row = rowId(waiting.guid(0), waiting.text(1));
    return transaction.database()
               .prepare("UPDATE card_slot SET state = 'ready', certificate = ?1 WHERE request = ?2 AND state = 'requested'")
               .bind(m_room.seal({"card_slot", row, "certificate"}, certificate)).bind(request).run() > 0;
}

void Cards::setWritten(Transaction& transaction, const Guid& card, Slot slot)
{
    changeOne(transaction.database().prepare("UPDATE card_slot SET state = 'written' WHERE card = ?1 AND slot = ?2 AND certificate IS NOT NULL")
                  .bind(card).bind(slotName(slot)), "slot");
}

std::optional<CardRecord> Cards::byGuid(const Guid& card)
{
    auto statement = m_database.prepare(select("WHERE guid = ?1"));
    statement.bind(card);
    return one(m_room, statement);
}

std::optional<CardRecord> Cards::bySerial(std::string_view serial)
{
    // A serial can come back: a card that was cleared is made anew under another GUID. The last one counts.
    auto statement = m_database.prepare(select("WHERE serial = ?1 ORDER BY opened_at DESC, rowid DESC LIMIT 1"));
    statement.bind(serial);
    return one(m_room, statement);
}

std::vector<CardRecord> Cards::ofHolder(const UserNumber& holder)
{
    const auto id = m_room.idOf(holder);
    if (!id) return {};
    auto statement = m_database.prepare(select("WHERE holder = ?1 ORDER BY opened_at DESC, rowid DESC"));
    statement.bind(*id);
    return all(m_room, statement);
}

std::optional<CardRecord> Cards::activeOf(const UserNumber& holder)
{
    const auto id = m_room.idOf(holder);
    if (!id) return {};
    auto statement = m_database.prepare(select("WHERE holder = ?1 AND state IN ('opened', 'issued', 'locked') "
                                               "ORDER BY state = 'opened', opened_at DESC LIMIT 1"));
    statement.bind(*id);
    return one(m_room, statement);
}

std::vector<CardSlotRecord> Cards::slots(const Guid& card)
{
    auto row = m_database.prepare("SELECT slot, public_key, state, request, certificate FROM card_slot WHERE card = ?1 ORDER BY slot");
    row.bind(card);
    std::vector<CardSlotRecord> records;
    while (row.step()) {
        const auto slot = slotNamed(row.text(0));
        if (!slot) throw StoreError(Failure::of("STORE-DAMAGED", "column slot"));
        std::optional<Bytes> certificate;
        if (!row.isNull(4)) certificate = m_room.openBytes({"card_slot", slotRow(card, *slot), "certificate"}, row.blob(4));
        records.push_back({*slot, row.blob(1), stateNamed<SlotState>(slotStates, row.text(2)), row.optionalGuid(3), std::move(certificate)});
    }
    return records;
}

std::optional<CardSlotRecord> Cards::slot(const Guid& card, Slot slot)
{
    for (auto& record : slots(card)) {
        if (record.slot == slot) return std::move(record);
    }
    return std::nullopt;
}

std::optional<DueCard> Cards::due(const Guid& card)
{
    auto record = byGuid(card);
    if (!record || (record->state != CardState::issued && record->state != CardState::locked)) return std::nullopt;
    DueCard due{std::move(*record), {}, {}};
    for (const auto& slot : slots(card)) {
        if (slot.state == SlotState::ready) due.ready.push_back(slot.slot);
        if (slot.state == SlotState::requested) due.waiting.push_back(slot.slot);
    }
    if (due.ready.empty() && due.waiting.empty()) return std::nullopt;
    return due;
}

std::vector<DueCard> Cards::allDue()
{
    auto statement = m_database.prepare("SELECT guid FROM card WHERE state IN ('issued', 'locked') AND EXISTS "
                                        "(SELECT 1 FROM card_slot WHERE card = guid AND card_slot.state IN ('ready', 'requested')) "
                                        "ORDER BY issued_at, rowid");
    m_room.requireOpen();
    std::vector<DueCard> all;
    while (statement.step()) {
        m_room.passOver([&] {
            if (auto card = due(statement.guid(0))) all.push_back(std::move(*card));
        });
    }
    return all;
}

std::vector<CardRecord> Cards::withKeysBefore(int siteKeyVersion)
{
    auto statement = m_database.prepare(select("WHERE state IN ('issued', 'locked') AND site_key_version < ?1 ORDER BY site_key_version, issued_at, rowid"));
    statement.bind(static_cast<std::int64_t>(siteKeyVersion));
    return all(m_room, statement);
}

std::vector<CardRecord> Cards::latest(std::size_t limit)
{
    auto statement = m_database.prepare(select("ORDER BY opened_at DESC, rowid DESC LIMIT ?1"));
    statement.bind(static_cast<std::int64_t>(limit));
    return all(m_room, statement);
}

} // namespace cardwright
