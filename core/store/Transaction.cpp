#include "core/store/Transaction.h"

#include "core/store/StoreError.h"

#include <sqlite3.h>

namespace cardwright {

Transaction::Transaction(Database& database) : m_database(database)
{
    m_database.checkFreeSpace();
    m_database.run("BEGIN IMMEDIATE");
    m_open = true;
}

Transaction::~Transaction()
{
    if (!m_open) return;
    // A failed rollback leaves nothing behind either: SQLite has then rolled back by itself.
    if (m_database.inTransaction()) sqlite3_exec(m_database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    for (auto undo = m_takeBack.rbegin(); undo != m_takeBack.rend(); ++undo) (*undo)();
}

void Transaction::commit()
{
    if (m_database.shallFail(WritePoint::commit)) throw StoreError(Failure::of("STORE-WRITE", "commit"));
    m_database.run("COMMIT");
    m_open = false;
    for (const auto& then : m_then) then();
    if (m_database.shallFail(WritePoint::afterCommit)) throw StoreError(Failure::of("STORE-WRITE", "after the commit"));
}

} // namespace cardwright
