#pragma once

#include "core/base/Failure.h"
#include "core/journal/JournalEntry.h"
#include "core/store/InboxRows.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cardwright {

/// The way to the centre failed, or the centre refused the whole request. Codes: CENTRE-UNREACHABLE, CENTRE-TLS,
/// CENTRE-REFUSED, CENTRE-ANSWER (not the form of the API), LOG-FORKED.
class CentralError : public FailureError {
public:
    explicit CentralError(Failure failure, std::optional<std::chrono::seconds> wait = {})
        : FailureError(std::move(failure)), retryAfter(wait) {}
    std::optional<std::chrono::seconds> retryAfter; ///< RFC 9110 10.2.3, when the centre named one
};

/// The centre's answer to one entry.
struct EntryAnswer {
    std::uint64_t seq = 0;
    Guid id;
    bool accepted = false; ///< else refused: stored there, not applied
    bool repeated = false; ///< the centre had it; `accepted` is its first answer
    std::string problem;   ///< refused: RFC 9457 JSON
    std::optional<Sha256Digest> receipt;
};

struct PostAnswer {
    std::vector<EntryAnswer> results;
    std::uint64_t next = 0; ///< the sequence number the centre expects next
};

struct DeliveriesAnswer {
    std::vector<Delivery> deliveries;
    std::uint64_t cursor = 0;
};

/// Port: the central service (Sync API version 1). Each call is one exchange; each throws CentralError.
class CentralService {
public:
    virtual ~CentralService() = default;
    virtual PostAnswer postEntries(const Guid& log, std::span<const JournalEntry> entries) = 0;
    virtual void putPortrait(const Guid& log, const Sha256Digest& reference, ByteView jpeg) = 0;
    /// wait: how long the centre may hold the answer back until there is something.
    virtual DeliveriesAnswer deliveries(const Guid& log, std::uint64_t after, std::chrono::seconds wait) = 0;
    virtual void health() = 0;
    /// No call lasts beyond this instant: CENTRE-UNREACHABLE then. Nothing: its own limits alone.
    virtual void endBy(std::optional<std::chrono::steady_clock::time_point> instant) = 0;
    /// Ends the call under way (CENTRE-UNREACHABLE there) and every later one. The only member for other threads.
    virtual void interrupt() noexcept = 0;
};

} // namespace cardwright
