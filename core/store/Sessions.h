#pragma once

#include "core/crypto/Sha256.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cardwright {

/// One agent's session at this desk: the delegation that its entries are checked against.
struct SessionRecord {
    Sha256Digest session{}; ///< SHA-256 of the session key's SubjectPublicKeyInfo
    Sha256Digest agent{};   ///< fingerprint of the agent's 9A certificate
    std::int64_t from = 0;  ///< UTC milliseconds
    std::int64_t until = 0;
    Bytes delegation;       ///< CMS DER; sealed, since it holds the agent's certificate
    std::optional<std::int64_t> endedAt;

    friend bool operator==(const SessionRecord&, const SessionRecord&) = default;
};

/// Sessions of the present log and of those before it.
class Sessions {
public:
    explicit Sessions(StoreRoom& room) : m_room(room) {}

    /// At sign-in, with the entry agent.signedIn.
    void begin(Transaction& transaction, const SessionRecord& session);
    /// Also while closed. Unknown or ended already: nothing happens.
    void end(Transaction& transaction, const Sha256Digest& session, std::int64_t at);

    std::optional<SessionRecord> bySession(const Sha256Digest& session);
    std::vector<SessionRecord> ofLog(const Guid& log); ///< in the order of their beginning
    /// Without delegations: true also while closed. Sessions that were cut off (a crash) are open still.
    std::vector<Sha256Digest> open();

private:
    StoreRoom& m_room;
};

} // namespace cardwright
