#include "core/sync/Lease.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cardwright {

namespace {

constexpr std::int64_t refusalHolds = 60 * 60 * 1000;

bool requestUnderWay(Store& store)
{
    const auto asked = store.journal.latestOf(EntryKind::leaseRequested);
    if (!asked) return false;
    const auto row = store.outbox.row(asked->seq);
    if (row && row->state == SendState::refused) return store.journal.now() - asked->at < refusalHolds;
    const auto leases = store.leases.all();
    const bool answered = std::any_of(leases.begin(), leases.end(), [&](const LeaseRecord& lease) { return lease.grantedAt >= asked->at; });
    return !answered;
}

} // namespace

bool askForLeaseWhenLow(Store& store, Transaction& transaction, RandomSource& random, std::uint32_t low, std::uint32_t count)
{
    if (store.leases.counts().free >= low || requestUnderWay(store)) return false;
    store.journal.append(transaction, entryOfDesk(EntryKind::leaseRequested, {{"count", count}}, random), {});
    return true;
}

} // namespace cardwright
