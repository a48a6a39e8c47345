#include "ui/pages/DeskPage.h"
#include "ui/pages/DonePage.h"
#include "ui/pages/EarlyPage.h"
#include "ui/pages/ExceptionsPage.h"
#include "ui/pages/LendPage.h"
#include "ui/pages/ListPages.h"
#include "ui/pages/BadgesPage.h"
#include "ui/pages/LoansPage.h"
#include "ui/pages/PositionsPage.h"
#include "ui/pages/PrintPage.h"
#include "ui/pages/PrintStep.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/PeoplePage.h"
#include "ui/pages/ReplacePage.h"
#include "ui/pages/RequestsPage.h"
#include "ui/pages/SignInPage.h"
#include "ui/pages/TrayPanel.h"
#include "ui/pages/Workbench.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/Field.h"
#include "ui/widgets/HolderPasscodeView.h"
#include "ui/widgets/HolderTermsView.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Toast.h"
#include "ui/widgets/TopBar.h"

#include <QDate>
#include <QEvent>

// Sign-in, lock and sign-out: what of an agent's work is kept under the lock, and for whom.

namespace cardwright::ui {

namespace {

constexpr int minuteMillis = 60 * 1000;
constexpr int daysBeforeExpiry = 30;

DeskClosed closedAs(SessionEnd why)
{
    switch (why) {
    case SessionEnd::signedOut: break;
    case SessionEnd::idle: return DeskClosed::lockedIdle;
    case SessionEnd::cardRemoved: return DeskClosed::lockedCardRemoved;
    case SessionEnd::rightsChanged: return DeskClosed::rightsChanged;
    case SessionEnd::withdrawn: return DeskClosed::withdrawn;
    case SessionEnd::hoursOver: return DeskClosed::hoursOver;
    }
    return DeskClosed::signedOut;
}

} // namespace

void Workbench::connectSession()
{
    connect(m_hub, &DeskHub::sessionBegan, this, &Workbench::sessionBegan);
    connect(m_hub, &DeskHub::sessionOver, this, &Workbench::sessionOver);
    connect(m_hub, &DeskHub::jobOver, this, [this](const JobEnd& end) {
        m_failedWith = end.outcome == JobOutcome::failed && end.failure ? end.failure->code : std::string();
        if (!m_hub->signedIn() && m_leftJob)
            m_leftJobEnd = end.outcome;
        refreshStrip();
        restartIdle(); // the clock stood still while the job ran
    });
    m_window->topBar()->search()->hide();
    m_idle.setObjectName(QStringLiteral("idle-clock"));
    m_idle.setSingleShot(true);
    connect(&m_idle, &QTimer::timeout, this, &Workbench::idleOver);
}

/// What is typed is kept while the store is still open.
void Workbench::leaveDesk(SessionEnd why)
{
    if (!m_hub->signedIn())
        return;
    if (why == SessionEnd::signedOut && m_application->active() && !m_job->running())
        m_application->park();
    else
        m_application->keep();
    m_hub->signOut(why);
}

void Workbench::idleOver()
{
    if (m_job->running()) // the idle clock stands still while a job runs
        return restartIdle();
    leaveDesk(SessionEnd::idle);
}

void Workbench::restartIdle()
{
    if (!m_hub->signedIn())
        return m_idle.stop();
    const int minutes = m_holder->isVisible() || m_reading->isVisible() ? m_hub->site().holderMinutes : m_hub->site().idleMinutes;
    if (minutes > 0)
        m_idle.start(minutes * minuteMillis);
    else
        m_idle.stop();
}

void Workbench::sessionBegan()
{
    const bool another = !m_lastAgent.empty() && m_lastAgent != m_hub->agentNumber();
    if (another)
        cleanDesk();
    if (m_trayByItself || another)
        m_trayByItself = false;
    if (m_tray)
        m_tray->hide();
    m_window->topBar()->setAgent(words::fromUtf8(m_hub->agentName()));
    m_window->topBar()->search()->show();
    m_window->showDesk();
    if (m_shown == Shown::flow && !m_application->active())
        m_shown = Shown::desk;
    if (m_place == Place::help || m_place == Place::diagnosis)
        m_place = m_before;
    go(m_place);
    if (m_application->active())
        m_application->askAgain();
    showSessionNotice(another);
    m_lastAgent = m_hub->agentNumber();
    m_lastAgentName = m_hub->agentName();
    m_leftJob = false;
    m_leftJobEnd.reset();
    m_signIn->setJob(LeftJob::none);
    restartIdle();
}

/// Another agent: nothing of their predecessor's is shown. An open application waits among the applications of this desk under the
/// name of whoever began it; a job that still runs is the one thing they have to see.
void Workbench::cleanDesk()
{
    if (m_application->active() && !m_job->running())
        m_application->park();
    m_people->clear();
    m_records->clear();
    m_exceptions->clear();
    m_loans->clear();
    m_prints->clear();
    m_printStep->clear();
    m_done->clear();
    m_badges->clear();
    m_requests->clear();
    m_positions->clear();
    m_replace->clear();
    m_lend->clear();
    m_early->clear();
    m_checking = nullptr;
    m_window->topBar()->search()->clear();
    m_place = Place::desk;
    m_before = Place::desk;
    if (!m_job->running()) {
        m_shown = Shown::desk;
        m_issueJob = false;
    }
}

/// What the agent has to know at once: whose job still runs, that exceptions wait for them, that their own card ends soon.
void Workbench::showSessionNotice(bool another)
{
    auto* banner = m_window->banner();
    banner->setButton(nullptr);
    if (another && m_job->running()) {
        banner->setContent(Tone::Warning, QStringLiteral("sync"), tr("%1 began the job in reader 2").arg(words::fromUtf8(m_lastAgentName)),
                           tr("It goes on to its next safe point. Its last record waits for them or a manager."));
        return banner->show();
    }
    const auto ends = m_hub->agentCardExpires();
    if (!ends)
        return;
    const QDate day(static_cast<int>(ends->year()), static_cast<int>(static_cast<unsigned>(ends->month())), static_cast<int>(static_cast<unsigned>(ends->day())));
    const auto left = QDate::currentDate().daysTo(day);
    if (left > daysBeforeExpiry)
        return;
    banner->setContent(Tone::Warning, QStringLiteral("clock"), left == 1 ? tr("Your own card ends tomorrow") : tr("Your own card ends in %1 days").arg(left),
                       tr("After %1 it signs nobody in. Another agent renews it in reader 2 before then.").arg(words::date(*ends)));
    banner->show();
}

void Workbench::sessionOver(SessionEnd why)
{
    m_idle.stop();
    m_turn = nullptr;
    m_window->topBar()->setAgent({});
    m_window->topBar()->search()->hide(); // what was searched is somebody's name
    m_window->banner()->hide();
    m_window->toast()->hide();
    m_leftJob = m_job->running();
    m_leftJobEnd.reset();
    if (!isLock(why))
        cleanDesk();
    m_signIn->setClosed(closedAs(why), isLock(why));
    refreshStrip();
    showFull(m_signIn, false);
}

void Workbench::showLeftJob()
{
    if (m_hub->signedIn() || !m_leftJob)
        return m_signIn->setJob(LeftJob::none);
    if (m_leftJobEnd)
        return m_signIn->setJob(*m_leftJobEnd == JobOutcome::done ? LeftJob::finished : LeftJob::stopped);
    m_signIn->setJob(m_job->cardMissing() ? LeftJob::cardGone : LeftJob::runs);
}

void Workbench::showAgentMenu()
{
    auto* banner = m_window->banner();
    if (banner->isVisible() && banner->button())
        return banner->hide();
    auto* out = named(new SecondaryButton(tr("Sign out")), "sign-out", tr("Sign out"));
    out->setKeyCap(tr("Ctrl L"));
    connect(out, &ActionButton::clicked, this, [this] { leaveDesk(SessionEnd::signedOut); });
    banner->setContent(Tone::Accent, QStringLiteral("badge"),
                       tr("%1 is signed in as %2").arg(words::fromUtf8(m_hub->agentName()), words::roleName(m_hub->agentRole())),
                       tr("Taking your card out of reader 1 locks the desk at once."));
    banner->setButton(out);
    banner->show();
    out->setFocus();
}

bool Workbench::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::TouchBegin: restartIdle(); break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace cardwright::ui
