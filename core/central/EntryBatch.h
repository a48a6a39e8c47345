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

/// {"entries":[...]} with ascending seq. Throws ProblemError request-unreadable, batch-too-long.
std::vector<ReceivedEntry> readBatch(std::string_view body);

} // namespace cardwright::central
