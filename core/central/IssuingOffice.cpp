#include "core/central/IssuingOffice.h"

#include "core/central/AgentOffice.h"
#include "core/central/CardBook.h"
#include "core/central/DeliveryBook.h"
#include "core/central/EntryApplier.h"
#include "core/central/Problem.h"
#include "core/central/WorkstationBook.h"
#include "core/crypto/CryptoError.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright::central {

namespace {

constexpr std::int64_t second = 1000;
constexpr std::int64_t longestPause = 5 * 60 * second;

/// 2, 4, 8 ... seconds, five minutes at most.
std::int64_t pauseAfter(std::int64_t attempts) { return std::min(longestPause, second << std::min<std::int64_t>(attempts, 9)); }

AuthorityOutcome issued(CertificateAuthority& authority, const AuthorityTask& task, std::int64_t atMillis)
{
    AuthorityOutcome outcome;
    const auto anchors = authority.cardAnchors();
    const auto check = [&](const Certificate& certificate) -> std::optional<std::string> {
        auto objection = task.unwanted ? std::optional<std::string>("withdrawn") : objectionTo(certificate, *task.order, anchors, atMillis);
        if (objection) outcome.refused = certificate;
        return objection;
    };
    try {
        outcome.issued = authority.issue(*task.order, check, atMillis);
    } catch (const FailureError& error) {
        outcome.failure = error.failure();
    }
    return outcome;
}

} // namespace

bool isPassing(const Failure& failure)
{
    if (failure.code == "CA-CERTIFICATE") return false;
    if (failure.code != "CA-REFUSED") return true;
    return failure.detail.find("systemUnavail") != std::string::npos || failure.detail.find("systemFailure") != std::string::npos;
}

AuthorityOutcome perform(CertificateAuthority& authority, const AuthorityTask& task, std::int64_t atMillis) noexcept
{
    try {
        if (task.order) return issued(authority, task, atMillis);
        authority.revoke(task.certificate.value(), task.reason, task.transaction, atMillis);
        return {};
    } catch (...) {
        return {std::nullopt, std::nullopt, failureFrom(std::current_exception())};
    }
}

struct IssuingOffice::Row {
    Guid request;
    Guid log;
    Guid entry;
    std::uint64_t seq = 0;
    Guid card;
    std::string slot;
    Sha256Digest digest{};
    std::string state;
    bool withdrawn = false;
    std::int64_t attempts = 0;
    std::optional<std::string> problem;
};

IssuingOffice::Row IssuingOffice::rowOf(const Guid& request)
{
    auto query = m_parts.database.prepare("SELECT request, log, entry, seq, card, slot, request_digest, state, withdrawn, attempts, problem "
                                          "FROM certificate_requests WHERE request = ?1");
    if (!query.bind(request).step()) return {};
    return {query.guid(0),   query.guid(1), query.guid(2),         static_cast<std::uint64_t>(query.integer(3)), query.guid(4), query.text(5),
            query.digest(6), query.text(7), query.integer(8) != 0, query.integer(9),                             query.optionalText(10)};
}

void IssuingOffice::record(Transaction& transaction, const Request& request)
{
    const auto& order = request.order;
    auto before = rowOf(order.request);
    if (before.request.isNone()) {
        const auto now = m_parts.clock.utcMillis();
        m_parts.database
            .prepare("INSERT INTO certificate_requests (request, log, entry, seq, card, slot, request_digest, csr, public_key, user_number, organisation, "
                     "photo_reference, state, next_try, asked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'waiting', ?13, ?14)")
            .bind(order.request)
            .bind(request.log)
            .bind(request.entry)
            .bind(request.seq)
            .bind(order.subject.card)
            .bind(request.slot)
            .bind(request.digest)
            .bind(order.pkcs10 ? std::optional(order.pkcs10->der()) : std::nullopt)
            .bind(order.key.der())
            .bind(order.subject.userNumber)
            .bind(order.subject.organisation)
            .bind(order.subject.photoReference)
            .bind(now)
            .bind(now)
            .run();
        return;
    }
    if (before.digest != request.digest || before.card != order.subject.card || before.slot != request.slot) refuse("request-reused");
    m_parts.database.prepare("UPDATE certificate_requests SET log = ?1, entry = ?2, seq = ?3 WHERE request = ?4")
        .bind(request.log)
        .bind(request.entry)
        .bind(request.seq)
        .bind(order.request)
        .run();
    if (before.state == "withdrawn" || before.withdrawn) refuse("request-reused", "withdrawn");
    if (before.state == "failed") refuse("certificate-refused", before.problem.value_or(""));
    if (before.state != "issued") return;
    auto made = m_parts.database.prepare("SELECT certificate FROM certificates WHERE request = ?1");
    before.log = request.log;
    if (made.bind(order.request).step()) deliver(transaction, before, made.blob(0)); // the same one again, never a second
}

