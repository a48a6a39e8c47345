#pragma once

#include "tests/ui/pages/FakeAccess.h"
#include "tests/ui/pages/FakePhoto.h"
#include "tests/ui/pages/FakePrint.h"
#include "tests/ui/pages/FakeRegister.h"
#include "ui/bridge/DeskPort.h"

#include <QObject>

#include <deque>
#include <map>
#include <set>
#include <string>

namespace cardwright::ui::test {

/// A desk without a backend: people, cards and a centre that do what the test says. Answers come later, on the event
/// loop, as the port promises. What the window asked for is kept for the test to look at.
class FakeDesk final : public FakeRegisterDesk, SessionPort, CardPort, ActsPort, IssuePort, RecordsPort, ExceptionsPort, TrustPort, TrayPort {
public:
    /// policy: the evidence policy to judge by; none: three rules of this desk's own.
    explicit FakeDesk(std::shared_ptr<EvidenceBook> policy = nullptr);
    ~FakeDesk() override;
    std::shared_ptr<EvidenceBook> evidence;

    // what the test does to the desk
    void agentCard(AgentCardState state, std::optional<int> tries = 3);
    void refuseCard(SignInTrouble trouble); ///< seen before any passcode
    void pullAgentCard(); ///< ends the session, as taking the card out does
    void endSession(SessionEnd why); ///< by the desk itself
    void put(SubjectCard card);
    void pull();
    void centre(CentreState state);
    void readers(ReaderCondition agent, ReaderCondition subject, const std::string& usedBy = {});
    void finishJob();                 ///< all steps, then the receipt
    void jobStep(std::size_t step, const std::string& more = {}); ///< this one runs, those before are done
    void jobCardGone(std::size_t step);
    void jobWrongCard(std::size_t step, const std::string& whose);
    void jobNeedsPasscode(std::size_t step);
    void jobOnReader(std::size_t step, PadAsk ask);                     ///< the reader asks; none: it does not any more
    void jobPadFailed(std::size_t step, const Failure& why, bool serves); ///< and got nothing
    void jobBusy(std::size_t step, const std::optional<std::string>& holder);
    void jobFails(std::size_t step, const Failure& failure, bool repairable);

    // what the window asked for
    std::string agentPasscode = "246813";
    std::string agentName = "Tomasz Reid";   ///< whose card is in reader 1
    std::string agentNumber = "555001000017";
    std::string role = "agent";
    std::vector<std::string> permissions = {permits::askException,   permits::issueCard,  permits::replaceCard, permits::unlockCard,
                                            permits::changePasscode, permits::testCard,   permits::repairCard,  permits::clearCard,
                                            permits::cancelCard,     permits::renewCard,  permits::renewExpired, permits::lendCard,
                                            permits::findHolder,     permits::createHolder, permits::changeHolder, permits::closeHolder};
    std::optional<Date> cardExpires;
    SignInTrouble refusal = SignInTrouble::none; ///< the next sign-in ends so
    SiteInfo siteInfo = {"Harbour Valley Community Trust", "HVC00", "Quayside House", "desk 2", true, 10, 10, "RA manager's desk, extension 4127", {"Desk 1, Riverside House"}, nullptr};
    std::string issuedPasscode; ///< digits of the last passcode that came with a job
    bool issuedLocked = false;
    bool passcodeOnReader = false; ///< the last passcode that came with a job is the reader's to ask for
    bool lastTryAgreed = false;
    std::optional<IssueDraft> issuedDraft;
    std::optional<Likeness> unlockedWith;
    std::optional<JobKind> running;
    int notSureRecorded = 0;
    int stopped = 0;
    int triedCentre = 0;
    int signOuts = 0;
    int looks = 0;
    std::vector<std::string> searched;
    std::map<std::string, IssueDraft> drafts; ///< by id
    std::optional<Failure> refuseStart;       ///< the next start is refused with this
    std::vector<std::string> deferred;        ///< of the next receipt
    bool centreHasIt = true;
    int tries = 3;
    TermsPort* termsDesk = nullptr; ///< the test's own; nothing: nobody is asked to read
    std::vector<QueueRow> queueRows;
    std::vector<JournalRow> journalRows;
    Worklist lists;
    std::vector<DiagnosisRow> findings;
    std::vector<PersonCard> people;
    std::map<std::string, std::string> settings;
    std::vector<std::string> viewed; ///< each call of person()
    ExceptionLists exceptionLists;
    std::optional<ExceptionStanding> standing; ///< of the open draft
    std::string askedReason;
    std::optional<ExceptionStanding> earlyStanding; ///< of the holder in reader 2
    std::string earlyAskedFor;                      ///< their number
    struct Decision {
        Guid id;
        bool approve = false;
        std::string reason;
    };
    std::vector<Decision> decisions;
    LogStatus log;
    VerifyReport verdict;
    SiteTrust siteState;
    std::vector<std::string> exported;
    std::vector<std::uint64_t> erased;
    std::optional<Failure> refuseAct; ///< the next act is refused with this
    std::string knownPasscode;        ///< digits of the passcode that a holder has, as it came with a job
    std::vector<CancelOrder> cancelled;
    std::optional<VisitOrder> visited; ///< its passcode is in knownPasscode or issuedPasscode
    std::vector<ReplaceOrder> replaced;
    std::optional<Failure> refuseReplace;
    std::optional<LoanOrder> lent;
    std::string returnNote;
    LoanLists loanLists;
    int loansRead = 0;
    std::vector<std::string> testFindings; ///< of the next test's receipt

