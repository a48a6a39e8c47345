#pragma once

#include "ui/bridge/PeoplePort.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Positions, requests and who may give what. The rules are core's: what the window is told here says why a thing may not be done.

namespace cardwright::ui {

/// A position of the catalogue.
struct CatalogueRow {
    std::string id;
    std::string title;
    std::string jobRole;
    std::string area;
    std::vector<std::string> activities;
    std::string odsCode;
    std::vector<std::string> systems; ///< what it opens
    bool closed = false;
    bool delegated = false; ///< on this agent's own list: given without asking
};

struct PositionRow {
    Guid id;
    std::string userNumber;
    std::string holderName;
    std::string title; ///< "Nurse, Community nursing"
    std::vector<std::string> activities;
    std::vector<std::string> systems;
    std::string odsCode;
    std::string state; ///< "requested", "approved", "refused", "ended"
    std::string begins; ///< ISO
    std::string ends;   ///< ISO, or empty
    std::optional<int> daysLeft; ///< below 0: over, and nobody acted on it
    std::string sponsor;
    std::string decidedBy;
    std::string decisionReason;
    bool inForce = false;
    std::string endHeld; ///< failure code: why this agent may not end it; empty: may
};

struct RequestRow {
    Guid id;
    std::string kind;  ///< "position", "create", "change", "close", "badge"
    std::string state; ///< "open", "approved", "refused", "withdrawn", "ended"; a badge: "printed"
    std::string userNumber; ///< empty: nobody recorded yet
    std::string holderName;
    std::string title; ///< the position; the fields that change
    std::vector<std::pair<std::string, std::string>> lines; ///< field -> as asked
    std::string reason;
    std::string askedBy;
    std::int64_t askedAt = 0;
    std::string decidedBy;
    std::int64_t decidedAt = 0;
    std::string decisionReason;
    std::string overruled; ///< what this desk had said when another desk's word was first; else empty
    bool mine = false;     ///< asked by whoever is signed in
    std::vector<DutyLine> duties;
    std::string decideHeld;   ///< failure code: why this agent may not decide it; empty: may
    std::string withdrawHeld; ///< likewise for taking it back
    bool niNumberOnRecord = false; ///< change: the person has an NI number, so another one takes a paper
};

struct RequestQuery {
    enum class Which { open, closed, mine, ending };
    Which which = Which::open;
    std::string kind; ///< empty: all
    std::string text;
    int days = 30;    ///< ending
};

struct RequestLists {
    std::vector<RequestRow> rows;
    std::vector<PositionRow> ending;
    std::vector<int> endingDays; ///< what the policy offers
    int open = 0;                ///< before kind and text
    std::string held;            ///< failure code: this agent sees no worklist
};

/// One person's access, for their page and for the Access step.
struct PersonAccess {
    std::string userNumber; ///< empty: nobody recorded yet
    std::vector<PositionRow> positions;
    std::vector<RequestRow> requests; ///< open ones about them that this agent sees, positions and badges among them
    bool neededBeforeIssue = false; ///< the site's policy
    bool finished = false;          ///< a position is approved, or none is needed
    std::string askHeld;    ///< failure code: why this agent may not ask; empty: may
    std::string assignHeld; ///< why they may not give without asking
    std::string issueHeld;  ///< why they may not check and issue: DUTY-SPONSOR-CHECKS
};

struct PositionAsk {
    std::string userNumber;
    std::string catalogue;
    std::string begins; ///< ISO
    std::string ends;   ///< ISO, or empty
    std::string reason;
    bool assign = false; ///< given at once, by the role or the delegated list
};

struct RequestAsk {
    std::string kind;       ///< "create", "change", "close"
    std::string userNumber; ///< empty for create
    std::vector<std::pair<std::string, std::string>> fields;
    std::string reason;
};

struct RequestAnswerOrder {
    bool approve = false;
    std::string reason;
    std::string typed;                    ///< close: CLOSE
    std::vector<std::string> comparedWith; ///< create: numbers of those who are somebody else
    std::string whyOther;
    std::vector<PaperFields> papers;      ///< change of who somebody is
};

struct DelegatedRow {
    std::string sponsor; ///< 12 digits
    std::string name;
    std::vector<std::string> positions; ///< ids of the catalogue
    std::string held;    ///< failure code: why this agent may not set it (their own)
};

struct CatalogueView {
    std::vector<CatalogueRow> rows;
    std::vector<DelegatedRow> lists; ///< every sponsor of the roster, with or without a list
    std::string manageHeld;          ///< failure code; empty: may open, close and delegate
};

class AccessPort {
public:
    virtual ~AccessPort() = default;
    virtual void requests(const RequestQuery& query, Then<RequestLists> then) = 0;
    virtual void access(const std::string& userNumber, Then<PersonAccess> then) = 0;
    /// Of an open application: who is not recorded yet has no positions.
    virtual void accessOf(const IssueDraft& draft, Then<PersonAccess> then) = 0;
    virtual void catalogue(Then<CatalogueView> then) = 0;

    virtual void askPosition(const PositionAsk& ask, Then<ActAnswer> then) = 0;
    /// Likewise for an application: who is not recorded yet is recorded first, with a number of their own, and nothing else is done.
    virtual void askPositionFor(const IssueDraft& draft, const PositionAsk& ask, Then<ActAnswer> then) = 0;
    virtual void raise(const RequestAsk& ask, Then<ActAnswer> then) = 0;
    /// A position or another request. A badge is refused here and otherwise printed. Closing somebody's record asks the agent's card for each card that ends.
    virtual void decide(const Guid& id, const RequestAnswerOrder& order, CardAgain again, Then<ActAnswer> then) = 0;
    virtual void withdraw(const Guid& id, const std::string& reason, Then<ActAnswer> then) = 0;
    virtual void endPosition(const Guid& id, const std::string& reason, Then<ActAnswer> then) = 0;
    virtual void changePositions(const std::vector<Guid>& ids, const std::string& ends, const std::string& reason, Then<ActAnswer> then) = 0;

    virtual void define(const CatalogueRow& position, Then<ActAnswer> then) = 0;
    virtual void closeCatalogue(const std::string& id, const std::string& approvedBy, const std::string& typed, Then<ActAnswer> then) = 0;
    virtual void delegate(const std::string& sponsor, const std::vector<std::string>& positions, Then<ActAnswer> then) = 0;
};

} // namespace cardwright::ui
