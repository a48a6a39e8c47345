#include "core/store/Rotation.h"

#include "core/store/SealedTables.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"
#include "core/store/StoreKeyFile.h"

namespace cardwright {

namespace {

constexpr std::array sealedNames{sealedFiles::siteKey, sealedFiles::contentSigningKey, sealedFiles::storeKey, sealedFiles::transportKeys};

FieldPlace previousPlace() { return {"store_key", bytesOf("1"), "previous"}; }

Bytes idOf(const FieldCipher& cipher)
{
    const auto id = cipher.keyId();
    return {id.begin(), id.end()};
}

/// Under the previous key, or an envelope of a time when nobody was signed in.
bool isOld(const SealedTable& table, ByteView sealed, const FieldCipher& previous)
{
    constexpr std::uint8_t derSequence = 0x30;
    if (table.always && !sealed.empty() && sealed.front() == derSequence) return true;
    return FieldCipher::keyIdOf(sealed) == previous.keyId();
}

std::string selectOf(const SealedTable& table)
{
    std::string sql = "SELECT rowid, " + std::string(table.id) + ", " + (table.second.empty() ? "''" : std::string(table.second));
    for (std::size_t column = 0; column < table.columnCount(); ++column) sql += ", " + std::string(table.columns[column]);
    return sql + " FROM " + std::string(table.name) + " WHERE rowid > ?1 ORDER BY rowid LIMIT ?2";
}

} // namespace

void Rotation::meet()
{
    auto& database = m_room.database;
    const auto opened = idOf(m_room.vault.cipher());
    auto row = database.prepare("SELECT key_id, next_id, previous FROM store_key");
    if (!row.step()) {
        if (database.isReader()) return;
        Transaction transaction(database);
        database.prepare("INSERT INTO store_key (one, key_id) VALUES (1, ?1)").bind(opened).run();
        transaction.commit();
        return;
    }
    const auto present = row.blob(0);
    const auto next = row.optionalBlob(1);
    const auto previous = row.optionalBlob(2);
    if (opened != present && opened != next) throw StoreError(Failure::of("STORE-KEY-OTHER"));
    if (opened == present && next) {
        // The new key never reached its file: nothing was sealed under it, and whoever could read it then must not gain by it.
        if (database.isReader()) return;
        Transaction transaction(database);
        database.prepare("UPDATE store_key SET next_id = NULL, previous = NULL, begun_at = NULL").run();
        transaction.commit();
        return;
    }
    if (!previous) return;
    m_room.vault.setPrevious(SecureBytes::copyOf(m_room.openBytes(previousPlace(), *previous)));
    if (opened == next && !database.isReader()) settle();
}

void Rotation::settle()
{
    Transaction transaction(m_room.database);
    m_room.database.prepare("UPDATE store_key SET key_id = next_id, next_id = NULL WHERE next_id IS NOT NULL").run();
    transaction.commit();
}

void Rotation::begin(std::span<const EnvelopeRecipient> recipients)
{
    while (!step(2000)) {}
    auto& vault = m_room.vault;
    auto key = storeKeyFile::makeKey(m_room.random);
    const FieldCipher next(key.clone());
    // The order lets it be cut anywhere: the previous key is kept before the new one is in its file, and nothing is sealed under
    // the new one before.
    {
        StoreVault under(key.clone());
        const auto sealed = under.cipher().seal(vault.cipher().key(), m_room.placeOf(previousPlace()), m_room.random);
        Transaction transaction(m_room.database);
        m_room.database.prepare("UPDATE store_key SET next_id = ?1, previous = ?2, begun_at = ?3")
            .bind(idOf(next)).bind(sealed).bind(m_room.clock.utcMillis()).run();
        transaction.commit();
    }
    storeKeyFile::seal(m_room.site, key.view(), recipients);
    vault.rotateTo(std::move(key));
    m_table = 0;
    m_cursor = 0;
    settle();
}

bool Rotation::step(std::size_t fields)
{
    auto& vault = m_room.vault;
    m_room.requireOpen();
    if (vault.previous() == nullptr) return true;
    settle();
    auto budget = fields;
    while (m_table < sealedTables.size() && budget > 0) {
        Transaction transaction(m_room.database);
        const auto table = m_table;
        const auto cursor = m_cursor;
        transaction.onRollback([this, table, cursor] {
            m_table = table;
            m_cursor = cursor;
        });
        const bool done = stepTable(transaction, budget);
        transaction.commit();
        if (!done) continue;
        ++m_table;
        m_cursor = 0;
    }
    if (m_table < sealedTables.size()) return false;
    resealFiles();
    Transaction transaction(m_room.database);
    m_room.database.prepare("UPDATE store_key SET previous = NULL, begun_at = NULL").run();
    transaction.commit();
    vault.dropPrevious();
    m_table = 0;
    // The write-ahead log still holds the previous key, sealed, and old pages: it begins anew.
    m_room.database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    return true;
}

bool Rotation::stepTable(Transaction& transaction, std::size_t& budget)
{
    constexpr std::int64_t page = 200; // rows at a time: a transaction must not hold an act up
    const auto& table = sealedTables[m_table];
    auto row = m_room.database.prepare(selectOf(table));
    row.bind(m_cursor).bind(page);
    std::int64_t seen = 0;
    while (budget > 0 && row.step()) {
        ++seen;
        m_cursor = row.integer(0);
        const auto id = concat({row.blob(1), bytesOf(row.text(2))});
        for (std::size_t column = 0; column < table.columnCount(); ++column) {
            const int at = 3 + static_cast<int>(column);
            if (row.isNull(at)) continue;
            const auto sealed = row.blob(at);
            if (!isOld(table, sealed, *m_room.vault.previous())) continue;
            const FieldPlace place{table.name, id, table.columns[column]};
            m_room.passOver([&] {
                const auto plain = table.always ? m_room.openAlways(place, sealed) : m_room.openText(place, sealed);
                transaction.database()
                    .prepare("UPDATE " + std::string(table.name) + " SET " + std::string(table.columns[column]) + " = ?1 WHERE rowid = ?2")
                    .bind(m_room.seal(place, plain)).bind(m_cursor).run();
            });
            if (budget > 0) --budget;
        }
    }
    return budget > 0 && seen < page;
}

void Rotation::resealFiles()
{
    const auto& vault = m_room.vault;
    for (const auto name : sealedNames) {
        if (sealedFiles::isUnder(m_room.site, name, vault.cipher())) continue;
        m_room.passOver([&] {
            const auto content = sealedFiles::read(m_room.site, name, vault.cipher(), vault.previous());
            sealedFiles::write(m_room.site, name, content.view(), vault.cipher(), m_room.random);
        });
    }
}

RotationState Rotation::state()
{
    auto row = m_room.database.prepare("SELECT begun_at, previous IS NOT NULL FROM store_key");
    RotationState state;
    if (!row.step() || row.integer(1) == 0) return state;
    state.underWay = true;
    state.begunAt = row.optionalInteger(0).value_or(0);
    const auto* previous = m_room.vault.previous();
    if (previous == nullptr) return state;
    for (const auto& table : sealedTables) {
        for (std::size_t column = 0; column < table.columnCount(); ++column) {
            auto count = m_room.database.prepare("SELECT count(*) FROM " + std::string(table.name) + " WHERE substr(" +
                                                 std::string(table.columns[column]) + ", 2, 4) = ?1");
            count.bind(idOf(*previous));
            if (count.step()) state.fieldsLeft += static_cast<std::uint64_t>(count.integer(0));
        }
    }
    return state;
}

} // namespace cardwright
