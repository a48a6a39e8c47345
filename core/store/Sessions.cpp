#include "core/store/Sessions.h"

#include "core/store/Statement.h"

namespace cardwright {

namespace {

constexpr std::string_view columns = "SELECT session, agent, valid_from, valid_until, delegation, ended_at FROM session ";

FieldPlace delegationOf(const Sha256Digest& session) { return {"session", session, "delegation"}; }

SessionRecord recordFrom(const StoreRoom& room, const Statement& row)
{
    const auto session = row.digest(0);
    return {session, row.digest(1), row.integer(2), row.integer(3), room.openBytes(delegationOf(session), row.blob(4)), row.optionalInteger(5)};
}

} // namespace

void Sessions::begin(Transaction& transaction, const SessionRecord& session)
{
    transaction.database()
        .prepare("INSERT INTO session (session, log, agent, valid_from, valid_until, delegation, ended_at) "
                 "VALUES (?1, (SELECT row FROM log WHERE closed_at IS NULL), ?2, ?3, ?4, ?5, ?6)")
        .bind(session.session).bind(session.agent).bind(session.from).bind(session.until)
        .bind(m_room.seal(delegationOf(session.session), session.delegation)).bind(session.endedAt)
        .run();
}

void Sessions::end(Transaction& transaction, const Sha256Digest& session, std::int64_t at)
{
    transaction.database().prepare("UPDATE session SET ended_at = ?1 WHERE session = ?2 AND ended_at IS NULL").bind(at).bind(session).run();
}

std::optional<SessionRecord> Sessions::bySession(const Sha256Digest& session)
{
    m_room.requireOpen();
    auto row = m_room.database.prepare(std::string(columns) + "WHERE session = ?1");
    row.bind(session);
    if (!row.step()) return std::nullopt;
    return recordFrom(m_room, row);
}

std::vector<SessionRecord> Sessions::ofLog(const Guid& log)
{
    m_room.requireOpen();
    auto row = m_room.database.prepare(std::string(columns) + "WHERE log = (SELECT row FROM log WHERE guid = ?1) ORDER BY rowid");
    row.bind(log);
    std::vector<SessionRecord> records;
    while (row.step()) {
        m_room.passOver([&] { records.push_back(recordFrom(m_room, row)); });
    }
    return records;
}

std::vector<Sha256Digest> Sessions::open()
{
    auto row = m_room.database.prepare("SELECT session FROM session WHERE ended_at IS NULL ORDER BY rowid");
    std::vector<Sha256Digest> sessions;
    while (row.step()) sessions.push_back(row.digest(0));
    return sessions;
}

} // namespace cardwright
