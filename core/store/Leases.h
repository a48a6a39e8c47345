#pragma once

#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cardwright {

/// A block of user numbers lent to this log.
struct LeaseRecord {
    Guid id;
    UserNumber first;
    std::uint32_t count = 0;
    std::uint32_t taken = 0;
    bool isVoid = false; ///< the store was rolled back: nobody knows which of its numbers are used
    std::int64_t grantedAt = 0;
};

struct LeaseCounts {
    std::uint32_t blocks = 0;
    std::uint32_t free = 0;
    std::uint32_t taken = 0;
};

/// Numbers are taken in order, each in the transaction of the entry that gives it to a person, and never come back:
/// not when that entry is refused, not when the person is closed.
/// Which numbers they are is sealed; how many are left is not.
class Leases {
public:
    explicit Leases(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// False when the block is known already (a repeated delivery). Throws STORE-WRITE when it overlaps another block.
    bool add(Transaction& transaction, const LeaseRecord& lease);
    /// The next free number, held by its person from this transaction on. Throws StoreError LEASE-EMPTY.
    UserNumber take(Transaction& transaction, std::int64_t at);
    /// What take() would give; for showing only.
    std::optional<UserNumber> next();
    LeaseCounts counts();
    std::vector<LeaseRecord> all(); ///< throws STORE-SEALED
    /// A block came at this time or later; also while closed.
    bool grantedSince(std::int64_t at);
    void voidAll(Transaction& transaction);

private:
    struct Block;
    std::vector<Block> blocks();
    std::optional<Block> nextFree();
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
