#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/crypto/PublicKey.h"
#include "core/identity/UserNumber.h"
#include "core/piv/Slot.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

enum class CardState {
    opened,    ///< a job has begun to write it
    issued,    ///< works in its holder's hand
    locked,    ///< issued with its tries spent on purpose
    abandoned, ///< the job was given up
    cancelled,
};

std::string_view nameOf(CardState state) noexcept; ///< "issued"

/// What a slot of a card waits for.
enum class SlotState {
    keyMade,   ///< generated, nothing asked yet
    requested, ///< the centre was asked; deferred when the card has left
    ready,     ///< the certificate is here, not yet on the card
    written,   ///< on the card and read back
};

std::string_view nameOf(SlotState state) noexcept;

struct CardSlotRecord {
    Slot slot = Slot::authentication;
    Bytes publicKey; ///< SubjectPublicKeyInfo
    SlotState state = SlotState::keyMade;
    std::optional<Guid> request;      ///< the certificate request that counts
    std::optional<Bytes> certificate; ///< DER, from ready on

    friend bool operator==(const CardSlotRecord&, const CardSlotRecord&) = default;
};

struct CardRecord {
    Guid guid;
    UserNumber holder;
    Guid job; ///< the one that made it
    CardState state = CardState::opened;
    int generation = 1;
    int siteKeyVersion = 1;
    std::optional<std::string> serial;
    std::string profile;
    std::int64_t openedAt = 0;
    std::optional<std::int64_t> issuedAt;
    std::optional<Date> expires;

    friend bool operator==(const CardRecord&, const CardRecord&) = default;
};

/// A card that waits for certificates: which slots can be written at its next touch, which still wait for the centre.
struct DueCard {
    CardRecord card;
    std::vector<Slot> ready;
    std::vector<Slot> waiting;
};

/// The cards of this desk, their keys and certificates.
class Cards {
public:
    explicit Cards(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// Throws StoreError STORE-WRITE when the GUID is known or the holder is not.
    void open(Transaction& transaction, const CardRecord& card);
    void setState(Transaction& transaction, const Guid& card, CardState state, std::int64_t at);
    void setSerial(Transaction& transaction, const Guid& card, std::string_view serial);
    void setExpires(Transaction& transaction, const Guid& card, Date expires);
    void setGeneration(Transaction& transaction, const Guid& card, int generation, int siteKeyVersion);
    /// A newly generated key takes the slot: what was asked for or written there before no longer counts.
    void setKey(Transaction& transaction, const Guid& card, Slot slot, const PublicKey& key);
    void setRequested(Transaction& transaction, const Guid& card, Slot slot, const Guid& request);
    /// Moves the slot that waits for this request to ready. False when no slot waits for it (written already, or another key since).
    bool setReady(Transaction& transaction, const Guid& request, ByteView certificate);
    void setWritten(Transaction& transaction, const Guid& card, Slot slot);

    std::optional<CardRecord> byGuid(const Guid& card);
    std::optional<CardRecord> bySerial(std::string_view serial);
    std::vector<CardRecord> ofHolder(const UserNumber& holder);
    /// The card of this person that works or is being made.
    std::optional<CardRecord> activeOf(const UserNumber& holder);
    std::vector<CardSlotRecord> slots(const Guid& card);
    std::optional<CardSlotRecord> slot(const Guid& card, Slot slot);
    /// What is due on one card; nothing when it waits for nothing.
    std::optional<DueCard> due(const Guid& card);
    /// All issued cards that wait for something, oldest first.
    std::vector<DueCard> allDue();
    /// Cards in use whose keys are of an older version of the site key than this one, oldest key first.
    std::vector<CardRecord> withKeysBefore(int siteKeyVersion);
    std::vector<CardRecord> latest(std::size_t limit);

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
