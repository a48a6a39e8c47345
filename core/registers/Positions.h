#pragma once

#include "core/registers/RegisterDesk.h"
#include "core/store/Positions.h"

#include <string>
#include <vector>

namespace cardwright {

class Transaction;

/// What a sponsor asks for somebody.
struct PositionOrder {
    UserNumber holder;
    Position position;
    Date begins{};
    std::optional<Date> ends = std::nullopt;
    std::string reason{};
};

/// position.requested. Who asks is its sponsor, and never for themselves.
/// Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, PERSON-UNKNOWN, PERSON-CLOSED, POSITION-DETAILS (detail: the field), POSITION-HELD.
PositionRecord requestPosition(const RegisterDesk& desk, const PositionOrder& order);

/// position.approved or position.refused (with a reason). Neither the sponsor nor the person themselves decides.
/// Errors: RefusedError DUTY-*, POSITION-UNKNOWN, POSITION-DECIDED, POSITION-REASON, PERSON-CLOSED.
PositionRecord decidePosition(const RegisterDesk& desk, const Guid& id, bool approve, const std::string& reason);

/// position.ended, from now on. Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, POSITION-UNKNOWN, POSITION-DECIDED, POSITION-REASON.
PositionRecord endPosition(const RegisterDesk& desk, const Guid& id, const std::string& reason);

/// In the transaction that closes the person: each open request and held position ends, with its entry. How many.
std::size_t endPositionsOf(const RegisterDesk& desk, Transaction& act, const UserNumber& holder, const std::string& reason);

/// Open requests, and what was decided in the last 30 days; the newest first. Whose role decides its own requests only sees no others.
/// mine: those that this agent asked for. Errors: RefusedError DUTY-*.
std::vector<PositionRecord> positionWorklist(const RegisterDesk& desk, bool mine = false);
/// Positions that end within so many days, or have ended and were not acted on; likewise scoped.
std::vector<PositionRecord> endingPositions(const RegisterDesk& desk, int days);

/// What somebody may work with today: approved, begun, not ended. For the receipt.
std::vector<PositionRecord> positionsInForce(Store& store, const UserNumber& holder, Date today);

} // namespace cardwright
