#pragma once

#include "core/identity/UserNumber.h"
#include "core/policy/PeoplePolicy.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

/// What a site changed of its catalogue of positions: opened one, changed one, closed one. What the policy ships is not here.
struct CatalogueChange {
    CataloguePosition position;
    bool closed = false;
    std::int64_t at = 0; ///< UTC milliseconds

    friend bool operator==(const CatalogueChange&, const CatalogueChange&) = default;
};

/// The positions that one sponsor may give by themselves.
struct DelegatedList {
    UserNumber sponsor;
    std::vector<std::string> positions; ///< of the catalogue, in order
    std::int64_t at = 0;

    friend bool operator==(const DelegatedList&, const DelegatedList&) = default;
};

/// Site data about positions. The catalogue names nobody and is not sealed; a delegated list is.
class Catalogue {
public:
    explicit Catalogue(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// In place of the change of the same position before.
    void put(Transaction& transaction, const CatalogueChange& change);
    std::optional<CatalogueChange> change(std::string_view id);
    /// The policy's, as changed here, in order of their titles; closed ones only where asked for.
    std::vector<CatalogueChange> positions(const AccessPolicy& policy, bool closedToo = false);
    /// An open position; nothing when there is none of this id, or it was closed.
    std::optional<CatalogueChange> find(const AccessPolicy& policy, std::string_view id);

    void putList(Transaction& transaction, const DelegatedList& list);
    std::optional<DelegatedList> listOf(const UserNumber& sponsor);
    std::vector<DelegatedList> lists();

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
