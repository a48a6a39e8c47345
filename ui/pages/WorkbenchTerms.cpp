#include "ui/pages/ListPages.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/Workbench.h"
#include "ui/presenters/TermsPresenter.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/HolderTermsView.h"

#include <QDateTime>

// The holder reads the privacy notice and the terms before the passcode. The agent sees only that they are reading.

namespace cardwright::ui {

Workbench::HolderTurn Workbench::termsTurn(const SubjectCard& card, const char* act)
{
    HolderTurn turn;
    if (card.holder) turn.reader = TermsReader{card.holder->userNumber, std::nullopt};
    turn.act = act;
    return turn;
}

void Workbench::connectTerms()
{
    connect(m_reading, &HolderTermsView::turned, this, &Workbench::restartIdle);
    connect(m_reading, &HolderTermsView::agreed, this, [this](int text) {
        if (text == 0) m_noticeAt = QDateTime::currentMSecsSinceEpoch();
        restartIdle();
    });
    connect(m_reading, &HolderTermsView::finished, this, [this] {
        if (auto* terms = m_hub->port().terms()) terms->accept(m_readingSight, m_noticeAt);
        if (m_afterReading) std::exchange(m_afterReading, nullptr)();
    });
    connect(m_reading, &HolderTermsView::stopped, this, [this] {
        m_afterReading = nullptr;
        if (auto* terms = m_hub->port().terms(); terms && m_readingFor.reader) terms->decline(m_readingFor.reader->userNumber, m_readingFor.act);
    });
    connect(m_help, &HelpPage::holdersWanted, this, &Workbench::showHolderHelp);
    connect(m_reading, &HolderTermsView::handedBack, this, [this] {
        if (m_reading->helping()) {
            restartIdle();
            return go(Place::help); // it leaves the full screen
        }
        m_window->showDesk();
        showDeskPlace();
        restartIdle();
        const auto why = words::failure(Failure::of("TERMS-DECLINED"));
        said(why.cause);
    });
}

void Workbench::showHolderHelp()
{
    auto* terms = m_hub->port().terms();
    if (terms == nullptr) return;
    m_afterReading = nullptr;
    ReadingText help;
    help.name = tr("For card holders");
    help.title = tr("Your records and your card");
    help.sections = holderHelpOf(terms->texts());
    m_reading->beginHelp(help);
    showFull(m_reading, true);
    restartIdle();
}

/// `then` at once where nobody has to read. Another card put in while they read changes nothing: what they accepted is of the card that
/// lay there when the screen was turned, and no act on another one takes it.
void Workbench::readTerms(const QString& name, const HolderTurn& turn, std::function<void()> then)
{
    auto* terms = m_hub->port().terms();
    if (!turn.reader || terms == nullptr) return then();
    m_readingFor = turn;
    m_readingSight = m_hub->subjectCard().sight;
    terms->standing(*turn.reader, guarded<TermsStanding>(this, [this, name, then = std::move(then)](const TermsStanding& standing) {
        if (!m_hub->signedIn()) return; // locked meanwhile
        if (!standing.due) return then();
        m_afterReading = then;
        m_reading->begin(name, readingOf(m_hub->port().terms()->texts()));
        showFull(m_reading, true);
        restartIdle(); // the holder view has a limit of its own
    }));
}

} // namespace cardwright::ui
