#pragma once

#include "core/access/AgentSession.h"
#include "core/identity/EvidenceSight.h"

namespace cardwright {

/// What a session sees of guarded things: the role that decides exceptions is the RA manager's. A deputy decides in the manager's place
/// and does not look with their eyes.
inline Sight sightOf(const AgentSession& session) noexcept { return {session.permissions.allows(Permission::exceptionDecide)}; }

} // namespace cardwright
