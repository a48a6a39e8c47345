#pragma once

#include "core/access/PermissionMatrix.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"
#include "core/journal/JournalEntry.h"

#include <cstdint>
#include <string>

namespace cardwright {

/// An agent who proved that the card and its passcode are theirs. Ends at sign-out, when their card leaves, or at idle lock;
/// whoever holds it decides that. No secret: the keys are SessionKeys.
struct AgentSession {
    Guid id;
    UserNumber number;
    std::string name; ///< empty until the roster's details were opened with the store's key (complete())
    std::string role;
    Sha256Digest certificate{}; ///< fingerprint: the agent of every entry of this session
    Bytes certificateDer;       ///< goes into agent.signedIn
    std::int64_t startedAt = 0; ///< UTC milliseconds
    Permissions permissions{};
    bool deputy = false;        ///< may decide exceptions although no manager
    Sha256Digest sessionKey{};  ///< SHA-256 of the session key's SubjectPublicKeyInfo
    std::int64_t until = 0;     ///< the delegation's end: the session ends then whatever is done

    EntryAuthor author() const { return {certificate, sessionKey}; }
};

} // namespace cardwright
