#pragma once

#include "core/base/Clock.h"
#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

enum class PositionState { requested, approved, refused, ended };
std::string_view nameOf(PositionState state) noexcept; ///< "requested"
std::optional<PositionState> positionStateFrom(std::string_view name) noexcept;

/// What somebody works as, and the systems which that opens for them.
struct Position {
    std::string jobRole;
    std::string area;                    ///< of work
    std::vector<std::string> activities;
    std::string odsCode;                 ///< of the organisation
    std::vector<std::string> systems;    ///< "ESR", "SystmOne": the receipt lists them for the holder to try
    std::string catalogue{};             ///< its id there; empty: of no catalogue

    friend bool operator==(const Position&, const Position&) = default;
};

struct PositionRecord {
    Guid id; ///< of the asking entry
    UserNumber holder;
    UserNumber sponsor; ///< who asked
    PositionState state = PositionState::requested;
    Date begins{};
    std::optional<Date> ends;
    std::int64_t askedAt = 0;
    std::optional<std::int64_t> decidedAt; ///< or ended
    Position position;
    std::string reason;                 ///< why it was asked for
    std::optional<UserNumber> decider;
    std::string decisionReason{};       ///< of the decision, or of its end
    bool assigned = false;              ///< given by the sponsor themselves: by their role, or from their delegated list
    std::string overruled{};            ///< "approved", "refused", "ended": what this desk had said when another was first

    friend bool operator==(const PositionRecord&, const PositionRecord&) = default;
};

/// What of a position is personal is sealed in one field; its state and dates are not.
class Positions {
public:
    explicit Positions(StoreRoom& room) : m_room(room), m_database(room.database) {}

    /// Adds, or replaces the one with this id. Throws StoreError STORE-WRITE when nobody has the holder's number.
    void put(Transaction& transaction, const PositionRecord& position);
    std::optional<PositionRecord> byId(const Guid& id);
    std::vector<PositionRecord> ofHolder(const UserNumber& holder); ///< the oldest first
    /// Requested and approved ones of everybody; for what is changed or ended at once.
    std::vector<PositionRecord> live(std::size_t limit);
    /// The last asked first; those decided before `since` are left out, open ones never.
    std::vector<PositionRecord> worklist(std::int64_t since, std::size_t limit);
    /// Approved and over at that day or before; the soonest first.
    std::vector<PositionRecord> endingBy(Date day, std::size_t limit);

private:
    PositionRecord from(const Statement& row) const;
    std::vector<PositionRecord> all(Statement& row);
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