void IssuingOffice::revoke(Transaction&, const Certificate& certificate, RevocationReason reason)
{
    const auto now = m_parts.clock.utcMillis();
    m_parts.database
        .prepare("INSERT INTO revocations (certificate, der, reason, next_try, asked_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING")
        .bind(certificate.fingerprint())
        .bind(certificate.der())
        .bind(static_cast<int>(reason))
        .bind(now)
        .bind(now)
        .run();
}

void IssuingOffice::end(Transaction& transaction, const Guid& request, const Guid& card, RevocationReason reason)
{
    m_parts.database.prepare("UPDATE certificate_requests SET withdrawn = 1 WHERE request = ?1 AND card = ?2").bind(request).bind(card).run();
    auto query = m_parts.database.prepare("SELECT certificate FROM certificates WHERE request = ?1 AND card = ?2");
    if (!query.bind(request).bind(card).step()) return;
    const auto certificate = Certificate::fromDer(query.blob(0));
    query.reset();
    m_parts.database.prepare("UPDATE certificates SET withdrawn = 1 WHERE request = ?1").bind(request).run();
    revoke(transaction, certificate, reason);
    HotList(m_parts).addCertificate(transaction, certificate.fingerprint());
}

void IssuingOffice::endCard(Transaction& transaction, const Guid& card, RevocationReason reason)
{
    std::vector<Guid> requests;
    {
        auto query = m_parts.database.prepare("SELECT request FROM certificates WHERE card = ?1 UNION SELECT request FROM certificate_requests "
                                              "WHERE card = ?1 AND state = 'waiting'");
        query.bind(card);
        while (query.step()) requests.push_back(query.guid(0));
    }
    for (const auto& request : requests) end(transaction, request, card, reason);
}

bool IssuingOffice::anyWaiting(const Guid& card)
{
    auto query = m_parts.database.prepare("SELECT 1 FROM certificate_requests WHERE card = ?1 AND state = 'waiting' AND withdrawn = 0");
    return query.bind(card).step();
}

std::optional<AuthorityTask> IssuingOffice::take(Transaction&)
{
    const auto now = m_parts.clock.utcMillis();
    // Nobody has seen these: there is nothing to take back.
    m_parts.database.prepare("UPDATE certificate_requests SET state = 'withdrawn' WHERE state = 'waiting' AND withdrawn = 1 AND attempts = 0").run();
    auto due = m_parts.database.prepare("SELECT 0, request, next_try FROM certificate_requests WHERE state = 'waiting' AND next_try <= ?1 "
                                        "UNION ALL SELECT 1, certificate, next_try FROM revocations WHERE done_at IS NULL AND next_try <= ?1 "
                                        "ORDER BY 3, 1 LIMIT 1");
    if (!due.bind(now).step()) return std::nullopt;
    return due.integer(0) == 0 ? orderTask(due.guid(1)) : revocationTask(due.blob(1));
}

AuthorityTask IssuingOffice::orderTask(const Guid& request)
{
    const auto now = m_parts.clock.utcMillis();
    const auto row = rowOf(request);
    m_parts.database.prepare("UPDATE certificate_requests SET attempts = attempts + 1, next_try = ?1 WHERE request = ?2")
        .bind(now + pauseAfter(row.attempts + 1))
        .bind(request)
        .run();
    auto query = m_parts.database.prepare("SELECT csr, public_key, user_number, organisation, photo_reference FROM certificate_requests WHERE request = ?1");
    query.bind(request).step();
    const auto csr = query.optionalBlob(0);
    AuthorityTask task;
    task.unwanted = row.withdrawn;
    task.order.emplace(CardCertificateOrder{request,
                                            profileOfSlot(row.slot),
                                            csr ? std::optional(CertificateRequest::fromDer(*csr)) : std::nullopt,
                                            PublicKey::fromDer(query.blob(1)),
                                            {query.text(2), query.text(3), row.card, query.optionalDigest(4)}});
    return task;
}

AuthorityTask IssuingOffice::revocationTask(ByteView certificate)
{
    const auto now = m_parts.clock.utcMillis();
    auto query = m_parts.database.prepare("SELECT der, reason, attempts FROM revocations WHERE certificate = ?1");
    query.bind(certificate).step();
    AuthorityTask task;
    task.certificate = Certificate::fromDer(query.blob(0));
    task.reason = static_cast<RevocationReason>(query.integer(1));
    task.transaction = Guid::random(m_parts.random);
    const auto attempts = query.integer(2) + 1;
    query.reset();
    m_parts.database.prepare("UPDATE revocations SET attempts = ?1, next_try = ?2 WHERE certificate = ?3")
        .bind(attempts)
        .bind(now + pauseAfter(attempts))
        .bind(certificate)
        .run();
    return task;
}

void IssuingOffice::settle(Transaction& transaction, const AuthorityTask& task, const AuthorityOutcome& outcome)
{
    if (task.order) settleOrder(transaction, task, outcome);
    else settleRevocation(transaction, task, outcome);
}

