#include "core/store/Requests.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr std::string_view table = "request";
constexpr std::string_view columns = "SELECT id, kind, state, subject, sponsor, asked_at, decided_at, details FROM request ";
constexpr std::array<std::string_view, 3> kindNames{"create", "change", "close"};
constexpr std::array<std::string_view, 4> stateNames{"open", "approved", "refused", "withdrawn"};

template <class Value, std::size_t Count>
std::optional<Value> fromName(const std::array<std::string_view, Count>& names, std::string_view name) noexcept
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Value>(found - names.begin());
}

std::string detailsOf(const RequestRecord& request)
{
    nlohmann::json details{{"fields", request.fields}, {"reason", request.reason}, {"decisionReason", request.decisionReason}};
    if (request.decider) details["decider"] = request.decider->digits();
    if (!request.overruled.empty()) details["overruled"] = request.overruled;
    try {
        return details.dump();
    } catch (const nlohmann::json::exception&) {
        throw StoreError(Failure::of("STORE-WRITE", "a text that is not UTF-8"));
    }
}

} // namespace

std::string_view nameOf(RequestKind kind) noexcept { return kindNames[static_cast<std::size_t>(kind)]; }
std::optional<RequestKind> requestKindFrom(std::string_view name) noexcept { return fromName<RequestKind>(kindNames, name); }
std::string_view nameOf(RequestState state) noexcept { return stateNames[static_cast<std::size_t>(state)]; }
std::optional<RequestState> requestStateFrom(std::string_view name) noexcept { return fromName<RequestState>(stateNames, name); }

void Requests::put(Transaction& transaction, const RequestRecord& request)
{
    std::optional<Guid> subject;
    if (request.subject) subject = m_room.idFor(transaction, *request.subject);
    const auto sponsor = m_room.idFor(transaction, request.sponsor);
    transaction.database()
        .prepare("INSERT INTO request (id, kind, state, subject, sponsor, asked_at, decided_at, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                 "ON CONFLICT (id) DO UPDATE SET state = excluded.state, subject = excluded.subject, decided_at = excluded.decided_at, "
                 "details = excluded.details")
        .bind(request.id).bind(nameOf(request.kind)).bind(nameOf(request.state)).bind(subject).bind(sponsor).bind(request.askedAt)
        .bind(request.decidedAt).bind(m_room.seal({table, request.id.bytes(), "details"}, detailsOf(request)))
        .run();
}

RequestRecord Requests::from(const Statement& row) const
{
    const auto id = row.guid(0);
    const FieldPlace place{table, id.bytes(), "details"};
    const auto details = nlohmann::json::parse(m_room.openText(place, row.blob(7)), nullptr, false);
    const auto kind = requestKindFrom(row.text(1));
    const auto state = requestStateFrom(row.text(2));
    if (!details.is_object() || !kind || !state) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(place)));
    RequestRecord request{id, *kind, *state, std::nullopt, m_room.numberOf(row.guid(4)), row.integer(5), row.optionalInteger(6), {}, {}, std::nullopt};
    if (!row.isNull(3)) request.subject = m_room.numberOf(row.guid(3));
    request.fields = details.value("fields", std::map<std::string, std::string>());
    request.reason = details.value("reason", "");
    request.decisionReason = details.value("decisionReason", "");
    request.decider = UserNumber::parse(details.value("decider", ""));
    request.overruled = details.value("overruled", "");
    return request;
}

std::vector<RequestRecord> Requests::all(Statement& row)
{
    m_room.requireOpen();
    std::vector<RequestRecord> found;
    while (row.step()) {
        m_room.passOver([&] { found.push_back(from(row)); });
    }
    return found;
}

std::optional<RequestRecord> Requests::byId(const Guid& id)
{
    m_room.requireOpen();
    auto row = m_database.prepare(std::string(columns) + "WHERE id = ?1");
    if (!row.bind(id).step()) return std::nullopt;
    return from(row);
}

std::vector<RequestRecord> Requests::about(const UserNumber& subject)
{
    const auto id = m_room.idOf(subject);
    if (!id) return {};
    auto row = m_database.prepare(std::string(columns) + "WHERE subject = ?1 ORDER BY asked_at, rowid");
    row.bind(*id);
    return all(row);
}

std::vector<RequestRecord> Requests::worklist(std::int64_t since, std::size_t limit)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE state = 'open' OR decided_at >= ?1 ORDER BY asked_at DESC, rowid DESC LIMIT ?2");
    row.bind(since).bind(static_cast<std::int64_t>(limit));
    return all(row);
}

std::uint64_t Requests::countOpen()
{
    auto row = m_database.prepare("SELECT (SELECT count(*) FROM request WHERE state = 'open') + (SELECT count(*) FROM position WHERE state = 'requested')");
    return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

} // namespace cardwright
