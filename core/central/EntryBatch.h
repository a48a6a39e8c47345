#pragma once

#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright::central {

/// An entry as far as it must be readable to be stored at all: its place, its name and its digest. The rest is looked at
/// when it is applied, so that an entry that cannot be read is refused and does not stop the log.
struct ReceivedEntry {
    std::uint64_t seq = 0;
    Guid id;
    Sha256Digest digest{};
    std::string kind;
    std::string text; ///< its JSON
};

struct ReceivedBatch {
    std::vector<ReceivedEntry> entries;
    std::string checkpoint; ///< note text; empty: none
};

/// {"entries":[...],"checkpoint":text or null or absent} with ascending seq. Throws ProblemError request-unreadable, batch-too-long.
ReceivedBatch readBatch(std::string_view body);

} // namespace cardwright::central
