#pragma once

#include "core/base/Guid.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What an agent had typed before the act itself: survives a crash, is no record of anything.
struct DraftRecord {
    Guid id;
    std::string kind;  ///< "issue"
    std::string title; ///< the applicant's name
    std::string body;  ///< JSON
    std::int64_t savedAt = 0;

    friend bool operator==(const DraftRecord&, const DraftRecord&) = default;
};

class Drafts {
public:
    explicit Drafts(StoreRoom& room) : m_room(room), m_database(room.database) {}
    void save(Transaction& transaction, const DraftRecord& draft);
    void discard(Transaction& transaction, const Guid& draft);
    std::optional<DraftRecord> byId(const Guid& draft);
    std::vector<DraftRecord> all(); ///< the last saved first

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
