#include "core/store/Starters.h"

#include "core/crypto/KeyDerivation.h"
#include "core/store/JsonText.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <array>

namespace cardwright {

namespace {

constexpr std::string_view table = "starter";
constexpr std::string_view markTable = "starter_mark";

/// Capitals without blanks: how a file spells a number makes nobody somebody else.
void appendPlain(Bytes& out, std::string_view text)
{
    for (const char letter : text) {
        if (letter == ' ') continue;
        out.push_back(static_cast<std::uint8_t>(letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : letter));
    }
}

} // namespace

void Starters::needKey(Transaction& transaction)
{
    auto known = m_database.prepare("SELECT 1 FROM starter_mark");
    if (known.step()) return;
    const auto id = Guid::random(m_room.random);
    SecureBytes key(32);
    m_room.random.fill(key.writable());
    transaction.database().prepare("INSERT INTO starter_mark (one, id, key) VALUES (1, ?1, ?2)")
        .bind(id).bind(m_room.seal({markTable, id.bytes(), "key"}, key.view())).run();
}

std::optional<Bytes> Starters::mark(std::string_view odsCode, std::string_view staffNumber)
{
    m_room.requireOpen();
    auto row = m_database.prepare("SELECT id, key FROM starter_mark");
    if (!row.step()) return std::nullopt;
    const auto id = row.guid(0);
    const auto opened = m_room.openBytes({markTable, id.bytes(), "key"}, row.blob(1));
    const auto key = SecureBytes::copyOf(opened);
    Bytes context;
    appendPlain(context, odsCode);
    context.push_back(0);
    appendPlain(context, staffNumber);
    const auto made = deriveKey(key.view(), "cardwright starter", context, 32);
    return toBytes(made.view());
}

bool Starters::put(Transaction& transaction, std::string_view odsCode, std::string_view staffNumber, std::string_view fields, std::int64_t at)
{
    needKey(transaction);
    const auto marked = mark(odsCode, staffNumber).value();
    auto held = m_database.prepare("SELECT id FROM starter WHERE mark = ?1");
    const bool known = held.bind(marked).step();
    const auto id = known ? held.guid(0) : Guid::random(m_room.random);
    held.reset();
    transaction.database()
        .prepare("INSERT INTO starter (id, mark, fields, saved_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE "
                 "SET fields = excluded.fields, saved_at = excluded.saved_at")
        .bind(id).bind(marked).bind(m_room.seal({table, id.bytes(), "fields"}, checkedJson(fields))).bind(at)
        .run();
    return !known;
}

bool Starters::discard(Transaction& transaction, std::string_view odsCode, std::string_view staffNumber)
{
    const auto marked = mark(odsCode, staffNumber);
    return marked && transaction.database().prepare("DELETE FROM starter WHERE mark = ?1").bind(*marked).run() > 0;
}

StarterRecord Starters::from(const Statement& row) const
{
    const auto id = row.guid(0);
    return {id, m_room.openText({table, id.bytes(), "fields"}, row.blob(1)), row.integer(2)};
}

std::optional<StarterRecord> Starters::find(std::string_view odsCode, std::string_view staffNumber)
{
    const auto marked = mark(odsCode, staffNumber);
    if (!marked) return std::nullopt;
    auto row = m_database.prepare("SELECT id, fields, saved_at FROM starter WHERE mark = ?1");
    if (!row.bind(*marked).step()) return std::nullopt;
    return from(row);
}

std::vector<StarterRecord> Starters::latest(std::size_t limit)
{
    m_room.requireOpen();
    auto row = m_database.prepare("SELECT id, fields, saved_at FROM starter ORDER BY rowid DESC LIMIT ?1");
    row.bind(static_cast<std::int64_t>(limit));
    std::vector<StarterRecord> found;
    while (row.step()) {
        m_room.passOver([&] { found.push_back(from(row)); });
    }
    return found;
}

std::uint64_t Starters::count()
{
    auto row = m_database.prepare("SELECT count(*) FROM starter");
    return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

} // namespace cardwright
