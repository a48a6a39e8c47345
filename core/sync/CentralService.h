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
/// CENTRE-REFUSED, CENTRE-ANSWER (not the form of the API), LOG-FORKED, LOG-CLOSED, CHECKPOINT-FORKED, CHECKPOINT-INCONSISTENT,
/// and at enrolment ENROLMENT-TOKEN-WRONG, -USED, -EXPIRED, BOOTSTRAP-OVER. The problem's own name stands in the detail.
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
    std::string checkpoint = {}; ///< the note that was sent, with the centre's countersignature; empty when it gave none
    std::optional<std::int64_t> centreTime = {}; ///< the centre's clock, UTC milliseconds (HTTP Date)
};

struct DeliveriesAnswer {
    std::vector<Delivery> deliveries;
    std::uint64_t cursor = 0;
    std::optional<std::int64_t> centreTime = {};
};

/// Port: the central service (Sync API version 2). Each call is one exchange; each throws CentralError.
class CentralService {
public:
    virtual ~CentralService() = default;
    /// checkpoint: the workstation's note over the tree that ends with the last of these entries.
    virtual PostAnswer postEntries(const Guid& log, std::span<const JournalEntry> entries, std::string_view checkpoint) = 0;
    /// portrait: the envelope (centre and store), named by the SHA-256 of the JPEG inside.
    virtual void putPortrait(const Guid& log, const Sha256Digest& reference, ByteView portrait) = 0;
    /// wait: how long the centre may hold the answer back until there is something.
    virtual DeliveriesAnswer deliveries(const Guid& log, std::uint64_t after, std::chrono::seconds wait) = 0;
    virtual void health() = 0;
    /// No call lasts beyond this instant: CENTRE-UNREACHABLE then. Nothing: its own limits alone.
    virtual void endBy(std::optional<std::chrono::steady_clock::time_point> instant) = 0;
    /// Ends the call under way (CENTRE-UNREACHABLE there) and every later one. The only member for other threads.
    virtual void interrupt() noexcept = 0;
};

} // namespace cardwright
