#pragma once

#include "core/access/AgentRoster.h"
#include "core/store/Transaction.h"

#include <vector>

namespace cardwright {

/// The roster as it lies in the store.
class Agents {
public:
    explicit Agents(Database& database) : m_database(database) {}

    AgentRoster roster();
    void put(Transaction& transaction, const RosterEntry& agent);
    /// The centre's roster takes the place of ours: who is not in it is no agent any more.
    void replaceAll(Transaction& transaction, const std::vector<RosterEntry>& agents);

private:
    Database& m_database;
};

} // namespace cardwright
