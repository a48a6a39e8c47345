#pragma once

#include "core/base/Bytes.h"
#include "core/base/Clock.h"
#include "core/base/Failure.h"
#include "core/base/Guid.h"
#include "core/base/SecureBytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What only a second look at the agent's card allows, exceptions, the log and its proofs, the site's keys and signed papers.

namespace cardwright::ui {

/// The passcode of the agent's own card, asked once more for an act that the card itself signs (step-up).
struct CardAgain {
    SecureBytes passcode;
    bool lastTryAgreed = false; ///< as at sign-in: the last try is never spent unasked
};

/// What became of an act that is more than reading. Nothing was recorded unless `done`.
struct ActAnswer {
    bool done = false;
    bool passcodeWrong = false;   ///< step-up: asked for again
    std::optional<int> triesLeft; ///< of the agent's card, whenever it was asked
    std::string detail;           ///< done: the file written or the like
    std::optional<Failure> failure;
};

// ---------------------------------------------------------------- exceptions

enum class ExceptionState { waiting, approved, refused, lapsed };

/// One rule on who decides, as it stands for the signed-in agent.
struct DutyLine {
    std::string rule; ///< "approver-is-manager-or-deputy", "approver-is-not-requester", "approver-is-not-subject"
    bool holds = false;
};

/// Something that a rule refuses and a second person may allow once: an application whose evidence did not pass, an early renewal.
struct ExceptionRow {
    Guid id;
    Guid draft;              ///< the application, where it is at this desk
    std::string act;         ///< of the policy's list: "evidence-unmet", "early-renewal"
    std::string holderName;
    std::string dateOfBirth; ///< ISO; may be empty
    std::string verdict;     ///< English words: "Not enough yet: one proof missing"
    std::vector<std::string> documents; ///< English words: what was seen
    std::string reason;      ///< as the agent wrote it
    std::string askedBy;
    std::string askedAtDesk;
    std::int64_t askedAt = 0;
    bool askedHere = false;  ///< at this desk
    bool atCentre = false;   ///< false: no other desk can see it yet
    ExceptionState state = ExceptionState::waiting;
    std::string decidedBy;
    std::string decisionReason;
    std::optional<std::int64_t> decidedAt;
    std::optional<std::int64_t> until;  ///< an approval's end
    std::vector<DutyLine> duties;       ///< waiting only; all hold: this agent may decide
};

struct ExceptionLists {
    std::vector<ExceptionRow> rows;      ///< newest first
    std::vector<std::string> deciders;   ///< who may decide: "RA manager", "deputy at desk 1"; from the roster
};

/// Of the open application, beside its verdict.
struct ExceptionStanding {
    Guid id;
    ExceptionState state = ExceptionState::waiting;
    std::int64_t at = 0;        ///< asked, or decided
    std::string by;             ///< who decided
    std::string reason;         ///< the decision's
    bool atCentre = false;
};

// ---------------------------------------------------------------- the log

/// How this desk's log stands with the centre.
enum class LogStanding {
    good,
    begunAnew,  ///< the one before was closed at the centre; its entries stay here and readable
    rolledBack, ///< the centre knows more of it than this disk: issuing stops
    forked,     ///< the centre countersigned another history of the same log: issuing stops
};

struct CheckpointLine {
    std::uint64_t size = 0; ///< entries under it
    std::int64_t at = 0;
    std::string root;       ///< hex
};

struct ClosedLog {
    std::string log;
    std::uint64_t entries = 0;
    std::uint64_t neverSent = 0;
    std::string reason; ///< English words
};

struct LogStatus {
    std::string log; ///< Guid
    std::uint64_t entries = 0;
    std::uint64_t erased = 0;
    LogStanding standing = LogStanding::good;
    std::optional<CheckpointLine> mine;          ///< the last this desk signed
    std::optional<CheckpointLine> countersigned; ///< the last the centre signed as well
    std::vector<ClosedLog> closed;
};

struct VerifyFault {
    std::optional<std::uint64_t> seq;
    std::string kind;  ///< LogVerifier's name: "badSignature", "missing" ...
    std::string words; ///< English words
};

struct VerifyReport {
    std::uint64_t entries = 0;
    std::uint64_t checkpoints = 0;
    double seconds = 0;
    std::vector<VerifyFault> faults;
    std::optional<Failure> failure; ///< could not be carried out
};

// ---------------------------------------------------------------- the site's keys and papers

enum class KeyProtection { file, tpm };

struct SignedPolicy {
    std::string name;    ///< "evidence"
    std::string version; ///< "hvc-evidence 1"
    bool signatureGood = false;
    std::string words;   ///< English words: what it says in one line
};

/// One whose card (or recovery key) opens the store key.
struct KeyRecipient {
    std::string name;
    std::string role;      ///< "agent", "manager"; empty for the recovery key
    bool recovery = false;
};

struct RotationState {
    bool running = false;
    std::uint64_t left = 0; ///< still sealed under the former key
    std::uint64_t of = 0;   ///< of so many; 0: not known
    std::string why; ///< English words: "an agent left the roster"
};

struct SiteTrust {
    std::string workstation; ///< Guid
    std::string log;
    std::optional<std::int64_t> enrolledAt;
    std::uint64_t rosterVersion = 0;
    std::optional<std::int64_t> rosterIssuedAt;
    int rosterAgeDays = 0;
    int rosterValidDays = 0; ///< older and nobody signs in
    int agents = 0;
    std::vector<SignedPolicy> policies;
    KeyProtection protection = KeyProtection::file;
    std::vector<KeyRecipient> recipients; ///< only while signed in: names are personal data
    std::optional<std::int64_t> keySince;
    RotationState rotation;
    int siteKeyVersion = 0;
    int cardsToRekey = 0;
    std::string centre;        ///< address
    std::string centrePinned;  ///< fingerprint of the pinned authority, shortened
    bool training = true;
    std::optional<Failure> failure;
};

} // namespace cardwright::ui
