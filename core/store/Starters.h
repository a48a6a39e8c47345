#pragma once

#include "core/base/Guid.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Somebody whom an HR file expects and whom nobody has met: no user number, no checked identity. Becomes a person at the desk.
struct StarterRecord {
    Guid id;
    std::string fields; ///< JSON: the fields of a person, as the file had them, and "startsOn"
    std::int64_t savedAt = 0;

    friend bool operator==(const StarterRecord&, const StarterRecord&) = default;
};

/// Found again by organisation and staff number through a keyed mark, so that no row says who it is and a file of a million lines
/// needs no list in memory. The mark's key is sealed as every field. Throws STORE-SEALED while closed.
class Starters {
public:
    explicit Starters(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// In place of the one with the same organisation and staff number. True: nobody was expected under it before.
    bool put(Transaction& transaction, std::string_view odsCode, std::string_view staffNumber, std::string_view fields, std::int64_t at);
    bool discard(Transaction& transaction, std::string_view odsCode, std::string_view staffNumber);
    std::optional<StarterRecord> find(std::string_view odsCode, std::string_view staffNumber);
    std::vector<StarterRecord> latest(std::size_t limit);
    std::uint64_t count(); ///< also while closed

private:
    /// Nothing while there is no key yet: then nobody is expected.
    std::optional<Bytes> mark(std::string_view odsCode, std::string_view staffNumber);
    /// Makes the marks' key where there is none.
    void needKey(Transaction& transaction);
    StarterRecord from(const Statement& row) const;

    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
