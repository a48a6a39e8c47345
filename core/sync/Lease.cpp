#include "core/sync/Lease.h"

#include <nlohmann/json.hpp>

namespace cardwright {

namespace {

constexpr std::int64_t refusalHolds = 60 * 60 * 1000;

bool requestUnderWay(Store& store)
{
    const auto asked = store.journal.latestOf(EntryKind::leaseRequested);
    if (!asked) return false;
    const auto row = store.outbox.row(asked->seq);
    if (row && row->state == SendState::refused) return store.journal.now() - asked->at < refusalHolds;
    return !store.leases.grantedSince(asked->at); // also while nobody is signed in
}

} // namespace

bool askForLeaseWhenLow(Store& store, Transaction& transaction, RandomSource& random, std::uint32_t low, std::uint32_t count)
{
    if (store.leases.counts().free >= low || requestUnderWay(store)) return false;
    store.journal.append(transaction, entryOfDesk(EntryKind::leaseRequested, {{"count", count}}, random), {});
    return true;
}

} // namespace cardwright
