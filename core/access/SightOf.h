#pragma once

#include "core/access/AgentSession.h"
#include "core/identity/EvidenceSight.h"

namespace cardwright {

/// What a session sees of guarded things: a permission of its own, which the shipped roles give the RA manager alone. A deputy decides in
/// the manager's place and does not look with their eyes.
inline Sight sightOf(const AgentSession& session) noexcept { return {session.permissions.allows(Permission::holderRestricted)}; }

} // namespace cardwright
