#include "ui/pages/AccessStep.h"
#include "ui/pages/CardStep.h"
#include "ui/pages/DeskPage.h"
#include "ui/pages/DonePage.h"
#include "ui/pages/CardActPage.h"
#include "ui/pages/EvidenceStep.h"
#include "ui/pages/ExceptionsPage.h"
#include "ui/pages/BadgesPage.h"
#include "ui/pages/LoansPage.h"
#include "ui/pages/PositionsPage.h"
#include "ui/pages/PrintPage.h"
#include "ui/pages/PrintStep.h"
#include "ui/pages/ListPages.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PeoplePage.h"
#include "ui/pages/PersonStep.h"
#include "ui/pages/PhotoStep.h"
#include "ui/pages/QueuePage.h"
#include "ui/pages/RequestsPage.h"
#include "ui/pages/SignInPage.h"
#include "ui/pages/StripView.h"
#include "ui/pages/TrayPanel.h"
#include "ui/pages/Workbench.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/HolderReaderView.h"
#include "ui/widgets/HolderTermsView.h"
#include "ui/widgets/NavigationRail.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/ReaderStrip.h"
#include "ui/widgets/StatusPill.h"
#include "ui/widgets/TopBar.h"

#include <QApplication>
#include <QEvent>

#include <algorithm>

namespace cardwright::ui {

// ---------------------------------------------------------------- who is shown

void Workbench::showFull(QWidget* screen, bool keysDead)
{
    m_window->showFull(screen, keysDead);
    if (m_tray && (screen == m_holder || screen == m_reading || screen == m_reader))
        m_tray->hide();
    else
        offerTray();
}

/// With nobody's card in reader 1 the tray is where one is found; as soon as one is in, the passcode is wanted.
void Workbench::offerTray()
{
    if (!m_tray || m_hub->readers().empty() || m_hub->signedIn())
        return;
    const bool empty = m_hub->agentCard().state == AgentCardState::absent;
    if (empty && m_signIn->isVisible() && !m_tray->isVisible()) {
        m_tray->open();
        m_trayByItself = true;
    } else if (!empty && m_trayByItself) {
        m_tray->hide();
        m_trayByItself = false;
    }
}

void Workbench::go(Place place)
{
    const bool aside = place == Place::help || place == Place::diagnosis;
    if (aside && m_place != Place::help && m_place != Place::diagnosis)
        m_before = m_place;
    if (!m_hub->signedIn() && !aside)
        return;
    m_place = place;
    m_window->banner()->hide();
    if (m_window->isFull())
        m_window->showDesk();
    if (place != Place::people) {
        m_window->topBar()->search()->clear();
        m_people->search({});
    }
    m_window->rail()->setCurrent(aside ? -1 : static_cast<int>(place == Place::exceptions || place == Place::loans || place == Place::prints || place == Place::badges || place == Place::requests || place == Place::positions ? Place::worklists : place));
    switch (place) {
    case Place::desk: showDeskPlace(); break;
    case Place::people:
        m_window->showPage(m_people);
        m_window->topBar()->search()->setFocus();
        break;
    case Place::worklists:
        askWorklist();
        m_window->showPage(m_worklists);
        break;
    case Place::queue: m_window->showPage(m_queue); break;
    case Place::records: m_window->showPage(m_records); break;
    case Place::exceptions: m_window->showPage(m_exceptions); break;
    case Place::loans: m_window->showPage(m_loans); break;
    case Place::prints: m_window->showPage(m_prints); break;
    case Place::badges: m_window->showPage(m_badges); break;
    case Place::requests: m_window->showPage(m_requests); break;
    case Place::positions: m_window->showPage(m_positions); break;
    case Place::setUp: m_window->showPage(m_setUp); break;
    case Place::help: m_window->showPage(m_help); break;
    case Place::diagnosis: m_window->showPage(m_diagnosis); break;
    }
    refreshStrip();
}

void Workbench::leaveAside()
{
    if (m_hub->signedIn())
        return go(m_place == Place::help || m_place == Place::diagnosis ? m_before : Place::desk);
    m_place = m_before;
    showFull(m_signIn, false);
}

QWidget* Workbench::flowWidget() const
{
    switch (m_application->step()) {
    case FlowStep::person: return m_person;
    case FlowStep::evidence: return m_evidence;
    case FlowStep::photo: return m_photo;
    case FlowStep::access: return m_access;
    default: return m_card;
    }
}

void Workbench::showFlowStep()
{
    if (m_place == Place::desk)
        m_window->showPage(flowWidget());
}

void Workbench::showDeskPlace()
{
    m_place = Place::desk;
    m_window->rail()->setCurrent(static_cast<int>(Place::desk));
    m_desk->setWaitingFlow(m_application->active() && m_shown == Shown::desk ? m_application->name() : QString());
    switch (m_shown) {
    case Shown::desk:
        askWorklist();
        m_window->showPage(m_desk);
        break;
    case Shown::flow: showFlowStep(); break;
    case Shown::act: m_window->showPage(m_checking ? static_cast<QWidget*>(m_checking) : m_shownAct); break;
    case Shown::job: m_window->showPage(m_job); break;
    case Shown::print: m_window->showPage(m_printStep); break;
    case Shown::done: m_window->showPage(m_done); break;
    }
    refreshStrip();
}

/// F8: from an open application to the card that waits, and back again.
void Workbench::serveWaiting()
{
    if (!m_hub->signedIn() || m_job->running())
        return;
    if (m_application->active() && !(m_issueJob && m_shown != Shown::desk))
        m_shown = m_shown == Shown::flow && m_place == Place::desk ? Shown::desk : Shown::flow;
    else if ((m_shown == Shown::done || m_shown == Shown::print) && !m_application->active()) // its face is on the list of cards to print
        m_shown = Shown::desk;
    showDeskPlace();
}

void Workbench::refreshStrip()
{
    StripSituation now;
    now.flowOpen = m_application->active() && m_shown == Shown::flow;
    now.serving = m_application->active() && m_shown == Shown::desk;
    now.jobRunning = m_job->running();
    now.cardMissing = m_job->cardMissing();
    now.jobHolder = words::fromUtf8(m_job->holder().legalName);
    showReaders(*m_window->readers(), *m_hub, now);
    showLeftJob();
}

void Workbench::refreshCentre()
{
    const auto& centre = m_hub->centre();
    const auto pill = words::centrePill(centre);
    if (pill.good)
        m_window->topBar()->connection()->setConnected(pill.text);
    else
        m_window->topBar()->connection()->setUnreachable(pill.text);
    m_window->rail()->setCount(static_cast<int>(Place::queue), centre.waiting + centre.refused);
}

void Workbench::askWorklist()
{
    m_hub->port().records().worklist(guarded<Worklist>(this, [this](const Worklist& worklist) {
        m_desk->setWorklist(worklist);
        m_worklists->setWorklist(worklist);
        const auto toDecide = std::count_if(worklist.exceptions.begin(), worklist.exceptions.end(), [this](const auto& row) { return mayDecide(*m_hub, row); });
        m_window->rail()->setCount(static_cast<int>(Place::worklists), static_cast<int>(worklist.openJobs.size() + worklist.deferred.size() +
                                                                                              static_cast<std::size_t>(toDecide)));
    }));
}

} // namespace cardwright::ui
