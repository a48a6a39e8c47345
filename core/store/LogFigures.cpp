#include "core/store/LogFigures.h"

#include "core/store/Statement.h"

namespace cardwright {

namespace {

std::uint64_t countOf(Statement& statement) { return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) : 0; }

} // namespace

std::uint64_t LogFigures::notKnownAtCentre(const Guid& log)
{
    auto count = m_database.prepare(
        "SELECT count(*) FROM journal JOIN log ON log.row = journal.log WHERE log.guid = ?1 "
        "AND journal.seq >= coalesce((SELECT max(size) FROM checkpoint WHERE checkpoint.log = log.row AND countersigned = 1), 0) "
        "AND NOT EXISTS (SELECT 1 FROM outbox_answer WHERE outbox_answer.log = journal.log AND outbox_answer.seq = journal.seq)");
    count.bind(log);
    return countOf(count);
}

std::uint64_t LogFigures::erased(const Guid& log)
{
    auto count = m_database.prepare("SELECT count(*) FROM erasure JOIN journal ON journal.id = erasure.entry JOIN log ON log.row = journal.log WHERE log.guid = ?1");
    count.bind(log);
    return countOf(count);
}

std::optional<std::int64_t> LogFigures::enrolledAt()
{
    auto row = m_database.prepare("SELECT min(at) FROM journal WHERE kind = 'workstation.enrolled'");
    return row.step() ? row.optionalInteger(0) : std::nullopt;
}

std::uint64_t LogFigures::cardsBefore(int siteKeyVersion)
{
    auto count = m_database.prepare("SELECT count(*) FROM card WHERE state IN ('issued', 'locked') AND site_key_version < ?1");
    count.bind(siteKeyVersion);
    return countOf(count);
}

} // namespace cardwright
