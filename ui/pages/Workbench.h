#pragma once

#include "ui/bridge/DeskHub.h"
#include "ui/bridge/TermsPort.h"
#include "ui/pages/JobPage.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/presenters/DeskPresenter.h"
#include "ui/widgets/DeskWindow.h"
#include "ui/widgets/HolderAsk.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace cardwright::ui {

class AccessStep;
class ActPage;
class CancelPage;
class CardActPage;
class CardStep;
class DeskPage;
class DiagnosisPage;
class DonePage;
class EarlyPage;
class EvidenceStep;
class ExceptionsPage;
class FlowPage;
class LendPage;
class LoansPage;
class PrintPage;
class PrintStep;
class BadgesPage;
class HelpPage;
class HolderPasscodeView;
class HolderReaderView;
class HolderTermsView;
class PeoplePage;
class PersonStep;
class PhotoStep;
class PositionsPage;
class QueuePage;
class ReplacePage;
class RequestsPage;
class RecordsPage;
class SetUpPage;
class SignInPage;
class TrayPanel;
class WorklistPage;

/// Where the agent is. The rail shows the first six, in this order; exceptions and loans belong to the worklists.
enum class Place { desk, people, worklists, queue, records, setUp, exceptions, loans, prints, badges, requests, positions, help, diagnosis };

/// The desk application put together over a DeskPort: window, pages, keys, and who is shown when. What main makes:
///     Theme::install(application, appearance);  Workbench bench(port);  bench.window().show();
/// The port outlives it.
class Workbench final : public QObject {
    Q_OBJECT

public:
    explicit Workbench(DeskPort& port, QObject* parent = nullptr);
    ~Workbench() override;

    DeskWindow& window() noexcept { return *m_window; }
    DeskHub& hub() noexcept { return *m_hub; }
    ApplicationPresenter& application() noexcept { return *m_application; }
    Place place() const noexcept { return m_place; }
    void go(Place place);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Shown { desk, flow, act, job, print, done };
    void makePages();
    void connectHub();
    void connectPages();
    void connectFlow();
    void connectActs();
    void connectPrints(); ///< WorkbenchPrint.cpp: cards and badges, and the print step
    void connectAccess(); ///< WorkbenchAccess.cpp: requests, positions and what is asked from a person's page
    void bindKeys();

    void connectSession();
    void leaveDesk(SessionEnd why);
    void sessionBegan();
    void cleanDesk();
    void sessionOver(SessionEnd why);
    void showSessionNotice(bool anotherAgent);
    void showLeftJob();
    void idleOver();
    void showAgentMenu();
    void showDeskPlace();
    void showFlowStep();
    QWidget* flowWidget() const;
    void refreshStrip();
    void refreshCentre();
    void askWorklist();
    void leaveAside();
    void serveWaiting();

    void beginApplication();
    void takeDraft(IssueDraft draft);
    void flowBack();
    void flowNext();
    void act(DeskAct what);
    void beginIssue(PasscodeChoice passcode);
    /// `card`: as it was when the agent answered; another card put in meanwhile is refused by its sight.
    void beginCardAct(JobKind kind, const SubjectCard& card, Likeness likeness, PasscodeChoice passcode);
    void jobDone(const JobEnd& end);
    void jobLeft();
    void doneLeft();
    /// True: a card was made, and its face comes before the done page.
    bool beginPrint(const JobEnd& end, const Holder& holder, const QVector<StepItem>& steps);
    void makeNextCard(const Holder& holder, const QString& spoiled);
    QVector<StepItem> cardActSteps(JobKind kind, const QString& second, bool warns, bool done) const;
    struct HolderTyped {
        PasscodeChoice known;  ///< the passcode they have, where it was asked for
        PasscodeChoice chosen; ///< the new one
    };
    struct HolderTurn {
        HolderAsk ask = HolderAsk::NewTwice;
        QString warning{};
        /// Who reads notice and terms first, where they are due; nothing: nobody does (another person's act, a repair).
        std::optional<TermsReader> reader{};
        std::string act{}; ///< "issue", "unlock", "touch": for the record of somebody who would not
        bool onScreen = false; ///< also where reader 2 has keys of its own
    };
    /// The holder of this card reads first, where terms are due.
    static HolderTurn termsTurn(const SubjectCard& card, const char* act);
    void turnToHolder(const QString& name, PasscodeSubject subject, HolderTurn turn, std::function<void(HolderTyped)> then);
    // WorkbenchTerms.cpp: notice and terms come before the passcode
    void connectTerms();
    /// The screen turned to somebody who asks: how records are protected, who may ask for access logs. Nothing is accepted by it.
    void showHolderHelp();
    void readTerms(const QString& name, const HolderTurn& turn, std::function<void()> then);
    void askPasscode(const QString& name, PasscodeSubject subject, const HolderTurn& turn, std::function<void(HolderTyped)> then);

