#pragma once

#include "app/runtime/DeskKeys.h"
#include "app/runtime/Readers.h"
#include "app/runtime/SecretMaterial.h"
#include "app/runtime/SiteMaterial.h"
#include "app/runtime/SiteStatus.h"
#include "app/runtime/StoreThread.h"
#include "app/runtime/Synchroniser.h"
#include "app/runtime/WorkstationValues.h"
#include "core/access/AgentSignIn.h"
#include "core/access/CardStepUp.h"
#include "core/identity/IssueRequest.h"
#include "core/lifecycle/CancelJob.h"
#include "core/lifecycle/CardLook.h"
#include "core/lifecycle/IssueAct.h"
#include "core/lifecycle/PasscodeChangeJob.h"
#include "core/lifecycle/RenewJob.h"
#include "core/lifecycle/RepairJob.h"
#include "core/lifecycle/ReplaceAct.h"
#include "core/lifecycle/TemporaryCardJob.h"
#include "core/lifecycle/TermsSigning.h"
#include "core/lifecycle/UnlockJob.h"
#include "core/lifecycle/VerifyJob.h"
#include "core/lifecycle/VisitJob.h"
#include "core/registers/Duplicates.h"
#include "core/registers/HandoverReceipt.h"
#include "core/registers/HrImport.h"
#include "core/registers/PersonActs.h"
#include "core/registers/PhotoFigures.h"
#include "core/registers/Positions.h"
#include "core/registers/Requests.h"
#include "core/store/StoreRoom.h"
#include "core/sync/HolderReads.h"
#include "core/sync/OfflineAuthority.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace cardwright {
struct ExceptionRequest;
}

namespace cardwright {
class HttpCentral;
}
namespace cardwright::simulator {
class VirtualTray;
}

namespace cardwright::runtime {

/// One open desk: site, store, readers, session and the way to the centre, composed once. The window and the shell do every
/// act through it, so both do it alike. Calls block; they come from one thread at a time per kind: card acts from the card
/// thread (or the shell's only one), the rest from anywhere.
class Workstation {
public:
    struct Options {
        std::filesystem::path site;
        Store::Mode mode = Store::Mode::writer;
        bool pcsc = true; ///< real readers
        bool tray = false; ///< and the training tray's two
    };
    /// Throws StoreError, PolicyError, CryptoError: nothing is half-open afterwards.
    explicit Workstation(Options options);
    ~Workstation();
    Workstation(const Workstation&) = delete;
    Workstation& operator=(const Workstation&) = delete;

    const SiteMaterial& material() const noexcept { return m_material; }
    /// Whose certificates count on cards: material().trust, and what the centre has said since the start. Any thread.
    std::shared_ptr<const std::vector<Certificate>> trustInForce() const;
    StoreThread& store() noexcept { return *m_store; }
    Readers& readers() noexcept { return *m_readers; }
    simulator::VirtualTray* tray() noexcept { return m_tray; }
    Synchroniser& synchroniser() noexcept { return *m_synchroniser; }
    const Clock& clock() const noexcept { return m_clock; }
    RandomSource& random() noexcept { return m_random; }
    std::vector<ReaderState> readersNow() { return m_readers->readers(); }

    // -- session
    /// The agent's card in this reader. Signed in: the store is open, sealed deliveries are applied, agent.signedIn is recorded with
    /// its delegation. The outcome's keys are taken out of it. subjectReader: where cards of holders lie, so that an agent's card
    /// put there is named; empty: not looked at. Whoever was signed in before is signed out first.
    SignInOutcome signIn(const std::string& reader, const SecureBytes& passcode, bool mayUseLastTry = false, const std::string& subjectReader = {});
    /// A training site's own agent, whose card and passcode lie in the site folder. Throws RefusedError where policy says no.
    SignInOutcome signInTrainingAgent();
    /// Records agent.signedOut, makes a checkpoint, and drops every key: session, store, site, content signing. Signed out already:
    /// nothing. The way to the centre goes on: what waits is sealed.
    void signOut();
    /// As signOut, but the same agent may come back to their open work: records agent.locked. The keys die at once, whatever runs: a
    /// card job under way goes on to its next safe point, and its closing entry waits for this agent or a manager.
    void lock(LockReason why);
    /// Who is signed in now; nothing while locked.
    std::optional<AgentSession> session() const;
    /// Who locked the desk; nothing when signed in or signed out. signIn() by the same agent ends it, and by any other clears it.
    std::optional<LockedDesk> locked() const;
    /// The agent who is signed in is the one who had locked the desk: their open work may be shown again. False: a clean desk.
    bool workKept() const;
    /// The reader that holds the card of the agent who is signed in; empty with a training site's own agent.
    std::string agentReader() const;
    /// The newest version of the site's keys; 0 while nobody is signed in, when they are sealed.
    int newestSiteKey() const;
    /// Batches of blank cards whose keys are here, by name; none while nobody is signed in.
    std::vector<std::string> batches() const;
    /// A card job runs: the idle clock stands still (with a limit of its own).
    bool jobRunning() const noexcept;

