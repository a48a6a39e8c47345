#include "core/store/Positions.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::string_view table = "position";
constexpr std::string_view columns = "SELECT id, holder, sponsor, state, begins, ends, asked_at, decided_at, details FROM position ";
constexpr std::array<std::string_view, 4> stateNames{"requested", "approved", "refused", "ended"};

std::string detailsOf(const PositionRecord& record)
{
    const auto& position = record.position;
    nlohmann::json details{{"jobRole", position.jobRole}, {"area", position.area},     {"activities", position.activities}, {"odsCode", position.odsCode},
                           {"systems", position.systems}, {"reason", record.reason}, {"decisionReason", record.decisionReason}};
    if (record.decider) details["decider"] = record.decider->digits();
    if (!position.catalogue.empty()) details["catalogue"] = position.catalogue;
    if (record.assigned) details["assigned"] = true;
    if (!record.overruled.empty()) details["overruled"] = record.overruled;
    try {
        return details.dump();
    } catch (const nlohmann::json::exception&) {
        throw StoreError(Failure::of("STORE-WRITE", "a text that is not UTF-8"));
    }
}

} // namespace

std::string_view nameOf(PositionState state) noexcept { return stateNames[static_cast<std::size_t>(state)]; }

std::optional<PositionState> positionStateFrom(std::string_view name) noexcept
{
    const auto found = std::find(stateNames.begin(), stateNames.end(), name);
    if (found == stateNames.end()) return std::nullopt;
    return static_cast<PositionState>(found - stateNames.begin());
}

void Positions::put(Transaction& transaction, const PositionRecord& record)
{
    const auto holder = m_room.idOf(record.holder);
    if (!holder) throw StoreError(Failure::of("STORE-WRITE", "a position of nobody"));
    const auto sponsor = m_room.idFor(transaction, record.sponsor);
    transaction.database()
        .prepare("INSERT INTO position (id, holder, sponsor, state, begins, ends, asked_at, decided_at, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                 "ON CONFLICT (id) DO UPDATE SET state = excluded.state, begins = excluded.begins, ends = excluded.ends, decided_at = excluded.decided_at, "
                 "details = excluded.details")
        .bind(record.id).bind(*holder).bind(sponsor).bind(nameOf(record.state)).bind(record.begins).bind(record.ends).bind(record.askedAt)
        .bind(record.decidedAt).bind(m_room.seal({table, record.id.bytes(), "details"}, detailsOf(record)))
        .run();
}

PositionRecord Positions::from(const Statement& row) const
{
    const auto id = row.guid(0);
    const FieldPlace place{table, id.bytes(), "details"};
    const auto details = nlohmann::json::parse(m_room.openText(place, row.blob(8)), nullptr, false);
    const auto state = std::find(stateNames.begin(), stateNames.end(), row.text(3));
    if (!details.is_object() || state == stateNames.end()) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place)));
    PositionRecord record{id, m_room.numberOf(row.guid(1)), m_room.numberOf(row.guid(2)), static_cast<PositionState>(state - stateNames.begin()),
                          row.date(4), row.optionalDate(5), row.integer(6), row.optionalInteger(7), {}, details.value("reason", ""), std::nullopt};
    record.decisionReason = details.value("decisionReason", "");
    record.decider = UserNumber::parse(details.value("decider", ""));
    record.position = {details.value("jobRole", ""), details.value("area", ""), details.value("activities", std::vector<std::string>()),
                       details.value("odsCode", ""), details.value("systems", std::vector<std::string>()), details.value("catalogue", "")};
    record.assigned = details.value("assigned", false);
    record.overruled = details.value("overruled", "");
    return record;
}

std::vector<PositionRecord> Positions::all(Statement& row)
{
    m_room.requireOpen();
    std::vector<PositionRecord> found;
    while (row.step()) {
        m_room.passOver([&] { found.push_back(from(row)); });
    }
    return found;
}

std::optional<PositionRecord> Positions::byId(const Guid& id)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE id = ?1");
    row.bind(id);
    if (!row.step()) return std::nullopt;
    return from(row);
}

std::vector<PositionRecord> Positions::ofHolder(const UserNumber& holder)
{
    const auto id = m_room.idOf(holder);
    if (!id) return {};
    auto row = m_database.prepare(std::string(columns) + "WHERE holder = ?1 ORDER BY asked_at, rowid");
    row.bind(*id);
    return all(row);
}

std::vector<PositionRecord> Positions::worklist(std::int64_t since, std::size_t limit)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE state = 'requested' OR decided_at >= ?1 ORDER BY asked_at DESC, rowid DESC LIMIT ?2");
    row.bind(since).bind(static_cast<std::int64_t>(limit));
    return all(row);
}

std::vector<PositionRecord> Positions::endingBy(Date day, std::size_t limit)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE state = 'approved' AND ends <= ?1 ORDER BY ends, rowid LIMIT ?2");
    row.bind(day).bind(static_cast<std::int64_t>(limit));
    return all(row);
}

std::vector<PositionRecord> Positions::live(std::size_t limit)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE state IN ('requested', 'approved') ORDER BY asked_at, rowid LIMIT ?1");
    row.bind(static_cast<std::int64_t>(limit));
    return all(row);
}

} // namespace cardwright
