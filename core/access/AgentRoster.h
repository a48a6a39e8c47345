#pragma once

#include "core/crypto/Certificate.h"
#include "core/identity/UserNumber.h"

#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// One agent of this site, by the certificate on their card.
struct RosterEntry {
    Sha256Digest certificate{}; ///< fingerprint of the 9A certificate
    UserNumber number;
    std::string name;
    std::string role = "agent";
    bool active = true;

    friend bool operator==(const RosterEntry&, const RosterEntry&) = default;
};

/// Who may sign in at this site.
class AgentRoster {
public:
    explicit AgentRoster(std::vector<RosterEntry> agents = {}) : m_agents(std::move(agents)) {}
    /// An active agent with this certificate.
    const RosterEntry* find(const Sha256Digest& certificate) const noexcept;
    const std::vector<RosterEntry>& agents() const noexcept { return m_agents; }

private:
    std::vector<RosterEntry> m_agents;
};

} // namespace cardwright