    // -- acts that ask the agent's card once more (RefusedError STEP-UP-*, SESSION-ENDED; FailureError PASSCODE-*)
    /// Puts the card's own signature over this entry into its payload. The passcode is the agent's, for reader 1; a training site's
    /// own agent needs none. For acts whose drafts are made elsewhere; the members below do it by themselves.
    void stepUp(EntryDraft& draft, const SecureBytes* passcode);

    /// Why the desk ended the last session by itself: the roster names the agent no more or with other rights (notInRoster), the card
    /// was withdrawn (revoked), the hours are over (expired). Nothing after the next sign-in, or when the agent ended it.
    std::optional<SignInOutcome::Kind> endedBecause() const;

    /// Goes on when the verdict allows; else the attempt is recorded (duty.refused), whoever is signed in, and RefusedError thrown.
    /// subject: whom it was about, where it was about somebody.
    void requireDuty(const DutyVerdict& verdict, std::string_view attempted, const std::optional<UserNumber>& subject = {});

    /// After deliveries were applied, by whichever round: first the store is sealed for whom the roster names, while it is open, then
    /// the session is judged by it. The synchroniser of this desk calls it by itself.
    void deliveriesApplied();

    /// A new store key, sealed to the agents of the signed roster and the recovery key and to nobody else. Asks the card again. False:
    /// one was under way already and only goes on. RefusedError DUTY-*.
    bool beginStoreKeyRotation(const SecureBytes* passcode);
    /// Seals so many fields anew; true when nothing is left. What is not stepped here goes on at the next sign-in or delivery.
    bool stepStoreKeyRotation(std::size_t fields);
    RotationState storeKeyRotation();

    /// What was typed to find somebody (never kept in clear) and how many were found: holders.searched.
    /// Whoever is signed in, where they may look for people at all; else refused, on record.
    AgentSession requireSearch();
    void recordSearch(const std::string& typed, std::size_t found);
    /// Somebody's record was opened on the screen or printed by the shell: holder.viewed. where: "person-page", "shell" ...
    void recordView(const UserNumber& person, const std::string& where);

    Guid askException(const ExceptionOrder& order);
    /// One that the agent signed in may use now for this act and subject; the newest.
    std::optional<Guid> usableException(std::string_view act, const UserNumber& subject);
    /// For an application whose evidence did not pass, of somebody who need not have a UUID yet. Nothing is decided by asking; admit()
    /// takes the id once it is allowed. EXCEPTION-ACT where nothing is missing or one for it is open already.
    Guid askEvidenceException(const IssueApplication& application, const std::string& reason);
    std::vector<ExceptionItem> exceptions();
    /// A manager or named deputy who is neither the one who asked nor its subject. Asks their card again.
    void decideException(const Guid& id, bool approve, const std::string& reason, const SecureBytes* passcode);

    /// The payload of one entry is taken away for good (the envelope is deleted here; the entry that says so tells the centre). The
    /// log verifies as before. Asks the card again.
    void erasePayload(const Guid& entry, const std::string& reason, const SecureBytes* passcode);

    /// After a roll-back, a restored copy or a loss: the centre closes the old log and names a new one; what was not yet sent stays
    /// readable in the closed log. Needs the centre and a session, and ends that session: it was delegated for the old log.
    /// Returns the new log.
    Guid beginNewLog(const std::string& reason);

