#pragma once

#include "core/base/Guid.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// Something the centre sends to this desk.
struct Delivery {
    std::uint64_t cursor = 0;
    Guid id;
    std::string kind; ///< "certificate", "lease", "refusal", "roster", "authority"
    std::string body; ///< JSON; sealed: base64 of an envelope to the store's certificate, kept as it was delivered
    bool sealed = false;

    friend bool operator==(const Delivery&, const Delivery&) = default;
};

struct InboxRow {
    Delivery delivery;
    std::int64_t receivedAt = 0;
    std::optional<std::int64_t> appliedAt;
    std::string outcome; ///< "applied", "repeated", or why it could not be
};

/// Deliveries as they came. Receiving and applying are two things: the cursor moves when the row commits.
class InboxRows {
public:
    explicit InboxRows(StoreRoom& room) : m_room(room), m_database(room.database) {}

    std::uint64_t cursor();
    /// Stores what is new (a known id is passed over) and moves the cursor, never back; the number of new rows.
    std::size_t receive(Transaction& transaction, const std::vector<Delivery>& deliveries, std::uint64_t cursor, std::int64_t at);
    /// The oldest that can be applied now: while the vault is closed, sealed ones wait and plain ones behind them go on.
    std::optional<InboxRow> nextToApply();
    /// The JSON of a delivery, opened where it is sealed. Throws STORE-SEALED, CryptoError ENVELOPE-*.
    std::string bodyOf(const Delivery& delivery);
    void applied(Transaction& transaction, const Guid& delivery, std::string_view outcome, std::int64_t at);
    /// A restored centre numbers its deliveries anew: the next call asks for all of them, and known ids are passed over.
    void readAgain(Transaction& transaction);
    std::vector<InboxRow> latest(std::size_t limit);
    std::uint64_t countToApply();
    std::uint64_t countSealed(); ///< of these, how many wait for somebody to sign in

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
