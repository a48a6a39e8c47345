#include "ui/pages/ActPage.h"
#include "ui/pages/CardStep.h"
#include "ui/pages/DeskPage.h"
#include "ui/pages/DonePage.h"
#include "ui/pages/FlowPage.h"
#include "ui/pages/PageTools.h"
#include "ui/pages/ReplacePage.h"
#include "ui/pages/TrayPanel.h"
#include "ui/pages/Workbench.h"
#include "ui/presenters/Words.h"
#include "ui/widgets/HolderPasscodeView.h"

namespace cardwright::ui {

namespace {

/// The step after or before this one. Where the site asks for no position before the card, that step is not asked: the stepper opens it.
FlowStep stepBeside(const ApplicationPresenter& application, int by)
{
    auto step = static_cast<int>(application.step()) + by;
    if (step == static_cast<int>(FlowStep::access) && !application.access().neededBeforeIssue && application.access().issueHeld.empty())
        step += by;
    return static_cast<FlowStep>(step);
}

} // namespace

// ---------------------------------------------------------------- an application

void Workbench::beginApplication()
{
    if (!m_application->active())
        m_application->begin();
    m_issueJob = false;
    m_shown = Shown::flow;
    showDeskPlace();
}

void Workbench::takeDraft(IssueDraft draft)
{
    if (m_application->active())
        m_application->park();
    m_application->take(std::move(draft));
    m_issueJob = false;
    m_shown = Shown::flow;
    showDeskPlace();
}

void Workbench::flowBack()
{
    if (m_application->step() != FlowStep::person)
        return m_application->goTo(stepBeside(*m_application, -1));
    m_shown = Shown::desk; // the application stays open; F8 or its banner returns
    showDeskPlace();
}

void Workbench::flowNext()
{
    if (m_application->step() < FlowStep::passcode)
        m_application->goTo(stepBeside(*m_application, 1));
}

// ---------------------------------------------------------------- card acts

void Workbench::turnToHolder(const QString& name, PasscodeSubject subject, HolderTurn turn, std::function<void(HolderTyped)> then)
{
    readTerms(name, turn, [this, name, subject = std::move(subject), turn, then = std::move(then)] { askPasscode(name, subject, turn, then); });
}

void Workbench::askPasscode(const QString& name, PasscodeSubject subject, const HolderTurn& turn, std::function<void(HolderTyped)> then)
{
    if (typesOnReader(turn)) { // the screen turns when the reader asks
        HolderTyped there;
        there.known.onReader = there.chosen.onReader = true;
        m_window->showDesk();
        showDeskPlace();
        return then(std::move(there));
    }
    m_turn = std::move(then);
    auto* port = &m_hub->port().card();
    const auto empty = port->judgePasscode({}, {}, subject);
    m_holder->setLength(empty.minDigits, empty.maxDigits);
    m_holder->setJudge([port, subject = std::move(subject)](ByteView typed, ByteView old) {
        QVector<HolderRule> rules;
        for (const auto& line : words::passcodeRules(port->judgePasscode(typed, old, subject), static_cast<int>(typed.size())))
            rules << HolderRule{line.words, line.rest, line.holds};
        return rules;
    });
    m_holder->begin(name, turn.ask, turn.warning);
    showFull(m_holder, true);
    restartIdle(); // the holder view has a limit of its own
}

void Workbench::act(DeskAct what)
{
    const auto card = m_hub->subjectCard();
    const auto likeness = m_desk->likeness().value_or(Likeness::notSure);
    switch (what) {
    case DeskAct::issue: beginApplication(); break;
    case DeskAct::lookAgain: m_hub->port().card().lookAgain(); break;
    case DeskAct::diagnosis: go(Place::diagnosis); break;
    case DeskAct::touch: beginCardAct(JobKind::touch, card, likeness, {}); break;
    case DeskAct::repairLocked: {
        PasscodeChoice none;
        none.locked = true;
        beginCardAct(JobKind::repair, card, likeness, std::move(none));
        break;
    }
    case DeskAct::unlock:
    case DeskAct::repair: {
        const auto kind = what == DeskAct::unlock ? JobKind::unlock : JobKind::repair;
        if (kind == JobKind::repair && !(card.openJob && card.openJob->needsPasscode))
            return beginCardAct(kind, card, likeness, {});
        const auto name = card.holder ? card.holder->legalName : card.openJob ? card.openJob->holderName : std::string();
        turnToHolder(words::fromUtf8(name), subjectOf(card), kind == JobKind::unlock ? termsTurn(card, "unlock") : HolderTurn{}, [this, kind, card, likeness](HolderTyped typed) {
            if (kind == JobKind::unlock && !card.due.empty())
                beginVisitUnlock(card, likeness, std::move(typed.chosen));
            else
                beginCardAct(kind, card, likeness, std::move(typed.chosen));
        });
        break;
    }
    default: openAct(what); break;
    }
}

void Workbench::beginIssue(PasscodeChoice passcode)
{
    m_issueJob = true;
    m_replacing = false;
    m_repairMayFollow = false;
    m_shown = Shown::job;
    m_job->begin(JobKind::issue, m_application->holder(), [this](const QString& second, bool warns) {
        return issueSteps(*m_application, FlowStep::card, second, warns);
    });
    m_hub->port().card().startIssue(m_hub->subjectCard().sight, m_application->draft(), std::move(passcode),
                                    guarded<JobStart>(this, [this](const JobStart& start) {
                                        if (start.started)
                                            return;
                                        m_job->refuse(start.failure.value_or(Failure::of("INTERNAL")));
                                        m_card->showFailure(start.failure.value_or(Failure::of("INTERNAL")));
                                        m_shown = Shown::flow; // nothing was begun: back to the step, the reason in it
                                        if (!m_window->isFull())
                                            showDeskPlace();
                                    }));
    if (!m_window->isFull())
        showDeskPlace();
}

void Workbench::beginCardAct(JobKind kind, const SubjectCard& card, Likeness likeness, PasscodeChoice passcode)
{
    Holder holder = card.holder.value_or(Holder{});
    if (holder.legalName.empty() && card.openJob) {
        holder.legalName = card.openJob->holderName;
        holder.userNumber = card.openJob->userNumber;
    }
    auto& port = m_hub->port().card();
    beginJob(kind, holder, [&](Then<JobStart> then) {
        if (kind == JobKind::unlock)
            port.startUnlock(card.sight, likeness, std::move(passcode), std::move(then));
        else if (kind == JobKind::touch)
            port.startTouch(card.sight, std::move(then));
        else
            port.startRepair(card.sight, std::move(passcode), std::move(then));
    });
}

QVector<StepItem> Workbench::cardActSteps(JobKind kind, const QString& second, bool warns, bool done) const
{
    QVector<StepItem> steps;
    const auto said = [&](const QString& step, const QString& words) { steps << StepItem{step, words, StepperState::Done, false}; };
    const bool chosen = kind == JobKind::unlock || kind == JobKind::passcode || kind == JobKind::lend;
    const bool typed = kind == JobKind::verify || kind == JobKind::renew;
    if (kind == JobKind::cancel)
        said(tr("Your card signed"), tr("The card has ended"));
    if (kind == JobKind::lend)
        said(tr("Loan"), tr("In the custodian's log"));
    else if (chosen || typed || kind == JobKind::touch)
        said(tr("Person"), m_desk->likeness() == Likeness::printedFace ? tr("Printed face compared") : tr("Same person"));
    if (chosen || typed)
        said(tr("Passcode"), chosen ? tr("Holder chose it") : tr("Holder typed it"));
    steps << StepItem{tr("Card"), done ? tr("Proven") : second, done ? StepperState::Done : StepperState::Current, warns && !done};
    steps << StepItem{tr("Done"), {}, done ? StepperState::Done : StepperState::ToCome, false};
    return steps;
}

void Workbench::jobDone(const JobEnd& end)
{
    const auto holder = m_job->holder();
    auto steps = m_issueJob ? issueSteps(*m_application, FlowStep::done, {}, false) : m_replacing ? m_replace->steps() : cardActSteps(end.kind, {}, false, true);
    if (m_replacing)
        for (auto& step : steps)
            step.state = StepperState::Done;
    m_replacing = false;
    // Also when the card was torn and its repair began at the desk: the application is over when its person has the card.
    const bool itsCard = end.kind == JobKind::issue && end.receipt && m_application->active() &&
                         words::fromUtf8(end.receipt->holderName) == m_application->name();
    if ((m_issueJob && !end.abandoned) || itsCard)
        m_application->end();
    m_done->present(end, holder, steps, m_application->active() ? tr("Back to %1").arg(m_application->name()) : tr("Next person"));
    m_shown = beginPrint(end, holder, steps) ? Shown::print : Shown::done;
    refreshStrip();
    if (m_hub->signedIn() && !m_window->isFull() && m_place == Place::desk)
        showDeskPlace();
}

void Workbench::jobLeft()
{
    m_shown = m_application->active() ? Shown::flow : Shown::desk;
    m_repairMayFollow = m_issueJob;
    if (m_issueJob && m_hub->subjectCard().kind == CardKind::torn)
        m_shown = Shown::desk; // the job is kept on the card: repair is the one next thing
    m_issueJob = false;
    const bool torn = m_hub->subjectCard().kind == CardKind::torn;
    if (m_replacing && !torn) // the old card has ended: the new one is still to be made
        m_shown = Shown::act;
    else if (m_shownAct == m_act && m_act->view().turns && m_act->view().kind == m_job->kind() && m_failedWith.rfind("PASSCODE-", 0) == 0 && m_act->card().sight == m_hub->subjectCard().sight) {
        // Being read anew: as it was, until the look brings the tries (followActCard).
        const bool reading = m_hub->subjectCard().kind == CardKind::reading;
        m_act->open(m_act->act(), reading ? m_act->card() : m_hub->subjectCard(), m_desk->answers()); // typed wrong: the same screen, with the tries as they are now
        m_shown = Shown::act;
    }
    m_replacing = m_replacing && m_shown == Shown::act;
    showDeskPlace();
}

void Workbench::doneLeft()
{
    m_issueJob = false;
    m_shown = m_application->active() ? Shown::flow : Shown::desk;
    showDeskPlace();
}

} // namespace cardwright::ui