    // -- the register of people (WorkstationPeople.cpp). Each asks its duties in core: a refused attempt is an entry.
    /// Who may be this person already; recorded as a search.
    std::vector<Duplicate> duplicatesOf(const Person& person);
    PersonRecord createPerson(const NewPerson& asked);
    PersonChanged changePerson(const PersonChange& asked);
    /// Their cards first, each by an entry that the agent's card signs; the record last. Cut between, it is asked for again.
    PersonRecord closePerson(const CloseOrder& order, const SecureBytes* agentPasscode);
    PersonRecord reopenPerson(const UserNumber& person, const std::string& reason);
    /// What an HR file would do; writes nothing.
    /// A long file goes by in steps, and others use the store in between. goOn: asked before each step; false ends it with HR-FILE-STOPPED.
    HrPreview previewHrFile(const std::filesystem::path& file, const HrListener& each = {}, const std::function<bool()>& goOn = {});
    /// All of it or nothing. previewed: the digest of the preview. UsageError REQUEST-FILE; RefusedError HR-FILE-*.
    /// Looked at once more in steps; only what it changes is then written, in one transaction, for which the store is busy.
    HrPreview importHrFile(const std::filesystem::path& file, const Sha256Digest& previewed, const HrListener& each = {}, const std::function<bool()>& goOn = {});
    std::vector<PersonRecord> leavers();       ///< recorded as a search
    /// HR's word on their leaving is settled: they keep the card.
    PersonRecord keepLeaver(const UserNumber& person, const std::string& reason);
    std::vector<ExpectedStarter> starters();   ///< likewise; the newest 1,000
    PositionRecord requestPosition(const PositionOrder& order);
    PositionRecord decidePosition(const Guid& position, bool approve, const std::string& reason);
    PositionRecord endPosition(const Guid& position, const std::string& reason);
    std::vector<PositionRecord> positionWorklist(bool mine = false);
    std::vector<PositionRecord> endingPositions(int days);
    /// A request carried out or refused. Closing somebody's record: their cards first, as closePerson().
    RequestRecord decideRequest(const Guid& id, const RequestDecision& decision, const SecureBytes* agentPasscode);
    /// Any other act of the registers: work(const RegisterDesk&), on the store's thread. Defined in AtRegister.h. Each act asks its duties
    /// itself.
    HrLook lookAtHrFile(const std::filesystem::path& file, const HrListener& each, const std::function<bool()>& goOn);
    template <class Work>
    auto atRegister(Work&& work);

    // -- reads at the centre, signed by the live session. Throw CentralError, RefusedError.
    HolderPage findAtCentre(const HolderQuery& query);
    HolderRecord holderAtCentre(const UserNumber& person);
    std::optional<Bytes> portraitAtCentre(const Sha256Digest& reference);

    SiteStatus status();
    /// Looks at everything a desk needs, one finding a subject, and stops at nothing. Needs no session.
    Diagnosis diagnose();
    /// The log as it can be checked without a store: header and entries, JSON lines. Recorded (data.exported).
    void exportLog(const std::function<void(std::string_view line)>& sink);
    /// One person's entries, each with its proof under a checkpoint made now: one JSON text. Recorded likewise.
    std::string exportProof(const UserNumber& person);
    /// What was found amiss in store and files since the start.
    std::vector<TamperingFinding> findings();
    /// Whether an agent's card is in this reader and how many passcode tries it has, before anybody signs in. Their name is not known
    /// then, unless it is they who locked the desk.
    AgentLook agentLook(const std::string& reader);

    // -- card acts; all but look() need a session (RefusedError AGENT-NOT-SIGNED-IN)
    CardLook look(const std::string& reader, std::stop_token stop = {});
    /// From a checked application to a record: person, number, entries. Refuses what a rule forbids and leaves nothing then. The
    /// card comes after: when it fails, the record stays, and the same application goes on without asking anything twice.
    /// The passcode is looked at first, as far as its rules can be judged before there is a user number.
    IssueOrder admit(const IssueApplication& application, const PasscodeSource& passcode);
    CardReceipt issue(const std::string& reader, const IssueOrder& order, PasscodeSource passcode, Watch watch);
    CardReceipt unlock(const std::string& reader, PasscodeSource newPasscode, UnlockJob::Options options, Watch watch);
    /// visit(), its receipts as one, and what still waits for the centre. Without terms only what needs no passcode.
    TouchResult touch(const std::string& reader, Watch watch);
    TouchResult touch(const std::string& reader, VisitJob::Terms terms, Watch watch);
    /// Cards in use that this desk knows and whose keys are older than the newest site key: each gets new ones at its next touch. A
    /// card whose keys cannot be changed stays here until it is replaced. Recorded as a search is.
    std::vector<CardRecord> cardsToRekey();
    RepairResult repair(const std::string& reader, PasscodeSource passcode, Watch watch);

