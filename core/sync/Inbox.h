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
    /// The centre, or who claims to be it, sent what must not be taken (ROSTER-OLD-VERSION, POLICY-UNSIGNED ...): said aloud.
    bool alarming() const noexcept;
};

/// What the centre sends. Receiving stores the rows and moves the cursor in one transaction; applying comes after, one
/// delivery per transaction, and is harmless when repeated. Deliveries about people are sealed to the store: they wait until somebody
/// has signed in, and plain ones behind them go on.
///
///     auto answer = central.deliveries(log, inbox.cursor(), wait);   // sync thread; cursor asked on the store thread
///     inbox.receive(answer);                                         // store thread
///     inbox.applyWaiting();                                          // store thread; again after each sign-in
class Inbox {
public:
    Inbox(Store& store, const Clock& clock) : m_store(store), m_clock(clock) {}

    std::uint64_t cursor() { return m_store.inbox.cursor(); }
    std::size_t receive(const DeliveriesAnswer& answer);
    /// The oldest that can be applied now; nothing when none is left or all that are left wait for somebody to sign in.
    std::optional<ApplyStep> applyNext();
    /// All that can be applied now.
    std::vector<ApplyStep> applyWaiting();
    /// Receives once without waiting and applies all that can be applied; the number applied.
    std::size_t fetchOnce(CentralService& central);

private:
    std::string apply(Transaction& transaction, const Delivery& delivery);
    void recordTampering(Transaction& transaction, const ApplyStep& step);
    Store& m_store;
    const Clock& m_clock;
};

} // namespace cardwright
