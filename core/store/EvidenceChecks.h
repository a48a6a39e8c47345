#pragma once

#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cardwright {

/// One identity check that was made: what was seen and what it proved.
struct EvidenceCheck {
    UserNumber holder;
    Guid entry; ///< the journal's evidence.checked
    std::int64_t at = 0;
    std::string policyId;
    std::string policyVersion;
    std::string route;
    std::string verdict;
    std::string documents; ///< JSON, as in the entry

    friend bool operator==(const EvidenceCheck&, const EvidenceCheck&) = default;
};

class EvidenceChecks {
public:
    explicit EvidenceChecks(StoreRoom& room) : m_room(room), m_database(room.database) {}
    void add(Transaction& transaction, const EvidenceCheck& check);
    std::optional<EvidenceCheck> latestOf(const UserNumber& holder);

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
