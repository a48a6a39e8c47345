#include "core/store/Leases.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

#include <algorithm>

namespace cardwright {

struct Leases::Block {
    Guid id;
    std::uint64_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t taken = 0;
    bool isVoid = false;
    std::int64_t grantedAt = 0;
};

namespace {

FieldPlace firstOf(const Guid& lease) { return {"lease", lease.bytes(), "first"}; }

UserNumber numberFrom(std::uint64_t value, const Guid& lease)
{
    const auto number = UserNumber::fromValue(value);
    if (!number) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(firstOf(lease))));
    return *number;
}

} // namespace

std::vector<Leases::Block> Leases::blocks()
{
    m_room.requireOpen();
    auto row = m_database.prepare("SELECT id, first, count, taken, void, granted_at FROM lease");
    std::vector<Block> found;
    while (row.step()) {
        m_room.passOver([&] {
            const auto id = row.guid(0);
            const auto first = UserNumber::parse(m_room.openText(firstOf(id), row.blob(1)));
            if (!first) throw StoreError(Failure::of("STORE-TAMPERED", wordsOf(firstOf(id))));
            found.push_back({id, first->value(), static_cast<std::uint32_t>(row.integer(2)), static_cast<std::uint32_t>(row.integer(3)),
                             row.integer(4) != 0, row.integer(5)});
        });
    }
    std::sort(found.begin(), found.end(), [](const Block& left, const Block& right) {
        return left.grantedAt != right.grantedAt ? left.grantedAt < right.grantedAt : left.first < right.first;
    });
    return found;
}

std::optional<Leases::Block> Leases::nextFree()
{
    for (auto& block : blocks()) {
        if (!block.isVoid && block.taken < block.count) return block;
    }
    return std::nullopt;
}

bool Leases::add(Transaction& transaction, const LeaseRecord& lease)
{
    m_room.requireOpen();
    auto known = m_database.prepare("SELECT 1 FROM lease WHERE id = ?1");
    known.bind(lease.id);
    if (known.step()) return false;

    const auto first = lease.first.value();
    const auto end = first + lease.count;
    if (lease.count == 0 || !UserNumber::fromValue(end - 1)) {
        throw StoreError(Failure::of("STORE-WRITE", "a block of no numbers or beyond twelve digits"));
    }
    for (const auto& other : blocks()) {
        if (other.first < end && first < other.first + other.count) throw StoreError(Failure::of("STORE-WRITE", "a block that overlaps another"));
    }
    transaction.database().prepare("INSERT INTO lease (id, first, count, taken, void, granted_at) VALUES (?1, ?2, ?3, 0, 0, ?4)")
        .bind(lease.id).bind(m_room.seal(firstOf(lease.id), lease.first.digits())).bind(lease.count).bind(lease.grantedAt).run();
    return true;
}

UserNumber Leases::take(Transaction& transaction, std::int64_t)
{
    // A person may have been recorded under a leased number by another way (a delivery): such a number is passed over for good.
    for (;;) {
        const auto block = nextFree();
        if (!block) throw StoreError(Failure::of("LEASE-EMPTY"));
        const auto number = numberFrom(block->first + block->taken, block->id);
        transaction.database().prepare("UPDATE lease SET taken = taken + 1 WHERE id = ?1").bind(block->id).run();
        const auto* held = m_room.index.byNumber(number);
        if (held == nullptr || !held->isPerson) return number;
    }
}

std::optional<UserNumber> Leases::next()
{
    const auto block = nextFree();
    if (!block) return std::nullopt;
    return numberFrom(block->first + block->taken, block->id);
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
    std::vector<LeaseRecord> leases;
    for (const auto& block : blocks()) {
        leases.push_back({block.id, numberFrom(block.first, block.id), block.count, block.taken, block.isVoid, block.grantedAt});
    }
    return leases;
}

bool Leases::grantedSince(std::int64_t at)
{
    auto row = m_database.prepare("SELECT 1 FROM lease WHERE granted_at >= ?1 LIMIT 1");
    row.bind(at);
    return row.step();
}

void Leases::voidAll(Transaction& transaction) { transaction.database().prepare("UPDATE lease SET void = 1").run(); }

} // namespace cardwright
