#pragma once

#include "core/store/Transaction.h"

#include <cstdint>
#include <optional>

namespace cardwright {

/// What the centre lets this desk do alone, as last delivered.
struct AuthorityRecord {
    std::int64_t until = 0; ///< UTC milliseconds
    std::uint32_t issues = 0;
    std::uint32_t unlocks = 0;
    std::int64_t receivedAt = 0;

    friend bool operator==(const AuthorityRecord&, const AuthorityRecord&) = default;
};

class Authorities {
public:
    explicit Authorities(Database& database) : m_database(database) {}
    std::optional<AuthorityRecord> current();
    void replace(Transaction& transaction, const AuthorityRecord& authority);

private:
    Database& m_database;
};

} // namespace cardwright
