#include "core/store/Jobs.h"

#include "core/store/JsonText.h"
#include "core/store/SealedTables.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <array>

namespace cardwright {

namespace {

using namespace std::string_view_literals;

constexpr std::array jobStates{"open"sv, "unknown"sv, "done"sv, "abandoned"sv};
constexpr std::string_view columns = "id, kind, state, card, holder, serial, opened_at, closed_at, data, elsewhere";

JobState stateNamed(const std::string& name)
{
    for (std::size_t place = 0; place < jobStates.size(); ++place) {
        if (jobStates[place] == name) return static_cast<JobState>(place);
    }
    throw StoreError(Failure::of("STORE-DAMAGED", "column state"));
}

FieldPlace dataOf(const Guid& job) { return {"job", job.bytes(), "data"}; }

Bytes stepRow(const Guid& job, int number) { return rowId(job, std::to_string(number)); }

JobRecord recordFrom(StoreRoom& room, const Statement& row)
{
    const auto id = row.guid(0);
    std::optional<UserNumber> holder;
    if (!row.isNull(4)) holder = room.numberOf(row.guid(4));
    return {id, row.text(1), stateNamed(row.text(2)), row.guid(3), holder, row.optionalText(5),
            row.integer(6), row.optionalInteger(7), room.openAlways(dataOf(id), row.blob(8)), row.integer(9) != 0};
}

std::string select(std::string_view rest) { return "SELECT " + std::string(columns) + " FROM job WHERE " + std::string(rest); }

std::optional<JobRecord> one(StoreRoom& room, Statement& statement)
{
    if (!statement.step()) return std::nullopt;
    return recordFrom(room, statement);
}

void changeOne(Statement& statement, const char* code, const char* what)
{
    if (statement.run() != 1) throw StoreError(Failure::of(code, what));
}

} // namespace

std::string_view nameOf(JobState state) noexcept { return jobStates[static_cast<std::size_t>(state)]; }

void Jobs::open(Transaction& transaction, const JobRecord& job)
{
    std::optional<Guid> holder;
    if (job.holder) holder = m_room.idOf(*job.holder);
    if (job.holder && !holder) throw StoreError(Failure::of("STORE-WRITE", "a job for somebody who is not known here"));
    transaction.database()
        .prepare("INSERT INTO job (id, kind, state, card, holder, serial, opened_at, closed_at, data, elsewhere) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
        .bind(job.id).bind(job.kind).bind(nameOf(job.state)).bind(job.card).bind(holder).bind(job.serial)
        .bind(job.openedAt).bind(job.closedAt).bind(m_room.sealAlways(dataOf(job.id), checkedJson(job.data))).bind(job.elsewhere)
        .run();
}

void Jobs::setState(Transaction& transaction, const Guid& job, JobState state, std::int64_t at)
{
    const bool closed = state == JobState::done || state == JobState::abandoned;
    changeOne(transaction.database().prepare("UPDATE job SET state = ?1, closed_at = ?2 WHERE id = ?3")
                  .bind(nameOf(state)).bind(closed ? std::optional(at) : std::nullopt).bind(job), "INTERNAL", "job");
}

void Jobs::setSerial(Transaction& transaction, const Guid& job, std::string_view serial)
{
    changeOne(transaction.database().prepare("UPDATE job SET serial = ?1 WHERE id = ?2").bind(serial).bind(job), "INTERNAL", "job");
}

void Jobs::setData(Transaction& transaction, const Guid& job, std::string_view json)
{
    changeOne(transaction.database().prepare("UPDATE job SET data = ?1 WHERE id = ?2").bind(m_room.sealAlways(dataOf(job), checkedJson(json))).bind(job), "INTERNAL", "job");
}

void Jobs::setElsewhere(Transaction& transaction, const Guid& job)
{
    changeOne(transaction.database().prepare("UPDATE job SET elsewhere = 1 WHERE id = ?1").bind(job), "INTERNAL", "job");
}

void Jobs::intend(Transaction& transaction, const Guid& job, int number, std::string_view name, std::int64_t at, std::string_view data)
{
    transaction.database()
        .prepare("INSERT INTO job_step (job, number, name, attempts, intent_at, outcome_at, outcome, data) VALUES (?1, ?2, ?3, 1, ?4, NULL, '', ?5) "
                 "ON CONFLICT (job, number) DO UPDATE SET name = excluded.name, attempts = attempts + 1, intent_at = excluded.intent_at, "
                 "outcome_at = NULL, outcome = '', data = excluded.data")
        .bind(job).bind(number).bind(name).bind(at).bind(m_room.sealAlways({"job_step", stepRow(job, number), "data"}, checkedJson(data))).run();
}

void Jobs::conclude(Transaction& transaction, const Guid& job, int number, std::string_view outcome, std::int64_t at, std::string_view data)
{
    changeOne(transaction.database()
                  .prepare("UPDATE job_step SET outcome = ?1, outcome_at = ?2, data = ?3 WHERE job = ?4 AND number = ?5 AND intent_at IS NOT NULL")
                  .bind(outcome).bind(at).bind(m_room.sealAlways({"job_step", stepRow(job, number), "data"}, checkedJson(data))).bind(job).bind(number), "STORE-WRITE", "a step without an intent");
}

void Jobs::forgetSteps(Transaction& transaction, const Guid& job)
{
    transaction.database()
        .prepare("DELETE FROM job_step WHERE job = ?1 AND (SELECT state FROM job WHERE id = ?1) IN ('done', 'abandoned')")
        .bind(job).run();
}

std::optional<JobRecord> Jobs::byId(const Guid& job)
{
    auto statement = m_database.prepare(select("id = ?1"));
    statement.bind(job);
    return one(m_room, statement);
}

std::optional<JobState> Jobs::stateOf(const Guid& job)
{
    auto row = m_database.prepare("SELECT state FROM job WHERE id = ?1");
    if (!row.bind(job).step()) return std::nullopt;
    return stateNamed(row.text(0));
}

std::vector<JobRecord> Jobs::openJobs()
{
    auto statement = m_database.prepare(select("state IN ('open', 'unknown') ORDER BY opened_at, rowid"));
    m_room.requireOpen();
    std::vector<JobRecord> records;
    while (statement.step()) {
        m_room.passOver([&] { records.push_back(recordFrom(m_room, statement)); });
    }
    return records;
}

std::optional<JobRecord> Jobs::openOnCard(const Guid& card)
{
    auto statement = m_database.prepare(select("state IN ('open', 'unknown') AND card = ?1"));
    statement.bind(card);
    return one(m_room, statement);
}

std::optional<JobRecord> Jobs::openOnSerial(std::string_view serial)
{
    auto statement = m_database.prepare(select("state IN ('open', 'unknown') AND serial = ?1 ORDER BY opened_at DESC LIMIT 1"));
    statement.bind(serial);
    return one(m_room, statement);
}

std::optional<JobRecord> Jobs::lastClosed(const Guid& card, std::string_view kind)
{
    auto statement = m_database.prepare(select("state IN ('done', 'abandoned') AND card = ?1 AND kind = ?2 ORDER BY closed_at DESC, rowid DESC LIMIT 1"));
    statement.bind(card).bind(kind);
    return one(m_room, statement);
}

std::vector<StepRecord> Jobs::steps(const Guid& job)
{
    auto row = m_database.prepare("SELECT number, name, attempts, intent_at, outcome_at, outcome, data FROM job_step WHERE job = ?1 ORDER BY number");
    row.bind(job);
    std::vector<StepRecord> records;
    while (row.step()) {
        const auto number = static_cast<int>(row.integer(0));
        records.push_back({number, row.text(1), static_cast<int>(row.integer(2)), row.optionalInteger(3), row.optionalInteger(4), row.text(5),
                           m_room.openAlways({"job_step", stepRow(job, number), "data"}, row.blob(6))});
    }
    return records;
}

} // namespace cardwright