    // ready-made
    static Holder ffion();
    static Holder callum();
    static SubjectCard lockedCard();
    static SubjectCard workingCard();
    static SubjectCard dueCard();
    static SubjectCard blankCard();
    static SubjectCard tornCard(bool needsPasscode);
    static SubjectCard foreignCard();
    static SubjectCard renewalCard();
    static SubjectCard cancelledCard();
    static SubjectCard temporaryCard(bool onLoan);
    static LoanRow loan(bool back);
    static ExceptionRow exception(std::uint8_t number, bool askedHere);
    static SiteTrust trusted();
    static LogStatus wholeLog();
    void makeManager(); ///< the next sign-in is a manager's
    static CentreState connected();
    static CentreState unreachable(int waiting);
    static Bytes portrait(int number);
    IssueDraft callumDraft(bool complete);

    // DeskPort
    void setEvents(DeskEvents* events) override;
    SessionPort& session() override { return *this; }
    CardPort& card() override { return *this; }
    ActsPort& acts() override { return *this; }
    IssuePort& issue() override { return *this; }
    RecordsPort& records() override { return *this; }
    ExceptionsPort& exceptions() override { return *this; }
    TrustPort& trust() override { return *this; }
    TrayPort* tray() override { return hasTray ? this : nullptr; }
    PhotoPort* photo() override { return &photoDesk; }
    TermsPort* terms() override { return termsDesk; }
    AccessPort* access() override { return &accessDesk; }
    bool hasTray = true;
    FakePhoto photoDesk;
    PrintPort* print() override { return hasPrint ? &printRoom : nullptr; }
    BadgePort* badges() override { return hasPrint ? &badgeDesk : nullptr; }
    bool hasPrint = false; ///< switched on by the tests that print
    FakePrint printRoom;
    FakeBadges badgeDesk;
    FakeAccess accessDesk;

private:
    friend class FakeRegister;
    SiteInfo site() const override;
    void signIn(SecureBytes passcode, bool lastTryAgreed, Then<SignInAnswer> then) override;
    void signOut(SessionEnd why) override;
    std::string setting(const std::string& name) const override;
    void setSetting(const std::string& name, const std::string& value) override;

    void likenessNotSure(std::uint64_t sight, Then<std::optional<Failure>> then) override;
    void lookAgain() override;
    PasscodeReport judgePasscode(ByteView typed, ByteView old, const PasscodeSubject& subject) const override;
    void startIssue(std::uint64_t sight, const IssueDraft& draft, PasscodeChoice passcode, Then<JobStart> then) override;
    void startUnlock(std::uint64_t sight, Likeness likeness, PasscodeChoice newPasscode, Then<JobStart> then) override;
    void startTouch(std::uint64_t sight, Then<JobStart> then) override;
    void startRepair(std::uint64_t sight, PasscodeChoice passcode, Then<JobStart> then) override;
    void continueJob(PasscodeChoice passcode) override;
    void stopJob() override;
    std::vector<JobStep> plannedSteps(JobKind kind) const override;

