#pragma once

#include "ui/bridge/DeskValues.h"

#include <functional>
#include <string>
#include <vector>

// The port through which the window asks and is told. The window owns it; app/workstation implements it over
// app/runtime's executors.
//
// Threads, the whole of it:
//  - every call here is made on the GUI thread and returns at once; none touches a card, a disk or the network.
//    Calls that return a value (not void) answer from memory.
//  - every callback and every DeskEvents call is delivered on the GUI thread, never from inside the call that asked
//    for it, and exactly once; after DeskPort is destroyed none comes.
//  - a callback may outlive the page that asked: the window guards its own pointers.
// Exceptions never cross: what goes wrong is a Failure inside the answer.

namespace cardwright::ui {

template <typename Value>
using Then = std::function<void(Value)>;

/// What the window is told without asking. One listener; setEvents() is followed by one call of each of the first
/// five with the state as it is.
class DeskEvents {
public:
    virtual ~DeskEvents() = default;
    virtual void readersChanged(const std::vector<ReaderTile>& tiles) = 0; ///< reader 1 first, always two
    virtual void agentCardChanged(const AgentCard& card) = 0;
    virtual void subjectCardChanged(const SubjectCard& card) = 0; ///< `reading` at once, the look when it is known
    virtual void centreChanged(const CentreState& state) = 0;     ///< also when the number waiting changes
    virtual void trayChanged(const std::vector<TrayCard>& cards) = 0; ///< never called without a tray
    virtual void sessionEnded(SessionEnd why) = 0; ///< also after signOut(); nothing of the session is usable any more
    virtual void jobProgress(const JobProgress& progress) = 0;
    virtual void jobEnded(const JobEnd& end) = 0; ///< exactly once per started job
    virtual void queueChanged() = 0;              ///< rows, records, worklists: ask again if shown
};

/// Site and sign-in.
class SessionPort {
public:
    virtual ~SessionPort() = default;
    virtual SiteInfo site() const = 0;
    /// The agent's passcode against the card in reader 1 and a challenge in 9A; also ends a lock. agentCardChanged with the card's
    /// tries as they are then follows every answer. Never sent when one try is left unless
    /// `lastTryAgreed` (then: refused, PASSCODE-LAST-TRY).
    virtual void signIn(SecureBytes passcode, bool lastTryAgreed, Then<SignInAnswer> then) = 0;
    /// Ends the session: session key, store key and all they opened are gone. A job under way goes on to its next safe
    /// point. Answered by sessionEnded(why).
    /// `idle` and `cardRemoved` lock: the same agent may come back to their work.
    virtual void signOut(SessionEnd why) = 0;
    /// A small setting of this desk ("theme": light, dark, contrast); empty when never set. Kept by the implementer, not in the journal.
    virtual std::string setting(const std::string& name) const = 0;
    virtual void setSetting(const std::string& name, const std::string& value) = 0;
};

/// The card in reader 2 and what is done to it. One job at a time.
class CardPort {
public:
    virtual ~CardPort() = default;
    /// Records that the holder's likeness was in doubt (duty entry); the card stays held.
    virtual void likenessNotSure(std::uint64_t sight, Then<std::optional<Failure>> then) = 0;
    /// Looks at the card again.
    virtual void lookAgain() = 0;
    /// Live rules for the holder view; pure, from memory, under a millisecond. `typed` is never kept.
    /// `old`: the passcode that is to go, where it was typed in the same act; else empty.
    virtual PasscodeReport judgePasscode(ByteView typed, ByteView old, const PasscodeSubject& subject) const = 0;