    // -- the further acts (WorkstationCardActs.cpp). Each asks its permission first: a refused attempt is an entry (duty.refused).
    /// The holder types both; errors as PasscodeChangeJob::run.
    CardReceipt changePasscode(const std::string& reader, PasscodeSource old, PasscodeSource chosen, PasscodeChangeJob::Options options, Watch watch);
    /// "Test my card". What does not hold is a finding of the report; errors as VerifyJob::run.
    VerifyReport verify(const std::string& reader, PasscodeSource passcode, VerifyJob::Options options, Watch watch);
    /// All that is due on the card with one passcode entry, after an unlock where the terms ask for one. A renewal that the agent's
    /// role does not include is recorded as refused and stands in `left`.
    VisitResult visit(const std::string& reader, VisitJob::Terms terms, Watch watch);
    /// The renewal alone. Errors: as RenewJob::run; after the end of the certificates it takes a permission of its own.
    CardReceipt renew(const std::string& reader, PasscodeSource passcode, RenewJob::Options options, Watch watch);
    /// What visit() would find on the card now: no command beyond the look, no commit.
    DueWork due(const CardLook& look) const;
    /// Irreversible; asks the agent's card again before anything is done. Errors: as CancelJob::run and stepUp().
    CardReceipt cancelCard(const std::string& reader, CancelReason reason, std::string note, const SecureBytes* agentPasscode, Watch watch);
    /// Without the card: the entry alone. Also ends a begun job whose card is lost, so that the person may have another.
    void cancelWithoutCard(const Guid& card, CancelReason reason, std::string note, const SecureBytes* agentPasscode);
    /// Back to blank; only a cancelled card, or one that was given up. Errors: as ClearJob::run.
    CardReceipt clearCard(const std::string& reader, Watch watch);
    /// Why this card is not replaced on these grounds; nothing when it may. Reads only.
    std::optional<Failure> replaceRefusal(const ReplaceTerms& terms);
    /// Who may do it at all, recorded where somebody may not: role, nobody to themselves, no sponsor of theirs. Throws RefusedError DUTY-*,
    /// AGENT-IS-SUBJECT.
    void requireReplaceDuties(const ReplaceTerms& terms);
    /// The application of a request file as the fresh check of a replacement: its documents judged, and its portrait where it has one.
    /// Throws RefusedError with the verdict's code, IDENTITY-CHECK (it is about somebody else), UsageError,
    /// PortraitError.
    void addEvidence(ReplaceTerms& terms, const IssueRequest& request);
    /// The old card ends (asks the agent's card again). A name is changed before, by changePerson(). The new card is made by replacementOrder().
    void replaceCard(const ReplaceTerms& terms, const SecureBytes* agentPasscode);
    /// Replacements whose old card has ended and whose new one is not made, the oldest first: also after a crash. Recorded as a search is.
    std::vector<WaitingReplacement> waitingReplacements();
    /// By what the new card of one of them is made: nothing is asked again. Errors: as ReplaceAct::orderOf, DUTY-*.
    IssueOrder replacementOrder(const UserNumber& holder);
    /// A passcode for this person's next card, before the old one is ended; what is not typed here is not looked at. Throws RefusedError
    /// PASSCODE-RULE, PAD-NOT-ALLOWED.
    void requirePasscodeRules(const UserNumber& holder, const PasscodeSource& passcode);
    CardReceipt lendTemporary(const std::string& reader, TemporaryLoan loan, PasscodeSource passcode, Watch watch);
    void takeBackTemporary(const std::string& reader, std::string note, Watch watch);
    /// The custodian's log of this desk's temporary cards, newest first. Recorded as a search is.
    std::vector<LoanItem> temporaryLoans();
    /// Every card of this person that this desk knows, also those that work no more.
    std::vector<CardRecord> cardsOf(const UserNumber& person);

    // -- privacy notice and terms of holders (WorkstationTerms.cpp)
    /// What a holder acknowledged and accepted, and when, by this desk's policy. Goes into IssueOrder, UnlockJob::Options or VisitJob::Terms.
    TermsAcceptance acceptTerms(std::int64_t noticeAt, std::int64_t acceptedAt);
    TermsStanding termsOf(const UserNumber& person);
    /// The holder would not: an entry (duty.refused, rule terms-declined). attempted: "unlock", "touch".
    void termsDeclined(const UserNumber& person, std::string_view attempted);
    /// What this card signed, the last first, checked anew. RefusedError DUTY-*, TERMS-NONE.
    std::vector<TermsProof> termsOfCard(const Guid& card);
    /// What its holder was given with this card. Recorded as a view of the person (where: "receipt").
    HandoverReceipt handoverReceipt(const Guid& card);

    // -- photo (WorkstationPhoto.cpp)
    /// The portrait of a request file, measured by this desk's policy. Throws PortraitError; RefusedError PHOTO-REASON (no reason of its list).
    TakenPhoto takePhoto(const IssueRequest& request);
    /// What was accepted with a reason, counted. Throws RefusedError DUTY-*.
    PhotoFigures photoFigures();