    void startVisit(std::uint64_t sight, VisitOrder order, Then<JobStart> then) override;
    void startPasscodeChange(std::uint64_t sight, HolderPasscode old, PasscodeChoice chosen, Then<JobStart> then) override;
    void startTest(std::uint64_t sight, HolderPasscode passcode, Then<JobStart> then) override;
    void startClear(std::uint64_t sight, Then<JobStart> then) override;
    void startCancel(std::uint64_t sight, const CancelOrder& order, CardAgain again, Then<ActAnswer> then) override;
    void cancelWithoutCard(const CancelOrder& order, CardAgain again, Then<ActAnswer> then) override;
    void checkReplace(const ReplaceOrder& order, Then<std::optional<Failure>> then) override;
    void replace(const ReplaceOrder& order, CardAgain again, Then<ActAnswer> then) override;
    void startReplacement(std::uint64_t sight, const std::string& userNumber, PasscodeChoice passcode, Then<JobStart> then) override;
    void startLend(std::uint64_t sight, const LoanOrder& loan, PasscodeChoice passcode, Then<JobStart> then) override;
    void startTakeBack(std::uint64_t sight, const std::string& note, Then<JobStart> then) override;
    void loans(Then<LoanLists> then) override;

    IssueDraft newDraft() override;
    void keepDraft(const IssueDraft& draft, Then<std::optional<Failure>> then) override;
    void loadDraft(const Guid& id, Then<std::optional<IssueDraft>> then) override;
    void dropDraft(const Guid& id) override;
    std::vector<DocumentKind> documentKinds() const override;
    void checkPerson(const PersonFields& person, Then<PersonCheck> then) override;
    void checkEvidence(const IssueDraft& draft, Then<EvidenceReport> then) override;
    std::vector<SampleApplicant> samples() const override;
    void loadSample(const std::string& id, Then<std::optional<IssueDraft>> then) override;

    void searchPeople(const std::string& text, Then<std::vector<PersonRow>> then) override;
    void person(const std::string& userNumber, Then<std::optional<PersonCard>> then) override;
    void queue(Then<std::vector<QueueRow>> then) override;
    void journal(std::size_t newest, Then<std::vector<JournalRow>> then) override;
    void worklist(Then<Worklist> then) override;
    std::vector<PolicyLine> policies() const override;
    void diagnose(Then<std::vector<DiagnosisRow>> then) override;
    void tryCentreNow() override;

    void list(Then<ExceptionLists> then) override;
    void ask(const IssueDraft& draft, const std::string& reason, Then<ActAnswer> then) override;
    void askEarlyRenewal(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then) override;
    void earlyRenewal(const std::string& userNumber, Then<std::optional<ExceptionStanding>> then) override;
    void decide(const Guid& id, bool approve, const std::string& reason, CardAgain again, Then<ActAnswer> then) override;
    void logStatus(Then<LogStatus> then) override;
    void verifyLog(Then<VerifyReport> then) override;
    void exportLog(const std::string& path, Then<ActAnswer> then) override;
    void exportProof(const std::string& userNumber, const std::string& path, Then<ActAnswer> then) override;
    void erasePayload(std::uint64_t seq, const std::string& reason, CardAgain again, Then<ActAnswer> then) override;
    void siteTrust(Then<SiteTrust> then) override;

    void insert(const std::string& cardId, ReaderRole reader) override;
    void pull(ReaderRole reader) override;
    void spendTries(const std::string& cardId) override;

    void later(std::function<void()> task);
    ActAnswer stepUp(const CardAgain& again);
    ActAnswer plainAct(const std::string& detail);
    void start(JobKind kind, std::uint64_t sight, Then<JobStart> then);
    void startOnHolder(JobKind kind, std::uint64_t sight, Then<JobStart> then);
    JobProgress progress(std::size_t step, JobState state) const;

    QObject m_loop; ///< its timers die with the desk
    DeskEvents* m_events = nullptr;
    AgentCard m_agentCard;
    SubjectCard m_card;
    CentreState m_centre;
    std::vector<ReaderTile> m_readers;
    std::vector<TrayCard> m_tray;
    bool m_signedIn = false;
    std::string m_jobHolder;
    std::uint64_t m_sight = 0;
    std::uint8_t m_drafts = 0;
};

/// Lets the event loop run until nothing is due any more.
void settle();

} // namespace cardwright::ui::test
