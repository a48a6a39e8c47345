#pragma once

#include "core/base/Clock.h"
#include "core/base/Random.h"
#include "core/store/Database.h"
#include "core/store/PeopleIndex.h"
#include "core/store/StoreVault.h"
#include "core/store/Transaction.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// Where a sealed field stands: its additional data. A field copied to another row, column or table does not open there.
struct FieldPlace {
    std::string_view table;
    ByteView row; ///< the row's random id
    std::string_view column;
};

/// Something of the store that is not as it was written.
struct TamperingFinding {
    std::string code;   ///< STORE-TAMPERED, STORE-FOREIGN, STORE-ROLLED-BACK, LOG-FORKED, STORE-PORTRAIT ...
    std::string place;  ///< "person, row 6f1f..., names" or the file's name: never what stood there
    friend bool operator==(const TamperingFinding&, const TamperingFinding&) = default;
};

/// What the repositories of one store share: the database, the keys, the index of people and what was found amiss.
class StoreRoom {
public:
    StoreRoom(Database& itsDatabase, const SiteFolder& itsSite, SiteCertificates& itsCertificates, const Clock& itsClock, RandomSource& itsRandom)
        : database(itsDatabase), site(itsSite), certificates(itsCertificates), clock(itsClock), random(itsRandom) {}
    StoreRoom(const StoreRoom&) = delete;
    StoreRoom& operator=(const StoreRoom&) = delete;

    Database& database;
    const SiteFolder& site;
    SiteCertificates& certificates;
    const Clock& clock;
    RandomSource& random;
    StoreVault vault;
    PeopleIndex index;

    /// Throws StoreError STORE-SEALED while the vault is closed.
    void requireOpen() const;

    /// The additional data of a field there.
    static Bytes placeOf(const FieldPlace& place);
    Bytes seal(const FieldPlace& place, ByteView plain) const;
    Bytes seal(const FieldPlace& place, std::string_view text) const { return seal(place, bytesOf(text)); }
    /// Also while nobody is signed in, by an envelope to the store's certificate: for the step record of a card job that goes on to
    /// its next safe point after the desk was locked. Nothing but the step record is read back from such a field.
    Bytes sealAlways(const FieldPlace& place, std::string_view text) const;
    /// Throws StoreError STORE-TAMPERED naming the place.
    std::string openText(const FieldPlace& place, ByteView sealed) const;
    Bytes openBytes(const FieldPlace& place, ByteView sealed) const;
    std::string openAlways(const FieldPlace& place, ByteView sealed);

    /// The row id of this number; nothing when no row is about it. Throws STORE-SEALED.
    std::optional<Guid> idOf(const UserNumber& number) const;
    /// Likewise, making a row for it when there is none.
    Guid idFor(Transaction& transaction, const UserNumber& number);
    /// Throws STORE-SEALED, and STORE-TAMPERED when the row has no readable number.
    UserNumber numberOf(const Guid& id) const;

    /// Keeps what was found amiss for whoever asks the store; the same place once.
    void note(TamperingFinding finding);
    /// Runs work for one row of a list; a row that was tampered with is noted and passed over, so that the others are still there.
    bool passOver(const std::function<void()>& work);
    const std::vector<TamperingFinding>& findings() const noexcept { return m_findings; }

private:
    std::vector<TamperingFinding> m_findings;
};

/// "table, row 0123..., column": what a failure names.
std::string wordsOf(const FieldPlace& place);

} // namespace cardwright
