#include "core/store/Leases.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

namespace cardwright {

namespace {

constexpr std::string_view nextFree = "SELECT id, first + taken FROM lease WHERE void = 0 AND taken < count ORDER BY granted_at, first LIMIT 1";

} // namespace

bool Leases::add(Transaction& transaction, const LeaseRecord& lease)
{
    auto known = m_database.prepare("SELECT 1 FROM lease WHERE id = ?1");
    known.bind(lease.id);
    if (known.step()) return false;

    const auto first = static_cast<std::int64_t>(lease.first.value());
    const auto end = first + lease.count;
    if (lease.count == 0 || !UserNumber::fromValue(static_cast<std::uint64_t>(end) - 1)) {
        throw StoreError(Failure::of("STORE-WRITE", "a block of no numbers or beyond twelve digits"));
    }
    auto overlap = m_database.prepare("SELECT 1 FROM lease WHERE first < ?1 AND first + count > ?2");
    overlap.bind(end).bind(first);
    if (overlap.step()) throw StoreError(Failure::of("STORE-WRITE", "a block that overlaps another"));
    transaction.database().prepare("INSERT INTO lease (id, first, count, taken, void, granted_at) VALUES (?1, ?2, ?3, 0, 0, ?4)")
        .bind(lease.id).bind(lease.first).bind(lease.count).bind(lease.grantedAt).run();
    return true;
}

UserNumber Leases::take(Transaction& transaction, std::int64_t at)
{
    auto& database = transaction.database();
    // A person may have been recorded under a leased number by another way (a delivery): such a number is passed over for good.
    for (;;) {
        auto free = database.prepare(nextFree);
        if (!free.step()) throw StoreError(Failure::of("LEASE-EMPTY"));
        const auto lease = free.guid(0);
        const auto number = free.userNumber(1);
        database.prepare("UPDATE lease SET taken = taken + 1 WHERE id = ?1").bind(lease).run();
        auto held = database.prepare("SELECT 1 FROM person WHERE number = ?1");
        held.bind(number);
        const bool passedOver = held.step();
        database.prepare("INSERT INTO lease_number (number, lease, taken_at) VALUES (?1, ?2, ?3)").bind(number).bind(lease).bind(at).run();
        if (!passedOver) return number;
    }
}

std::optional<UserNumber> Leases::next()
{
    auto free = m_database.prepare(nextFree);
    if (!free.step()) return std::nullopt;
    return free.userNumber(1);
}

LeaseCounts Leases::counts()
{
    auto row = m_database.prepare("SELECT count(*), coalesce(sum(CASE WHEN void = 0 THEN count - taken ELSE 0 END), 0), coalesce(sum(taken), 0) FROM lease");
    LeaseCounts counts;
    if (row.step()) {
        counts.blocks = static_cast<std::uint32_t>(row.integer(0));
        counts.free = static_cast<std::uint32_t>(row.integer(1));
        counts.taken = static_cast<std::uint32_t>(row.integer(2));
    }
    return counts;
}

std::vector<LeaseRecord> Leases::all()
{
    auto row = m_database.prepare("SELECT id, first, count, taken, void, granted_at FROM lease ORDER BY granted_at, first");
    std::vector<LeaseRecord> leases;
    while (row.step()) {
        leases.push_back({row.guid(0), row.userNumber(1), static_cast<std::uint32_t>(row.integer(2)),
                          static_cast<std::uint32_t>(row.integer(3)), row.integer(4) != 0, row.integer(5)});
    }
    return leases;
}

void Leases::voidAll(Transaction& transaction) { transaction.database().prepare("UPDATE lease SET void = 1").run(); }

} // namespace cardwright
