#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace cardwright {

class Store;

/// How often portraits were taken although something was advised: by reason and by check, of nobody in particular.
struct PhotoFigures {
    std::uint64_t taken = 0;    ///< portrait.accepted in this desk's logs
    std::uint64_t measured = 0; ///< those that carry figures
    std::uint64_t advised = 0;  ///< those taken with a reason
    std::uint64_t unread = 0;   ///< erased since
    std::map<std::string, std::uint64_t> byReason; ///< id of the policy's -> how often
    std::map<std::string, std::uint64_t> byCheck;  ///< "head-height" -> how often it advised
};

/// Reads every portrait.accepted of every log of this store. Throws StoreError STORE-SEALED, STORE-TAMPERED.
PhotoFigures photoFigures(Store& store);

} // namespace cardwright
