#pragma once

#include "core/store/Database.h"

#include <functional>
#include <vector>

namespace cardwright {

/// BEGIN IMMEDIATE ... COMMIT. Ends in a rollback unless commit() came through. Every writing member of a repository takes
/// one: an entry and the state that it changes share it. They do not nest, and none is open while the network or a person
/// is waited for. Throws StoreError (DISK-FULL before anything is written, STORE-WRITE).
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// After it throws, nothing of the transaction is kept (but for WritePoint::afterCommit, which tests use).
    void commit();
    /// Run, last first, when the transaction ends in a rollback: takes back what was changed in memory along with the rows.
    void onRollback(std::function<void()> takeBack) { m_takeBack.push_back(std::move(takeBack)); }
    /// Run after the commit took effect: what belongs to the rows and lies outside the database.
    void onCommit(std::function<void()> then) { m_then.push_back(std::move(then)); }
    Database& database() const noexcept { return m_database; }

private:
    Database& m_database;
    std::vector<std::function<void()>> m_takeBack;
    std::vector<std::function<void()>> m_then;
    bool m_open = false;
};

} // namespace cardwright
