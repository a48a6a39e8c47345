#include "core/store/EvidenceChecks.h"

#include "core/store/JsonText.h"
#include "core/store/Statement.h"

namespace cardwright {

void EvidenceChecks::add(Transaction& transaction, const EvidenceCheck& check)
{
    transaction.database()
        .prepare("INSERT INTO evidence_check (holder, entry, at, policy_id, policy_version, route, verdict, documents) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(check.holder).bind(check.entry).bind(check.at).bind(check.policyId).bind(check.policyVersion)
        .bind(check.route).bind(check.verdict).bind(checkedJson(check.documents))
        .run();
}

std::optional<EvidenceCheck> EvidenceChecks::latestOf(const UserNumber& holder)
{
    auto row = m_database.prepare("SELECT holder, entry, at, policy_id, policy_version, route, verdict, documents FROM evidence_check "
                                  "WHERE holder = ?1 ORDER BY id DESC LIMIT 1");
    row.bind(holder);
    if (!row.step()) return std::nullopt;
    return EvidenceCheck{row.userNumber(0), row.guid(1), row.integer(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7)};
}

} // namespace cardwright
