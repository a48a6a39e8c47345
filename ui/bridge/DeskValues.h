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

// The values that cross between the window and the executors. Plain C++ and nothing of Qt, so that the side that
// fills them needs no Qt either. Texts are UTF-8. What a person reads is worded by the presenters from keys and
// numbers; a text here is data (a name, a number, a supplier) unless its comment says "English words".

namespace cardwright::ui {

// ---------------------------------------------------------------- site and session

struct SiteInfo {
    std::string name;      ///< "Harbour Valley Community Trust"
    std::string odsCode;   ///< "HVC00"
    std::string place;     ///< "Quayside House"
    std::string desk;      ///< "desk 2"
    bool training = true;  ///< said in the window on every screen
    int idleMinutes = 10;  ///< idle lock; 0 = never
    std::string governanceContact; ///< whom "Not sure" shows; may be empty
};

enum class ReaderRole { agent, subject }; ///< reader 1 is always the agent's

enum class ReaderCondition { absent, empty, reading, card, inUse, mute };

/// One tile of the reader strip: what the reader itself says. Whose card it is comes with AgentCard and SubjectCard.
struct ReaderTile {
    ReaderRole role = ReaderRole::agent;
    ReaderCondition condition = ReaderCondition::absent;
    std::string readerName;
    std::string usedBy; ///< inUse: "scdaemon (pid 812)" where it is known
};

enum class AgentCardState { absent, reading, ready, notAgent, locked, unreadable };

/// The card in reader 1 as it is seen before and after sign-in.
struct AgentCard {
    AgentCardState state = AgentCardState::absent;
    std::string name;      ///< known before sign-in from the roster
    std::string givenName;
    std::optional<int> triesLeft;
    std::optional<Failure> failure; ///< notAgent, unreadable: why
};

enum class SignInOutcome { signedIn, wrongPasscode, locked, refused };

struct SignInAnswer {
    SignInOutcome outcome = SignInOutcome::refused;
    std::string agentName;
    std::string agentNumber; ///< 12 digits
    std::optional<int> triesLeft;
    std::optional<Failure> failure; ///< refused: AGENT-UNKNOWN, CARD-REMOVED, SITE-...
};

enum class SessionEnd { signedOut, cardRemoved, idle };

// ---------------------------------------------------------------- people and cards

/// A person as the desk shows them. portrait is the stored JPEG; empty: compare with the printed face.
struct Holder {
    std::string userNumber; ///< 12 digits, no spaces
    std::string legalName;
    std::string givenName;
    std::string familyName;
    std::string nameOnCard;
    std::optional<Date> dateOfBirth;
    std::string jobTitle;
    Bytes portrait;
    std::optional<Date> pictureTaken;
    std::string pictureTakenAt; ///< place
    std::optional<int> holderSince; ///< year
};

/// One line of a card's or person's history; `kind` is the journal entry's kind ("card.unlocked").
struct HistoryItem {
    std::int64_t at = 0;
    std::string kind;
    std::string where; ///< "desk 2"
    std::string agent; ///< name
};

enum class DueKind { certificates, ///< deferred certificates are here and can be written now
                     certificatesAsked ///< asked for, the centre has not answered yet
};

struct DueItem {
    DueKind kind = DueKind::certificates;
    std::vector<std::string> certificateSlots; ///< "9A", "9C"
    std::optional<std::int64_t> since;
};

/// A job that was not finished on this card.
struct OpenJob {
    Guid job;
    std::string kind; ///< "issue", "unlock", "touch"
    std::string holderName;
    std::string userNumber;
    std::string lastStep; ///< step key
    std::string agent;
    std::int64_t startedAt = 0;
    bool needsPasscode = false; ///< to go on, the holder types one (or it ends locked)
};

enum class CardKind {
    none,       ///< no card in reader 2
    reading,    ///< being looked at
    blank,
    ours,       ///< `locked` says whether it is
    otherSite,  ///< ours by signature, but of another reader or site: not served here
    foreign,
    torn,       ///< `openJob` is set
    agentsOwn,  ///< the signed-in agent's own card or record: nobody serves themselves
    unreadable, ///< `failure` says why
};

/// The card in reader 2 after a look at it. `sight` counts insertions: each command names the sight it is meant for,
/// and is refused with CARD-OTHER when another card has come since.
struct SubjectCard {
    std::uint64_t sight = 0;
    CardKind kind = CardKind::none;
    bool locked = false;
    std::optional<int> triesLeft;
    std::string cardGuid;
    std::string serial;
    std::string cardType; ///< the profile's name for people
    std::optional<Date> expires;
    std::optional<Holder> holder;
    std::vector<DueItem> due;
    std::vector<HistoryItem> history; ///< newest first
    std::optional<OpenJob> openJob;
    std::optional<Failure> failure;
};

enum class Likeness { yes, notSure, printedFace };

struct PersonRow {
    std::string userNumber;
    std::string name;
    std::optional<Date> dateOfBirth;
    std::string jobTitle;
    std::string cardState; ///< "none", "issued", "locked", "deferred", "open"
};

struct PersonCard {
    Holder holder;
    std::string cardGuid;  ///< empty: no card
    std::string cardState; ///< as in PersonRow
    std::optional<Date> expires;
    std::vector<HistoryItem> history;
};

// ---------------------------------------------------------------- the issue draft

/// A person as typed; becomes core's Person.
struct PersonFields {
    std::string givenName;
    std::string familyName;
    std::string preferredName; ///< prints in the given name's place
    std::string dateOfBirth;   ///< ISO once understood ("1991-08-14"), else as typed
    std::string nameOnCard;    ///< empty: made from the names
    std::string jobTitle;
    std::string postcode;    ///< of the current address
};

/// A date or tick that a kind of document asks for besides its own dates (EvidenceCondition).
struct ConditionField {
    std::string id;
    std::string value; ///< "yes" for a tick, ISO for a date
};

/// One document as the agent typed it; becomes core's EvidenceDocument. Dates are ISO, or as typed while not understood.
struct DocumentFields {
    std::string kind; ///< a DocumentKind's id
    std::string numberEnding;
    std::string issuer;
    std::string dated;
    std::string expires;
    bool originalSeen = false;  ///< the agent's own statement: never made for them
    bool nameAgrees = true;
    bool birthDateSeen = true;  ///< only where the kind shows one
    bool addressAgrees = true;  ///< only where the kind shows one
    std::vector<ConditionField> conditions;
};

struct DocumentCondition {
    std::string id;
    std::string words; ///< English words: "Permission to stay seen"
    bool isDate = false;
};

/// What the policy in force knows (EvidenceKind): fills the "Add a document" list and says which fields a kind needs.
struct DocumentKind {
    std::string id;         ///< EvidenceKind::code, "uk-passport"
    std::string name;       ///< English words: "UK passport"
    bool photo = false;     ///< may count as proof with a photo
    bool address = false;   ///< may count as proof of address
    std::string issuerWord; ///< "supplier"; empty: no issuer is asked for
    std::string issuer;     ///< fixed issuer
    bool wantsDated = false;
    bool wantsExpires = false;
    bool hasNumber = true;
    bool showsBirthDate = false;
    bool showsAddress = false;
    std::vector<DocumentCondition> conditions;
};

struct IssueDraft {
    Guid id; ///< none until newDraft() gave one
    PersonFields person;
    std::vector<DocumentFields> documents;
    Bytes portrait;             ///< the accepted JPEG; empty: none yet
    std::string photoReference; ///< hex SHA-256 of portrait
    std::string step;           ///< where the agent was: "person", "evidence", "photo", "passcode"
    std::int64_t changedAt = 0;
    bool parked = false;
};

struct DraftRow {
    Guid id;
    std::string name;
    std::string step;
    std::int64_t changedAt = 0;
    std::vector<std::string> missing; ///< English words
};

/// What is not right yet with one field (core's PersonProblem).
struct FieldProblem {
    std::string field;    ///< name of the member of PersonFields
    std::string sentence; ///< English words
};

struct PersonCheck {
    std::vector<FieldProblem> problems;
    std::vector<PersonRow> doubles;         ///< same person perhaps; empty: "No double found"
    std::string firstLine;                  ///< NameOnCard as it will be printed
    std::string secondLine;
};

// The verdict on a draft's documents: core's EvidenceVerdict, field by field. (Core's own type has a member named
// `slots`, which is a macro wherever Qt is.)

enum class DocumentStanding { counts, spare, refused };

struct DocumentReport {
    DocumentStanding standing = DocumentStanding::refused;
    std::string words;  ///< English words: "Counts: photo", "Does not count", "Not needed"
    std::string reason; ///< English words with the arithmetic: "Too old by 82 days. 23 May 2026 or later."
};

struct RoutePlace {
    std::string word; ///< English words: "photo", "address"
    bool filled = false;
};

struct RouteReport {
    std::string title; ///< English words
    std::vector<RoutePlace> places;
    std::vector<std::string> wants; ///< English words
    bool complete = false;
};

struct EvidenceCheck {
    std::string words; ///< English words: "Names agree"
    bool holds = false;
    std::string remedy;
};

struct EvidenceAdvice {
    std::string kind;  ///< DocumentKind id
    std::string title; ///< English words: "Photocard driving licence"
    std::string words; ///< English words: "Most people carry it. Fills the first row."
    bool completes = false;
};

struct EvidenceReport {
    bool passed = false;
    std::string title; ///< English words: "Not enough yet: one proof missing"
    int missing = 0;   ///< proofs, on the shortest way
    std::vector<DocumentReport> documents; ///< in the draft's order
    std::vector<RouteReport> routes;
    std::vector<EvidenceCheck> checks;
    std::vector<EvidenceAdvice> advice; ///< quickest first; empty when passed
    std::string policy; ///< "hvc-evidence 1"
};

enum class MeasureState { good, warning, bad };

struct PortraitMeasure {
    std::string name;  ///< English words: "Large enough"
    std::string value; ///< "886 by 1,139"
    MeasureState state = MeasureState::good;
};

struct PortraitAnswer {
    Bytes jpeg; ///< re-encoded, without EXIF; empty when failure is set
    std::string photoReference;
    int width = 0;
    int height = 0;
    std::vector<PortraitMeasure> measures;
    std::string adviceTitle; ///< English words; empty when nothing is to be done
    std::string adviceWords;
    std::optional<Failure> failure;
};

struct SampleApplicant {
    std::string id;
    std::string name;
    std::string words; ///< "Passes with a passport, a bill and a licence"
};

// ---------------------------------------------------------------- passcode

/// Whose passcode is chosen: the rules look at their numbers.
struct PasscodeSubject {
    std::string userNumber; ///< may be empty for somebody new
    std::string dateOfBirth; ///< ISO
    std::string serial;
};

/// One of core's rules: "digits", "length", "run", "repeat", "pattern", "date-of-birth", "user-number", "card-serial".
/// The presenter folds them into the four lines that the holder sees.
struct PasscodeRule {
    std::string key;
    std::string words; ///< English words, for keys the presenter does not know
    bool holds = false;
    int shortBy = 0; ///< "length": digits still to go
};

struct PasscodeReport {
    int minDigits = 6;
    int maxDigits = 8;
    std::vector<PasscodeRule> rules;
    bool acceptable = false;
};

// ---------------------------------------------------------------- jobs

/// A passcode for a card job, or none: the card then ends locked.
struct PasscodeChoice {
    SecureBytes passcode; ///< ASCII digits
    bool locked = false;  ///< true: no passcode, issue locked
};

enum class StepState { waiting, running, done, failed };

struct JobStep {
    std::string key;   ///< "recognise", "preflight", "open", "administration", "keys" ...
    std::string words; ///< English words, for keys the presenter does not know
    std::string more;  ///< second line while it runs; may be empty
    StepState state = StepState::waiting;
    double seconds = 0;
};

enum class JobKind { issue, unlock, touch, repair };

enum class JobState {
    running,
    cardGone,      ///< put the same card back; goes on by itself
    wrongCard,     ///< another card is in; refused by name in `failure.detail`
    needsPasscode, ///< continueJob() with what the holder types
    stopping,      ///< ends between two commands
};

/// A full picture of the job each time something changes: nothing to merge.
struct JobProgress {
    Guid job;
    JobKind kind = JobKind::issue;
    JobState state = JobState::running;
    std::string holderName;
    std::string userNumber;
    std::vector<JobStep> steps;
    std::optional<double> secondsLeft; ///< from this card type's own history
    int basedOn = 0;                   ///< of how many cards
    std::optional<Failure> failure;    ///< cardGone, wrongCard
};

struct ReceiptLine {
    std::string key;    ///< "chuid", "9A", "passcode" ...
    std::string words;  ///< English words
    std::string detail; ///< fingerprint or size
};

struct Receipt {
    JobKind kind = JobKind::issue;
    std::string holderName;
    std::string userNumber;
    std::string cardGuid;
    std::vector<ReceiptLine> written;
    std::vector<std::string> deferredSlots; ///< certificates that follow: the card cannot yet sign in
    bool locked = false;
    std::optional<int> triesLeft;
    std::vector<std::string> limitations; ///< English words: what this card cannot do
    std::int64_t at = 0;
    double cardSeconds = 0;
    int commands = 0;
    bool atCentre = false; ///< false: only on this desk
};

enum class JobOutcome { done, stopped, failed };

struct JobEnd {
    Guid job;
    JobKind kind = JobKind::issue;
    JobOutcome outcome = JobOutcome::done;
    std::optional<Receipt> receipt; ///< done
    std::optional<Failure> failure; ///< stopped, failed
    bool repairable = false;        ///< the job is kept: repair goes on
    bool abandoned = false;         ///< done, repair only: nothing was on the card yet, it is blank again
};

/// Whether a job was begun. A rule that says no, or a card that changed, is a failure and nothing was written.
struct JobStart {
    bool started = false;
    Guid job;
    std::optional<Failure> failure;
};

// ---------------------------------------------------------------- centre, queue, records

struct Authority {
    std::optional<std::int64_t> until; ///< this desk may work alone until then
    int daysLeft = 0;
    int daysOf = 0;
    int issuesLeft = 0;
    int issuesOf = 0;
    int unlocksLeft = 0;
    int unlocksOf = 0;
    int numbersLeft = 0;
    int numbersOf = 0;
};

enum class CentreReach { unknown, connected, unreachable, refusedTls };

struct CentreState {
    CentreReach reach = CentreReach::unknown;
    std::optional<std::int64_t> since;   ///< unreachable: since when
    std::optional<std::int64_t> nextTry; ///< UTC milliseconds
    bool trying = false;
    int waiting = 0; ///< entries not yet at the centre
    int refused = 0;
    Authority authority;
    std::optional<Failure> failure;
};

enum class QueueState { waiting, sending, accepted, refused };

struct QueueRow {
    std::uint64_t seq = 0;
    std::int64_t at = 0;
    std::string kind;       ///< journal entry kind
    std::string detail;     ///< English words; may be empty
    std::string holderName; ///< empty where it concerns nobody
    std::string userNumber;
    QueueState state = QueueState::waiting;
    std::string problem;    ///< refused: the centre's sentence
};

struct JournalRow {
    std::uint64_t seq = 0;
    std::int64_t at = 0;
    std::string kind;
    std::string agent;
    std::string holderName;
    std::string userNumber;
    QueueState state = QueueState::waiting;
};

struct DeferredRow {
    std::string userNumber;
    std::string name;
    std::string cardGuid;
    std::vector<std::string> certificateSlots;
    std::int64_t since = 0;
    bool ready = false; ///< the certificate is here: the next touch writes it
};

struct Worklist {
    std::vector<OpenJob> openJobs;
    std::vector<DeferredRow> deferred;
    std::vector<DraftRow> drafts;
};

struct PolicyLine {
    std::string policy; ///< "evidence 1"
    std::string words;  ///< English words: "Utility bills count for 6 months"
};

enum class DiagnosisState { good, warning, bad };

struct DiagnosisRow {
    std::string area;  ///< "service", "readers", "centre", "store", "site"
    std::string title; ///< English words
    std::string words; ///< cause and next step
    std::string code;  ///< failure code; may be empty
    DiagnosisState state = DiagnosisState::good;
};

// ---------------------------------------------------------------- training tray

struct TrayCard {
    std::string id;   ///< the file's name without its ending: "blank-1"
    std::string name; ///< holder's name once issued; else empty
    std::string kind; ///< "agent", "blank", "issued", "foreign"
    std::optional<ReaderRole> in; ///< which reader it is in
};

} // namespace cardwright::ui
