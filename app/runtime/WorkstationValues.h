#pragma once

#include "core/base/Failure.h"
#include "core/base/Guid.h"
#include "core/crypto/Certificate.h"
#include "core/identity/UserNumber.h"
#include "core/lifecycle/CardReceipt.h"
#include "core/lifecycle/JobProgress.h"
#include "core/lifecycle/TemporaryCardJob.h"
#include "core/lifecycle/TermsSigning.h"
#include "core/lifecycle/VisitJob.h"
#include "core/piv/Outcomes.h"
#include "core/portrait/PhotoCheck.h"
#include "core/portrait/PortraitFile.h"
#include "core/store/TermsBook.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

// What Workstation is asked with and answers, where no room of the core has a word for it.

namespace cardwright::runtime {

/// How a card act is watched and stopped.
struct Watch {
    JobProgressListener progress;
    std::stop_token stop;
};

enum class LockReason { idle, cardRemoved, asked };

/// Who locked the desk.
struct LockedDesk {
    std::string name;
    LockReason why = LockReason::asked;
    std::int64_t at = 0;
};

/// What the agent's reader holds, before anybody signs in.
struct AgentLook {
    struct Agent {
        std::string name;
        std::string role;
        bool active = true;
        bool revoked = false;
        std::int64_t notAfter = 0;
    };
    std::optional<Agent> agent;
    TriesLeft tries;
};

/// What somebody asks to be allowed though a rule refuses it.
struct ExceptionOrder {
    std::string act; ///< "early-renewal" ...
    UserNumber subject;
    std::string reason;
};

/// One that was asked for. Its id is that of the asking entry.
struct ExceptionItem {
    Guid id;
    std::string act;
    std::optional<UserNumber> subject; ///< nothing: somebody without a UUID; legalName then
    std::string reason;
    std::string askedBy; ///< name, where this desk knows it
    std::int64_t askedAt = 0;
    std::string state; ///< "waiting", "allowed", "refused", "lapsed", "used"
    std::string decidedBy;
    std::string decisionReason;
    std::optional<std::int64_t> decidedAt;
    std::string legalName = {}; ///< of the act evidence-unmet: whose documents did not suffice, and what was missing
    std::string verdict = {};
};

/// What a touch did of what was due, in one account.
struct TouchResult {
    CardReceipt receipt;             ///< `written`: the certificates; the rest as the last job of this touch proved it
    bool keysRenewed = false;        ///< derived keys of the newest site key version
    std::optional<Failure> keysLeft; ///< they were due and are still: the centre, which has to learn of them, does not answer
    bool unlocked = false;
    bool renewed = false;            ///< new keys and certificates for the holder
    std::vector<VisitResult::Left> left; ///< all that was due and was not done, keysLeft included
};

/// The old card has ended and the new one is not made.
struct WaitingReplacement {
    UserNumber holder;
    std::string name;
    Guid oldCard;
    bool locked = false;
    std::int64_t since = 0;
};

/// One temporary card of this desk.
struct LoanItem {
    Guid card;
    std::string name;
    TemporaryLoan loan;
    std::int64_t lentAt = 0;
    std::optional<std::int64_t> returnedAt;
};

/// Whether a holder has the terms before them.
struct TermsStanding {
    bool due = true; ///< asked before anything else is done on the card
    std::optional<TermsRecord> last;
};

/// One signed acceptance, checked anew.
struct TermsProof {
    TermsRecord record;
    std::optional<Certificate> certificate; ///< of the key that signed, where it has come
    TermsCheck check;
};

/// A portrait that passed what refuses, and how this desk's policy measures it.
struct TakenPhoto {
    Portrait portrait;
    PhotoStanding standing;
};

} // namespace cardwright::runtime
