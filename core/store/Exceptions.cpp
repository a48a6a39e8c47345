#include "core/store/Exceptions.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

constexpr std::string_view columns = "SELECT id, state, asked_at, decided_at, subject, details FROM exception_request ";

FieldPlace detailsOf(const Guid& id) { return {"exception_request", id.bytes(), "details"}; }

std::string detailsJson(const ExceptionRequest& request)
{
    nlohmann::json details{{"act", request.act}, {"requester", request.requester.digits()}, {"certificate", toHex(request.requesterCertificate)},
                           {"reason", request.reason}, {"decisionReason", request.decisionReason}};
    if (request.evidence) details["evidence"] = exceptionToJson(request).at("evidence");
    for (const auto& checker : request.checkers) details["checkers"].push_back(checker.digits());
    if (request.decider) details["decider"] = request.decider->digits();
    return details.dump();
}

ExceptionRequest recordFrom(const StoreRoom& room, const Statement& row)
{
    const auto id = row.guid(0);
    const auto tampered = [&id] { return StoreError(Failure::of("STORE-TAMPERED", wordsOf(detailsOf(id)))); };
    const auto state = exceptionStateFrom(row.text(1));
    if (!state) throw StoreError(Failure::of("STORE-DAMAGED", "column state"));
    const auto details = nlohmann::json::parse(room.openText(detailsOf(id), row.blob(5)), nullptr, false);
    if (!details.is_object()) throw tampered();
    const auto requester = UserNumber::parse(details.value("requester", ""));
    const auto certificate = sha256DigestFromHex(details.value("certificate", ""));
    if (!requester || !certificate) throw tampered();
    ExceptionRequest request{id, details.value("act", ""), std::nullopt, *requester, {}, {}, 0, *state, {}, 0, {}};
    if (!row.isNull(4)) request.subject = room.numberOf(row.guid(4));
    if (details.contains("evidence")) {
        request.evidence = evidenceCaseFromJson(details.at("evidence"));
        if (!request.evidence) throw tampered();
    }
    for (const auto& checker : details.value("checkers", nlohmann::json::array())) {
        const auto number = checker.is_string() ? UserNumber::parse(checker.get<std::string>()) : std::nullopt;
        if (!number) throw tampered();
        request.checkers.push_back(*number);
    }
    request.requesterCertificate = *certificate;
    request.reason = details.value("reason", "");
    request.askedAt = row.integer(2);
    if (details.contains("decider")) request.decider = UserNumber::parse(details.value("decider", ""));
    request.decidedAt = row.integer(3);
    request.decisionReason = details.value("decisionReason", "");
    return request;
}

std::vector<ExceptionRequest> all(StoreRoom& room, Statement& row)
{
    std::vector<ExceptionRequest> requests;
    while (row.step()) {
        room.passOver([&] { requests.push_back(recordFrom(room, row)); });
    }
    return requests;
}

} // namespace

bool Exceptions::put(Transaction& transaction, const ExceptionRequest& request)
{
    if (byId(request.id) == request) return false;
    std::optional<Guid> subject;
    if (request.subject) subject = m_room.idFor(transaction, *request.subject);
    transaction.database()
        .prepare("INSERT INTO exception_request (id, state, asked_at, decided_at, subject, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                 "ON CONFLICT (id) DO UPDATE SET state = excluded.state, asked_at = excluded.asked_at, decided_at = excluded.decided_at, "
                 "subject = excluded.subject, details = excluded.details")
        .bind(request.id).bind(nameOf(request.state)).bind(request.askedAt).bind(request.decidedAt).bind(subject)
        .bind(m_room.seal(detailsOf(request.id), detailsJson(request)))
        .run();
    return true;
}

std::optional<ExceptionRequest> Exceptions::byId(const Guid& id)
{
    m_room.requireOpen();
    auto row = m_room.database.prepare(std::string(columns) + "WHERE id = ?1");
    row.bind(id);
    if (!row.step()) return std::nullopt;
    return recordFrom(m_room, row);
}

std::vector<ExceptionRequest> Exceptions::inState(ExceptionRequest::State state)
{
    m_room.requireOpen();
    auto row = m_room.database.prepare(std::string(columns) + "WHERE state = ?1 ORDER BY asked_at, rowid");
    row.bind(nameOf(state));
    return all(m_room, row);
}

std::vector<ExceptionRequest> Exceptions::about(const UserNumber& subject)
{
    const auto id = m_room.idOf(subject);
    if (!id) return {};
    auto row = m_room.database.prepare(std::string(columns) + "WHERE subject = ?1 ORDER BY asked_at DESC, rowid DESC");
    row.bind(*id);
    return all(m_room, row);
}

std::optional<ExceptionRequest> Exceptions::newestFor(const EvidenceCase& about, const UserNumber& requester)
{
    constexpr std::size_t most = 1'000;
    for (auto& request : latest(most)) {
        const bool same = request.evidence && request.evidence->application == about.application;
        if (same && request.requester == requester && request.evidence->covers(about.person, about.evidence)) return std::move(request);
    }
    return std::nullopt;
}

std::vector<ExceptionRequest> Exceptions::latest(std::size_t limit)
{
    m_room.requireOpen();
    auto row = m_room.database.prepare(std::string(columns) + "ORDER BY asked_at DESC, rowid DESC LIMIT ?1");
    row.bind(static_cast<std::int64_t>(limit));
    return all(m_room, row);
}

void Exceptions::nameSubject(Transaction& transaction, const Sha256Digest& person, const UserNumber& number)
{
    m_room.requireOpen();
    auto row = m_room.database.prepare(std::string(columns) + "WHERE subject IS NULL");
    for (auto& request : all(m_room, row)) {
        if (!request.evidence || request.evidence->person != person) continue;
        request.subject = number;
        put(transaction, request);
    }
}

std::uint64_t Exceptions::countInState(ExceptionRequest::State state)
{
    auto row = m_room.database.prepare("SELECT count(*) FROM exception_request WHERE state = ?1");
    row.bind(nameOf(state));
    return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

} // namespace cardwright
