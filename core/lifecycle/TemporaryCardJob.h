#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/PasscodeSource.h"

#include <optional>
#include <string>
#include <string_view>

namespace cardwright {

/// Whether this is the name of a temporary access card's profile: the organisation's ODS code, "TAC", and a name that begins with at
/// least two letters ("HVC00TACNIGHT2"). Case does not matter.
bool isTemporaryCardName(std::string_view name, std::string_view odsCode) noexcept;

/// Who answers for the card, who takes it: the custodian's log, kept in the entries.
struct TemporaryLoan {
    struct Responsible {
        std::string name;
        std::string telephone;
        std::string email;
    };
    struct Borrower {
        std::string name;
        std::optional<UserNumber> number; ///< where they have one
        std::string identifiedBy;         ///< "passport ending 4471"
        bool present = false;
    };
    Responsible responsible;
    Borrower borrower;
    std::string reason{};
    std::optional<Date> until{};
};

/// A temporary access card on its way out and back. The card is issued locked, once, to its profile (a holder whose name on the card,
/// or family name, is a temporary card's); in stock nobody knows its passcode.
class TemporaryCardJob {
public:
    TemporaryCardJob(CardDesk desk, CardLook look);

    /// A passcode that the borrower types, set with the unlock key; proved. Entry temporaryCard.lent {"card","job","name",
    /// "responsible":{name,telephone,email},"borrower":{name,userNumber?,identifiedBy},"reason"?,"until"?,"receipt"}. Cut, RepairJob
    /// finishes it with a passcode, or locks the card again.
    /// Errors: RefusedError TEMPORARY-NAME, TEMPORARY-RESPONSIBLE, TEMPORARY-BORROWER, TEMPORARY-ON-LOAN, AGENT-IS-SUBJECT (the
    /// agent is the borrower), PASSCODE-RULE; others as UnlockJob::run.
    CardReceipt lend(const TemporaryLoan& loan, PasscodeSource passcode);

    /// It came back: a random passcode, its tries spent. Entry temporaryCard.returned {"card","job","name","note"?,"locked":true}.
    /// Cut, RepairJob goes on without a passcode. Also for a card that is locked already: what it holds is then unknown anew.
    /// Errors: RefusedError TEMPORARY-NAME; others as UnlockJob::run.
    void takeBack(const std::string& note);

private:
    std::string requireTemporary() const;
    CardDesk m_desk;
    CardLook m_look;
};

} // namespace cardwright
