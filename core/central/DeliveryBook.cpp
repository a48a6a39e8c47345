#include "core/central/DeliveryBook.h"

#include "core/store/Statement.h"

namespace cardwright::central {

void DeliveryBook::add(Transaction&, const Guid& log, std::string_view kind, std::string_view body, std::int64_t at, RandomSource& random)
{
    m_database.prepare("INSERT INTO deliveries (log, cursor, id, kind, body, made_at) "
                       "SELECT ?1, coalesce(max(cursor), 0) + 1, ?2, ?3, ?4, ?5 FROM deliveries WHERE log = ?1")
        .bind(log)
        .bind(Guid::ordered(at, random))
        .bind(kind)
        .bind(body)
        .bind(at)
        .run();
}

std::vector<OutgoingDelivery> DeliveryBook::after(const Guid& log, std::uint64_t cursor, std::size_t most)
{
    auto query = m_database.prepare("SELECT cursor, id, kind, body FROM deliveries WHERE log = ?1 AND cursor > ?2 ORDER BY cursor LIMIT ?3");
    query.bind(log).bind(cursor).bind(static_cast<std::uint64_t>(most));
    std::vector<OutgoingDelivery> found;
    while (query.step()) {
        found.push_back({static_cast<std::uint64_t>(query.integer(0)), query.guid(1), query.text(2), query.text(3)});
    }
    return found;
}

std::optional<std::int64_t> DeliveryBook::newest(const Guid& log, std::string_view kind)
{
    auto query = m_database.prepare("SELECT max(made_at) FROM deliveries WHERE log = ?1 AND kind = ?2");
    query.bind(log).bind(kind);
    return query.step() ? query.optionalInteger(0) : std::nullopt;
}

} // namespace cardwright::central
