#pragma once

#include "core/base/Random.h"
#include "core/store/Transaction.h"
#include "core/base/Guid.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cardwright::central {

/// A block of user numbers that belongs to one log for good.
struct NumberLease {
    Guid id;
    std::uint64_t first = 0;
    std::uint32_t count = 0;
    bool isNew = false; ///< false: this cause had been answered before
    std::string body() const; ///< of its delivery
};

/// Hands out blocks of the user number space, one after the other: no number is ever in two.
class LeaseOffice {
public:
    static constexpr std::uint64_t defaultFirst = 555001000000;

    explicit LeaseOffice(Database& database) : m_database(database) {}

    /// Where the first block of all begins; without effect once there is one.
    void setFirstNumber(Transaction& transaction, std::uint64_t first);
    NumberLease grant(Transaction& transaction, const Guid& log, std::uint32_t count, const std::optional<Guid>& cause, std::int64_t at,
                      RandomSource& random);
    bool covers(const Guid& log, std::uint64_t number);

private:
    std::uint64_t nextFree();
    Database& m_database;
};

} // namespace cardwright::central
