#pragma once

#include "core/registers/PersonActs.h"
#include "core/registers/RegisterDesk.h"
#include "core/store/Positions.h"
#include "core/store/Requests.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cardwright {

/// What somebody asks others to do.
struct RequestOrder {
    RequestKind kind = RequestKind::change;
    std::optional<UserNumber> subject{};         ///< create: nobody
    std::map<std::string, std::string> fields{}; ///< create, change: personFields(); close: "reason", of the people policy's
    std::string reason{};
};

/// request.raised. Errors: RefusedError DUTY-*, AGENT-IS-SUBJECT, PERSON-UNKNOWN, PERSON-CLOSED, REQUEST-DETAILS (detail: the field),
/// REQUEST-REASON, REQUEST-OPEN.
RequestRecord raiseRequest(const RegisterDesk& desk, const RequestOrder& order);

/// A decision, and what carrying it out asks of the decider besides.
struct RequestDecision {
    bool approve = false;
    std::string reason{};                     ///< needed for a refusal
    std::vector<UserNumber> comparedWith{};   ///< create
    std::string whyOther{};
    std::vector<IdentityEvidence> evidence{}; ///< change of who somebody is
    std::string note{};                       ///< close
    std::string typed{};                      ///< close: CLOSE
};

/// What is asked before anything is done, and by the decision itself again: who decides neither asked nor is its subject, and may do
/// what the request asks for. Errors: RefusedError DUTY-*, REQUEST-UNKNOWN, REQUEST-DECIDED, REQUEST-REASON.
RequestRecord requestToDecide(const RegisterDesk& desk, const Guid& id, const RequestDecision& decision);
/// The closing that a request asks for, as its decider orders it.
CloseOrder closingOf(const RequestRecord& request, const RequestDecision& decision);

/// request.decided. An approved one is carried out by the register's own act (CreatePerson, ChangePerson, ClosePerson), in one
/// transaction with it: when that refuses, the request stays open and the refusal says why. A closing finds the cards cancelled
/// before. Errors: as requestToDecide() and the act.
RequestRecord decideRequest(const RegisterDesk& desk, const Guid& id, const RequestDecision& decision);

/// request.withdrawn, by whoever raised it. Errors: RefusedError DUTY-*, REQUEST-UNKNOWN, REQUEST-DECIDED, REQUEST-NOT-YOURS.
RequestRecord withdrawRequest(const RegisterDesk& desk, const Guid& id, const std::string& reason);

/// In the transaction that closes the person: what is open about them is withdrawn, with its entry. `keep`: the request that is being
/// carried out. How many.
std::size_t endRequestsOf(const RegisterDesk& desk, Transaction& act, const UserNumber& holder, const std::optional<Guid>& keep = {});

/// One row of the worklist: a position or another request.
struct WorkItem {
    Guid id;
    std::string kind;    ///< "position", "create", "change", "close"
    std::string state;   ///< "open", "approved", "refused", "withdrawn", "ended"
    std::optional<UserNumber> subject;
    UserNumber sponsor;
    std::int64_t askedAt = 0;
    std::optional<std::int64_t> decidedAt;
    std::string title;   ///< the position; else who is to be recorded, the fields that change
    std::string reason;
    std::optional<UserNumber> decider;
    std::string decisionReason;
    std::string overruled;
    std::optional<PositionRecord> position;
    std::optional<RequestRecord> request;
};

struct WorkFilter {
    enum class Which { open, closed, mine };
    Which which = Which::open;   ///< closed: in the last 30 days; mine: open and closed
    std::string kind{};          ///< empty: every kind
    std::string text{};          ///< in the title, the person's name or number, the reason
};

/// The last asked first. Whose role decides its own sees no others. What is decided bears no former name (FormerNames.h).
/// Errors: RefusedError DUTY-*.
std::vector<WorkItem> requestWorklist(const RegisterDesk& desk, const WorkFilter& filter);
/// One of them; REQUEST-UNKNOWN also for another sponsor's.
WorkItem requestItem(const RegisterDesk& desk, const Guid& id);

} // namespace cardwright
