#include "core/store/EvidenceChecks.h"

#include "core/store/JsonText.h"
#include "core/store/Statement.h"
#include "core/store/StoreError.h"

namespace cardwright {

namespace {

constexpr std::string_view table = "evidence_check";

} // namespace

void EvidenceChecks::add(Transaction& transaction, const EvidenceCheck& check)
{
    const auto holder = m_room.idOf(check.holder);
    if (!holder) throw StoreError(Failure::of("STORE-WRITE", "a check of somebody who is not known here"));
    const auto id = check.entry.bytes();
    transaction.database()
        .prepare("INSERT INTO evidence_check (holder, entry, at, policy_id, policy_version, route, verdict, documents) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(*holder).bind(check.entry).bind(check.at).bind(check.policyId).bind(check.policyVersion)
        .bind(m_room.seal({table, id, "route"}, check.route)).bind(m_room.seal({table, id, "verdict"}, check.verdict))
        .bind(m_room.seal({table, id, "documents"}, checkedJson(check.documents)))
        .run();
}

std::optional<EvidenceCheck> EvidenceChecks::latestOf(const UserNumber& holder)
{
    const auto id = m_room.idOf(holder);
    if (!id) return std::nullopt;
    auto row = m_database.prepare("SELECT entry, at, policy_id, policy_version, route, verdict, documents FROM evidence_check "
                                  "WHERE holder = ?1 ORDER BY row DESC LIMIT 1");
    row.bind(*id);
    if (!row.step()) return std::nullopt;
    const auto entry = row.guid(0);
    return EvidenceCheck{holder, entry, row.integer(1), row.text(2), row.text(3), m_room.openText({table, entry.bytes(), "route"}, row.blob(4)),
                         m_room.openText({table, entry.bytes(), "verdict"}, row.blob(5)),
                         m_room.openText({table, entry.bytes(), "documents"}, row.blob(6))};
}

} // namespace cardwright
