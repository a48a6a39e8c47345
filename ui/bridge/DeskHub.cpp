#include "ui/bridge/DeskHub.h"

#include <algorithm>

namespace cardwright::ui {

DeskHub::DeskHub(DeskPort& port, QObject* parent) : QObject(parent), m_port(port), m_site(port.session().site())
{
    m_port.setEvents(this);
}

DeskHub::~DeskHub() { m_port.setEvents(nullptr); }

void DeskHub::signIn(SecureBytes passcode, bool lastTryAgreed)
{
    m_port.session().signIn(std::move(passcode), lastTryAgreed, guarded<SignInAnswer>(this, [this](const SignInAnswer& answer) {
        noteTries(answer.triesLeft); // signed in: the card counts anew, and what it said before is stale
        if (answer.outcome == SignInOutcome::signedIn)
            m_agent = answer;
        Q_EMIT signInAnswered(answer);
        if (m_agent)
            Q_EMIT sessionBegan();
    }));
}

void DeskHub::noteTries(std::optional<int> triesLeft) { m_agentCard.triesLeft = triesLeft; }

void DeskHub::signOut(SessionEnd why)
{
    if (m_agent)
        m_port.session().signOut(why);
}

bool DeskHub::may(const std::string& act) const
{
    return m_agent && std::find(m_agent->permissions.begin(), m_agent->permissions.end(), act) != m_agent->permissions.end();
}

void DeskHub::readersChanged(const std::vector<ReaderTile>& tiles)
{
    m_readers = tiles;
    Q_EMIT readersUpdated();
}

void DeskHub::agentCardChanged(const AgentCard& card)
{
    m_agentCard = card;
    Q_EMIT agentCardUpdated();
}

void DeskHub::subjectCardChanged(const SubjectCard& card)
{
    m_subjectCard = card;
    Q_EMIT subjectCardUpdated();
}

void DeskHub::centreChanged(const CentreState& state)
{
    m_centre = state;
    Q_EMIT centreUpdated();
}

void DeskHub::trayChanged(const std::vector<TrayCard>& cards)
{
    m_tray = cards;
    Q_EMIT trayUpdated();
}

void DeskHub::sessionEnded(SessionEnd why)
{
    if (!m_agent)
        return;
    m_agent.reset();
    Q_EMIT sessionOver(why);
}

void DeskHub::jobProgress(const JobProgress& progress) { Q_EMIT progressed(progress); }
void DeskHub::jobEnded(const JobEnd& end) { Q_EMIT jobOver(end); }
void DeskHub::queueChanged() { Q_EMIT queueUpdated(); }

} // namespace cardwright::ui
