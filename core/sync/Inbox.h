#pragma once

#include "core/store/Store.h"
#include "core/sync/CentralService.h"

#include <optional>
#include <string>

namespace cardwright {

/// What applying one delivery did.
struct ApplyStep {
    Delivery delivery;
    bool applied = false;
    std::string outcome; ///< "applied", "repeated", or why not: the row stays and says so
};

/// What the centre sends. Receiving stores the rows and moves the cursor in one transaction; applying comes after, one
/// delivery per transaction, and is harmless when repeated.
///
///     auto answer = central.deliveries(log, inbox.cursor(), wait);   // sync thread; cursor asked on the store thread
///     inbox.receive(answer);                                         // store thread
///     while (auto step = inbox.applyNext()) ...                      // store thread
class Inbox {
public:
    Inbox(Store& store, const Clock& clock) : m_store(store), m_clock(clock) {}

    std::uint64_t cursor() { return m_store.inbox.cursor(); }
    std::size_t receive(const DeliveriesAnswer& answer);
    std::optional<ApplyStep> applyNext();
    /// Receives once without waiting and applies all; the number applied.
    std::size_t fetchOnce(CentralService& central);

private:
    std::string apply(Transaction& transaction, const Delivery& delivery);
    Store& m_store;
    const Clock& m_clock;
};

} // namespace cardwright
