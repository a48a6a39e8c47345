#include "core/central/LeaseOffice.h"

#include "core/central/Problem.h"
#include "core/identity/UserNumber.h"
#include "core/store/Statement.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace cardwright::central {

namespace {
constexpr std::uint64_t lastNumber = 999'999'999'999;
}

std::string NumberLease::body() const
{
    return nlohmann::json{{"lease", id.text()}, {"first", UserNumber::fromValue(first).value().digits()}, {"count", count}}.dump();
}

void LeaseOffice::setFirstNumber(Transaction&, std::uint64_t first)
{
    m_database.prepare("INSERT INTO settings (name, value) VALUES ('firstNumber', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(std::to_string(first))
        .run();
}

std::uint64_t LeaseOffice::nextFree()
{
    auto last = m_database.prepare("SELECT first + count FROM leases ORDER BY first DESC LIMIT 1");
    if (last.step()) return static_cast<std::uint64_t>(last.integer(0));
    auto setting = m_database.prepare("SELECT value FROM settings WHERE name = 'firstNumber'");
    std::uint64_t first = defaultFirst;
    if (setting.step()) {
        const auto text = setting.text(0);
        std::from_chars(text.data(), text.data() + text.size(), first);
    }
    return first;
}

NumberLease LeaseOffice::grant(Transaction&, const Guid& log, std::uint32_t count, const std::optional<Guid>& cause, std::int64_t at,
                               RandomSource& random)
{
    if (cause) {
        auto before = m_database.prepare("SELECT id, first, count FROM leases WHERE log = ?1 AND cause = ?2");
        before.bind(log).bind(*cause);
        if (before.step()) {
            return {before.guid(0), static_cast<std::uint64_t>(before.integer(1)), static_cast<std::uint32_t>(before.integer(2)), false};
        }
    }
    NumberLease lease{Guid::ordered(at, random), nextFree(), count, true};
    if (lease.first + count - 1 > lastNumber) refuse("internal", "no user numbers left");
    m_database.prepare("INSERT INTO leases (first, count, id, log, cause, granted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(lease.first)
        .bind(lease.count)
        .bind(lease.id)
        .bind(log)
        .bind(cause)
        .bind(at)
        .run();
    return lease;
}

bool LeaseOffice::covers(const Guid& log, std::uint64_t number)
{
    auto query = m_database.prepare("SELECT 1 FROM leases WHERE log = ?1 AND ?2 >= first AND ?2 < first + count");
    return query.bind(log).bind(number).step();
}

} // namespace cardwright::central
