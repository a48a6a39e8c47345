#pragma once

#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cardwright {

/// Somebody whose old card has ended for the sake of a new one that is not made yet.
struct ReplacementRecord {
    UserNumber holder;
    Guid oldCard;
    bool locked = false; ///< the new one is to be issued locked
    std::int64_t orderedAt = 0;

    friend bool operator==(const ReplacementRecord&, const ReplacementRecord&) = default;
};

/// Replacements under way: from the commit that ends the old card to the one that closes the new card's issue. Whatever is cut between
/// comes back as what it is, and never as an application.
class Replacements {
public:
    explicit Replacements(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// One a person: another one takes its place.
    void order(Transaction& transaction, const ReplacementRecord& replacement);
    void settle(Transaction& transaction, const UserNumber& holder);

    std::optional<ReplacementRecord> of(const UserNumber& holder);
    /// Those for whom no card is being made (that one would be torn, and is shown so) and whose record is open. Oldest first.
    std::vector<ReplacementRecord> waiting();

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
