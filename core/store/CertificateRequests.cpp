#include "core/store/CertificateRequests.h"

#include "core/store/Statement.h"
#include "core/store/StoreError.h"

namespace cardwright {

namespace {

constexpr std::string_view columns = "SELECT id, card, slot, entry, request, public_key, photo, asked_at, certificate, answered_at, withdrawn "
                                     "FROM certificate_request ";

constexpr std::string_view table = "certificate_request";

CertificateRequestRecord recordFrom(const StoreRoom& room, const Statement& row)
{
    const auto slot = slotNamed(row.text(2));
    if (!slot) throw StoreError(Failure::of("STORE-DAMAGED", "column slot"));
    const auto id = row.guid(0);
    std::optional<Sha256Digest> photo;
    if (!row.isNull(6)) photo = sha256DigestFrom(room.openBytes({table, id.bytes(), "photo"}, row.blob(6)));
    std::optional<Bytes> certificate;
    if (!row.isNull(8)) certificate = room.openBytes({table, id.bytes(), "certificate"}, row.blob(8));
    return {id, row.guid(1), *slot, row.guid(3), room.openBytes({table, id.bytes(), "request"}, row.blob(4)), row.blob(5), photo, row.integer(7),
            std::move(certificate), row.optionalInteger(9), row.integer(10) != 0};
}

} // namespace

void CertificateRequests::add(Transaction& transaction, const CertificateRequestRecord& request)
{
    const auto id = request.id.bytes();
    std::optional<Bytes> photo;
    if (request.photo) photo = m_room.seal({table, id, "photo"}, *request.photo);
    std::optional<Bytes> certificate;
    if (request.certificate) certificate = m_room.seal({table, id, "certificate"}, *request.certificate);
    transaction.database()
        .prepare("INSERT INTO certificate_request (id, card, slot, entry, request, public_key, photo, asked_at, certificate, answered_at, withdrawn) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        .bind(request.id).bind(request.card).bind(slotName(request.slot)).bind(request.entry).bind(m_room.seal({table, id, "request"}, request.request)).bind(request.publicKey)
        .bind(photo).bind(request.askedAt).bind(certificate).bind(request.answeredAt).bind(request.withdrawn)
        .run();
}

void CertificateRequests::withdraw(Transaction& transaction, const Guid& request)
{
    transaction.database().prepare("UPDATE certificate_request SET withdrawn = 1 WHERE id = ?1").bind(request).run();
}

bool CertificateRequests::setAnswer(Transaction& transaction, const Guid& request, ByteView certificate, std::int64_t at)
{
    return transaction.database()
               .prepare("UPDATE certificate_request SET certificate = ?1, answered_at = ?2 WHERE id = ?3 AND certificate IS NULL")
               .bind(m_room.seal({table, request.bytes(), "certificate"}, certificate)).bind(at).bind(request).run() > 0;
}

std::optional<CertificateRequestRecord> CertificateRequests::byId(const Guid& request)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE id = ?1");
    row.bind(request);
    if (!row.step()) return std::nullopt;
    return recordFrom(m_room, row);
}

std::optional<Bytes> CertificateRequests::answer(const Guid& request)
{
    const auto record = byId(request);
    return record ? record->certificate : std::nullopt;
}

std::vector<CertificateRequestRecord> CertificateRequests::ofCard(const Guid& card)
{
    auto row = m_database.prepare(std::string(columns) + "WHERE card = ?1 ORDER BY asked_at, rowid");
    row.bind(card);
    std::vector<CertificateRequestRecord> records;
    while (row.step()) records.push_back(recordFrom(m_room, row));
    return records;
}

std::uint64_t CertificateRequests::countOpen()
{
    auto row = m_database.prepare("SELECT count(*) FROM certificate_request WHERE certificate IS NULL AND withdrawn = 0");
    return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

} // namespace cardwright
