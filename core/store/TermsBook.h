#pragma once

#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// One acceptance of the holder terms, by the notice and the terms that were read. Where another desk took it, statement and signature
/// came with the centre's delivery.
struct TermsRecord {
    Guid id; ///< of the statement
    UserNumber holder;
    Guid card; ///< whose key signed
    int noticeVersion = 0;
    Sha256Digest notice{};
    int termsVersion = 0;
    Sha256Digest terms{};
    std::int64_t acceptedAt = 0;
    Bytes statement;  ///< canonical JSON: what was signed
    Bytes signature;  ///< CMS SignedData, detached
    std::string slot; ///< "9C": whose key signed
    Bytes publicKey;  ///< SubjectPublicKeyInfo of that key

    friend bool operator==(const TermsRecord&, const TermsRecord&) = default;
};

/// What is personal of an acceptance is sealed in one field; versions, digests and times are not.
class TermsBook {
public:
    explicit TermsBook(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// A statement that is known already takes the newer signature: its key was lost in the making and another one signed. Also of somebody of whom this desk knows no more
    /// than the number: their card may come here.
    void add(Transaction& transaction, const TermsRecord& record);
    /// What this person accepted last.
    std::optional<TermsRecord> lastOf(const UserNumber& holder);
    std::vector<TermsRecord> ofHolder(const UserNumber& holder); ///< the last first
    std::vector<TermsRecord> ofCard(const Guid& card);           ///< likewise

private:
    TermsRecord from(const Statement& row) const;
    std::vector<TermsRecord> all(Statement& row);
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
