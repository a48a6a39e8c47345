#include "core/store/Agents.h"

#include "core/store/Statement.h"

namespace cardwright {

AgentRoster Agents::roster()
{
    auto row = m_database.prepare("SELECT certificate, number, name, role, active FROM agent ORDER BY name, number");
    std::vector<RosterEntry> agents;
    while (row.step()) agents.push_back({row.digest(0), row.userNumber(1), row.text(2), row.text(3), row.integer(4) != 0});
    return AgentRoster(std::move(agents));
}

void Agents::put(Transaction& transaction, const RosterEntry& agent)
{
    transaction.database()
        .prepare("INSERT INTO agent (certificate, number, name, role, active) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (certificate) DO UPDATE "
                 "SET number = excluded.number, name = excluded.name, role = excluded.role, active = excluded.active")
        .bind(agent.certificate).bind(agent.number).bind(agent.name).bind(agent.role).bind(agent.active)
        .run();
}

void Agents::replaceAll(Transaction& transaction, const std::vector<RosterEntry>& agents)
{
    transaction.database().prepare("DELETE FROM agent").run();
    for (const auto& agent : agents) put(transaction, agent);
}

} // namespace cardwright
