#pragma once

#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/piv/Slot.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cardwright {

/// A certificate asked for by an entry. Its answer is a delivery, online as offline.
struct CertificateRequestRecord {
    Guid id;
    Guid card;
    Slot slot = Slot::authentication;
    Guid entry; ///< certificate.requested
    Bytes request; ///< PKCS#10
    Bytes publicKey; ///< SubjectPublicKeyInfo: what the certificate must be for
    std::optional<Sha256Digest> photo;
    std::int64_t askedAt = 0;
    std::optional<Bytes> certificate; ///< DER
    std::optional<std::int64_t> answeredAt;
    bool withdrawn = false; ///< the slot has another key since

    friend bool operator==(const CertificateRequestRecord&, const CertificateRequestRecord&) = default;
};

class CertificateRequests {
public:
    explicit CertificateRequests(StoreRoom& room) : m_room(room), m_database(room.database) {}

    void add(Transaction& transaction, const CertificateRequestRecord& request);
    void withdraw(Transaction& transaction, const Guid& request);
    /// The first answer stays; false for a repeat or an unknown request.
    bool setAnswer(Transaction& transaction, const Guid& request, ByteView certificate, std::int64_t at);

    std::optional<CertificateRequestRecord> byId(const Guid& request);
    /// The certificate, as soon as its delivery was applied.
    std::optional<Bytes> answer(const Guid& request);
    std::vector<CertificateRequestRecord> ofCard(const Guid& card);
    std::uint64_t countOpen();

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
