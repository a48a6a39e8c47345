#include "core/central/DeliveryBook.h"

#include "core/crypto/Envelope.h"
#include "core/store/Statement.h"

#include <algorithm>
#include <array>

namespace cardwright::central {

namespace {

constexpr std::array<std::string_view, 5> plainKinds{"authority", "policy", "revocation", "roster", "trust"};

} // namespace

std::string sealedToDesk(CentreParts& parts, const Guid& workstation, ByteView content)
{
    const std::array recipients{EnvelopeRecipient::of(WorkstationBook(parts).storeCertificate(workstation))};
    return toBase64(envelope::seal(content, recipients));
}

void DeliveryBook::put(const Guid& log, std::string_view kind, bool sealed, std::string_view body)
{
    const auto at = m_parts.clock.utcMillis();
    m_parts.database
        .prepare("INSERT INTO deliveries (log, cursor, id, kind, sealed, body, made_at) "
                 "SELECT ?1, coalesce(max(cursor), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM deliveries WHERE log = ?1")
        .bind(log)
        .bind(Guid::ordered(at, m_parts.random))
        .bind(kind)
        .bind(sealed)
        .bind(body)
        .bind(at)
        .run();
}

void DeliveryBook::add(Transaction&, const Guid& log, std::string_view kind, std::string_view body)
{
    const bool plain = std::find(plainKinds.begin(), plainKinds.end(), kind) != plainKinds.end();
    if (plain) return put(log, kind, false, body);
    put(log, kind, true, sealedToDesk(m_parts, WorkstationBook(m_parts).ofLog(log).id, bytesOf(body)));
}

void DeliveryBook::addForAll(Transaction& transaction, std::string_view kind, std::string_view body, const std::optional<Guid>& except)
{
    for (const auto& desk : WorkstationBook(m_parts).active()) {
        if (desk.id != except) add(transaction, desk.log, kind, body);
    }
}

void DeliveryBook::copy(Transaction&, const Guid& from, const Guid& to)
{
    // Blocks of numbers are void with the log, and authority, roster and hot list are made anew; refusals speak of the old log's entries.
    std::vector<OutgoingDelivery> kept;
    {
        auto query = m_parts.database.prepare("SELECT kind, sealed, body FROM deliveries WHERE log = ?1 AND kind IN "
                                              "('catalogue', 'certificate', 'delegation', 'exception', 'policy', 'position', 'request', 'siteKey') ORDER BY cursor");
        query.bind(from);
        while (query.step()) kept.push_back({0, {}, query.text(0), query.integer(1) != 0, query.text(2)});
    }
    for (const auto& one : kept) put(to, one.kind, one.sealed, one.body);
}

std::vector<OutgoingDelivery> DeliveryBook::after(const Guid& log, std::uint64_t cursor, std::size_t most)
{
    auto query =
        m_parts.database.prepare("SELECT cursor, id, kind, sealed, body FROM deliveries WHERE log = ?1 AND cursor > ?2 ORDER BY cursor LIMIT ?3");
    query.bind(log).bind(cursor).bind(static_cast<std::uint64_t>(most));
    std::vector<OutgoingDelivery> found;
    while (query.step()) {
        found.push_back({static_cast<std::uint64_t>(query.integer(0)), query.guid(1), query.text(2), query.integer(3) != 0, query.text(4)});
    }
    return found;
}

std::optional<std::int64_t> DeliveryBook::newest(const Guid& log, std::string_view kind)
{
    auto query = m_parts.database.prepare("SELECT max(made_at) FROM deliveries WHERE log = ?1 AND kind = ?2");
    query.bind(log).bind(kind);
    return query.step() ? query.optionalInteger(0) : std::nullopt;
}

} // namespace cardwright::central
