#include "core/access/AgentRoster.h"

#include <algorithm>

namespace cardwright {

const RosterEntry* AgentRoster::find(const Sha256Digest& certificate) const noexcept
{
    const auto found = std::find_if(m_agents.begin(), m_agents.end(),
                                    [&](const RosterEntry& agent) { return agent.active && agent.certificate == certificate; });
    return found == m_agents.end() ? nullptr : &*found;
}

} // namespace cardwright
