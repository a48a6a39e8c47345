#pragma once

#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"

#include <cstdint>
#include <string>

namespace cardwright {

/// An agent who proved that the card and its passcode are theirs. Ends at sign-out, when their card leaves, or at idle lock;
/// whoever holds it decides that.
struct AgentSession {
    Guid id;
    UserNumber number;
    std::string name;
    std::string role;
    Sha256Digest certificate{}; ///< fingerprint: the agent of every entry of this session
    Bytes certificateDer;       ///< goes into agent.signedIn
    std::int64_t startedAt = 0; ///< UTC milliseconds
};

} // namespace cardwright
