#include "ui/pages/Workbench.h"

#include "ui/pages/AccessStep.h"
#include "ui/pages/ActPage.h"
#include "ui/pages/BadgesPage.h"
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
#include "ui/pages/PageTools.h"
#include "ui/pages/PeoplePage.h"
#include "ui/pages/PersonStep.h"
#include "ui/pages/PhotoStep.h"
#include "ui/pages/PositionsPage.h"
#include "ui/pages/PrintPage.h"
#include "ui/pages/PrintStep.h"
#include "ui/pages/QueuePage.h"
#include "ui/pages/ReplacePage.h"
#include "ui/pages/RequestsPage.h"
#include "ui/pages/SignInPage.h"
#include "ui/pages/TrayPanel.h"
#include "ui/presenters/TermsPresenter.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/HolderReaderView.h"
#include "ui/widgets/HolderTermsView.h"
#include "ui/widgets/NavigationRail.h"

// The pages of the window, and the keys of each.

namespace cardwright::ui {

void Workbench::makePages()
{
    auto& hub = *m_hub;
    auto& application = *m_application;
    m_signIn = new SignInPage(hub);
    m_desk = new DeskPage(hub);
    m_person = new PersonStep(hub, application);
    m_evidence = new EvidenceStep(hub, application);
    m_photo = new PhotoStep(hub, application);
    m_card = new CardStep(hub, application);
    m_act = new ActPage(hub);
    m_early = new EarlyPage(hub);
    m_cancel = new CancelPage(hub);
    m_replace = new ReplacePage(hub, *m_check);
    m_lend = new LendPage(hub);
    m_loans = new LoansPage(hub);
    m_prints = new PrintPage(hub);
    m_printStep = new PrintStep(hub);
    m_badges = new BadgesPage(hub);
    m_requests = new RequestsPage(hub);
    m_positions = new PositionsPage(hub);
    m_access = new AccessStep(hub, application);
    m_job = new JobPage(hub);
    m_done = new DonePage(hub);
    m_people = new PeoplePage(hub);
    m_worklists = new WorklistPage(hub);
    m_queue = new QueuePage(hub);
    m_records = new RecordsPage(hub);
    m_exceptions = new ExceptionsPage(hub);
    m_setUp = new SetUpPage(hub);
    m_help = new HelpPage(hub.port().terms() ? holderHelpOf(hub.port().terms()->texts()) : QVector<ReadingSection>{});
    m_diagnosis = new DiagnosisPage(hub);
    m_checkStep = named(new EvidenceStep(hub, *m_check), "replace-evidence");
    m_checkPhoto = named(new PhotoStep(hub, *m_check), "replace-photo-step");
    // The window has two of each: the parts of these have names of their own.
    for (FlowPage* step : std::initializer_list<FlowPage*>{m_checkStep, m_checkPhoto})
        for (auto* part : step->findChildren<QWidget*>())
            if (const auto name = part->objectName(); name.contains(QLatin1Char('-')))
                part->setObjectName(QStringLiteral("check-") + name);
    m_holder = new HolderPasscodeView;
    m_reading = new HolderTermsView;
    m_reader = new HolderReaderView;
    for (QWidget* page : std::initializer_list<QWidget*>{m_desk, m_person, m_evidence, m_photo, m_card, m_job, m_done, m_people, m_worklists, m_queue,
                                                         m_records, m_exceptions, m_setUp, m_help, m_diagnosis, m_act, m_early, m_cancel, m_replace,
                                                         m_lend, m_loans, m_prints, m_printStep, m_badges, m_requests, m_positions, m_access,
                                                         m_checkStep, m_checkPhoto})
        m_window->addPage(page);
    auto* rail = m_window->rail();
    rail->addDestination(QStringLiteral("desk"), QStringLiteral("desk"), tr("Desk"));
    rail->addDestination(QStringLiteral("people"), QStringLiteral("people"), tr("People"));
    rail->addDestination(QStringLiteral("worklists"), QStringLiteral("worklist"), tr("Worklists"));
    rail->addDestination(QStringLiteral("queue"), QStringLiteral("queue"), tr("Queue"));
    rail->addDestination(QStringLiteral("records"), QStringLiteral("records"), tr("Records"));
    rail->addDestination(QStringLiteral("set-up"), QStringLiteral("set-up"), tr("Set-up"));
    rail->setCurrent(0);
    if (hub.port().tray())
        m_tray = new TrayPanel(hub, m_window.get());
}

void Workbench::bindKeys()
{
    m_signIn->setParent(m_window.get()); // inside the window before its keys are bound; showFull() puts it in place
    m_holder->setParent(m_window.get());
    m_holder->hide();
    m_reading->setParent(m_window.get());
    m_reading->hide();
    m_reader->setParent(m_window.get());
    m_reader->hide();
    m_signIn->bindKeys();
    m_desk->bindKeys();
    for (FlowPage* page : std::initializer_list<FlowPage*>{m_person, m_evidence, m_photo, m_access, m_card})
        page->bindKeys();
    for (FlowPage* step : std::initializer_list<FlowPage*>{m_checkStep, m_checkPhoto})
        step->bindKeys();
    for (CardActPage* page : std::initializer_list<CardActPage*>{m_act, m_early, m_cancel, m_replace, m_lend})
        page->bindKeys();
    m_loans->bindKeys();
    m_prints->bindKeys();
    m_printStep->bindKeys();
    m_badges->bindKeys();
    m_requests->bindKeys();
    m_positions->bindKeys();
    m_job->bindKeys();
    m_done->bindKeys();
    m_people->bindKeys();
    m_queue->bindKeys();
    m_worklists->bindKeys();
    m_records->bindKeys();
    m_exceptions->bindKeys();
    m_setUp->bindKeys();
    m_help->bindKeys();
    m_diagnosis->bindKeys();
    auto* keys = m_window->keys();
    auto* rail = m_window->rail();
    keys->bind(QKeySequence(Qt::Key_F2), rail, [this] { go(Place::diagnosis); });
    keys->bind(QKeySequence(Qt::Key_F8), rail, [this] { serveWaiting(); });
    keys->bind(QKeySequence(Qt::CTRL | Qt::Key_L), rail, [this] { leaveDesk(SessionEnd::signedOut); });
    const std::pair<Qt::Key, Place> places[] = {{Qt::Key_F3, Place::desk}, {Qt::Key_F4, Place::worklists}, {Qt::Key_F6, Place::queue},
                                                {Qt::Key_F7, Place::records}, {Qt::Key_F10, Place::setUp}};
    for (const auto& [key, place] : places)
        keys->bind(QKeySequence(key), rail, [this, place = place] { go(place); });
    if (m_tray) {
        keys->bind(QKeySequence(Qt::Key_F9), m_window.get(), [this] { m_tray->toggle(); });
        m_tray->bindKeys();
    }
}

} // namespace cardwright::ui
