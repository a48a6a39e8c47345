#include "ui/pages/JobPage.h"
#include "ui/pages/Workbench.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/DeskWindow.h"
#include "ui/widgets/HolderReaderView.h"

// The holder types on the reader's own keys: the screen turns to them while the reader asks.

namespace cardwright::ui {

void Workbench::connectReader()
{
    connect(m_hub, &DeskHub::progressed, this, &Workbench::followReader);
    connect(m_hub, &DeskHub::jobOver, this, [this](const JobEnd& end) {
        if (m_reader->isVisible() && end.failure)
            m_reader->rest(words::failure(*end.failure).cause, tr("Give the screen back to the person at the desk."));
        else if (m_reader->isVisible() && m_reader->asks())
            m_reader->rest(tr("Thank you"), tr("Give the screen back to the person at the desk."));
    });
    connect(m_reader, &HolderReaderView::stopWanted, this, [this] { m_hub->port().card().stopJob(); });
    connect(m_reader, &HolderReaderView::handedBack, this, [this] {
        m_window->showDesk();
        showDeskPlace();
        restartIdle();
    });
}

bool Workbench::typesOnReader(const HolderTurn& turn) const
{
    const auto& card = m_hub->subjectCard();
    return !turn.onScreen && (turn.ask == HolderAsk::Known ? card.padVerifies : card.padModifies);
}

void Workbench::followReader(const JobProgress& progress)
{
    if (!m_hub->signedIn())
        return; // the sign-in page stays: the holder reads on the reader itself what is wanted
    if (progress.onReader != PadAsk::none) {
        if (m_reader->isVisible() && m_reader->asks() && progress.state == JobState::stopping)
            return; // said already how it stops
        const auto asked = words::padAsk(progress.onReader);
        m_reader->ask(words::fromUtf8(m_job->holder().legalName), asked.title, asked.line);
        if (!m_reader->isVisible())
            showFull(m_reader, true);
        return;
    }
    if (!m_reader->isVisible() || !m_reader->asks())
        return;
    const auto title = progress.failure ? words::failure(*progress.failure).cause : tr("Thank you");
    m_reader->rest(title, tr("Leave the card where it is, and give the screen back to the person at the desk."));
}

} // namespace cardwright::ui
