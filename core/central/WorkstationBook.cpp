#include "core/central/WorkstationBook.h"

#include "core/central/Problem.h"
#include "core/store/Statement.h"

namespace cardwright::central {

namespace {

constexpr std::string_view columns =
    "SELECT w.id, (SELECT log FROM logs WHERE workstation = w.id AND closed_at IS NULL), w.tls_fingerprint, w.name, w.place, "
    "w.stolen_at, w.enrolled_at FROM workstations w ";

EnrolledWorkstation read(const Statement& row)
{
    return {row.guid(0), row.guid(1), row.digest(2), row.text(3), row.text(4), !row.isNull(5), row.integer(6)};
}

} // namespace

void WorkstationBook::add(Transaction&, const EnrolledWorkstation& workstation, const Certificates& certificates)
{
    m_parts.database
        .prepare("INSERT INTO workstations (id, name, place, tls_fingerprint, tls, signing, store, content_signing, enrolled_at) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        .bind(workstation.id)
        .bind(workstation.name)
        .bind(workstation.place)
        .bind(certificates.tls.fingerprint())
        .bind(certificates.tls.der())
        .bind(certificates.signing.der())
        .bind(certificates.store.der())
        .bind(certificates.contentSigning.der())
        .bind(workstation.enrolledAt)
        .run();
    m_parts.database.prepare("INSERT INTO logs (log, workstation, reason, begun_at) VALUES (?1, ?2, 'enrolment', ?3)")
        .bind(workstation.log)
        .bind(workstation.id)
        .bind(workstation.enrolledAt)
        .run();
}

std::optional<EnrolledWorkstation> WorkstationBook::one(std::string_view where, ByteView value)
{
    auto query = m_parts.database.prepare(std::string(columns).append(where));
    if (!query.bind(value).step()) return std::nullopt;
    return read(query);
}

std::optional<EnrolledWorkstation> WorkstationBook::byCertificate(const Sha256Digest& tls) { return one("WHERE w.tls_fingerprint = ?1", tls); }

std::optional<EnrolledWorkstation> WorkstationBook::byId(const Guid& id) { return one("WHERE w.id = ?1", id.bytes()); }

EnrolledWorkstation WorkstationBook::ofLog(const Guid& log)
{
    auto found = one("WHERE w.id = (SELECT workstation FROM logs WHERE log = ?1)", log.bytes());
    if (!found) refuse("log-unknown");
    return *found;
}

void WorkstationBook::requireOpen(const Guid& log)
{
    if (ofLog(log).log != log) refuse("log-closed");
}

std::vector<EnrolledWorkstation> WorkstationBook::all()
{
    auto query = m_parts.database.prepare(std::string(columns) + "ORDER BY w.enrolled_at, w.id");
    std::vector<EnrolledWorkstation> found;
    while (query.step()) found.push_back(read(query));
    return found;
}

std::vector<EnrolledWorkstation> WorkstationBook::active()
{
    auto found = all();
    std::erase_if(found, [](const EnrolledWorkstation& one) { return one.stolen; });
    return found;
}

Certificate WorkstationBook::certificateOf(const Guid& workstation, std::string_view column)
{
    auto query = m_parts.database.prepare("SELECT " + std::string(column) + " FROM workstations WHERE id = ?1");
    if (!query.bind(workstation).step()) refuse("workstation-unknown");
    return Certificate::fromDer(query.blob(0));
}

Certificate WorkstationBook::signingCertificate(const Guid& workstation) { return certificateOf(workstation, "signing"); }

Certificate WorkstationBook::storeCertificate(const Guid& workstation) { return certificateOf(workstation, "store"); }

void WorkstationBook::setStolen(Transaction&, const Guid& workstation)
{
    const auto changed = m_parts.database.prepare("UPDATE workstations SET stolen_at = coalesce(stolen_at, ?1) WHERE id = ?2")
                             .bind(m_parts.clock.utcMillis())
                             .bind(workstation)
                             .run();
    if (changed == 0) refuse("workstation-unknown");
}

Guid WorkstationBook::beginLog(Transaction&, const Guid& workstation, std::string_view reason)
{
    const auto now = m_parts.clock.utcMillis();
    const auto log = Guid::random(m_parts.random);
    m_parts.database.prepare("UPDATE logs SET closed_at = ?1 WHERE workstation = ?2 AND closed_at IS NULL").bind(now).bind(workstation).run();
    m_parts.database.prepare("INSERT INTO logs (log, workstation, reason, begun_at) VALUES (?1, ?2, ?3, ?4)")
        .bind(log)
        .bind(workstation)
        .bind(reason)
        .bind(now)
        .run();
    return log;
}

} // namespace cardwright::central
