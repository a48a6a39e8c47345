#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/crypto/Sha256.h"
#include "core/identity/Person.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What an HR file said of somebody who goes.
struct Leaving {
    Date on{};
    bool cancel = true; ///< proposed: cancel the card; else they stay in health and keep it
    friend bool operator==(const Leaving&, const Leaving&) = default;
};

/// Why a record was closed.
struct Closing {
    std::string reason; ///< of the policy's list: "left"
    std::string note;
    friend bool operator==(const Closing&, const Closing&) = default;
};

/// A holder as this desk knows them. Of `person` the postcode is not kept: it served the check only.
struct PersonRecord {
    UserNumber number;
    Person person;
    std::string organisation;          ///< the site's name at the time, for the card
    std::optional<Sha256Digest> photo; ///< the accepted portrait's photo reference
    std::int64_t createdAt = 0;        ///< UTC milliseconds
    bool fromHr = false;               ///< kept by the HR file: the policy's HR fields are overwritten by its next import
    std::optional<std::int64_t> closedAt = std::nullopt;
    std::optional<Closing> closing = std::nullopt;                ///< also after reopening: the last one
    std::optional<std::int64_t> identityChangedAt = std::nullopt; ///< a card begun before names somebody they no longer are
    std::optional<Leaving> leaving = std::nullopt;

    friend bool operator==(const PersonRecord&, const PersonRecord&) = default;
};

/// What a search names; what is empty is not asked for. Nothing named finds nothing.
struct PersonQuery {
    std::string words;               ///< each begins a part of the name (legal, given, family, preferred or on the card), or nearly
    std::optional<Date> dateOfBirth;
    std::string digits;              ///< the first digits of the user number, spaces apart
    std::size_t limit = 50;
};

/// Sealed field by field under a random row id; found through the index, which is there while the vault is open. Everything but
/// count() throws StoreError STORE-SEALED while it is closed.
class People {
public:
    explicit People(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// Throws StoreError STORE-WRITE when the number is there already.
    void add(Transaction& transaction, const PersonRecord& person);
    /// Every field of the record anew but number, photo and createdAt. Throws StoreError STORE-WRITE when nobody has the number.
    void change(Transaction& transaction, const PersonRecord& person);
    void setPhoto(Transaction& transaction, const UserNumber& person, const Sha256Digest& photo);

    std::optional<PersonRecord> byNumber(const UserNumber& number);
    std::optional<PersonRecord> byCard(const Guid& card);
    std::vector<PersonRecord> find(const PersonQuery& query);
    /// What somebody typed into one field: a card's GUID, a date of birth, digits of a user number, else words of a name.
    std::vector<PersonRecord> search(const std::string& typed, std::size_t most = 50);
    /// The duplicate check's first look: same date of birth, same family and given name but for case and spaces.
    std::vector<PersonRecord> sameAs(std::string_view givenName, std::string_view familyName, Date dateOfBirth);
    /// Those with exactly this NI number or staff number; blanks and case apart.
    enum class Identifier { niNumber, staffNumber };
    std::vector<PersonRecord> withIdentifier(Identifier kind, std::string_view value);
    std::optional<PersonRecord> byId(const Guid& row); ///< of the index
    std::vector<PersonRecord> leavers();               ///< open records that an HR file says goodbye to, soonest first
    std::uint64_t count(); ///< also while the vault is closed
    /// For Store::open(): reads who is known into the room's index. A row that was tampered with is noted and passed over.
    void loadIndex();

private:
    void write(Transaction& transaction, const Guid& id, const PersonRecord& person);
    std::optional<PersonRecord> record(const Guid& id);
    std::vector<PersonRecord> records(const std::vector<Guid>& ids);
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