    /// Checks the draft as a whole, makes person, number and entries, and begins the job on the blank card.
    virtual void startIssue(std::uint64_t sight, const IssueDraft& draft, PasscodeChoice passcode, Then<JobStart> then) = 0;
    virtual void startUnlock(std::uint64_t sight, Likeness likeness, PasscodeChoice newPasscode, Then<JobStart> then) = 0;
    virtual void startTouch(std::uint64_t sight, Then<JobStart> then) = 0;
    /// Goes on with the open job of a torn card.
    virtual void startRepair(std::uint64_t sight, PasscodeChoice passcode, Then<JobStart> then) = 0;
    /// JobState::needsPasscode only.
    virtual void continueJob(PasscodeChoice passcode) = 0;
    /// Stops between two commands; the job is kept. Ends with jobEnded(stopped).
    virtual void stopJob() = 0;
    /// What this kind of job is going to do, all waiting: shown before it starts.
    virtual std::vector<JobStep> plannedSteps(JobKind kind) const = 0;
};

/// The further acts on the card in reader 2, and those on a card that is not here. Jobs are told of like every other; a start that a
/// rule refuses begins nothing.
class ActsPort {
public:
    virtual ~ActsPort() = default;
    virtual void startVisit(std::uint64_t sight, VisitOrder order, Then<JobStart> then) = 0;
    virtual void startPasscodeChange(std::uint64_t sight, HolderPasscode old, PasscodeChoice chosen, Then<JobStart> then) = 0;
    virtual void startTest(std::uint64_t sight, HolderPasscode passcode, Then<JobStart> then) = 0;
    virtual void startClear(std::uint64_t sight, Then<JobStart> then) = 0;
    /// The agent's card signs it before anything is done: until then nothing of it is told as a job. Answered `done` when the job runs.
    virtual void startCancel(std::uint64_t sight, const CancelOrder& order, CardAgain again, Then<ActAnswer> then) = 0;
    /// The card is not here. Also ends a job that was begun on it.
    virtual void cancelWithoutCard(const CancelOrder& order, CardAgain again, Then<ActAnswer> then) = 0;
    /// Why the card is not replaced on these grounds; nothing when it may. Reads only.
    virtual void checkReplace(const ReplaceOrder& order, Then<std::optional<Failure>> then) = 0;
    /// The old card ends. What the new one needs is kept until startReplacement() had it.
    virtual void replace(const ReplaceOrder& order, CardAgain again, Then<ActAnswer> then) = 0;
    /// The new card, on the blank one in reader 2. May be asked again after a refusal.
    virtual void startReplacement(std::uint64_t sight, const std::string& userNumber, PasscodeChoice passcode, Then<JobStart> then) = 0;
    virtual void startLend(std::uint64_t sight, const LoanOrder& loan, PasscodeChoice passcode, Then<JobStart> then) = 0;
    virtual void startTakeBack(std::uint64_t sight, const std::string& note, Then<JobStart> then) = 0;
    /// The custodian's log; each call is an entry: called when it is shown.
    virtual void loans(Then<LoanLists> then) = 0;
};

/// The application for a card, until the card job takes over.
class IssuePort {
public:
    virtual ~IssuePort() = default;
    virtual IssueDraft newDraft() = 0; ///< from memory: an id and nothing else
    /// Keeps the draft on this desk (it survives a crash). Called after each change; later calls win.
    virtual void keepDraft(const IssueDraft& draft, Then<std::optional<Failure>> then) = 0;
    virtual void loadDraft(const Guid& id, Then<std::optional<IssueDraft>> then) = 0;
    virtual void dropDraft(const Guid& id) = 0;
    virtual std::vector<DocumentKind> documentKinds() const = 0;
    virtual void checkPerson(const PersonFields& person, Then<PersonCheck> then) = 0;
    /// The policy's verdict on the draft's documents as they are, today (core's EvidencePolicy::judge).
    virtual void checkEvidence(const IssueDraft& draft, Then<EvidenceReport> then) = 0;
    /// Training only: people who do not exist, with their documents and drawn portraits.
    virtual std::vector<SampleApplicant> samples() const = 0;
    virtual void loadSample(const std::string& id, Then<std::optional<IssueDraft>> then) = 0;
};

/// What is known and recorded.
class RecordsPort {
public:
    virtual ~RecordsPort() = default;
    /// By name, number or card; best first, at most 50. Each call is an entry (holders.searched): one per pause in typing.
    virtual void searchPeople(const std::string& text, Then<std::vector<PersonRow>> then) = 0;
    /// Opens one person. Each call is an entry (holder.viewed): called when the person is shown, never ahead of it.
    virtual void person(const std::string& userNumber, Then<std::optional<PersonCard>> then) = 0;
    virtual void queue(Then<std::vector<QueueRow>> then) = 0; ///< not yet accepted, refused first
    virtual void journal(std::size_t newest, Then<std::vector<JournalRow>> then) = 0;
    virtual void worklist(Then<Worklist> then) = 0;
    virtual std::vector<PolicyLine> policies() const = 0;
    virtual void diagnose(Then<std::vector<DiagnosisRow>> then) = 0;
    virtual void tryCentreNow() = 0; ///< answered by centreChanged
};

/// Exceptions: an application whose evidence did not pass goes on when a second person says so, and a card is renewed before its
/// time. Each answer that changed something is followed by queueChanged().
class ExceptionsPort {
public:
    virtual ~ExceptionsPort() = default;
    virtual void list(Then<ExceptionLists> then) = 0;
    /// Asks for the draft as it is now. Refused where one waits already, or nothing is missing.
    virtual void ask(const IssueDraft& draft, const std::string& reason, Then<ActAnswer> then) = 0;
    /// For this holder, once, by the signed-in agent. Refused where one waits or is allowed already.
    virtual void askEarlyRenewal(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then) = 0;
    /// What became of the last that this agent asked for this holder; nothing when there is none, or it was used.
    virtual void earlyRenewal(const std::string& userNumber, Then<std::optional<ExceptionStanding>> then) = 0;
    /// The agent's card signs the decision; the rules on who decides are checked again.
    virtual void decide(const Guid& id, bool approve, const std::string& reason, CardAgain again, Then<ActAnswer> then) = 0;
};

/// The log, its proofs, and the site's keys and signed papers.
class TrustPort {
public:
    virtual ~TrustPort() = default;
    virtual void logStatus(Then<LogStatus> then) = 0;
    /// The whole log, every signature, off the GUI thread; may take a minute.
    virtual void verifyLog(Then<VerifyReport> then) = 0;
    virtual void exportLog(const std::string& path, Then<ActAnswer> then) = 0;
    /// The entries about one person with their inclusion proofs; itself an entry (data.exported).
    virtual void exportProof(const std::string& userNumber, const std::string& path, Then<ActAnswer> then) = 0;
    /// Deletes an entry's envelope; the tree still verifies. Signed by the agent's card; itself an entry.
    virtual void erasePayload(std::uint64_t seq, const std::string& reason, CardAgain again, Then<ActAnswer> then) = 0;
    virtual void siteTrust(Then<SiteTrust> then) = 0;
};

/// The simulated reader tray of a training desk.
class TrayPort {
public:
    virtual ~TrayPort() = default;
    /// A card already in that reader is pulled first. Answered by trayChanged and the reader events.
    virtual void insert(const std::string& cardId, ReaderRole reader) = 0;
    virtual void pull(ReaderRole reader) = 0;
    /// For practice: spends the card's passcode tries so that it is locked. Only while it is in no reader.
    virtual void spendTries(const std::string& cardId) = 0;
};

class PeoplePort; // PeoplePort.h: the register of people
class PhotoPort;  // PhotoPort.h: what is measured of a picture, and the camera
class TermsPort;  // TermsPort.h: notice, terms and receipt
class PrintPort;  // PrintPort.h: card faces, leaflet, receipt
class BadgePort;  // BadgePort.h: ID badges
class AccessPort; // AccessPort.h: requests, positions, the delegated list

class DeskPort {
public:
    virtual ~DeskPort() = default;
    virtual void setEvents(DeskEvents* events) = 0; ///< nullptr: nobody listens any more
    virtual SessionPort& session() = 0;
    virtual CardPort& card() = 0;
    virtual ActsPort& acts() = 0;
    virtual IssuePort& issue() = 0;
    virtual RecordsPort& records() = 0;
    virtual ExceptionsPort& exceptions() = 0;
    virtual TrustPort& trust() = 0;
    virtual TrayPort* tray() = 0; ///< nullptr: real readers only
    // nullptr: this window is without that room
    virtual PeoplePort* people() = 0;
    virtual PhotoPort* photo() = 0;
    virtual TermsPort* terms() = 0;
    virtual PrintPort* print() = 0;
    virtual BadgePort* badges() = 0;
    virtual AccessPort* access() = 0;
};

} // namespace cardwright::ui
