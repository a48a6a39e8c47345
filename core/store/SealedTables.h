#pragma once

#include "core/base/Bytes.h"
#include "core/base/Guid.h"
#include "core/store/Statement.h"

#include <array>
#include <string>
#include <string_view>

namespace cardwright {

/// One table with sealed fields: what a rotation goes through, and a check of everything. A repository that seals a new column
/// adds it here.
struct SealedTable {
    std::string_view name;
    std::string_view id;     ///< the column of the row's id
    std::string_view second; ///< the id's second column, or empty
    std::array<std::string_view, 8> columns;
    bool always = false;     ///< fields may be envelopes (StoreRoom::sealAlways)

    std::size_t columnCount() const noexcept
    {
        std::size_t count = 0;
        while (count < columns.size() && !columns[count].empty()) ++count;
        return count;
    }
};

inline constexpr std::array sealedTables{
    SealedTable{"subject", "id", "", {"number"}},
    SealedTable{"person", "id", "", {"names", "date_of_birth", "employment", "photo", "identifiers", "details", "closing", "leaving"}},
    SealedTable{"starter", "id", "", {"fields"}},
    SealedTable{"starter_mark", "id", "", {"key"}},
    SealedTable{"position", "id", "", {"details"}},
    SealedTable{"terms_accepted", "id", "", {"details"}},
    SealedTable{"request", "id", "", {"details"}},
    SealedTable{"delegated_list", "sponsor", "", {"details"}},
    SealedTable{"badge", "id", "", {"details"}},
    SealedTable{"session", "session", "", {"delegation"}},
    SealedTable{"evidence_check", "entry", "", {"route", "verdict", "documents"}},
    SealedTable{"card_slot", "card", "slot", {"certificate"}},
    SealedTable{"job", "id", "", {"data"}, true},
    SealedTable{"job_step", "job", "number", {"data"}, true},
    SealedTable{"certificate_request", "id", "", {"request", "photo", "certificate"}},
    SealedTable{"lease", "id", "", {"first"}},
    SealedTable{"agent", "certificate", "", {"name", "number"}},
    SealedTable{"exception_request", "id", "", {"details"}},
    SealedTable{"draft", "id", "", {"title", "body"}},
};

/// The id of a row that takes two columns.
inline Bytes rowId(const Guid& first, std::string_view second) { return concat({first.bytes(), bytesOf(second)}); }

} // namespace cardwright
