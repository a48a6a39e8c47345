#include "ui/pages/BadgesPage.h"
#include "ui/pages/DonePage.h"
#include "ui/pages/ListPages.h"
#include "ui/pages/PrintPage.h"
#include "ui/pages/PrintStep.h"
#include "ui/pages/ReplacePage.h"
#include "ui/pages/Workbench.h"
#include "ui/presenters/Words.h"

// Cards and badges to print, and the step between a new card and its end.

namespace cardwright::ui {

void Workbench::connectPrints()
{
    connect(m_worklists, &WorklistPage::printsWanted, this, [this] { go(Place::prints); });
    connect(m_worklists, &WorklistPage::badgesWanted, this, [this] { go(Place::badges); });
    connect(m_prints, &PrintPage::leaving, this, [this] { go(Place::worklists); });
    connect(m_prints, &PrintPage::said, this, &Workbench::said);
    connect(m_prints, &PrintPage::replacementWanted, this, &Workbench::makeNextCard);
    connect(m_badges, &BadgesPage::leaving, this, [this] { go(Place::worklists); });
    connect(m_badges, &BadgesPage::said, this, &Workbench::said);
    connect(m_done, &DonePage::said, this, &Workbench::said);
    connect(m_done, &DonePage::printWanted, this, [this](const QString& card) {
        doneLeft();
        m_prints->choose(card);
        go(Place::prints);
    });
    connect(m_printStep, &PrintStep::said, this, &Workbench::said);
    connect(m_printStep, &PrintStep::replacementWanted, this, &Workbench::makeNextCard);
    connect(m_printStep, &PrintStep::finished, this, [this](PrintWork::Outcome outcome, const QString& words) {
        for (auto& step : m_printSteps) {
            if (step.state == StepperState::Current) step.second = words;
            step.state = StepperState::Done;
        }
        m_printStep->clear();
        if (outcome == PrintWork::Outcome::spoiled) return doneLeft(); // what the done page says of that card is no longer true
        m_done->setPrinted(outcome == PrintWork::Outcome::later, m_printSteps);
        m_shown = Shown::done;
        showDeskPlace();
    });
}

bool Workbench::beginPrint(const JobEnd& end, const Holder& holder, const QVector<StepItem>& steps)
{
    const bool made = end.kind == JobKind::issue && end.outcome == JobOutcome::done && !end.abandoned && end.receipt && !end.receipt->cardGuid.empty();
    if (!made || !m_hub->port().print() || (m_hub->signedIn() && !m_hub->may(permits::issueCard))) return false;
    m_printSteps = steps;
    if (m_printSteps.size() <= static_cast<int>(FlowStep::done)) m_printSteps.insert(m_printSteps.size() - 1, StepItem{tr("Print"), {}, StepperState::ToCome, false});
    auto& own = m_printSteps[m_printSteps.size() - 2];
    own.state = StepperState::Current;
    own.second = tr("Now, later or never");
    m_printSteps.last().state = StepperState::ToCome;
    m_printStep->present(words::fromUtf8(end.receipt->cardGuid), words::jobTitle(end.kind), words::fromUtf8(holder.legalName), m_printSteps);
    return true;
}

/// Spoiled: their next card is a replacement that waits for a blank one.
void Workbench::makeNextCard(const Holder& holder, const QString& spoiled)
{
    m_printStep->clear();
    m_prints->clear();
    m_actFrom = Place::desk;
    m_replace->openWaiting({holder, spoiled.toStdString(), false, false});
    showAct(m_replace);
}

} // namespace cardwright::ui
