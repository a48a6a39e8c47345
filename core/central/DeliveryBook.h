#pragma once

#include "core/base/Random.h"
#include "core/central/Centre.h"
#include "core/store/Transaction.h"

namespace cardwright::central {

/// What goes out to each desk, numbered without gaps per log.
class DeliveryBook {
public:
    explicit DeliveryBook(Database& database) : m_database(database) {}

    void add(Transaction& transaction, const Guid& log, std::string_view kind, std::string_view body, std::int64_t at, RandomSource& random);
    std::vector<OutgoingDelivery> after(const Guid& log, std::uint64_t cursor, std::size_t most);
    std::optional<std::int64_t> newest(const Guid& log, std::string_view kind);

private:
    Database& m_database;
};

} // namespace cardwright::central
