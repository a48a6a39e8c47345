#include "core/store/Authorities.h"

#include "core/store/Statement.h"

namespace cardwright {

std::optional<AuthorityRecord> Authorities::current()
{
    auto row = m_database.prepare("SELECT until, issues, unlocks, received_at FROM authority");
    if (!row.step()) return std::nullopt;
    return AuthorityRecord{row.integer(0), static_cast<std::uint32_t>(row.integer(1)), static_cast<std::uint32_t>(row.integer(2)), row.integer(3)};
}

void Authorities::replace(Transaction& transaction, const AuthorityRecord& authority)
{
    transaction.database()
        .prepare("INSERT INTO authority (one, until, issues, unlocks, received_at) VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT (one) DO UPDATE "
                 "SET until = excluded.until, issues = excluded.issues, unlocks = excluded.unlocks, received_at = excluded.received_at")
        .bind(authority.until).bind(authority.issues).bind(authority.unlocks).bind(authority.receivedAt)
        .run();
}

} // namespace cardwright
