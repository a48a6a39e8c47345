#pragma once

#include "ui/bridge/ApplicationValues.h"
#include "ui/bridge/CardValues.h"
#include "ui/bridge/JobValues.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The acts on a card beyond issue and unlock: what the agent says of them before they begin.

namespace cardwright::ui {

/// All that is due on a card, in one job and with one passcode entry.
struct VisitOrder {
    std::optional<PasscodeChoice> passcode; ///< as it is now; with `unlock` the one that the holder chose. Without one nothing is renewed
    std::optional<Likeness> unlock;      ///< the card is locked: a new passcode first
    bool lastTryAgreed = false;
    bool renew = true;                   ///< false: a renewal that is due is left for another day
    bool early = false;                  ///< a renewal before its time, by an exception that was allowed: used with it
};

/// `reason`: a name of core's list of reasons (words::cancelReason).
struct CancelOrder {
    std::string card;   ///< Guid
    std::string reason; ///< "lost", "left" ...
    std::string note;
};

struct ReplaceOrder {
    std::string card; ///< Guid of the old one
    std::string userNumber;
    std::string reason;   ///< "lost", "stolen", "damaged", "name-changed", "expired"
    std::string incident; ///< lost, stolen, or not brought back
    bool returned = false;
    bool cutThrough = false;
    std::vector<DocumentFields> documents; ///< lost, stolen: who the person is, checked afresh
    bool likeness = false;                 ///< name changed: the photo on record is still a likeness
    std::vector<ConditionField> answers = {}; ///< what ways to pass want besides those documents
    Bytes portrait = {};                   ///< a new photo; empty: the one on record
    std::vector<PhotoMark> photoMarks = {}; ///< what was measured of it
    std::string photoReason = {};          ///< why it is taken although something was advised
};

/// Who answers for a temporary card, and who takes it.
struct LoanOrder {
    std::string responsibleName;
    std::string telephone;
    std::string email;
    std::string borrowerName;
    std::string borrowerNumber; ///< may be empty
    std::string identifiedBy;
    bool present = false;
    std::string reason;
    std::string until; ///< ISO; may be empty
};

/// One line of the custodian's log.
struct LoanRow {
    std::string card; ///< Guid
    std::string name; ///< the temporary card's
    LoanOrder loan;
    std::int64_t lentAt = 0;
    std::optional<std::int64_t> returnedAt;
};

struct LoanLists {
    std::vector<LoanRow> rows; ///< newest first
    std::optional<Failure> failure;
};

} // namespace cardwright::ui