    // WorkbenchReader.cpp: the holder types on the reader's own keys
    void connectReader();
    void followReader(const JobProgress& progress);
    bool typesOnReader(const HolderTurn& turn) const;
    // WorkbenchCards.cpp: the further acts
    void openAct(DeskAct what);
    void showAct(CardActPage* page);
    void actLeft();
    void beginAct();
    void beginVisitUnlock(const SubjectCard& card, Likeness likeness, PasscodeChoice chosen);
    void beginLend();
    void beginReplacement(PasscodeChoice passcode);
    void cancelFrom(const PersonCard& person);
    void replaceFrom(const PersonCard& person);
    void openReplace(const Holder& holder, const std::string& card, bool present, bool expired);
    void followActCard();
    /// Shows the job and begins it; a start that is refused is said there.
    void beginJob(JobKind kind, const Holder& holder, const std::function<void(Then<JobStart>)>& start);
    void showFull(QWidget* screen, bool keysDead);
    void offerTray();
    void said(const QString& words);
    void restartIdle();

    std::unique_ptr<DeskWindow> m_window;
    DeskHub* m_hub;
    ApplicationPresenter* m_application;
    ApplicationPresenter* m_check; ///< documents of a replacement, never an application
    SignInPage* m_signIn;
    DeskPage* m_desk;
    PersonStep* m_person;
    EvidenceStep* m_evidence;
    PhotoStep* m_photo;
    CardStep* m_card;
    ActPage* m_act;
    EarlyPage* m_early;
    CancelPage* m_cancel;
    ReplacePage* m_replace;
    EvidenceStep* m_checkStep;
    PhotoStep* m_checkPhoto;
    LendPage* m_lend;
    LoansPage* m_loans;
    PrintPage* m_prints;
    PrintStep* m_printStep;
    BadgesPage* m_badges;
    RequestsPage* m_requests;
    PositionsPage* m_positions;
    AccessStep* m_access;
    JobPage* m_job;
    DonePage* m_done;
    PeoplePage* m_people;
    WorklistPage* m_worklists;
    QueuePage* m_queue;
    RecordsPage* m_records;
    ExceptionsPage* m_exceptions;
    SetUpPage* m_setUp;
    HelpPage* m_help;
    DiagnosisPage* m_diagnosis;
    HolderPasscodeView* m_holder;
    HolderTermsView* m_reading;
    HolderReaderView* m_reader;
    std::function<void()> m_afterReading;
    HolderTurn m_readingFor;
    std::uint64_t m_readingSight = 0;
    std::int64_t m_noticeAt = 0;
    TrayPanel* m_tray = nullptr;

    Place m_place = Place::desk;
    Place m_before = Place::desk;
    Shown m_shown = Shown::desk;
    bool m_trayByItself = false; ///< the tray was opened because reader 1 is empty, and closes when it is not
    CardActPage* m_shownAct = nullptr; ///< Shown::act
    FlowPage* m_checking = nullptr;    ///< its identity check or its new photo, shown in its place
    Place m_actFrom = Place::desk;
    Place m_positionsFrom = Place::worklists;
    bool m_replacing = false;          ///< the job shown is the new card of a replacement
    std::string m_failedWith;          ///< code of the last job's end
    QVector<StepItem> m_printSteps;    ///< of the card whose print is asked about
    bool m_issueJob = false; ///< the job shown is that of the open application
    bool m_repairMayFollow = false; ///< that job was left, and its card has not been looked at since
    std::function<void(HolderTyped)> m_turn;
    std::string m_lastAgent;     ///< number: whose work is kept under a lock
    std::string m_lastAgentName;
    bool m_leftJob = false;      ///< a job ran when the session ended
    std::optional<JobOutcome> m_leftJobEnd;
    QTimer m_idle{this};
};

} // namespace cardwright::ui
