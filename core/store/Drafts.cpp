#include "core/store/Drafts.h"

#include "core/store/JsonText.h"
#include "core/store/Statement.h"

namespace cardwright {

namespace {

constexpr std::string_view columns = "SELECT id, kind, title, body, saved_at FROM draft ";

constexpr std::string_view table = "draft";

DraftRecord recordFrom(const StoreRoom& room, const Statement& row)
{
    const auto id = row.guid(0);
    return {id, row.text(1), room.openText({table, id.bytes(), "title"}, row.blob(2)), room.openText({table, id.bytes(), "body"}, row.blob(3)), row.integer(4)};
}

} // namespace

void Drafts::save(Transaction& transaction, const DraftRecord& draft)
{
    transaction.database()
        .prepare("INSERT INTO draft (id, kind, title, body, saved_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE "
                 "SET kind = excluded.kind, title = excluded.title, body = excluded.body, saved_at = excluded.saved_at")
        .bind(draft.id).bind(draft.kind).bind(m_room.seal({table, draft.id.bytes(), "title"}, draft.title))
        .bind(m_room.seal({table, draft.id.bytes(), "body"}, checkedJson(draft.body))).bind(draft.savedAt)
        .run();
}

void Drafts::discard(Transaction& transaction, const Guid& draft)
{
    transaction.database().prepare("DELETE FROM draft WHERE id = ?1").bind(draft).run();
}

std::optional<DraftRecord> Drafts::byId(const Guid& draft)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE id = ?1");
    row.bind(draft);
    if (!row.step()) return std::nullopt;
    return recordFrom(m_room, row);
}

std::vector<DraftRecord> Drafts::all()
{
    auto row = m_database.prepare(std::string(columns) + "ORDER BY saved_at DESC, rowid DESC");
    std::vector<DraftRecord> drafts;
    m_room.requireOpen();
    while (row.step()) {
        m_room.passOver([&] { drafts.push_back(recordFrom(m_room, row)); });
    }
    return drafts;
}

} // namespace cardwright
