#include "ui/pages/Workbench.h"

#include "ui/pages/AccessStep.h"
#include "ui/pages/ActPage.h"
#include "ui/pages/CancelPage.h"
#include "ui/pages/CardStep.h"
#include "ui/pages/DeskPage.h"
#include "ui/pages/DonePage.h"
#include "ui/pages/EarlyPage.h"
#include "ui/pages/EvidenceStep.h"
#include "ui/pages/ExceptionsPage.h"
#include "ui/pages/LendPage.h"
#include "ui/pages/ListPages.h"
#include "ui/pages/LoansPage.h"
#include "ui/pages/PrintStep.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PeoplePage.h"
#include "ui/pages/PersonStep.h"
#include "ui/pages/PhotoStep.h"
#include "ui/pages/ReplacePage.h"
#include "ui/pages/SignInPage.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/NavigationRail.h"
#include "ui/widgets/ReaderStrip.h"
#include "ui/widgets/Toast.h"
#include "ui/widgets/TopBar.h"

#include <QApplication>
#include <QEvent>

namespace cardwright::ui {

Workbench::Workbench(DeskPort& port, QObject* parent)
    : QObject(parent), m_window(std::make_unique<DeskWindow>()), m_hub(new DeskHub(port, this)), m_application(new ApplicationPresenter(*m_hub, this)),
      m_check(new ApplicationPresenter(*m_hub, this))
{
    const auto& site = m_hub->site();
    m_window->setTraining(site.training);
    m_window->topBar()->setSite(words::fromUtf8(site.name), placeLine(site));
    makePages();
    connectHub();
    connectPages();
    connectFlow();
    connectActs();
    connectPrints();
    bindKeys();
    connectSession();
    qApp->installEventFilter(this);
    refreshStrip();
    refreshCentre();
    showFull(m_signIn, false);
}

Workbench::~Workbench() { qApp->removeEventFilter(this); }

void Workbench::connectHub()
{
    connect(m_hub, &DeskHub::centreUpdated, this, &Workbench::refreshCentre);
    for (auto signal : {&DeskHub::readersUpdated, &DeskHub::agentCardUpdated, &DeskHub::subjectCardUpdated})
        connect(m_hub, signal, this, &Workbench::refreshStrip);
    // A job that was left when its session had ended: its card is looked at only after the next sign-in, and repair is then the next thing.
    connect(m_hub, &DeskHub::subjectCardUpdated, this, [this] {
        if (!m_repairMayFollow || m_hub->subjectCard().kind != CardKind::torn)
            return;
        m_repairMayFollow = false;
        if (m_shown != Shown::flow)
            return;
        m_shown = Shown::desk;
        if (m_place == Place::desk && m_hub->signedIn() && !m_window->isFull())
            showDeskPlace();
    });
    connect(m_hub, &DeskHub::agentCardUpdated, this, &Workbench::offerTray);
    connect(m_hub, &DeskHub::progressed, this, &Workbench::refreshStrip);
    connect(m_hub, &DeskHub::queueUpdated, this, [this] {
        if (!m_hub->signedIn())
            return;
        askWorklist();
        m_application->askAgain(); // an exception may have been decided
    });
}

void Workbench::connectPages()
{
    connect(m_signIn, &SignInPage::helpWanted, this, [this] { go(Place::help); });
    connect(m_signIn, &SignInPage::diagnosisWanted, this, [this] { go(Place::diagnosis); });
    connect(m_window->rail(), &NavigationRail::chosen, this, [this](int index) { go(static_cast<Place>(index)); });
    connect(m_window->rail(), &NavigationRail::helpPressed, this, [this] { go(Place::help); });
    connect(m_window->topBar(), &TopBar::agentPressed, this, &Workbench::showAgentMenu);
    auto* search = m_window->topBar()->search();
    connect(search, &SearchField::searchChanged, this, [this](const QString& text) {
        if (m_place != Place::people && !text.isEmpty())
            go(Place::people);
        m_people->search(text);
    });
    connect(search, &SearchField::movedDown, m_people, &PeoplePage::focusResults);
    connect(search, &SearchField::left, this, &Workbench::leaveAside);
    for (auto* tile : {m_window->readers()->agent(), m_window->readers()->holder()})
        connect(tile, &ReaderTileView::pressed, this, [this, tile] {
            if (tile->state().kind == ReaderTileState::Kind::Waiting)
                serveWaiting();
            else
                go(Place::diagnosis);
        });
    named(m_window->readers()->agent(), "reader-1");
    named(m_window->readers()->holder(), "reader-2");
    connect(m_window.get(), &DeskWindow::closing, m_application, &ApplicationPresenter::keep);
    connect(m_window.get(), &DeskWindow::narrowChanged, this, [this](bool narrow) {
        for (FlowPage* page : std::initializer_list<FlowPage*>{m_person, m_evidence, m_photo, m_access, m_card})
            page->setNarrow(narrow);
        for (FlowPage* step : std::initializer_list<FlowPage*>{m_checkStep, m_checkPhoto})
            step->setNarrow(narrow);
        for (CardActPage* page : std::initializer_list<CardActPage*>{m_act, m_early, m_cancel, m_replace, m_lend})
            page->setNarrow(narrow);
        m_job->setNarrow(narrow);
        m_printStep->setNarrow(narrow);
        m_done->setNarrow(narrow);
    });
    connect(m_desk, &DeskPage::actWanted, this, &Workbench::act);
    connect(m_desk, &DeskPage::draftWanted, this, [this](const Guid& id) {
        m_hub->port().issue().loadDraft(id, guarded<std::optional<IssueDraft>>(this, [this](std::optional<IssueDraft> draft) {
            if (draft)
                takeDraft(std::move(*draft));
        }));
    });
    connect(m_worklists, &WorklistPage::draftWanted, m_desk, &DeskPage::draftWanted);
    connect(m_worklists, &WorklistPage::personWanted, this, [this](const QString& number) {
        go(Place::people);
        m_people->showPerson(number);
    });
    connect(m_worklists, &WorklistPage::exceptionsWanted, this, [this] { go(Place::exceptions); });
    connect(m_worklists, &WorklistPage::loansWanted, this, [this] { go(Place::loans); });
    connectAccess();
    connect(m_loans, &LoansPage::leaving, this, [this] { go(Place::worklists); });
    connect(m_exceptions, &ExceptionsPage::leaving, this, [this] { go(Place::worklists); });
    connect(m_exceptions, &ExceptionsPage::draftWanted, m_desk, &DeskPage::draftWanted);
    connect(m_exceptions, &ExceptionsPage::said, this, &Workbench::said);
    connect(m_records, &RecordsPage::said, this, &Workbench::said);
    connect(m_desk, &DeskPage::worklistWanted, this, [this] { go(Place::worklists); });
    connect(m_desk, &DeskPage::flowWanted, this, &Workbench::serveWaiting);
    connect(m_desk, &DeskPage::historyWanted, this, [this](const QString& number) {
        go(Place::people);
        m_people->showPerson(number);
    });
    connect(m_desk, &DeskPage::said, this, &Workbench::said);
    connect(m_people, &PeoplePage::said, this, &Workbench::said);
    connect(m_people, &PeoplePage::issueWanted, this, [this](const PersonFields& person) {
        auto draft = m_hub->port().issue().newDraft();
        draft.agent = m_hub->agentName();
        draft.agentNumber = m_hub->agentNumber();
        draft.person = person;
        draft.step = "evidence"; // who they are is on record
        takeDraft(std::move(draft));
    });
    connect(m_job, &JobPage::said, this, &Workbench::said);
    connect(m_help, &HelpPage::left, this, &Workbench::leaveAside);
    connect(m_diagnosis, &DiagnosisPage::left, this, &Workbench::leaveAside);
}

void Workbench::connectFlow()
{
    for (FlowPage* page : std::initializer_list<FlowPage*>{m_person, m_evidence, m_photo, m_access, m_card}) {
        connect(page, &FlowPage::backWanted, this, &Workbench::flowBack);
        connect(page, &FlowPage::nextWanted, this, &Workbench::flowNext);
        connect(page, &FlowPage::said, this, &Workbench::said);
        connect(page, &FlowPage::stepWanted, this, [this](int index) {
            if (index <= static_cast<int>(FlowStep::passcode))
                m_application->goTo(static_cast<FlowStep>(index));
        });
        connect(page, &FlowPage::parkWanted, this, [this] {
            const auto name = m_application->name();
            m_application->park();
            m_shown = Shown::desk;
            showDeskPlace();
            said(tr("%1 is parked, only on this desk").arg(name));
        });
    }
    connect(m_application, &ApplicationPresenter::stepChanged, this, [this] {
        if (m_shown == Shown::flow)
            showFlowStep();
    });
    connect(m_person, &PersonStep::sampleWanted, this, [this](const QString& id) {
        m_hub->port().issue().loadSample(id.toStdString(), guarded<std::optional<IssueDraft>>(this, [this](std::optional<IssueDraft> draft) {
            if (!draft)
                return;
            draft->id = m_application->draft().id;
            draft->step = "person";
            m_application->take(std::move(*draft));
        }));
    });
    connect(m_person, &PersonStep::personWanted, this, [this](const QString& number) {
        go(Place::people);
        m_people->showPerson(number);
    });
    connect(m_card, &CardStep::holderTurnWanted, this, [this] {
        PasscodeSubject subject;
        subject.dateOfBirth = m_application->draft().person.dateOfBirth;
        subject.serial = m_hub->subjectCard().serial;
        HolderTurn turn;
        turn.reader = TermsReader{{}, m_application->draft().person, m_application->draft().comparedWith};
        turn.act = "issue";
        turnToHolder(m_application->name(), subject, std::move(turn), [this](HolderTyped typed) { beginIssue(std::move(typed.chosen)); });
    });
    connect(m_card, &CardStep::lockedIssueWanted, this, [this] {
        PasscodeChoice none;
        none.locked = true;
        beginIssue(std::move(none));
    });
    connect(m_job, &JobPage::done, this, &Workbench::jobDone);
    connect(m_job, &JobPage::left, this, &Workbench::jobLeft);
    connect(m_job, &JobPage::passcodeWanted, this, [this] {
        if (m_job->padServes()) {
            PasscodeChoice there;
            there.onReader = true;
            return m_hub->port().card().continueJob(std::move(there));
        }
        PasscodeSubject subject;
        subject.userNumber = m_job->holder().userNumber;
        if (m_job->holder().dateOfBirth)
            subject.dateOfBirth = formatDate(*m_job->holder().dateOfBirth);
        HolderTurn turn;
        turn.onScreen = true;
        turnToHolder(words::fromUtf8(m_job->holder().legalName), subject, turn, [this](HolderTyped typed) {
            m_hub->port().card().continueJob(std::move(typed.chosen));
        });
    });
    connect(m_done, &DonePage::finished, this, &Workbench::doneLeft);
    connect(m_holder, &HolderPasscodeView::finished, this, [this] {
        HolderTyped typed;
        typed.known.passcode = m_holder->takeKnown();
        typed.chosen.passcode = m_holder->takePasscode();
        if (m_turn)
            std::exchange(m_turn, nullptr)(std::move(typed));
    });
    connect(m_holder, &HolderPasscodeView::stopped, this, [this] { m_turn = nullptr; });
    connectTerms();
    connectReader();
    connect(m_holder, &HolderPasscodeView::handedBack, this, [this] {
        m_window->showDesk();
        showDeskPlace();
        restartIdle();
    });
}

void Workbench::said(const QString& words) { m_window->toast()->show(words); }

} // namespace cardwright::ui
