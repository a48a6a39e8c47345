#pragma once

#include "core/access/AgentRoster.h"
#include "core/access/Roster.h"
#include "core/store/StoreRoom.h"

#include <vector>

namespace cardwright {

/// What a row says of an agent without a key: never who it is.
struct AgentRow {
    Sha256Digest certificate{}; ///< fingerprint of the 9A certificate
    Bytes keyIdentifier;        ///< of the 9D certificate; empty when there is none
    std::string role;
    bool active = true;
    bool deputy = false;
    std::int64_t notAfter = 0; ///< UTC milliseconds; 0: not told

    friend bool operator==(const AgentRow&, const AgentRow&) = default;
};

/// The roster as it lies in the store: plain what sign-in needs, sealed who they are. The signed document itself is
/// workstation/roster.p7m.
class Agents {
public:
    explicit Agents(StoreRoom& room) : m_room(room) {}

    /// With names and numbers. Throws STORE-SEALED. An agent whose details do not open is noted and left out.
    AgentRoster roster();
    /// Also while closed.
    std::vector<AgentRow> rows();
    /// Name, number and certificates as the centre sealed them. Nothing for an unknown agent. Throws STORE-SEALED, STORE-TAMPERED.
    std::optional<AgentDetails> details(const Sha256Digest& certificate);

    void put(Transaction& transaction, const RosterEntry& agent);
    /// The centre's roster takes the place of ours: who is not in it is no agent any more.
    void replaceAll(Transaction& transaction, const std::vector<RosterEntry>& agents);
    /// Likewise from the signed document, also while closed: details stay in the envelopes they came in.
    void replaceAll(Transaction& transaction, const Roster& roster);

private:
    std::optional<AgentDetails> detailsIn(const class Statement& row);
    StoreRoom& m_room;
};

} // namespace cardwright
