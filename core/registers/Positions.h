#pragma once

#include "core/registers/RegisterDesk.h"
#include "core/store/Catalogue.h"
#include "core/store/Positions.h"

#include <string>
#include <vector>

namespace cardwright {

class Transaction;

/// What a sponsor asks for somebody.
struct PositionOrder {
    UserNumber holder;
    Position position; ///< with `catalogue` alone filled: the catalogue says the rest
    Date begins{};
    std::optional<Date> ends = std::nullopt;
    std::string reason{};
};

/// position.requested. Who asks is its sponsor, and never for themselves.
/// Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, PERSON-UNKNOWN, PERSON-CLOSED, POSITION-DETAILS (detail: the field), POSITION-HELD.
PositionRecord requestPosition(const RegisterDesk& desk, const PositionOrder& order);

/// What refuses a position whoever it is for, before somebody is recorded to ask it for: its days, its reason, the catalogue. The order's
/// holder is not looked at. Errors: RefusedError POSITION-*.
void requirePosition(const RegisterDesk& desk, const PositionOrder& order, const std::string& odsCode);

/// position.requested and position.approved at once, by whose role gives positions without asking anybody, or (`listed`) from their
/// own delegated list. Errors: as requestPosition(); RefusedError DUTY-NOT-LISTED, POSITION-NOT-LISTED.
PositionRecord assignPosition(const RegisterDesk& desk, const PositionOrder& order);

/// position.approved or position.refused (with a reason). Neither the sponsor nor the person themselves decides.
/// Errors: RefusedError DUTY-*, POSITION-UNKNOWN, POSITION-DECIDED, POSITION-REASON, PERSON-CLOSED.
PositionRecord decidePosition(const RegisterDesk& desk, const Guid& id, bool approve, const std::string& reason);

/// position.ended, from now on. By whose role gives positions; a sponsor ends those of their delegated list, and takes back what they
/// asked for while nobody decided. Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, POSITION-UNKNOWN (also of another sponsor's request),
/// POSITION-DECIDED, POSITION-REASON.
PositionRecord endPosition(const RegisterDesk& desk, const Guid& id, const std::string& reason);

/// What is changed of many at once.
struct BulkPositions {
    std::vector<Guid> ids;
    std::optional<Date> ends; ///< the last day of all of them; nothing: they end now
    std::string reason;
};
/// By a role that manages positions: all of it or nothing, an entry for each. Ending: position.ended; another last day: position.ended
/// with "ends", the position stays in force until then. How many.
/// Errors: RefusedError DUTY-*, POSITION-UNKNOWN, POSITION-DECIDED, POSITION-DETAILS, POSITION-REASON.
std::size_t changePositions(const RegisterDesk& desk, const BulkPositions& order);

/// In the transaction that closes the person: each open request and held position ends, with its entry. How many.
std::size_t endPositionsOf(const RegisterDesk& desk, Transaction& act, const UserNumber& holder, const std::string& reason);

/// Open requests, and what was decided in the last 30 days; the newest first. Whose role decides its own requests only sees no others.
/// mine: those that this agent asked for. Errors: RefusedError DUTY-*.
std::vector<PositionRecord> positionWorklist(const RegisterDesk& desk, bool mine = false);
/// Positions that end within so many days, or have ended and were not acted on; likewise scoped.
std::vector<PositionRecord> endingPositions(const RegisterDesk& desk, int days);

/// Positions and requests about one person that this agent sees, the newest first. Errors: RefusedError DUTY-*.
std::vector<PositionRecord> positionsOf(const RegisterDesk& desk, const UserNumber& holder);

/// What somebody may work with today: approved, begun, not ended. For the receipt.
std::vector<PositionRecord> positionsInForce(Store& store, const UserNumber& holder, Date today);

/// The catalogue as it stands here; closed ones only where asked for.
std::vector<CatalogueChange> catalogueOf(const RegisterDesk& desk, bool closedToo = false);
/// position.defined: opens a position of the catalogue, or changes one. Errors: RefusedError DUTY-*, POSITION-DETAILS, POSITION-EXISTS (a
/// new one under an id that is there), POSITION-CLOSED (closing took an approver: it is not undone by a change).
CatalogueChange definePosition(const RegisterDesk& desk, const CataloguePosition& position, bool changes);
struct CloseCatalogueOrder {
    std::string id;
    std::string approvedBy; ///< who approved that it closes
    std::string reason{};
    std::string typed;      ///< CLOSE, letter by letter
};
/// position.defined with "closed": nobody can ask for it any more; who holds it keeps it until it ends. Errors: RefusedError DUTY-*,
/// POSITION-NOT-LISTED, POSITION-CLOSE-WORD, POSITION-REASON (nobody is named who approved).
CatalogueChange closeCataloguePosition(const RegisterDesk& desk, const CloseCatalogueOrder& order);

/// position.delegated: which positions a sponsor gives without asking. Errors: RefusedError DUTY-* (DUTY-OWN-ACCESS for one's own),
/// POSITION-NOT-LISTED.
DelegatedList delegatePositions(const RegisterDesk& desk, const UserNumber& sponsor, const std::vector<std::string>& positions);
/// One's own, or (who manages positions) anybody's.
std::vector<DelegatedList> delegatedLists(const RegisterDesk& desk);

} // namespace cardwright