    /// The application of a request file: portrait read, documents judged. Throws UsageError, PortraitError, RefusedError.
    IssueApplication applicationOf(const IssueRequest& request);
    /// The same, also where the evidence does not pass: to ask for an exception, or to go on with one.
    IssueApplication applicationAsItIs(const IssueRequest& request);
    /// What this desk may do alone, now.
    AuthorityVerdict authority(BoundedAct act);

private:
    Guid recordException(ExceptionRequest request, const AgentSession& agent);
    struct Act;
    Permission visitNeeds(const VisitJob::Terms& terms);
    VisitResult runVisit(Act& act, CardLook look, VisitJob::Terms terms);
    /// What there is while somebody is signed in.
    struct Live {
        AgentSession session;
        Bytes delegation;
        std::shared_ptr<const SecretMaterial> secrets;
        std::string reader; ///< empty: the training site's own agent
        bool workKept = false;
    };
    struct Away {
        LockedDesk shown;
        Sha256Digest agent{};
        UserNumber number;
    };
    AgentSession requireSession();
    std::shared_ptr<const SecretMaterial> requireSecrets();
    Roster roster() const;
    ClockFacts clockFacts();
    SignInOutcome signInWith(CardReader& reader, const std::string& name, const SecureBytes& passcode, bool mayUseLastTry);
    /// On the store's thread: vault, index, session, entry, inbox.
    Live begin(Store& store, SignInOutcome& outcome, const Roster& roster);
    std::optional<Live> takeLive();
    /// The last entry of a session, a checkpoint, and every key dropped, whatever the store says of the first two.
    void end(Live live, EntryKind kind, const char* why);
    /// Likewise by the desk itself: session.ended in the workstation's name, since the centre takes nothing more from that agent.
    void endByDesk(Live live, SignInOutcome::Kind why);
    void close(Live live, const EntryDraft& last, const EntryAuthor& author);
    void endLostSessions(Store& store);
    void noteFindings(Store& store);
    /// In the background, on the store's thread: recipients of the store key as the roster has them; rotation when one has gone.
    void careForStoreKey();
    /// A delivery may have brought a newer version of the site key to a session that is under way.
    void takeRaisedSiteKey();
    void takeCardAnchors();
    void careStep(bool first);
    void sealForRoster(Store& store);
    std::vector<EnvelopeRecipient> recipientsOf(Store& store, const Roster& held) const;
    /// Ends the session of an agent who was withdrawn or has other rights now. A card job goes on to its next safe point.
    std::optional<SignInOutcome::Kind> judgeSession();
    /// The card that a newer roster replaced by one that does not open the store yet: it seals the store for its successor, and
    /// nothing more. Nothing: not such a card.
    void handOver(CardReader& reader, const SecureBytes& passcode, bool mayUseLastTry, SignInOutcome& outcome);
    std::optional<Roster> rosterBefore(Store& store) const;
    /// 9D certificates of those who were trusted before and still open the store, where none of the present roster did.
    std::vector<EnvelopeRecipient> keptRecipients(Store& store, const Roster& held);
    std::unique_ptr<HttpCentral> connect();
    /// A TPM's counter: a store that knows of fewer counts than the TPM was put back from a copy.
    void meetCount(Store& store);
    void countUp(Store& store);
    void withAgentCard(const std::string& reader, const std::function<void(CardSession&)>& work);
    bool readersDisagree(const std::string& reader, const std::string& subjectReader, SignInOutcome& outcome);
    SessionProof proof(const Live& live);
    template <class Call>
    auto atCentre(Call&& call);
    template <class Call>
    auto inReplaceAct(const AgentSession& agent, Call&& call); ///< on the store's thread
    JournalEntry append(const EntryDraft& draft, const EntryAuthor& author);

    SystemClock m_clock;
    SecureRandom m_random;
    SiteMaterial m_material;
    std::shared_ptr<const std::vector<Certificate>> m_trust = std::make_shared<const std::vector<Certificate>>(m_material.trust);
    DeskKeys m_keys;
    WorkstationSigners m_signers;
    std::unique_ptr<StoreThread> m_store;
    std::unique_ptr<Synchroniser> m_synchroniser;
    simulator::VirtualTray* m_tray = nullptr; ///< owned by m_readers
    std::unique_ptr<Readers> m_readers;
    std::unique_ptr<HttpCentral> m_reads; ///< under m_readsMutex
    std::mutex m_readsMutex;
    bool m_writes = false;
    std::atomic<int> m_jobs{0};
    mutable std::mutex m_mutex;
    std::optional<Live> m_live;
    std::optional<Away> m_away;
    std::optional<SignInOutcome::Kind> m_endedBecause;
};

} // namespace cardwright::runtime
