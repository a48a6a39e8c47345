#pragma once

#include "core/lifecycle/CardDesk.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/DueWork.h"
#include "core/lifecycle/UnlockJob.h"

#include <optional>
#include <vector>

namespace cardwright {

/// What came of one visit. Each receipt is that of a job of its own, closed by its own entry.
struct VisitResult {
    std::optional<CardReceipt> unlocked;
    std::optional<CardReceipt> touched; ///< certificates that had come later
    std::optional<CardReceipt> rotated;
    std::optional<CardReceipt> renewed;
    std::optional<CardReceipt> terms; ///< signed apart from an unlock
    /// What was due and was not done, and why: the centre is not there, the holder did not type a passcode.
    struct Left {
        JobKind act;
        Failure why;
    };
    std::vector<Left> left;
};

/// The touch as people know it: all that is due on a card, with one passcode entry, and an unlock before it where the card is locked.
/// In this order: unlock; certificates; new terms; rotation of the derived keys; renewal. Each is a job with its own step record, so a cut
/// anywhere leaves at most that one torn: RepairJob finishes it, and what had not begun is simply still due. (TouchJob alone writes
/// the certificates only: the budget's "deferred certificate".)
class VisitJob {
public:
    struct Terms {
        /// The card's passcode, typed by its holder; with `unlock` the one that they choose. Without it nothing is renewed.
        PasscodeSource passcode;
        std::optional<UnlockJob::Options> unlock; ///< set the passcode first, with the unlock key
        bool spendLastTry = false;                ///< of the passcode, for a renewal
        bool renew = true;                        ///< false: leave a renewal that is due for another day
        std::optional<Guid> early{};              ///< RenewJob::Options::exception: renewed although it is not due
        /// What the holder accepted just now, where terms are due: signed by the unlock, or with `passcode` by a step of its own.
        std::optional<TermsAcceptance> accepted{};
    };
    VisitJob(CardDesk desk, CardLook look, Terms terms);

    /// Errors: RefusedError PASSCODE-NEEDED (an unlock without one); as UnlockJob, TouchJob, RotateJob and RenewJob. What only the centre's absence or the passcode's keeps from being done
    /// is not thrown but stands in `left`.
    VisitResult run();

private:
    void lookAgain();
    void terms(VisitResult& result);
    void rotate(VisitResult& result);
    void renew(VisitResult& result);
    DueWork due() const;
    CardDesk m_desk;
    CardLook m_look;
    Terms m_terms;
};

} // namespace cardwright