void IssuingOffice::settleRevocation(Transaction&, const AuthorityTask& task, const AuthorityOutcome& outcome)
{
    const auto says = [&](std::string_view word) { return outcome.failure->detail.find(word) != std::string::npos; };
    // Revoked before, or never of theirs: either way it is not valid there, and that is what was wanted.
    const bool over = !outcome.failure || (outcome.failure->code == "CA-REFUSED" && (says("certRevoked") || says("badCertId")));
    m_parts.database.prepare("UPDATE revocations SET done_at = ?1, problem = ?2 WHERE certificate = ?3")
        .bind(over ? std::optional(m_parts.clock.utcMillis()) : std::nullopt)
        .bind(outcome.failure ? std::optional(outcome.failure->code) : std::nullopt)
        .bind(task.certificate->fingerprint())
        .run();
}

void IssuingOffice::settleOrder(Transaction& transaction, const AuthorityTask& task, const AuthorityOutcome& outcome)
{
    auto row = rowOf(task.order->request);
    if (row.state != "waiting") return;
    // A refusal tells the authority already; asked once more, in case it keeps what nobody confirmed.
    if (outcome.refused) revoke(transaction, *outcome.refused, RevocationReason::cessationOfOperation);
    if (outcome.issued) {
        keep(transaction, row, *outcome.issued);
    } else if (isPassing(*outcome.failure)) {
        m_parts.database.prepare("UPDATE certificate_requests SET problem = ?1 WHERE request = ?2").bind(outcome.failure->code).bind(row.request).run();
        return;
    } else if (row.withdrawn) {
        close(row.request, "withdrawn", std::nullopt);
    } else {
        row.problem = outcome.failure->code + ": " + outcome.failure->detail;
        close(row.request, "failed", row.problem);
        deliverRefusal(transaction, row);
    }
    adoptWhenComplete(transaction, row.card);
}

void IssuingOffice::close(const Guid& request, std::string_view state, const std::optional<std::string>& problem)
{
    m_parts.database.prepare("UPDATE certificate_requests SET state = ?1, problem = ?2 WHERE request = ?3").bind(state).bind(problem).bind(request).run();
}

void IssuingOffice::keep(Transaction& transaction, const Row& row, const Certificate& certificate)
{
    m_parts.database.prepare("INSERT INTO certificates (request, card, slot, request_digest, certificate, issued_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(row.request)
        .bind(row.card)
        .bind(row.slot)
        .bind(row.digest)
        .bind(certificate.der())
        .bind(m_parts.clock.utcMillis())
        .run();
    if (row.withdrawn) { // while it was being made
        close(row.request, "withdrawn", std::nullopt);
        return end(transaction, row.request, row.card, RevocationReason::cessationOfOperation);
    }
    close(row.request, "issued", std::nullopt);
    deliver(transaction, row, certificate.der());
    CardBook(m_parts).tellOthers(transaction, row.card, WorkstationBook(m_parts).ofLog(row.log).id, false);
}

void IssuingOffice::deliver(Transaction& transaction, const Row& row, ByteView certificate)
{
    const nlohmann::json body{{"request", row.request.text()}, {"card", row.card.text()}, {"slot", row.slot}, {"certificate", toBase64(certificate)}};
    // The desk may have begun another log since.
    DeliveryBook(m_parts).add(transaction, WorkstationBook(m_parts).ofLog(row.log).log, "certificate", body.dump());
}

void IssuingOffice::deliverRefusal(Transaction& transaction, const Row& row)
{
    const auto problem = Problem::of("certificate-refused", row.problem.value_or(""));
    const nlohmann::json body{{"entry", row.entry.text()}, {"seq", row.seq}, {"problem", nlohmann::json::parse(problem.json())}};
    DeliveryBook(m_parts).add(transaction, WorkstationBook(m_parts).ofLog(row.log).log, "refusal", body.dump());
}

/// An agent's new card counts from when all its certificates are here.
void IssuingOffice::adoptWhenComplete(Transaction& transaction, const Guid& card)
{
    auto query = m_parts.database.prepare("SELECT 1 FROM cards WHERE id = ?1 AND adoption_waits = 1 AND state = 'issued'");
    if (!query.bind(card).step() || anyWaiting(card)) return;
    query.reset();
    m_parts.database.prepare("UPDATE cards SET adoption_waits = 0 WHERE id = ?1").bind(card).run();
    AgentOffice agents(m_parts);
    if (agents.adoptCard(transaction, card)) agents.publishRoster(transaction);
}

std::optional<std::int64_t> IssuingOffice::nextAt()
{
    auto query = m_parts.database.prepare("SELECT min(next_try) FROM (SELECT next_try FROM certificate_requests WHERE state = 'waiting' "
                                          "UNION ALL SELECT next_try FROM revocations WHERE done_at IS NULL)");
    return query.step() ? query.optionalInteger(0) : std::nullopt;
}

void IssuingOffice::hurry(Transaction&)
{
    const auto now = m_parts.clock.utcMillis();
    m_parts.database.prepare("UPDATE certificate_requests SET next_try = min(next_try, ?1) WHERE state = 'waiting'").bind(now).run();
    m_parts.database.prepare("UPDATE revocations SET next_try = min(next_try, ?1) WHERE done_at IS NULL").bind(now).run();
}

} // namespace cardwright::central
